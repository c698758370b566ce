package org.rserpool.client;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.rserpool.core.Notice;
import org.rserpool.core.endpoint.EndpointAnswer;
import org.rserpool.core.endpoint.EndpointNotice;
import org.rserpool.core.endpoint.EndpointRequest;
import org.rserpool.core.endpoint.ServiceAddress;
import org.rserpool.wire.ElementId;
import org.rserpool.wire.IpAddress;
import org.rserpool.wire.PolicyInfo;
import org.rserpool.wire.PoolElementInfo;
import org.rserpool.wire.PoolHandle;
import org.rserpool.wire.RegistrationLife;
import org.rserpool.wire.TransportAddress;
import org.rserpool.wire.TransportProtocol;

/**
 * A pool element: this process as a member of a pool, whatever happens to registrars, until it is
 * closed (RFC 5352, sections 3.1 and 3.2; API-003). Only if it is told {@link ElementEvent.Refused}
 * or {@link ElementEvent.GaveUp} it is a member no more.
 *
 * <pre>{@code
 * try (var registrars = Registrars.at("tcp:registrar.example.org:3863");
 *         var element = PoolElement.joining("web").serving(8080).start(registrars)) {
 *     serve();
 * }
 * }</pre>
 *
 * <p>Serving is the application's own business. May be shared between threads.
 */
public final class PoolElement implements AutoCloseable {

    private static final System.Logger LOGGER = System.getLogger(PoolElement.class.getName());

    private final Endpoint endpoint;
    private final Duration timeout;
    private final Runnable unlisten;
    private final Mailbox<ElementEvent> events;
    private final AtomicReference<Optional<EndpointAnswer.Joined>> joined;

    /** What is registered, or is to be. */
    private final AtomicReference<EndpointRequest.Join> wanted;

    private PoolElement(
            Endpoint endpoint,
            Duration timeout,
            Runnable unlisten,
            Mailbox<ElementEvent> events,
            AtomicReference<Optional<EndpointAnswer.Joined>> joined,
            EndpointRequest.Join wanted) {
        this.endpoint = endpoint;
        this.timeout = timeout;
        this.unlisten = unlisten;
        this.events = events;
        this.joined = joined;
        this.wanted = new AtomicReference<>(wanted);
    }

    /** Begins to describe an element of the pool named {@code pool}. */
    public static Builder joining(String pool) {
        return joining(PoolHandle.of(pool));
    }

    /** Begins to describe an element of a pool. */
    public static Builder joining(PoolHandle pool) {
        return new Builder(pool);
    }

    /** Describes an element before it joins. Not to be shared between threads. */
    public static final class Builder {

        private static final SecureRandom RANDOM = new SecureRandom();

        private final PoolHandle pool;
        private ElementId id = drawId();
        private Optional<ServiceAddress> service = Optional.empty();
        private PolicyInfo policy = PolicyInfo.ROUND_ROBIN;
        private RegistrationLife life = RegistrationLife.of(Duration.ofMinutes(5));
        private Consumer<ElementEvent> listener = _ -> {};

        private Builder(PoolHandle pool) {
            this.pool = pool;
        }

        /** Returns any identifier but 0, which could be taken for none. */
        private static ElementId drawId() {
            int drawn;
            do {
                drawn = RANDOM.nextInt();
            } while (drawn == 0);
            return new ElementId(drawn);
        }

        /** Sets the identifier in the pool; chosen at random otherwise (ASAP-047). */
        public Builder id(ElementId newId) {
            id = newId;
            return this;
        }

        /**
         * Says that the element serves TCP at a port, at those addresses of this host by which it
         * talks to the registrar.
         */
        public Builder serving(int tcpPort) {
            return serving(new ServiceAddress(TransportProtocol.TCP, tcpPort));
        }

        /** Says where the element serves. */
        public Builder serving(ServiceAddress address) {
            service = Optional.of(address);
            return this;
        }

        /** Sets the policy and the element's values under it; round robin otherwise. */
        public Builder policy(PolicyInfo newPolicy) {
            policy = newPolicy;
            return this;
        }

        /** Sets how long a registration is good for without renewal; five minutes otherwise. */
        public Builder life(RegistrationLife newLife) {
            life = newLife;
            return this;
        }

        /**
         * Sets who is told about the registration, on a virtual thread, one event at a time; the
         * first one too. A listener that throws is told no more.
         */
        public Builder onEvent(Consumer<ElementEvent> newListener) {
            listener = newListener;
            return this;
        }

        /**
         * Joins the pool, and returns once the element is registered. It stays so, whatever happens
         * to registrars, until it is closed or {@code registrars} are; what ends it before is told
         * as an event.
         *
         * @throws IllegalStateException if it was not said where the element serves; or if an
         *     element with the same identifier was joined to the same pool with {@code registrars}
         *     and is not closed
         * @throws PoolException.NoRegistrar if no registrar answers in time
         * @throws PoolException.Refused if the registrar refuses
         */
        public PoolElement start(Registrars registrars) {
            var served =
                    service.orElseThrow(
                            () -> new IllegalStateException("it was not said where to serve"));
            var endpoint = registrars.elementEndpoint();
            var config = registrars.config();
            var join =
                    new EndpointRequest.Join(
                            pool,
                            id,
                            life,
                            advertised(served, config.advertised()),
                            policy,
                            endpoint.asapTransport());
            return new Joining(endpoint, config.timeout(), join, listener).start();
        }
    }

