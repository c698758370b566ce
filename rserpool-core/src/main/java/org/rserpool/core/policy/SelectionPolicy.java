package org.rserpool.core.policy;

import java.util.List;
import java.util.function.ToLongFunction;
import org.rserpool.wire.PolicyInfo;
import org.rserpool.wire.PolicyType;

/**
 * A pool member selection policy (RFC 5356).
 *
 * <p>Most policies are made by {@link #ranked} or {@link #drawn}. One that is neither implements
 * this interface and {@link MemberSelector}. Policies are immutable and made known by {@link
 * Policies#plus}; nothing is found on the class path.
 */
public interface SelectionPolicy {

    /** Returns the number of the policy. */
    PolicyType type();

    /** Returns the name as people write it: lower case, with dashes, like {@code round-robin}. */
    String name();

    /** Returns the 32-bit values that an element has under this policy, in their order. */
    List<PolicyValue> values();

    /**
     * Returns how many members of an answer have had their turn then, where the configuration does
     * not say: 1, or 0 if members take no turns.
     */
    default int defaultIncrement() {
        return 1;
    }

    /** Returns how a pool user picks from an answer. */
    UserRule userRule();

    /** Returns a selector for one pool, empty at first. */
    <M extends Member> MemberSelector<M> newSelector();

    /**
     * Makes a policy that chooses the members of the lowest rank, in ascending order. Members of
     * the same rank take turns. A pool user follows the order of the answer.
     *
     * @param name lower case, with dashes
     * @param rank the rank of a member under its policy values, -2<sup>61</sup> to 2<sup>61</sup>;
     *     there are as many values as {@code values} names
     */
    static SelectionPolicy ranked(
            PolicyType type,
            String name,
            List<PolicyValue> values,
            ToLongFunction<PolicyInfo> rank) {
        return new RankedPolicy(type, name, values, UserRule.IN_ORDER, new FixedRanking(rank));
    }

    /**
     * Makes a policy that draws members by weight. A pool user draws from the answer uniformly.
     *
     * @param name lower case, with dashes
     * @param weight the weight of a member under its policy values, 0 to 2<sup>32</sup>; 0 is never
     *     drawn; there are as many values as {@code values} names
     */
    static SelectionPolicy drawn(
            PolicyType type,
            String name,
            List<PolicyValue> values,
            ToLongFunction<PolicyInfo> weight) {
        return new DrawnPolicy(type, name, values, 0, weight, _ -> 0);
    }
}
