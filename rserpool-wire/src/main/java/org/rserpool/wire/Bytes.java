package org.rserpool.wire;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;

/** A sequence of octets that never changes. May be shared between threads. */
public final class Bytes {

    /** No octets. */
    public static final Bytes EMPTY = new Bytes(new byte[0]);

    private static final HexFormat HEX = HexFormat.of();

    private final byte[] octets;

    private Bytes(byte[] octets) {
        this.octets = octets;
    }

    /** Returns a copy of {@code octets}. */
    public static Bytes of(byte... octets) {
        return octets.length == 0 ? EMPTY : new Bytes(octets.clone());
    }

    /** Returns a copy of {@code octets[from]} to {@code octets[to - 1]}. */
    public static Bytes copyOf(byte[] octets, int from, int to) {
        Objects.checkFromToIndex(from, to, octets.length);
        return from == to ? EMPTY : new Bytes(Arrays.copyOfRange(octets, from, to));
    }

    /** Returns a copy of what remains in {@code buffer}, whose position stays as it is. */
    public static Bytes copyOf(ByteBuffer buffer) {
        if (!buffer.hasRemaining()) {
            return EMPTY;
        }
        var octets = new byte[buffer.remaining()];
        buffer.get(buffer.position(), octets);
        return new Bytes(octets);
    }

    /** Returns {@code text} in UTF-8. */
    public static Bytes ofText(String text) {
        return text.isEmpty() ? EMPTY : new Bytes(text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Returns the octets that {@code digits} stand for.
     *
     * @param digits two hexadecimal digits per octet; white space is skipped
     * @throws IllegalArgumentException if there is something else, or an odd number of digits
     */
    public static Bytes ofHex(String digits) {
        return of(HEX.parseHex(digits.replaceAll("\\s+", "")));
    }

    /** Returns the number of octets. */
    public int size() {
        return octets.length;
    }

    /** Returns whether there are no octets. */
    public boolean isEmpty() {
        return octets.length == 0;
    }

    /** Returns the octet at {@code index}, counted from 0. */
    public byte at(int index) {
        return octets[index];
    }

    /** Returns a copy as an array. */
    public byte[] toArray() {
        return octets.clone();
    }

    /** Copies all octets into {@code target} from {@code offset} on. */
    public void copyTo(byte[] target, int offset) {
        System.arraycopy(octets, 0, target, offset, octets.length);
    }

    /** Returns a read-only view of the octets. */
    public ByteBuffer toBuffer() {
        return ByteBuffer.wrap(octets).asReadOnlyBuffer();
    }

    /** Returns two lower-case hexadecimal digits per octet. */
    public String toHex() {
        return HEX.formatHex(octets);
    }

    /** Returns the octets read as UTF-8; what is no UTF-8 becomes U+FFFD. */
    public String toText() {
        return new String(octets, StandardCharsets.UTF_8);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Bytes that && Arrays.equals(octets, that.octets);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(octets);
    }

    @Override
    public String toString() {
        return toHex();
    }
}
