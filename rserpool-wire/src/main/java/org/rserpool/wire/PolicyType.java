package org.rserpool.wire;

import java.util.HexFormat;

/**
 * The number of a pool member selection policy (RFC 5356, section 7.1; POL-006 to POL-009).
 *
 * @param value bit 31 set: private use; bit 30 set: adaptive (meaningless in RSPLIB's private
 *     types)
 */
public record PolicyType(int value) {

    /** Round robin, the default. */
    public static final PolicyType ROUND_ROBIN = new PolicyType(0x00000001);

    /** Weighted round robin; data: weight. */
    public static final PolicyType WEIGHTED_ROUND_ROBIN = new PolicyType(0x00000002);

    /** Random. */
    public static final PolicyType RANDOM = new PolicyType(0x00000003);

    /** Weighted random; data: weight. */
    public static final PolicyType WEIGHTED_RANDOM = new PolicyType(0x00000004);

    /** Priority; data: priority, larger ones first. */
    public static final PolicyType PRIORITY = new PolicyType(0x00000005);

    /** Least used; data: load. */
    public static final PolicyType LEAST_USED = new PolicyType(0x40000001);

    /** Least used with degradation; data: load, load degradation. */
    public static final PolicyType LEAST_USED_DEGRADATION = new PolicyType(0x40000002);

    /** Priority least used; data: load, load degradation. */
    public static final PolicyType PRIORITY_LEAST_USED = new PolicyType(0x40000003);

    /** Randomised least used; data: load. */
    public static final PolicyType RANDOMIZED_LEAST_USED = new PolicyType(0x40000004);

    /** RSPLIB's randomised priority least used; data: load, load degradation. */
    public static final PolicyType RANDOMIZED_PRIORITY_LEAST_USED = new PolicyType(0xb0001001);

    /** RSPLIB's randomised least used with degradation; data: load, load degradation. */
    public static final PolicyType RANDOMIZED_LEAST_USED_DEGRADATION = new PolicyType(0xb0001002);

    /** RSPLIB's priority least used with degradation; data: load, load degradation. */
    public static final PolicyType PRIORITY_LEAST_USED_DEGRADATION = new PolicyType(0xb0001003);

    /** RSPLIB's randomised priority least used with degradation; data: load, load degradation. */
    public static final PolicyType RANDOMIZED_PRIORITY_LEAST_USED_DEGRADATION =
            new PolicyType(0xb0001004);

    /** RSPLIB's weighted random with distance penalty; data: weight, weight DPF, distance. */
    public static final PolicyType WEIGHTED_RANDOM_DPF = new PolicyType(0xb0002001);

    /** RSPLIB's least used with distance penalty; data: load, load DPF, distance. */
    public static final PolicyType LEAST_USED_DPF = new PolicyType(0xb0002002);

    /**
     * RSPLIB's least used with degradation and distance penalty; data: load, load degradation, load
     * DPF, distance.
     */
    public static final PolicyType LEAST_USED_DEGRADATION_DPF = new PolicyType(0xb0002003);

    /** Returns whether the number may be used at all: 0x00000000 and 0x40000000 may not. */
    public boolean isValid() {
        return (value & ~0x40000000) != 0;
    }

    /** Returns whether the number is of the range for private use. */
    public boolean isPrivate() {
        return value < 0;
    }

    /** Returns whether bit 30 says that the policy adapts to reported load. */
    public boolean isAdaptive() {
        return (value & 0x40000000) != 0;
    }

    /** Returns {@code 0x} and eight hexadecimal digits. */
    @Override
    public String toString() {
        return "0x" + HexFormat.of().toHexDigits(value);
    }
}
