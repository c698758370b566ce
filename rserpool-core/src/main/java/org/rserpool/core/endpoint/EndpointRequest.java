package org.rserpool.core.endpoint;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.rserpool.core.Request;
import org.rserpool.core.Ticket;
import org.rserpool.wire.ElementId;
import org.rserpool.wire.PolicyInfo;
import org.rserpool.wire.PoolHandle;
import org.rserpool.wire.RegistrationLife;
import org.rserpool.wire.TransportAddress;

/** What an application asks of its ASAP endpoint: the primitives of RFC 5352, section 6. */
public sealed interface EndpointRequest extends Request {

    /** As many elements as the registrar gives. */
    long ALL = 0xffffffffL;

    /**
     * Registration.Request: become an element, or change what is registered. Answered by {@link
     * EndpointAnswer.Joined} or {@link EndpointAnswer.Refused}, and stays in force until {@link
     * Leave}, whatever happens to registrars. While no registrar answers, only the newest request
     * for an element waits; the one before is answered by {@link EndpointAnswer.NoRegistrar}.
     *
     * @param id the identifier in the pool; the same one again changes the registration
     * @param asapTransport where registrars reach the endpoint, if it listens at all
     */
    record Join(
            PoolHandle pool,
            ElementId id,
            RegistrationLife life,
            ServiceAddress service,
            PolicyInfo policy,
            Optional<ServiceAddress> asapTransport)
            implements EndpointRequest {}

    /**
     * Deregistration.Request: leave the pool. Answered by {@link EndpointAnswer.Left}, {@link
     * EndpointAnswer.Refused} or {@link EndpointAnswer.NoRegistrar}.
     */
    record Leave(PoolHandle pool, ElementId id) implements EndpointRequest {}

    /**
     * Translation.Request: the elements of a pool. Answered by {@link EndpointAnswer.Resolved},
     * {@link EndpointAnswer.UnknownPool}, {@link EndpointAnswer.Refused} or {@link
     * EndpointAnswer.NoRegistrar}.
     *
     * @param items how many elements are wanted, up to {@link #ALL}; 0 leaves it to the registrar
     * @param maxAge how old an answer from the cache may be, even where no registrar answers; zero:
     *     ask the registrar
     * @param patience how long an answer may take
     */
    record Resolve(PoolHandle pool, long items, Duration maxAge, Duration patience)
            implements EndpointRequest {

        /** Refuses a number of items that has no place in 32 bits. */
        public Resolve {
            if (items < 0 || items > ALL) {
                throw new IllegalArgumentException(
                        "items is 0 to %d, not %d".formatted(ALL, items));
            }
        }
    }

    /**
     * The next element to use, chosen from the cache by the pool's policy; the cache is filled
     * first where it must be, and where no registrar answers, what is in it serves however old it
     * is (ASAP-121). Answered by {@link EndpointAnswer.Selected}, {@link
     * EndpointAnswer.UnknownPool}, {@link EndpointAnswer.Refused} or {@link
     * EndpointAnswer.NoRegistrar}.
     */
    record Select(PoolHandle pool, Duration patience) implements EndpointRequest {}

    /**
     * Transport.Failure: an element could not be reached. It is not chosen for a while, and the
     * home registrar is told, once per event; where it could not be told, the report may be
     * repeated. Answered by {@link EndpointAnswer.Reported}, or by {@link EndpointAnswer.NotUsed}
     * if the element was not handed out since the registrar was told last (ASAP-139, ASAP-140).
     */
    record Report(PoolHandle pool, ElementId id) implements EndpointRequest {}

    /**
     * Keep a pool in the cache and up to date, and tell of its changes ({@link
     * EndpointNotice.PoolChanged}). Answered by {@link EndpointAnswer.Done} or {@link
     * EndpointAnswer.Refused}.
     */
    record Watch(PoolHandle pool) implements EndpointRequest {}

    /** End a {@link Watch}. Answered by {@link EndpointAnswer.Done}. */
    record Unwatch(PoolHandle pool) implements EndpointRequest {}

    /** CachePurgeRequest: forget a pool. Answered by {@link EndpointAnswer.Done}. */
    record Purge(PoolHandle pool) implements EndpointRequest {}

    /**
     * Forget about an earlier request that was not answered yet; it is answered by {@link
     * EndpointAnswer.NoRegistrar}. An element that was about to join for the first time leaves, one
     * that is leaving goes on to. This one is answered by {@link EndpointAnswer.Done}.
     */
    record Cancel(Ticket ticket) implements EndpointRequest {}

    /** The registrars known at the time. Answered by {@link EndpointAnswer.Registrars}. */
    record ListRegistrars() implements EndpointRequest {}

    /** Use these configured registrars from the next hunt on. Answered by Done. */
    record UseRegistrars(List<TransportAddress> registrars) implements EndpointRequest {}
}
