package org.rserpool.wire;

/**
 * The identifier of a pool element, unique in its pool (RFC 5354, section 3.10; PAR-060).
 *
 * @param value 32 bits, compared as unsigned; 0 stands for "undefined" at RSPLIB and is refused
 *     there
 */
public record ElementId(int value) implements Comparable<ElementId> {

    /**
     * Returns the identifier that {@code text} writes as {@code 0x} and up to eight hexadecimal
     * digits.
     *
     * @throws IllegalArgumentException if it is written in another way
     */
    public static ElementId parse(String text) {
        return new ElementId(Identifiers.parse(text));
    }

    @Override
    public int compareTo(ElementId other) {
        return Integer.compareUnsigned(value, other.value);
    }

    /** Returns {@code 0x} and eight hexadecimal digits. */
    @Override
    public String toString() {
        return Identifiers.format(value);
    }
}
