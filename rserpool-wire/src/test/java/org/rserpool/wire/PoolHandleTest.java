package org.rserpool.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.rserpool.testkit.Requirement;

final class PoolHandleTest {

    @Test
    @Requirement("PAR-059")
    void handlesAreTheSameIfLengthAndOctetsAre() {
        assertThat(PoolHandle.of("Echo"))
                .isEqualTo(PoolHandle.of(Bytes.ofHex("4563686f")))
                .hasSameHashCodeAs(PoolHandle.of(Bytes.ofHex("4563686f")))
                .isNotEqualTo(PoolHandle.of("echo"))
                .isNotEqualTo(PoolHandle.of("Echo\0"))
                .isNotEqualTo(PoolHandle.of("Echo "))
                .isNotEqualTo("Echo");
    }

    @Test
    @Requirement({"PAR-059", "REQ-042"})
    void aHandleHasAnyOctetsButAtLeastOne() {
        assertThat(PoolHandle.of(Bytes.ofHex("00")).length()).isEqualTo(1);
        assertThat(PoolHandle.of(Bytes.of(new byte[PoolHandle.MAX_LENGTH])).length())
                .isEqualTo(65_531);
        assertThatThrownBy(() -> PoolHandle.of(""))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a pool handle has 1 to 65531 octets, not 0");
        assertThatThrownBy(() -> PoolHandle.of(Bytes.of(new byte[65_532])))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a pool handle has 1 to 65531 octets, not 65532");
    }

    @Test
    void shorterHandlesComeFirstThenThoseWithSmallerUnsignedOctets() {
        var sorted =
                Stream.of("7a", "ff", "0000", "007f", "0080", "000000").map(PoolHandleTest::hex);

        assertThat(sorted.toList()).isSorted();
        assertThat(hex("ff")).isEqualByComparingTo(hex("ff"));
        assertThat(hex("ff")).isLessThan(hex("0000"));
        assertThat(hex("80")).isGreaterThan(hex("7f"));
    }

    @Test
    void aHandleIsShownAsTextWhereItIsText() {
        assertThat(PoolHandle.of("Echo pool ä")).hasToString("Echo pool ä");
        assertThat(hex("4500")).hasToString("0x4500");
        assertThat(hex("ff41")).hasToString("0xff41");
    }

    @Test
    void octetsAreCopiedInAndOut() {
        byte[] octets = {'a', 'b', 'c'};
        var handle = PoolHandle.copyOf(octets, 1, 3);
        octets[1] = 'x';
        var target = new byte[4];
        handle.copyTo(target, 1);

        assertThat(handle).hasToString("bc");
        assertThat(handle.octets()).isEqualTo(Bytes.ofText("bc"));
        assertThat(target).containsExactly(0, 'b', 'c', 0);
        assertThatThrownBy(() -> PoolHandle.copyOf(octets, 2, 4))
                .isInstanceOf(IndexOutOfBoundsException.class);
    }

    private static PoolHandle hex(String digits) {
        return PoolHandle.of(Bytes.ofHex(digits));
    }
}
