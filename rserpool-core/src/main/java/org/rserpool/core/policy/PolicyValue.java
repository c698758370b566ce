package org.rserpool.core.policy;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * One of the 32-bit values that an element has under a policy (RFC 5356, section 3).
 *
 * @param name what people call it
 * @param kind how people write it
 * @param byDefault 0 to 0xffffffff; what it is where people leave it out
 */
public record PolicyValue(String name, Kind kind, long byDefault) {

    /** Capacity relative to the other elements; 0: cannot serve (POL-003, POL-005). */
    public static final PolicyValue WEIGHT = new PolicyValue("weight", Kind.NUMBER, 1);

    /** The larger one is preferred (POL-054). */
    public static final PolicyValue PRIORITY = new PolicyValue("priority", Kind.NUMBER, 0);

    /** How much of the capacity is in use (POL-001). */
    public static final PolicyValue LOAD = new PolicyValue("load", Kind.FRACTION, 0);

    /** How much one further request adds to the load. */
    public static final PolicyValue LOAD_DEGRADATION =
            new PolicyValue("load degradation", Kind.FRACTION, 0);

    /** RSPLIB: how much load one millisecond of distance counts as. */
    public static final PolicyValue LOAD_DPF = new PolicyValue("load DPF", Kind.FRACTION, 0);

    /** RSPLIB: what part of the weight one millisecond of distance takes away. */
    public static final PolicyValue WEIGHT_DPF = new PolicyValue("weight DPF", Kind.FRACTION, 0);

    /** RSPLIB: milliseconds to the element; elements send 0, registrars fill it in. */
    public static final PolicyValue DISTANCE = new PolicyValue("distance", Kind.NUMBER, 0);

    /** The largest value; as a fraction, all of it. */
    public static final long MAX = 0xffffffffL;

    /** How a value is written for people. */
    public enum Kind {
        /** As a number. */
        NUMBER,
        /** As a percentage, a fraction with a decimal point, or a number of 0 to 0xffffffff. */
        FRACTION
    }

    /** Refuses a default that has no place in 32 bits. */
    public PolicyValue {
        if (byDefault < 0 || byDefault > MAX) {
            throw new IllegalArgumentException(
                    "%s is 0 to %d, not %d".formatted(name, MAX, byDefault));
        }
    }

    /**
     * Reads what people write.
     *
     * @throws IllegalArgumentException if it is no such value
     */
    long parse(String text) {
        if (text.matches("0[xX][0-9a-fA-F]{1,8}")) {
            return Long.parseLong(text.substring(2), 16);
        }
        if (text.matches("[0-9]{1,10}") && Long.parseLong(text) <= MAX) {
            return Long.parseLong(text);
        }
        if (kind == Kind.FRACTION && text.matches("[0-9]{1,3}(\\.[0-9]{1,18})?%")) {
            return part(text, text.substring(0, text.length() - 1), 100);
        }
        if (kind == Kind.FRACTION && text.matches("[01]\\.[0-9]{1,18}")) {
            return part(text, text, 1);
        }
        throw bad(text);
    }

    private long part(String text, String number, int whole) {
        var part = new BigDecimal(number);
        if (part.compareTo(BigDecimal.valueOf(whole)) > 0) {
            throw bad(text);
        }
        return part.multiply(BigDecimal.valueOf(MAX))
                .divide(BigDecimal.valueOf(whole), 0, RoundingMode.HALF_UP)
                .longValueExact();
    }

    private IllegalArgumentException bad(String text) {
        var expected =
                switch (kind) {
                    case NUMBER -> "0 to 4294967295";
                    case FRACTION -> "0% to 100%, 0.0 to 1.0, or 0 to 4294967295";
                };
        return new IllegalArgumentException(
                "%s is a number of %s, not '%s'".formatted(name, expected, text));
    }

    /** Writes {@code value} so that {@link #parse} reads exactly this value. */
    String print(long value) {
        if (kind == Kind.FRACTION) {
            for (int decimals = 0; decimals <= 2; decimals++) {
                var percent =
                        BigDecimal.valueOf(value)
                                        .multiply(BigDecimal.valueOf(100))
                                        .divide(
                                                BigDecimal.valueOf(MAX),
                                                decimals,
                                                RoundingMode.HALF_UP)
                                + "%";
                if (parse(percent) == value) {
                    return percent;
                }
            }
        }
        return Long.toString(value);
    }
}
