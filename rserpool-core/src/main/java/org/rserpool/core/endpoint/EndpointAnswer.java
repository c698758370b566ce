package org.rserpool.core.endpoint;

import java.time.Duration;
import java.util.List;
import org.rserpool.core.Answer;
import org.rserpool.wire.ElementId;
import org.rserpool.wire.ErrorCause;
import org.rserpool.wire.PolicyInfo;
import org.rserpool.wire.PoolElementInfo;
import org.rserpool.wire.PoolHandle;
import org.rserpool.wire.TransportAddress;

/** What an ASAP endpoint answers to an {@link EndpointRequest}. */
public sealed interface EndpointAnswer extends Answer {

    /** It was done. */
    record Done() implements EndpointAnswer {}

    /**
     * The element is registered.
     *
     * @param registrar the home registrar's address
     * @param element what was registered
     */
    record Joined(PoolHandle pool, PoolElementInfo element, TransportAddress registrar)
            implements EndpointAnswer {}

    /** The element is deregistered. */
    record Left(PoolHandle pool, ElementId id) implements EndpointAnswer {}

    /**
     * The registrar, or the endpoint itself, refused.
     *
     * @param errors the registrar's causes; empty if the endpoint refused
     */
    record Refused(String why, List<ErrorCause> errors) implements EndpointAnswer {

        /** Copies the list. */
        public Refused {
            errors = List.copyOf(errors);
        }
    }

    /**
     * Elements of a pool.
     *
     * @param policy the pool's policy
     * @param elements in the order in which the registrar chose them, at least one
     * @param age how long ago the registrar said so
     */
    record Resolved(
            PoolHandle pool, PolicyInfo policy, List<PoolElementInfo> elements, Duration age)
            implements EndpointAnswer {}

    /** The element to use. */
    record Selected(PoolHandle pool, PoolElementInfo element) implements EndpointAnswer {}

    /** There is no such pool. */
    record UnknownPool(PoolHandle pool, List<ErrorCause> errors) implements EndpointAnswer {}

    /** No registrar answered. */
    record NoRegistrar(String why) implements EndpointAnswer {}

    /**
     * The failure is known.
     *
     * @param sent whether the report is on its way; else there is no registrar, or it was dropped
     *     for being one too many
     */
    record Reported(boolean sent) implements EndpointAnswer {}

    /** The element was not handed out since the registrar was told last: no new failure. */
    record NotUsed() implements EndpointAnswer {}

    /** The registrars known, the home registrar first if there is one. */
    record Registrars(List<TransportAddress> registrars) implements EndpointAnswer {}
}
