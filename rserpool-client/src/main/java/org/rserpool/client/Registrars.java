package org.rserpool.client;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.rserpool.core.endpoint.EndpointAnswer;
import org.rserpool.core.endpoint.EndpointRequest;
import org.rserpool.core.profile.Profile;
import org.rserpool.net.transport.MulticastGroup;
import org.rserpool.wire.TransportAddress;

/**
 * The registrars of one operational scope: the way into its pools.
 *
 * <pre>{@code
 * try (var registrars = Registrars.at("tcp:registrar.example.org:3863")) {
 *     for (ResolvedElement element : registrars.resolver().resolve("web")) {
 *         System.out.println(element.address());
 *     }
 * }
 * }</pre>
 *
 * <p>Nothing is opened before it is needed. May be shared between threads; one object per scope and
 * process is enough. Closing it deregisters all elements that were joined with it.
 */
public final class Registrars implements AutoCloseable {

    private final ScopeConfig config;

    /** Protects the two end points below, and their order in time. */
    private final ReentrantLock lock = new ReentrantLock();

    private Optional<Endpoint> elements = Optional.empty();
    private Optional<Endpoint> users = Optional.empty();
    private boolean closed;

    private Registrars(ScopeConfig config) {
        this.config = config;
    }

    /**
     * Returns registrars with configured addresses.
     *
     * @param addresses as {@code tcp:registrar.example.org:3863} or {@code
     *     sctp:10.1.0.1,10.2.0.1:3863}, in the order of preference
     * @throws IllegalArgumentException if an address is not written so, or a name is unknown
     */
    public static Registrars at(String... addresses) {
        return of(ScopeConfig.of(Profile.FAST).withRegistrars(addresses));
    }

    /** Returns the registrars that announce themselves in the standard multicast groups. */
    public static Registrars multicast() {
        var groups = List.of(MulticastGroup.asapV4(), MulticastGroup.asapV6(5));
        return of(ScopeConfig.of(Profile.FAST).withGroups(groups));
    }

    /** Returns registrars as configured. */
    public static Registrars of(ScopeConfig config) {
        return new Registrars(config);
    }

    /** Returns how this process takes part in the scope. */
    public ScopeConfig config() {
        return config;
    }

    /** Returns the resolution service: which elements there are, and how they fare. */
    public PoolResolver resolver() {
        return new PoolResolver(this, config.timeout());
    }

    /**
     * The end point for elements: it also accepts connections of registrars.
     *
     * @throws PoolException.Closed if this was closed
     */
    Endpoint elementEndpoint() {
        lock.lock();
        try {
            checkOpen();
            if (elements.isEmpty()) {
                elements = Optional.of(Endpoint.start(config, true));
            }
            return elements.get();
        } finally {
            lock.unlock();
        }
    }

    /** The end point for users; that of the elements where there is one (ASAP-110). */
    Endpoint userEndpoint() {
        lock.lock();
        try {
            checkOpen();
            if (elements.isPresent()) {
                return elements.get();
            }
            if (users.isEmpty()) {
                users = Optional.of(Endpoint.start(config, false));
            }
            return users.get();
        } finally {
            lock.unlock();
        }
    }

    private void checkOpen() {
        if (closed) {
            throw new PoolException.Closed("the registrars were closed");
        }
    }

    /**
     * Returns the registrars that are known at the moment, from the configuration or by
     * announcement, the one in use first; there may be none yet.
     *
     * @throws PoolException.Closed if this was closed
     */
    public List<TransportAddress> known() {
        var answer = userEndpoint().ask(new EndpointRequest.ListRegistrars(), config.timeout());
        return switch (answer) {
            case EndpointAnswer.Registrars(var known) -> known;
            case EndpointAnswer other -> throw new IllegalStateException("no list: " + other);
        };
    }

    /**
     * Deregisters all elements and ends all connections; waits for that no longer than a call. What
     * was made with this cannot be used any more.
     */
    @Override
    public void close() {
        Stream<Endpoint> open;
        lock.lock();
        try {
            closed = true;
            open = Stream.concat(elements.stream(), users.stream());
            elements = Optional.empty();
            users = Optional.empty();
        } finally {
            lock.unlock();
        }
        open.forEach(endpoint -> endpoint.close(config.timeout()));
    }
}
