package org.rserpool.bench;

import org.rserpool.core.policy.SelectionConfig;
import org.rserpool.wire.PolicyInfo;
import org.rserpool.wire.PolicyType;

/** The policies that are measured, and the values that an element has under them. */
public enum MeasuredPolicy {
    /** Round robin. */
    RR(PolicyType.ROUND_ROBIN),
    /** Weighted round robin. */
    WRR(PolicyType.WEIGHTED_ROUND_ROBIN),
    /** Random. */
    RAND(PolicyType.RANDOM),
    /** Weighted random. */
    WRAND(PolicyType.WEIGHTED_RANDOM),
    /** Priority. */
    PRIO(PolicyType.PRIORITY),
    /** Least used. */
    LU(PolicyType.LEAST_USED),
    /** Least used with degradation; an answer degrades its first element, as RSPLIB's does. */
    LUD(PolicyType.LEAST_USED_DEGRADATION),
    /** Least used with degradation; an answer degrades all of its elements, the default. */
    LUD_ALL(PolicyType.LEAST_USED_DEGRADATION);

    private final int type;

    MeasuredPolicy(PolicyType type) {
        this.type = type.value();
    }

    SelectionConfig selection() {
        return this == LUD
                ? SelectionConfig.DEFAULTS.withDegradation(SelectionConfig.Degradation.FIRST)
                : SelectionConfig.DEFAULTS;
    }

    PolicyInfo info(long weight, long load, long degradation, long priority) {
        var policy = new PolicyType(type);
        return switch (this) {
            case RR, RAND -> new PolicyInfo(policy);
            case WRR, WRAND -> new PolicyInfo(policy, weight);
            case PRIO -> new PolicyInfo(policy, priority);
            case LU -> new PolicyInfo(policy, load);
            case LUD, LUD_ALL -> new PolicyInfo(policy, load, degradation);
        };
    }
}
