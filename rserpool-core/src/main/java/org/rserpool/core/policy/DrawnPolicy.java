package org.rserpool.core.policy;

import java.util.List;
import java.util.function.ToLongFunction;
import org.rserpool.wire.PolicyInfo;
import org.rserpool.wire.PolicyType;

/** A policy that draws members by weight. */
record DrawnPolicy(
        PolicyType type,
        String name,
        List<PolicyValue> values,
        int defaultIncrement,
        ToLongFunction<PolicyInfo> weight,
        ToLongFunction<PolicyInfo> step)
        implements SelectionPolicy {

    DrawnPolicy {
        values = List.copyOf(values);
    }

    @Override
    public UserRule userRule() {
        return UserRule.UNIFORM;
    }

    @Override
    public <M extends Member> MemberSelector<M> newSelector() {
        return new DrawnSelector<>(weight, step);
    }
}
