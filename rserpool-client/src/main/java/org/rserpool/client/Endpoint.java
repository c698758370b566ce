package org.rserpool.client;

import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.rserpool.core.Notice;
import org.rserpool.core.endpoint.EndpointAnswer;
import org.rserpool.core.endpoint.EndpointMachine;
import org.rserpool.core.endpoint.EndpointRequest;
import org.rserpool.core.endpoint.ServiceAddress;
import org.rserpool.net.Bound;
import org.rserpool.net.Node;
import org.rserpool.net.Transports;
import org.rserpool.net.transport.Listener;
import org.rserpool.net.transport.MulticastGroup;
import org.rserpool.wire.IpAddress;
import org.rserpool.wire.TransportAddress;
import org.rserpool.wire.TransportProtocol;
import org.rserpool.wire.TransportUse;
import org.rserpool.wire.message.Protocol;

/** A running ASAP endpoint: asks its machine and waits, and hands its notices on. */
final class Endpoint implements AutoCloseable {

    private static final System.Logger LOGGER = System.getLogger(Endpoint.class.getName());

    /** What the loop needs beyond the machine's own patience before the caller gives up. */
    private static final Duration GRACE = Duration.ofMillis(500);

    private final Node node;
    private final Optional<ServiceAddress> asapTransport;
    private final List<Consumer<Notice>> listeners;

    private Endpoint(
            Node node,
            Optional<ServiceAddress> asapTransport,
            List<Consumer<Notice>> listeners) {
        this.node = node;
        this.asapTransport = asapTransport;
        this.listeners = listeners;
    }

    /**
     * Starts an end point.
     *
     * @param listens whether registrars can connect to it, as those of elements want to
     */
    static Endpoint start(ScopeConfig config, boolean listens) {
        var listeners = new CopyOnWriteArrayList<Consumer<Notice>>();
        var endpointConfig = config.endpoint().withRegistrars(config.registrars());
        var random = new SplittableRandom(new SecureRandom().nextLong());
        var nodeConfig =
                config.node()
                        .withListeners(listens ? asapListeners(config) : new Listener[0])
                        .withGroups(config.groups().toArray(new MulticastGroup[0]));
        try {
            var node =
                    Node.start(
                            nodeConfig,
                            _ -> new EndpointMachine(endpointConfig, config.policies(), random),
                            notice -> tell(listeners, notice));
            return new Endpoint(node, asapTransport(node.bound()), listeners);
        } catch (IOException e) {
            throw new PoolException.Closed("the endpoint could not start: " + e.getMessage(), e);
        }
    }

    /** An element listens as it talks: over the transports of the registrars that are known. */
    private static Listener[] asapListeners(ScopeConfig config) {
        boolean loopback =
                !config.registrars().isEmpty()
                        && config.registrars().stream()
                                .flatMap(registrar -> registrar.addresses().stream())
                                .allMatch(IpAddress::isLoopback);
        var available = new ArrayList<Listener>();
        for (TransportProtocol protocol : protocols(config)) {
            var hosts = loopback ? loopbackHosts(config, protocol) : List.of(new IpAddress.V6(0, 0));
            TransportAddress address =
                    protocol == TransportProtocol.SCTP
                            ? new TransportAddress.Sctp(
                                    0, TransportUse.DATA_ONLY, List.<IpAddress>copyOf(hosts))
                            : new TransportAddress.Tcp(0, hosts.getFirst());
            available.add(
                    new Listener(Protocol.ASAP, address, Listener.Style.ACCEPT_AND_OPEN));
        }
        return available.toArray(new Listener[0]);
    }

    private static List<TransportProtocol> protocols(ScopeConfig config) {
        if (!config.registrars().isEmpty()) {
            return config.registrars().stream().map(TransportAddress::protocol).distinct().toList();
        }
        // Those that will announce themselves may speak either.
        return config.node().transports().contains(Transports.KERNEL_SCTP)
                ? List.of(TransportProtocol.TCP, TransportProtocol.SCTP)
                : List.of(TransportProtocol.TCP);
    }

    private static List<IpAddress> loopbackHosts(ScopeConfig config, TransportProtocol protocol) {
        return config.registrars().stream()
                .filter(registrar -> registrar.protocol() == protocol)
                .flatMap(registrar -> registrar.addresses().stream())
                .distinct()
                .toList();
    }

    /** Over SCTP the registrar sees the port by itself; over TCP it must be told. */
    private static Optional<ServiceAddress> asapTransport(Bound bound) {
        return bound.listeners().stream()
                .map(Bound.Listening::address)
                .filter(address -> address.protocol() == TransportProtocol.TCP)
                .findFirst()
                .map(address -> new ServiceAddress(TransportProtocol.TCP, address.port()));
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

    CompletableFuture<EndpointAnswer> ask(EndpointRequest request) {
        return node.ask(request).thenApply(EndpointAnswer.class::cast);
    }

    /**
     * Asks and waits.
     *
     * @throws PoolException.NoRegistrar if there is no answer within {@code patience}
     */
    EndpointAnswer ask(EndpointRequest request, Duration patience) {
        var answer = ask(request);
        try {
            return answer.get(patience.plus(GRACE).toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            answer.cancel(false);
            throw new PoolException.Closed("interrupted while waiting for a registrar", e);
        } catch (TimeoutException e) {
            answer.cancel(false);
            throw new PoolException.NoRegistrar("no registrar answered within " + patience);
        } catch (ExecutionException e) {
            throw new PoolException.Closed("the endpoint has stopped", e.getCause());
        }
    }

    /** Asks for something whose answer nobody waits for. */
    void release(EndpointRequest request) {
        var _ = ask(request);
    }

    @Override
    public void close() {
        node.close();
    }
}
