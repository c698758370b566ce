package org.rserpool.net.memory;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.rserpool.net.transport.Host;
import org.rserpool.net.transport.Transport;
import org.rserpool.net.transport.TransportKind;
import org.rserpool.wire.IpAddress;
import org.rserpool.wire.TransportAddress;

/**
 * A network in memory. Its addresses are TCP transports of an address space of its own: any IP
 * address can be given to a host of it, and means nothing outside.
 *
 * <p>Each node gets its transport from {@link #at}; nodes at the same address are processes of one
 * host. May be shared between threads.
 */
public final class MemoryNetwork {

    private static final int FIRST_EPHEMERAL_PORT = 49_152;

    /** Guarded by this, like all below but {@link #cuts}. */
    private final Map<TransportAddress.Tcp, MemoryTransport> ports =
            new HashMap<>(); // never iterated

    private final Set<MemoryTransport> transports = new LinkedHashSet<>();
    private int nextPort = FIRST_EPHEMERAL_PORT;

    /** Replaced as a whole by whoever holds the lock, read by the loops of all nodes. */
    private volatile Set<Cut> cuts = Set.of();

    private record Cut(IpAddress one, IpAddress other) {}

    /** Makes a network without hosts. */
    public MemoryNetwork() {}

    /** Returns the transport of nodes at a host's address. */
    public TransportKind at(IpAddress host) {
        return new Kind(this, host);
    }

    private record Kind(MemoryNetwork network, IpAddress host) implements TransportKind {

        @Override
        public String name() {
            return "memory";
        }

        @Override
        public Optional<String> unavailable() {
            return Optional.empty();
        }

        @Override
        public Transport make(Host node) {
            return network.attach(new MemoryTransport(network, host, node));
        }
    }

    /**
     * Cuts the way between two hosts, in both directions. What is sent over links between them
     * waits, links cannot be opened, announcements are lost.
     */
    public synchronized void cut(IpAddress one, IpAddress other) {
        var more = new LinkedHashSet<>(cuts);
        more.add(new Cut(one, other));
        more.add(new Cut(other, one));
        cuts = Set.copyOf(more);
    }

    /** Mends what {@link #cut} has cut; what has waited arrives. */
    public synchronized void heal(IpAddress one, IpAddress other) {
        var fewer = new LinkedHashSet<>(cuts);
        fewer.remove(new Cut(one, other));
        fewer.remove(new Cut(other, one));
        cuts = Set.copyOf(fewer);
        transports.forEach(transport -> transport.post(new Delivery.Healed()));
    }

    boolean isCut(IpAddress one, IpAddress other) {
        var current = cuts;
        return !current.isEmpty() && current.contains(new Cut(one, other));
    }

    private synchronized MemoryTransport attach(MemoryTransport transport) {
        transports.add(transport);
        return transport;
    }

    synchronized void detach(MemoryTransport transport) {
        transports.remove(transport);
    }

    /** Returns a port that nobody listens at. */
    synchronized int freePort(IpAddress host) {
        while (ports.containsKey(new TransportAddress.Tcp(nextPort, host))) {
            nextPort = following(nextPort);
        }
        int port = nextPort;
        nextPort = following(nextPort);
        return port;
    }

    private static int following(int port) {
        return port == 0xffff ? FIRST_EPHEMERAL_PORT : port + 1;
    }

    /** Takes a port; returns false if it is taken. */
    synchronized boolean listen(TransportAddress.Tcp address, MemoryTransport transport) {
        return ports.putIfAbsent(plain(address), transport) == null;
    }

    synchronized void unlisten(TransportAddress.Tcp address, MemoryTransport transport) {
        ports.remove(plain(address), transport);
    }

    synchronized Optional<MemoryTransport> listening(TransportAddress.Tcp address) {
        return Optional.ofNullable(ports.get(plain(address)));
    }

    /** Returns whose nodes there are, the asking one included. */
    synchronized List<MemoryTransport> everybody() {
        return new ArrayList<>(transports);
    }

    private static TransportAddress.Tcp plain(TransportAddress.Tcp address) {
        return new TransportAddress.Tcp(address.port(), address.address());
    }
}
