package org.rserpool.core.policy;

import java.util.function.ToLongFunction;
import org.rserpool.wire.PolicyInfo;

/** Ranks that follow from a member's policy values alone. */
record FixedRanking(ToLongFunction<PolicyInfo> rank) implements Ranking {

    /** No limit in practice: no standard policy comes near it. */
    static final long LIMIT = 1L << 61;

    @Override
    public boolean isSelectable(PolicyInfo policy) {
        return true;
    }

    @Override
    public long step(PolicyInfo policy) {
        return 0;
    }

    @Override
    public long enter(PolicyInfo policy, long base) {
        long entered = rank.applyAsLong(policy);
        if (entered < -LIMIT || entered > LIMIT) {
            throw new IllegalStateException(
                    "policy %s ranks a member with %d, which is beyond %d"
                            .formatted(policy.type(), entered, LIMIT));
        }
        return entered;
    }

    @Override
    public long renew(PolicyInfo former, PolicyInfo policy, long rank, long base) {
        return enter(policy, base);
    }

    @Override
    public long advance(long rank, long step, long base) {
        return rank;
    }
}
