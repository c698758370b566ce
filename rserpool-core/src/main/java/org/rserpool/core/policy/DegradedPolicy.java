package org.rserpool.core.policy;

import java.util.List;
import java.util.function.ToLongFunction;
import org.rserpool.wire.PolicyInfo;
import org.rserpool.wire.PolicyType;

/**
 * A policy that takes the members of the lowest load, to which each answer adds.
 *
 * @param load the load of a member that was in no answer yet
 * @param step what an answer adds to it
 * @param limit the highest load; beyond it, members are equal
 */
record DegradedPolicy(
        PolicyType type,
        String name,
        List<PolicyValue> values,
        ToLongFunction<PolicyInfo> load,
        ToLongFunction<PolicyInfo> step,
        long limit)
        implements SelectionPolicy {

    /** No limit in practice: it takes 500 million of the largest steps to get there. */
    static final long UNLIMITED = 1L << 61;

    DegradedPolicy {
        values = List.copyOf(values);
    }

    @Override
    public UserRule userRule() {
        return UserRule.IN_ORDER;
    }

    @Override
    public <M extends Member> MemberSelector<M> newSelector() {
        return new DegradedSelector<>(load, step, limit);
    }
}
