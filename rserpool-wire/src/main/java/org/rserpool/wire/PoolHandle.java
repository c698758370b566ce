package org.rserpool.wire;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;

/**
 * The name of a pool: any octets, at least one, without meaning to the protocols (RFC 5354, section
 * 3.9; PAR-059). Two handles are the same if they have the same octets. The order of handles is the
 * one in which handle tables list pools: shorter ones first, then by unsigned octets.
 *
 * <p>May be shared between threads.
 */
public final class PoolHandle implements Comparable<PoolHandle> {

    /** The most octets that fit into a Pool Handle parameter. */
    public static final int MAX_LENGTH = 0xffff - 4;

    private final byte[] octets;
    private final int hash;

    /** What {@link #wordSum()} returned; 0: not yet. A race only computes it once more. */
    private int wordSum;

    private PoolHandle(byte[] octets) {
        if (octets.length == 0 || octets.length > MAX_LENGTH) {
            throw new IllegalArgumentException(
                    "a pool handle has 1 to %d octets, not %d"
                            .formatted(MAX_LENGTH, octets.length));
        }
        this.octets = octets;
        this.hash = Arrays.hashCode(octets);
    }

    /**
     * Returns the handle that is {@code text} in UTF-8.
     *
     * @throws IllegalArgumentException if it is empty or longer than {@value #MAX_LENGTH} octets
     */
    public static PoolHandle of(String text) {
        return new PoolHandle(text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Returns the handle with these octets.
     *
     * @throws IllegalArgumentException if there are none or more than {@value #MAX_LENGTH}
     */
    public static PoolHandle of(Bytes octets) {
        return new PoolHandle(octets.toArray());
    }

    /**
     * Returns the handle that is {@code octets[from]} to {@code octets[to - 1]}.
     *
     * @throws IllegalArgumentException if there are none or more than {@value #MAX_LENGTH}
     */
    public static PoolHandle copyOf(byte[] octets, int from, int to) {
        Objects.checkFromToIndex(from, to, octets.length);
        return new PoolHandle(Arrays.copyOfRange(octets, from, to));
    }

    /** Returns the number of octets. */
    public int length() {
        return octets.length;
    }

    /** Returns the octets. */
    public Bytes octets() {
        return Bytes.of(octets);
    }

    /** Copies all octets into {@code target} from {@code offset} on. */
    public void copyTo(byte[] target, int offset) {
        System.arraycopy(octets, 0, target, offset, octets.length);
    }

    /** The plain sum of the big-endian 16-bit words, the last one filled up with a zero octet. */
    int wordSum() {
        int sum = wordSum;
        if (sum == 0) {
            for (int i = 0; i < octets.length; i++) {
                int octet = octets[i] & 0xff;
                sum += (i & 1) == 0 ? octet << 8 : octet;
            }
            wordSum = sum;
        }
        return sum;
    }

    @Override
    public int compareTo(PoolHandle other) {
        int byLength = Integer.compare(octets.length, other.octets.length);
        return byLength != 0 ? byLength : Arrays.compareUnsigned(octets, other.octets);
    }

    @Override
    public boolean equals(Object other) {
        return this == other
                || (other instanceof PoolHandle that
                        && hash == that.hash
                        && Arrays.equals(octets, that.octets));
    }

    @Override
    public int hashCode() {
        return hash;
    }

    /**
     * Returns the handle as text if it is UTF-8 of visible characters, else as {@code 0x} and
     * hexadecimal digits.
     */
    @Override
    public String toString() {
        try {
            var text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(octets));
            if (text.chars().noneMatch(Character::isISOControl)) {
                return text.toString();
            }
        } catch (CharacterCodingException e) {
            // not text: shown as digits
        }
        return "0x" + HexFormat.of().formatHex(octets);
    }
}
