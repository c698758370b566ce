package org.rserpool.core.policy;

import org.rserpool.wire.ElementId;
import org.rserpool.wire.PolicyInfo;
import org.rserpool.wire.PolicyType;

/** A member with a letter for a name. */
final class TestMember extends Member {

    private final String name;
    private final ElementId id;
    private PolicyInfo policy;

    TestMember(String name, PolicyInfo policy) {
        this.name = name;
        this.id = new ElementId(name.hashCode());
        this.policy = policy;
    }

    TestMember(String name, PolicyType type, long... words) {
        this(name, new PolicyInfo(type, words));
    }

    @Override
    public ElementId id() {
        return id;
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
