package org.rserpool.core.policy;

import java.util.function.ToLongFunction;
import org.rserpool.wire.PolicyInfo;

/**
 * Ranks that follow from a member's policy values alone, plus a step for each time it was used
 * since it registered. The load degradation counter of RFC 5356, section 5.2.2 (POL-070), is in
 * there as the sum of its steps.
 *
 * @param start the rank of a member that was not used yet
 * @param step 0 or more
 * @param limit the highest rank; beyond it, members are equal
 */
record FixedRanking(ToLongFunction<PolicyInfo> start, ToLongFunction<PolicyInfo> step, long limit)
        implements Ranking {

    /** No limit in practice: it takes 500 million steps of the largest size to get there. */
    static final long LIMIT = 1L << 61;

    @Override
    public boolean isSelectable(PolicyInfo policy) {
        return true;
    }

    @Override
    public long enter(PolicyInfo policy, long base) {
        long rank = start.applyAsLong(policy);
        if (rank < -LIMIT || rank > LIMIT) {
            throw new IllegalStateException(
                    "policy %s has a rank of %d, beyond %d".formatted(policy.type(), rank, LIMIT));
        }
        return Math.min(rank, limit);
    }

    @Override
    public long renew(PolicyInfo former, PolicyInfo policy, long rank, long base) {
        return enter(policy, base);
    }

    @Override
    public long advance(PolicyInfo policy, long rank, long base) {
        return Math.min(rank + step.applyAsLong(policy), limit);
    }
}
