package org.rserpool.core.policy;

import java.util.List;
import org.rserpool.wire.PolicyType;

/** A policy that takes the members of the lowest rank. */
record RankedPolicy(
        PolicyType type, String name, List<PolicyValue> values, UserRule userRule, Ranking ranking)
        implements SelectionPolicy {

    RankedPolicy {
        values = List.copyOf(values);
    }

    @Override
    public <M extends Member> MemberSelector<M> newSelector() {
        return new RankedSelector<>(ranking);
    }
}
