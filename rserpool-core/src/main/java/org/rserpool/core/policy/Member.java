package org.rserpool.core.policy;

import org.rserpool.wire.ElementId;
import org.rserpool.wire.PolicyInfo;

/**
 * A pool element as selection sees it.
 *
 * <p>It is a class to extend, not an interface, because it has room for what the selectors of this
 * package must remember of each member: so an element of a handlespace is one object, not two, and
 * a selector finds its notes on a member without searching. A member is in one selector at a time.
 */
public abstract class Member {

    static final int UNRANKED = -1;

    /** Ranked: the rank. Drawn: the weight. Degraded: the load with all degradation. */
    long standing;

    /** By how much {@link #standing} changes with each use. */
    long step;

    /** Drawn, degraded: the place among the members. Ranked: {@link #UNRANKED}, or another. */
    int slot;

    /** Ranked: the ring of members of the same rank. */
    Member previous = this;

    /** Ranked: the ring of members of the same rank. */
    Member next = this;

    /** Here and not in a subclass, as what is selected is mostly asked for it next. */
    private final ElementId id;

    /** Makes a member that is in no selector. */
    protected Member(ElementId id) {
        this.id = id;
    }

    /** Returns the identifier. */
    public final ElementId id() {
        return id;
    }

    /**
     * Returns the policy with the values that the element has under it. When it changes, the
     * selector is told: {@link MemberSelector#changed}.
     */
    public abstract PolicyInfo policy();
}
