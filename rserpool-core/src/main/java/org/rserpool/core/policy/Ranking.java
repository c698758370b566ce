package org.rserpool.core.policy;

import org.rserpool.wire.PolicyInfo;

/**
 * Where the members of a ranked policy stand. Ranks are compared by their signed difference; those
 * of one pool must lie within a range of less than 2<sup>63</sup>.
 */
interface Ranking {

    /** Returns whether the member may be selected at all. */
    boolean isSelectable(PolicyInfo policy);

    /** Returns by how much the rank rises with each use, at least 0. */
    long step(PolicyInfo policy);

    /**
     * Returns the rank of a new member.
     *
     * @param base the rank of the last member that was used as the first of an answer; 0 at first
     */
    long enter(PolicyInfo policy, long base);

    /** Returns the rank of a member that has registered again. */
    long renew(PolicyInfo former, PolicyInfo policy, long rank, long base);

    /** Returns the rank of a member after it was used. */
    long advance(long rank, long step, long base);
}