    private static ServiceAddress advertised(ServiceAddress service, List<IpAddress> advertised) {
        return service.addresses().isEmpty()
                ? new ServiceAddress(service.protocol(), service.port(), service.use(), advertised)
                : service;
    }

    /** The way into the pool. */
    private record Joining(
            Endpoint endpoint,
            Duration timeout,
            EndpointRequest.Join join,
            Consumer<ElementEvent> listener) {

        PoolElement start() {
            var farewell = farewell(join);
            if (!endpoint.claim(farewell)) {
                throw new IllegalStateException(
                        "element %s of pool %s was joined already, and is not closed"
                                .formatted(join.id(), join.pool()));
            }
            var events = new Mailbox<>("element-" + join.id(), listener);
            var joined = new AtomicReference<Optional<EndpointAnswer.Joined>>(Optional.empty());
            var unlisten = endpoint.listen(notice -> hear(notice, join, joined, events));
            try {
                var answer = register(endpoint, join, timeout);
                joined.compareAndSet(Optional.empty(), Optional.of(answer));
            } catch (PoolException e) {
                unlisten.run();
                events.close();
                endpoint.abandon(farewell);
                throw e;
            }
            return new PoolElement(endpoint, timeout, unlisten, events, joined, join);
        }
    }

    private static EndpointRequest.Leave farewell(EndpointRequest.Join join) {
        return new EndpointRequest.Leave(join.pool(), join.id());
    }

    private static EndpointAnswer.Joined register(
            Endpoint endpoint, EndpointRequest.Join join, Duration timeout) {
        return switch (endpoint.ask(join, timeout)) {
            case EndpointAnswer.Joined joined -> joined;
            case EndpointAnswer other -> throw PoolResolver.failure(join.pool(), other);
        };
    }

    private static void hear(
            Notice notice,
            EndpointRequest.Join join,
            AtomicReference<Optional<EndpointAnswer.Joined>> joined,
            Mailbox<ElementEvent> events) {
        switch (notice) {
            case EndpointNotice.Registered(var pool, var info, var registrar, _)
                    when isAbout(join, pool, info.id()) -> {
                joined.set(Optional.of(new EndpointAnswer.Joined(pool, info, registrar)));
                events.put(new ElementEvent.Registered(info, registrar));
            }
            case EndpointNotice.Removed(var pool, var id) when isAbout(join, pool, id) ->
                    events.put(new ElementEvent.Removed());
            case EndpointNotice.RegistrationRefused(var pool, var id, var errors)
                    when isAbout(join, pool, id) ->
                    events.put(new ElementEvent.Refused(errors));
            case EndpointNotice.RegistrationFails(var pool, var id, var goesOn)
                    when isAbout(join, pool, id) ->
                    events.put(goesOn ? new ElementEvent.Unreachable() : new ElementEvent.GaveUp());
            default -> {} // about others
        }
    }

    private static boolean isAbout(EndpointRequest.Join join, PoolHandle pool, ElementId id) {
        return pool.equals(join.pool()) && id.equals(join.id());
    }

    /** Returns the pool. */
    public PoolHandle pool() {
        return wanted.get().pool();
    }

    /** Returns the identifier in the pool. */
    public ElementId id() {
        return wanted.get().id();
    }

    /** Returns what was registered last. */
    public PoolElementInfo info() {
        return joined.get().orElseThrow().element();
    }

    /** Returns the address of the registrar with which the element was registered last. */
    public TransportAddress registrar() {
        return joined.get().orElseThrow().registrar();
    }

    /**
     * Changes the element's values under the pool's policy, as load or weight.
     *
     * @throws PoolException.Refused if the registrar refuses; the former values stay
     * @throws PoolException.NoRegistrar if no registrar answers in time; it is tried further
     */
    public void update(PolicyInfo policy) {
        var former = wanted.get();
        var changed =
                new EndpointRequest.Join(
                        former.pool(),
                        former.id(),
                        former.life(),
                        former.service(),
                        policy,
                        former.asapTransport());
        wanted.set(changed);
        try {
            joined.set(Optional.of(register(endpoint, changed, timeout)));
        } catch (PoolException.Refused e) {
            wanted.compareAndSet(changed, former);
            throw e;
        }
    }

    /**
     * Leaves the pool: no new users are sent here, while those that are here are served on
     * (ASAP-097, REQ-015). Returns once the registrar has confirmed it, or nobody answers in time.
     */
    @Override
    public void close() {
        unlisten.run();
        events.close();
        try {
            endpoint.leave(farewell(wanted.get()), timeout);
        } catch (PoolException e) {
            // Whoever cannot be told finds out by itself, from the keep-alives.
            LOGGER.log(System.Logger.Level.DEBUG, "element {0} left unheard: {1}", id(), e);
        }
    }
}
