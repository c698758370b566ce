package org.rserpool.client;

import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.rserpool.core.Notice;
import org.rserpool.core.endpoint.EndpointAnswer;
import org.rserpool.core.endpoint.EndpointMachine;
import org.rserpool.core.endpoint.EndpointRequest;
import org.rserpool.core.endpoint.ServiceAddress;
import org.rserpool.net.Bound;
import org.rserpool.net.Node;
import org.rserpool.net.NodeException;
import org.rserpool.net.transport.MulticastGroup;
import org.rserpool.wire.PoolHandle;
import org.rserpool.wire.TransportProtocol;
import org.rserpool.wire.TransportUse;

/** A running ASAP endpoint: asks its machine and waits, and hands its notices on. */
final class Endpoint {

    private static final System.Logger LOGGER = System.getLogger(Endpoint.class.getName());

    /** What the loop needs beyond the machine's own patience before the caller gives up. */
    private static final Duration GRACE = Duration.ofMillis(500);

    private final Node node;
    private final String registrars;
    private final Optional<ServiceAddress> asapTransport;
    private final List<Consumer<Notice>> listeners;

    /** Protects the two below, and the order of the requests about them. */
    private final ReentrantLock lock = new ReentrantLock();

    /** The elements that have joined or are about to, as the farewells that they will send. */
    private final Set<EndpointRequest.Leave> members = new LinkedHashSet<>();

    private final Map<PoolHandle, Integer> watches = new HashMap<>();

    private Endpoint(
            Node node,
            String registrars,
            Optional<ServiceAddress> asapTransport,
            List<Consumer<Notice>> listeners) {
        this.node = node;
        this.registrars = registrars;
        this.asapTransport = asapTransport;
        this.listeners = listeners;
    }

    /**
     * Starts an end point.
     *
     * @param listens whether registrars can connect to it, as those of elements want to
     * @throws PoolException.NoRegistrar if this machine has a transport for none of them
     * @throws PoolException.Closed if it cannot start
     */
    static Endpoint start(ScopeConfig config, boolean listens) {
        var means = Means.of(config);
        var listeners = new CopyOnWriteArrayList<Consumer<Notice>>();
        var endpointConfig = config.endpoint().withRegistrars(config.registrars());
        var random = new SplittableRandom(new SecureRandom().nextLong());
        var nodeConfig =
                config.node()
                        .withDialect(endpointConfig.dialect())
                        .withTransports(means.transports())
                        .withListeners(means.listeners(listens))
                        .withGroups(config.groups().toArray(MulticastGroup[]::new));
        try {
            var node =
                    Node.start(
                            nodeConfig,
                            _ -> new EndpointMachine(endpointConfig, config.policies(), random),
                            notice -> tell(listeners, notice));
            return new Endpoint(
                    node, registrars(config), asapTransport(node.bound(), config), listeners);
        } catch (IOException e) {
            throw new PoolException.Closed("the endpoint could not start: " + e.getMessage(), e);
        }
    }

    /** Who could have answered. */
    private static String registrars(ScopeConfig config) {
        var who = new ArrayList<String>();
        config.registrars().forEach(registrar -> who.add("tried " + registrar));
        config.groups().forEach(group -> who.add("listened to " + group.address()));
        return String.join(", ", who);
    }

    /** Over SCTP the registrar sees the port by itself; over TCP it must be told. */
    private static Optional<ServiceAddress> asapTransport(Bound bound, ScopeConfig config) {
        return bound.listeners().stream()
                .map(Bound.Listening::address)
                .filter(address -> address.protocol() == TransportProtocol.TCP)
                .findFirst()
                .map(address ->
                        new ServiceAddress(
                                TransportProtocol.TCP,
                                address.port(),
                                TransportUse.DATA_ONLY,
                                config.advertised()));
    }

    private static void tell(List<Consumer<Notice>> listeners, Notice notice) {
        var level =
                switch (notice.level()) {
                    case DEBUG -> System.Logger.Level.DEBUG;
                    case INFO -> System.Logger.Level.INFO;
                    case WARNING -> System.Logger.Level.WARNING;
                };
        LOGGER.log(level, notice::text);
        listeners.forEach(listener -> listener.accept(notice));
    }

    /** Where registrars reach elements of this end point, if they must be told. */
    Optional<ServiceAddress> asapTransport() {
        return asapTransport;
    }

