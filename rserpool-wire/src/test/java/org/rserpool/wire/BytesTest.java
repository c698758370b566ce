package org.rserpool.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ReadOnlyBufferException;
import org.junit.jupiter.api.Test;

final class BytesTest {

    @Test
    void octetsCompareByContent() {
        assertThat(Bytes.of((byte) 1, (byte) 0xff))
                .isEqualTo(Bytes.ofHex("01ff"))
                .hasSameHashCodeAs(Bytes.ofHex("01ff"))
                .isNotEqualTo(Bytes.ofHex("01fe"))
                .isNotEqualTo(Bytes.ofHex("01ff00"))
                .isNotEqualTo("01ff");
    }

    @Test
    void whatIsPutInIsCopied() {
        byte[] octets = {1, 2, 3};
        var bytes = Bytes.of(octets);
        var part = Bytes.copyOf(octets, 1, 3);
        octets[1] = 9;

        assertThat(bytes.toHex()).isEqualTo("010203");
        assertThat(part.toHex()).isEqualTo("0203");
    }

    @Test
    void whatIsTakenOutIsCopied() {
        var bytes = Bytes.ofHex("010203");
        bytes.toArray()[0] = 9;

        assertThat(bytes.toHex()).isEqualTo("010203");
        assertThatThrownBy(() -> bytes.toBuffer().put((byte) 9))
                .isInstanceOf(ReadOnlyBufferException.class);
    }

    @Test
    void aBufferIsCopiedFromItsPositionWhichStays() {
        var buffer = ByteBuffer.wrap(new byte[] {1, 2, 3, 4}).position(1).limit(3);

        assertThat(Bytes.copyOf(buffer).toHex()).isEqualTo("0203");
        assertThat(buffer.position()).isEqualTo(1);
        assertThat(Bytes.copyOf(buffer.position(3))).isSameAs(Bytes.EMPTY);
    }

    @Test
    void noOctetsAreAlwaysTheSame() {
        assertThat(Bytes.of()).isSameAs(Bytes.EMPTY);
        assertThat(Bytes.ofText("")).isSameAs(Bytes.EMPTY);
        assertThat(Bytes.copyOf(new byte[3], 2, 2)).isSameAs(Bytes.EMPTY);
        assertThat(Bytes.EMPTY.isEmpty()).isTrue();
        assertThat(Bytes.ofHex("00").isEmpty()).isFalse();
    }

    @Test
    void hexIsReadWithWhiteSpaceAndInBothCases() {
        assertThat(Bytes.ofHex(" 0A\n0b\t")).hasToString("0a0b");
        assertThatThrownBy(() -> Bytes.ofHex("0a0")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Bytes.ofHex("0g")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void textIsUtf8() {
        assertThat(Bytes.ofText("ä€").toHex()).isEqualTo("c3a4e282ac");
        assertThat(Bytes.ofHex("c3a4e282ac").toText()).isEqualTo("ä€");
        assertThat(Bytes.ofHex("ff41").toText()).isEqualTo("\ufffdA");
    }

    @Test
    void octetsAreReachedByIndex() {
        var bytes = Bytes.ofHex("80ff");
        var target = new byte[4];
        bytes.copyTo(target, 1);

        assertThat(bytes.at(0)).isEqualTo((byte) 0x80);
        assertThat(target).containsExactly(0, 0x80, 0xff, 0);
        assertThatThrownBy(() -> bytes.at(2)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> Bytes.copyOf(target, 3, 5))
                .isInstanceOf(IndexOutOfBoundsException.class);
    }
}
