package org.rserpool.core.policy;

import org.rserpool.wire.PolicyInfo;

/**
 * Weighted round robin by strides (RFC 5356, section 4.2.2; IMP-3): a member's rank is the virtual
 * time of its next turn, and each turn moves it on by a stride that is inversely proportional to
 * its weight. So turns are spread evenly, and no list holds a member as often as its weight says.
 *
 * <p>Virtual time is an integer that wraps around. A weight of 1 has a stride of 2<sup>61</sup>,
 * the largest weight one of 2<sup>29</sup>: rounding changes a share by less than one in
 * 2<sup>29</sup>.
 */
final class StrideRanking implements Ranking {

    private static final long LONGEST_STRIDE = 1L << 61;

    /** How far ahead of the base a member can get: far below half of the range of long. */
    private static final long HORIZON = 1L << 62;

    @Override
    public boolean isSelectable(PolicyInfo policy) {
        return weight(policy) > 0;
    }

    /** The stride. */
    @Override
    public long step(PolicyInfo policy) {
        return LONGEST_STRIDE / weight(policy);
    }

    @Override
    public long enter(PolicyInfo policy, long base) {
        return base + step(policy);
    }

    /** Keeps the part of the stride that is still to go. */
    @Override
    public long renew(PolicyInfo former, PolicyInfo policy, long rank, long base) {
        long before = weight(former);
        long after = weight(policy);
        if (before == after) {
            return rank;
        }
        double ahead = (double) (rank - base) * before / after;
        return base + Math.min((long) ahead, HORIZON);
    }

    /**
     * Adds a stride. A member of small weight that is used again and again as a backup, not because
     * it is its turn, stops at the horizon.
     */
    @Override
    public long advance(long rank, long step, long base) {
        return base + Math.min(rank - base + step, HORIZON);
    }

    private static long weight(PolicyInfo policy) {
        return policy.word(0);
    }
}