    /** Hands every notice to {@code listener}, one after the other, until the result is run. */
    Runnable listen(Consumer<Notice> listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    private CompletableFuture<EndpointAnswer> ask(EndpointRequest request) {
        return node.ask(request).thenApply(EndpointAnswer.class::cast);
    }

    /**
     * Asks and waits.
     *
     * @throws PoolException.NoRegistrar if there is no answer within {@code patience}
     * @throws PoolException.Refused if too many requests wait for an answer
     * @throws PoolException.Closed if the end point has stopped, or the thread is interrupted
     */
    EndpointAnswer ask(EndpointRequest request, Duration patience) {
        return await(ask(request), patience);
    }

    private EndpointAnswer await(CompletableFuture<EndpointAnswer> asked, Duration patience) {
        try {
            var answer = asked.get(patience.plus(GRACE).toNanos(), TimeUnit.NANOSECONDS);
            if (answer instanceof EndpointAnswer.NoRegistrar) {
                throw noAnswer(patience);
            }
            return answer;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PoolException.Closed("interrupted while waiting for a registrar", e);
        } catch (TimeoutException e) {
            throw noAnswer(patience);
        } catch (ExecutionException e) {
            throw failure(e);
        }
    }

    private PoolException noAnswer(Duration patience) {
        return new PoolException.NoRegistrar(
                "no registrar answered within %s (%s)".formatted(Words.of(patience), registrars));
    }

    private static PoolException failure(ExecutionException e) {
        return e.getCause() instanceof NodeException.Busy busy
                ? new PoolException.Refused(String.valueOf(busy.getMessage()), List.of())
                : new PoolException.Closed("the registrars were closed, or have failed", e);
    }

    // ---- elements ----

    /**
     * Remembers an element that is about to join, so that it leaves when the end point is closed.
     *
     * @return false if there is one with the same identifier in the same pool
     */
    boolean claim(EndpointRequest.Leave farewell) {
        lock.lock();
        try {
            return members.add(farewell);
        } finally {
            lock.unlock();
        }
    }

    /** Has an element leave; waits for that unless it has left before. */
    void leave(EndpointRequest.Leave farewell, Duration patience) {
        var left = depart(farewell);
        if (left.isPresent()) {
            await(left.get(), patience);
        }
    }

    /** Has an element leave that never joined, without waiting. */
    void abandon(EndpointRequest.Leave farewell) {
        var _ = depart(farewell);
    }

    /** Under the lock: whoever claims the same thereafter must not be hit by this farewell. */
    private Optional<CompletableFuture<EndpointAnswer>> depart(EndpointRequest.Leave farewell) {
        lock.lock();
        try {
            return members.remove(farewell) ? Optional.of(ask(farewell)) : Optional.empty();
        } finally {
            lock.unlock();
        }
    }

    // ---- watches ----

    /** Begins one more watch over a pool, which is told anew; all who watch hear that. */
    EndpointAnswer watch(PoolHandle pool, Duration patience) {
        CompletableFuture<EndpointAnswer> begun;
        lock.lock();
        try {
            watches.merge(pool, 1, Integer::sum);
            begun = ask(new EndpointRequest.Watch(pool));
        } finally {
            lock.unlock();
        }
        return await(begun, patience);
    }

    /** Ends one watch over a pool. */
    void unwatch(PoolHandle pool) {
        lock.lock();
        try {
            if (watches.merge(pool, -1, Integer::sum) == 0) {
                watches.remove(pool);
                var _ = ask(new EndpointRequest.Unwatch(pool));
            }
        } finally {
            lock.unlock();
        }
    }

    /** Has all elements leave, waits for that no longer than {@code patience}, and stops. */
    void close(Duration patience) {
        CompletableFuture<?>[] farewells;
        // Who closes wants nothing more told: not that nobody heard the farewell either.
        listeners.clear();
        lock.lock();
        try {
            farewells = members.stream().map(this::ask).toArray(CompletableFuture[]::new);
            members.clear();
        } finally {
            lock.unlock();
        }
        try {
            CompletableFuture.allOf(farewells).get(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (TimeoutException | ExecutionException e) {
            LOGGER.log(System.Logger.Level.DEBUG, "elements left unheard", e);
        }
        node.close();
    }
}
