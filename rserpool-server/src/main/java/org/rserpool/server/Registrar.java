package org.rserpool.server;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.rserpool.core.Machine;
import org.rserpool.core.registrar.RegistrarMachine;
import org.rserpool.core.registrar.RegistrarPlace;
import org.rserpool.core.registrar.RegistrarRequest;
import org.rserpool.core.registrar.RegistrarSnapshot;
import org.rserpool.net.Bound;
import org.rserpool.net.Node;
import org.rserpool.net.NodeConfig;
import org.rserpool.net.NodeListener;
import org.rserpool.net.Transports;
import org.rserpool.net.transport.Listener;
import org.rserpool.net.transport.MulticastGroup;
import org.rserpool.net.transport.TransportKind;
import org.rserpool.wire.IpAddress;
import org.rserpool.wire.RegistrarId;
import org.rserpool.wire.TransportAddress;
import org.rserpool.wire.TransportProtocol;
import org.rserpool.wire.message.Protocol;

/**
 * A running registrar, until it is closed.
 *
 * <pre>{@code
 * var settings = RegistrarSettings.of(Profile.FAST)
 *         .withAsap(TransportAddresses.parse("tcp:127.0.0.1:3863"));
 * try (var registrar = Registrar.start(settings, notice -> log(notice.text()))) {
 *     registrar.stopped().join();
 * }
 * }</pre>
 *
 * <p>May be shared between threads.
 */
public final class Registrar implements AutoCloseable {

    private static final SecureRandom RANDOM = new SecureRandom();

    private final RegistrarId id;
    private final Node node;

    private Registrar(RegistrarId id, Node node) {
        this.id = id;
        this.node = node;
    }

    /**
     * Starts a registrar and returns once it serves: once it has the handlespace of its peers, or
     * has found none. How long that may take is set by {@link
     * org.rserpool.core.registrar.PeersConfig}.
     *
     * @param listener is told what happens
     * @throws IllegalArgumentException if the settings have no address to serve ASAP at
     * @throws SettingsException if there may be peers, but no address to serve ENRP at; or if
     *     announcements are to come from the port of SCTP, and it is 0
     * @throws IOException if an address cannot be used, or the thread is interrupted
     */
    public static Registrar start(RegistrarSettings settings, NodeListener listener)
            throws IOException {
        if (settings.asap().isEmpty()) {
            throw new IllegalArgumentException("a registrar needs an address to serve ASAP at");
        }
        if (settings.enrp().isEmpty() && mayHavePeers(settings)) {
            throw new SettingsException(
                    List.of("a registrar that has peers needs an address to serve ENRP at"));
        }
        var id = settings.id().orElseGet(Registrar::drawId);
        var groups = groups(settings);
        var config =
                new NodeConfig(
                        "registrar",
                        settings.config().dialect(),
                        transports(settings),
                        listeners(settings),
                        groups,
                        settings.links());
        var names = new PeerNames(settings.peers(), settings.names());
        var found = names.lookUp();
        var serving = new CompletableFuture<Void>();
        var node =
                Node.start(
                        config,
                        bound ->
                                new WatchedMachine(
                                        machine(settings, id, bound, found.addresses()),
                                        found.notices(),
                                        serving),
                        listener);
        new PeerWatch(names).start(found, change -> use(change, node), node.stopped());
        await(serving, node);
        return new Registrar(id, node);
    }

    /** Fails where the node has too much to do, or has stopped. */
    private static boolean use(PeerNames.Found found, Node node) {
        return node.ask(found).handle((answer, _) -> answer != null).join();
    }

    private static boolean mayHavePeers(RegistrarSettings settings) {
        return !settings.peers().isEmpty() || !settings.peersAnnounced().isEmpty();
    }

    private static void await(CompletableFuture<Void> serving, Node node) throws IOException {
        try {
            CompletableFuture.anyOf(serving, node.stopped()).get();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            node.close();
            throw new InterruptedIOException("interrupted while a registrar was starting");
        } catch (ExecutionException e) {
            throw new IOException("the registrar failed while it was starting", e.getCause());
        }
    }

    private static List<TransportKind> transports(RegistrarSettings settings) throws IOException {
        if (!settings.transports().isEmpty()) {
            return settings.transports();
        }
        var transports = new ArrayList<TransportKind>();
        var protocols =
                Stream.of(
                                settings.asap().stream().map(TransportAddress::protocol),
                                settings.enrp().stream().map(TransportAddress::protocol),
                                settings.peers().stream().map(PeerAddress::protocol))
                        .flatMap(each -> each)
                        .toList();
        if (protocols.contains(TransportProtocol.TCP)) {
            transports.add(Transports.TCP);
        }
        if (protocols.contains(TransportProtocol.SCTP)) {
            var missing = Transports.KERNEL_SCTP.unavailable();
            if (missing.isPresent()) {
                throw new IOException("SCTP cannot be served: " + missing.get());
            }
            transports.add(Transports.KERNEL_SCTP);
        }
        if (!settings.announced().isEmpty() || !settings.peersAnnounced().isEmpty()) {
            transports.add(Transports.MULTICAST);
        }
        return transports;
    }

    private static RegistrarId drawId() {
        int drawn;
        do {
            drawn = RANDOM.nextInt();
        } while (drawn == 0);
        return new RegistrarId(drawn);
    }

