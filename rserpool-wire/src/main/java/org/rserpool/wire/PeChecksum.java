package org.rserpool.wire;

import java.util.HexFormat;

/**
 * The checksum over the pool elements that one registrar owns: the Internet checksum (RFC 1071) of
 * their pool handles and identifiers (RFC 5353, section 3.6.2; PAR-087, PAR-089).
 *
 * <p>It is kept as a wide plain sum, to which elements are added and from which they are
 * subtracted; only what is sent or compared is folded. So there is one zero, not two.
 *
 * @param value 0 to 0xffff
 */
public record PeChecksum(int value) {

    /** Refuses what does not fit into 16 bits. */
    public PeChecksum {
        if (value < 0 || value > 0xffff) {
            throw new IllegalArgumentException("a PE checksum has 16 bits, not " + value);
        }
    }

    /** Returns what one element adds to the sum of its owner. */
    public static long contribution(PoolHandle pool, ElementId element) {
        int id = element.value();
        return (long) pool.wordSum() + (id >>> 16) + (id & 0xffff);
    }

    /** Returns the checksum for a sum of contributions. */
    public static PeChecksum ofSum(long sum) {
        long folded = sum;
        while (folded > 0xffff) {
            folded = (folded & 0xffff) + (folded >>> 16);
        }
        return new PeChecksum((int) ~folded & 0xffff);
    }

    /** Returns {@code 0x} and four hexadecimal digits. */
    @Override
    public String toString() {
        return "0x" + HexFormat.of().toHexDigits((short) value);
    }
}
