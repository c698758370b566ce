package org.rserpool.core.policy;

import java.util.List;
import org.rserpool.wire.PolicyType;

/** A policy that draws members, all with the same chance. */
record UniformPolicy(PolicyType type, String name) implements SelectionPolicy {

    @Override
    public List<PolicyValue> values() {
        return List.of();
    }

    @Override
    public int defaultIncrement() {
        return 0;
    }

    @Override
    public UserRule userRule() {
        return UserRule.UNIFORM;
    }

    @Override
    public <M extends Member> MemberSelector<M> newSelector() {
        return new UniformSelector<>();
    }
}