    private static List<Listener> listeners(RegistrarSettings settings) {
        return Stream.concat(
                        settings.asap().stream().map(a -> new Listener(Protocol.ASAP, a)),
                        settings.enrp().stream()
                                .map(a ->
                                        new Listener(
                                                Protocol.ENRP, a, Listener.Style.ACCEPT_AND_OPEN)))
                .toList();
    }

    private static List<MulticastGroup> groups(RegistrarSettings settings) {
        return Stream.concat(groupsOfAsap(settings).stream(), settings.peersAnnounced().stream())
                .toList();
    }

    /**
     * What reads only the datagram's source takes its port for that of our SCTP. With ENRP the port
     * is in the message.
     */
    private static List<MulticastGroup> groupsOfAsap(RegistrarSettings settings) {
        var groups = settings.announced();
        var sctp =
                settings.asap().stream()
                        .filter(address -> address.protocol() == TransportProtocol.SCTP)
                        .findFirst();
        if (settings.config().announcements().withTransports() || sctp.isEmpty()) {
            return groups;
        }
        int port = sctp.get().port();
        if (port == 0 && !groups.isEmpty()) {
            // Both are bound at the same time: which port it will be is not known yet.
            throw new SettingsException(
                    List.of(
                            "%s needs a port: announcements without addresses come from the port of SCTP"
                                    .formatted(sctp.get())));
        }
        return groups.stream().map(group -> group.withSourcePort(port)).toList();
    }

    private static Machine machine(
            RegistrarSettings settings, RegistrarId id, Bound bound, List<TransportAddress> peers) {
        var announced = EnumSet.noneOf(Protocol.class);
        if (!settings.announced().isEmpty()) {
            announced.add(Protocol.ASAP);
        }
        if (!settings.peersAnnounced().isEmpty()) {
            announced.add(Protocol.ENRP);
        }
        var place =
                new RegistrarPlace(
                        reachable(settings, bound, Protocol.ASAP),
                        reachable(settings, bound, Protocol.ENRP),
                        peers,
                        announced);
        return new RegistrarMachine(
                id,
                settings.config(),
                settings.policies(),
                settings.selection(),
                place,
                new SplittableRandom(RANDOM.nextLong()));
    }

    private static List<TransportAddress> reachable(
            RegistrarSettings settings, Bound bound, Protocol protocol) {
        var reachable = new ArrayList<TransportAddress>();
        for (Bound.Listening listening : bound.listeners()) {
            if (listening.listener().protocol() == protocol) {
                reachable.addAll(
                        settings.advertised().isEmpty()
                                ? listening.reachable()
                                : advertise(listening.address(), settings.advertised()));
            }
        }
        return settings.advertised().isEmpty() ? forOthers(reachable) : reachable;
    }

    /**
     * Leaves out loopback addresses unless there are no others: an element of this machine that
     * came by one could register itself with it, for users of other machines.
     */
    static List<TransportAddress> forOthers(List<TransportAddress> reachable) {
        var far = reachable.stream().flatMap(address -> withoutLoopback(address).stream()).toList();
        return far.isEmpty() ? reachable : far;
    }

    private static Optional<TransportAddress> withoutLoopback(TransportAddress address) {
        var hosts = address.addresses().stream().filter(host -> !host.isLoopback()).toList();
        if (hosts.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                address instanceof TransportAddress.Sctp(var port, var use, _)
                        ? new TransportAddress.Sctp(port, use, hosts)
                        : address);
    }

    private static List<TransportAddress> advertise(TransportAddress bound, List<IpAddress> hosts) {
        return switch (bound) {
            case TransportAddress.Sctp sctp ->
                    List.of(new TransportAddress.Sctp(sctp.port(), sctp.use(), hosts));
            case TransportAddress.Tcp tcp ->
                    hosts.stream()
                            .<TransportAddress>map(h -> new TransportAddress.Tcp(tcp.port(), h))
                            .toList();
            case TransportAddress.Udp _,
                    TransportAddress.UdpLite _,
                    TransportAddress.Dccp _,
                    TransportAddress.Opaque _ ->
                    throw new IllegalStateException("a registrar listens at " + bound);
        };
    }

    /** Returns the identifier. */
    public RegistrarId id() {
        return id;
    }

    /** Returns where it serves ASAP, with real ports. */
    public List<TransportAddress> asap() {
        return bound(Protocol.ASAP);
    }

    /** Returns where it serves ENRP, with real ports. */
    public List<TransportAddress> enrp() {
        return bound(Protocol.ENRP);
    }

    private List<TransportAddress> bound(Protocol protocol) {
        return node.bound().listeners().stream()
                .filter(listening -> listening.listener().protocol() == protocol)
                .map(Bound.Listening::address)
                .toList();
    }

    /** Asks for a picture of the registrar as it is now. */
    public CompletableFuture<RegistrarSnapshot> snapshot() {
        return node.ask(new RegistrarRequest.TakeSnapshot())
                .thenApply(RegistrarSnapshot.class::cast);
    }

    /**
     * Returns a future that completes when the registrar has stopped, exceptionally if it failed.
     */
    public CompletableFuture<Void> stopped() {
        return node.stopped();
    }

    /** Stops the registrar: connections are closed, elements find another one. */
    @Override
    public void close() {
        node.close();
    }
}
