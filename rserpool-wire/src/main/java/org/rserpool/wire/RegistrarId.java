package org.rserpool.wire;

/**
 * The identifier of a registrar, the RFCs' Server Identifier (RFC 5353, section 2.1).
 *
 * @param value 32 bits, compared as unsigned
 */
public record RegistrarId(int value) implements Comparable<RegistrarId> {

    /** No registrar: home still undetermined, or message for nobody in particular. */
    public static final RegistrarId NONE = new RegistrarId(0);

    /**
     * Returns the identifier that {@code text} writes as {@code 0x} and up to eight hexadecimal
     * digits.
     *
     * @throws IllegalArgumentException if it is written in another way
     */
    public static RegistrarId parse(String text) {
        return new RegistrarId(Identifiers.parse(text));
    }

    @Override
    public int compareTo(RegistrarId other) {
        return Integer.compareUnsigned(value, other.value);
    }

    /** Returns {@code 0x} and eight hexadecimal digits. */
    @Override
    public String toString() {
        return Identifiers.format(value);
    }
}
