package org.rserpool.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.rserpool.testkit.Requirement;

/** The figures are worked examples; those of "CalcAppPool" were also seen in real traffic. */
final class PeChecksumTest {

    private static final PoolHandle ECHO_POOL = PoolHandle.of("EchoPool");

    @ParameterizedTest
    @CsvSource({
        "43616c63417070506f6f6c, 0x5562e917, 37b6c, 0x8490",
        "43616c63417070506f6f6c, 0x3775a3bd, 31825, 0xe7d7",
        "4563686f506f6f6c, 0x5562e917, 2ac26, 0x53d7",
        "4563686f31, 0x12345678, 1477e, 0xb880",
        "41, 0x1, 4101, 0xbefe",
        "4142, 0x1, 4143, 0xbebc",
        "414243, 0x1, 8443, 0x7bbc",
        "41424344, 0x1, 8487, 0x7b78",
        "4142434445, 0x1, c987, 0x3678",
        // The carry goes round.
        "ffff0001, 0x0, 10000, 0xfffe",
        "ffffffff, 0xffffffff, 3fffc, 0x0000",
        // Words that change places, and zeros at the end of a handle, are not noticed.
        "41, 0x00010002, 4103, 0xbefc",
        "41, 0x00020001, 4103, 0xbefc",
        "4100, 0x1, 4101, 0xbefe"
    })
    @Requirement({"PAR-087", "PAR-089", "ENRP-156", "ENRP-157"})
    void oneElement(String handle, String element, String sum, String checksum) {
        long contribution =
                PeChecksum.contribution(
                        PoolHandle.of(Bytes.ofHex(handle)), ElementId.parse(element));

        assertThat(contribution).isEqualTo(Long.parseLong(sum, 16));
        assertThat(PeChecksum.ofSum(contribution)).hasToString(checksum);
    }

    @Test
    @Requirement({"PAR-089", "ENRP-157", "ENRP-160"})
    void elementsAreAddedAndSubtracted() {
        var pool = PoolHandle.of("CalcAppPool");
        long first = PeChecksum.contribution(pool, new ElementId(0x5562e917));
        long second = PeChecksum.contribution(pool, new ElementId(0x3775a3bd));

        assertThat(PeChecksum.ofSum(first + second)).hasToString("0x6c68");
        assertThat(PeChecksum.ofSum(first + second - second)).hasToString("0x8490");
        assertThat(PeChecksum.ofSum(first + second - first - second)).hasToString("0xffff");
    }

    @Test
    @Requirement({"PAR-089", "ENRP-157"})
    void noElement() {
        assertThat(PeChecksum.ofSum(0)).isEqualTo(new PeChecksum(0xffff));
    }

    @Test
    @Requirement({"PAR-089", "ENRP-157"})
    void manyElements() {
        IntUnaryOperator hashed = i -> (int) (i * 2_654_435_761L);

        assertThat(sum(1, 20, i -> 0x1000 + i - 1)).isEqualTo(0x1dd242L);
        assertThat(PeChecksum.ofSum(0x1dd242L)).hasToString("0x2da0");
        assertThat(sum(1, 1_000, hashed)).isEqualTo(0x97da14fL);
        assertThat(PeChecksum.ofSum(0x97da14fL)).hasToString("0x5533");
        assertThat(PeChecksum.ofSum(sum(1, 10_000, hashed))).hasToString("0x6b26");
        assertThat(PeChecksum.ofSum(sum(1, 15_000, hashed))).hasToString("0x8957");
        assertThat(PeChecksum.ofSum(sum(1, 20_000, hashed))).hasToString("0x97f2");
        // More than 32 bits.
        assertThat(sum(1, 50_000, hashed)).isEqualTo(0x1da4d7d73L);
        assertThat(PeChecksum.ofSum(0x1da4d7d73L)).hasToString("0xa83d");
    }

    private static long sum(int first, int last, IntUnaryOperator id) {
        long sum = 0;
        for (int i = first; i <= last; i++) {
            sum += PeChecksum.contribution(ECHO_POOL, new ElementId(id.applyAsInt(i)));
        }
        return sum;
    }

    @Test
    @Requirement("PAR-089")
    void theOrderOfElementsDoesNotMatter() {
        long a1 = PeChecksum.contribution(PoolHandle.of("A"), new ElementId(1));
        long b2 = PeChecksum.contribution(PoolHandle.of("B"), new ElementId(2));

        assertThat(PeChecksum.ofSum(a1 + b2))
                .isEqualTo(PeChecksum.ofSum(b2 + a1))
                .hasToString("0x7cfc");
    }

    @Test
    @Requirement("PAR-087")
    void aChecksumHas16Bits() {
        assertThat(new PeChecksum(0)).isNotEqualTo(new PeChecksum(0xffff));
        for (int value : new int[] {-1, 0x10000}) {
            assertThatThrownBy(() -> new PeChecksum(value))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("a PE checksum has 16 bits, not " + value);
        }
    }

    @Test
    @Requirement({"PAR-089", "ENRP-157"})
    void theChecksumOfAPagesWorthOfHandlesAgreesWithTheDefinition() {
        var octets = new byte[] {'p', 'o', 'o', 'l', (byte) 0xff, (byte) 0x80, 'x'};
        for (int length = 1; length <= octets.length; length++) {
            var handle = PoolHandle.copyOf(octets, 0, length);
            var block = new byte[(length + 3) / 4 * 4 + 4];
            handle.copyTo(block, 0);
            block[block.length - 1] = 7;
            long sum = 0;
            for (int i = 0; i < block.length; i += 2) {
                sum += (block[i] & 0xff) << 8 | block[i + 1] & 0xff;
            }

            assertThat(PeChecksum.contribution(handle, new ElementId(7))).isEqualTo(sum);
        }
    }
}
