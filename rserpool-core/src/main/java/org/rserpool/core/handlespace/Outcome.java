package org.rserpool.core.handlespace;

import org.rserpool.wire.CauseCode;
import org.rserpool.wire.PolicyInfo;
import org.rserpool.wire.PoolElementInfo;
import org.rserpool.wire.RegistrarId;
import org.rserpool.wire.TransportAddress;

/** What became of a registration, or of an element that another registrar told of. */
public sealed interface Outcome {

    /** The element is in the handlespace. */
    sealed interface Accepted extends Outcome {

        /** Returns the element. */
        ElementEntry entry();
    }

    /**
     * The element is new (ASAP-071).
     *
     * @param newPool whether its pool is new, too
     */
    record Added(ElementEntry entry, boolean newPool) implements Accepted {}

    /**
     * The element was there; its attributes were replaced (ASAP-076).
     *
     * @param former what was known of it before
     */
    record Updated(ElementEntry entry, PoolElementInfo former) implements Accepted {

        /** Returns the registrar that owned it before; maybe the same (ASAP-078). */
        public RegistrarId formerOwner() {
            return former.home();
        }

        /** Returns whether anything is different. */
        public boolean isChanged() {
            return !former.equals(entry.info());
        }
    }

    /**
     * Nothing was changed (ASAP-073).
     *
     * @param cause why
     * @param evidence what the error cause carries
     */
    record Refused(CauseCode cause, Evidence evidence) implements Outcome {}

    /** What an error cause carries besides its code. */
    sealed interface Evidence {}

    /** Nothing. */
    record Nothing() implements Evidence {}

    /** A transport of the type that the pool has (PAR-081). */
    record OfTransport(TransportAddress transport) implements Evidence {}

    /**
     * A policy: the one that the pool has (POL-101), round robin if there is no pool and the policy
     * is unknown, or the one with bad values.
     */
    record OfPolicy(PolicyInfo policy) implements Evidence {}
}
