package org.rserpool.core.policy;

import org.rserpool.wire.ElementId;
import org.rserpool.wire.PolicyInfo;
import org.rserpool.wire.PolicyType;

/** A member with a letter for a name. */
final class TestMember extends Member {

    private final String name;
    private PolicyInfo policy;

    TestMember(String name, PolicyInfo policy) {
        super(new ElementId(name.hashCode()));
        this.name = name;
        this.policy = policy;
    }

    TestMember(String name, PolicyType type, long... words) {
        this(name, new PolicyInfo(type, words));
    }

    @Override
    public PolicyInfo policy() {
        return policy;
    }

    void become(PolicyInfo newPolicy) {
        policy = newPolicy;
    }

    @Override
    public String toString() {
        return name;
    }
}
