package org.rserpool.net.memory;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.rserpool.core.Event.LinkDown.Reason;
import org.rserpool.core.Link;
import org.rserpool.net.internal.Timeouts;
import org.rserpool.net.transport.Connection;
import org.rserpool.net.transport.Counter;
import org.rserpool.net.transport.Host;
import org.rserpool.net.transport.Listener;
import org.rserpool.net.transport.MulticastGroup;
import org.rserpool.net.transport.NetNotice;
import org.rserpool.net.transport.Transport;
import org.rserpool.wire.IpAddress;
import org.rserpool.wire.TransportAddress;
import org.rserpool.wire.message.Message;
import org.rserpool.wire.message.Protocol;

/** One node's access to a network in memory. */
final class MemoryTransport implements Transport {

    private static final int MAX_PER_TURN = 1024;
    private static final int MAX_WAITING_DATAGRAMS = 1000;

    private final MemoryNetwork network;
    private final IpAddress address;
    private final Host host;

    /**
     * Written by all loops, read by that of the node. Bounded by what may be in flight on each
     * link, and for datagrams by a number of their own.
     */
    private final Queue<Delivery> mailbox = new ConcurrentLinkedQueue<>();

    private final AtomicInteger waitingDatagrams = new AtomicInteger();

    /** Set at the end, when the mailbox is emptied no more. */
    private volatile boolean closed;

    private final Map<TransportAddress.Tcp, Protocol> ports = new LinkedHashMap<>();
    private final List<MulticastGroup> groups = new ArrayList<>();
    private final Timeouts<MemoryConnection> opening = new Timeouts<>();
    private Set<MemoryConnection> holding = new LinkedHashSet<>();

    MemoryTransport(MemoryNetwork network, IpAddress address, Host host) {
        this.network = network;
        this.address = address;
        this.host = host;
    }

    Host host() {
        return host;
    }

    Timeouts<MemoryConnection> opening() {
        return opening;
    }

    boolean isCutFrom(TransportAddress.Tcp other) {
        return network.isCut(address, other.address());
    }

    /** Puts something into the mailbox. Any thread may call. */
    void post(Delivery delivery) {
        if (closed) {
            if (delivery instanceof Delivery.Connect(var from, _)) {
                from.transport().post(new Delivery.Refused(from));
            }
            return;
        }
        mailbox.add(delivery);
        host.wakeUp();
    }

    @Override
    public boolean speaks(TransportAddress other) {
        return other instanceof TransportAddress.Tcp;
    }

    @Override
    public TransportAddress listen(Listener listener) throws IOException {
        var asked = (TransportAddress.Tcp) listener.address();
        if (!asked.address().isUnspecified() && !asked.address().equals(address)) {
            throw new IOException("cannot listen at %s: this is %s".formatted(asked, address));
        }
        int port = asked.port() == 0 ? network.freePort(address) : asked.port();
        var bound = new TransportAddress.Tcp(port, asked.use(), address);
        if (!network.listen(bound, this)) {
            throw new IOException("cannot listen at " + bound + ": somebody else does");
        }
        ports.put(new TransportAddress.Tcp(port, address), listener.protocol());
        return bound;
    }

    @Override
    public Connection open(Link link, Protocol protocol, TransportAddress remote) {
        var target = (TransportAddress.Tcp) remote;
        var local = new TransportAddress.Tcp(network.freePort(address), address);
        var connection = new MemoryConnection(this, protocol, local, target, link);
        opening.start(connection, host.now(), host.limits().connectTimeout());
        var listening = network.listening(target);
        if (listening.isEmpty()) {
            host.tell(new NetNotice.LinkFailed(link, remote, "nobody listens there"));
            connection.fail(Reason.UNREACHABLE);
        } else if (!isCutFrom(target)) {
            listening.get().post(new Delivery.Connect(connection, target));
        }
        return connection;
    }

    // ---- multicast ----

    @Override
    public boolean join(MulticastGroup group) {
        groups.add(group);
        return true;
    }

    @Override
    public void announce(Message message) {
        for (MulticastGroup group : groups) {
            if (group.protocol() == message.protocol()) {
                int port = group.sourcePort() == 0 ? group.port() : group.sourcePort();
                var datagram =
                        new Delivery.Datagram(
                                new TransportAddress.Udp(port, address),
                                new TransportAddress.Udp(group.port(), group.address()),
                                group.protocol(),
                                host.wire().encode(message));
                host.count(Counter.DATAGRAMS_SENT);
                network.everybody().stream()
                        .filter(other -> !network.isCut(address, other.address))
                        .forEach(other -> other.offer(datagram));
            }
        }
    }

    /** Takes a datagram unless too many are waiting. Any thread may call. */
    private void offer(Delivery.Datagram datagram) {
        if (waitingDatagrams.incrementAndGet() > MAX_WAITING_DATAGRAMS) {
            waitingDatagrams.decrementAndGet();
        } else {
            post(datagram);
        }
    }

    private void overhear(Delivery.Datagram datagram) {
        waitingDatagrams.decrementAndGet();
        for (MulticastGroup group : groups) {
            if (group.hears()
                    && group.port() == datagram.group().port()
                    && group.address().equals(datagram.group().address())) {
                var octets = datagram.octets();
                host.overheard(
                        datagram.origin(), group.protocol(), octets.toArray(), 0, octets.size());
            }
        }
    }

    // ---- links ----

    private void deliver(Delivery delivery) {
        switch (delivery) {
            case Delivery.Connect(var from, var to) -> accept(from, to);
            case Delivery.ToEnd toEnd -> toEnd.end().take(toEnd);
            case Delivery.Datagram datagram -> overhear(datagram);
            case Delivery.Healed _ -> {
                var held = holding;
                holding = new LinkedHashSet<>();
                held.stream().filter(MemoryConnection::takeHeld).forEach(holding::add);
            }
        }
    }

    private void accept(MemoryConnection from, TransportAddress.Tcp to) {
        var protocol = ports.get(new TransportAddress.Tcp(to.port(), to.address()));
        if (protocol == null || !host.admit()) {
            from.transport().post(new Delivery.Refused(from));
            return;
        }
        var connection = new MemoryConnection(this, protocol, to, from);
        connection.begin();
        from.transport().post(new Delivery.Accepted(from, connection));
    }

    void holds(MemoryConnection connection) {
        holding.add(connection);
    }

    void forget(MemoryConnection connection) {
        opening.cancel(connection);
        holding.remove(connection);
    }

    // ---- what the loop demands ----

    @Override
    public void turn(Instant now) {
        for (int i = 0; i < MAX_PER_TURN; i++) {
            var delivery = mailbox.poll();
            if (delivery == null) {
                break;
            }
            deliver(delivery);
        }
        for (var late = opening.expired(now); late.isPresent(); late = opening.expired(now)) {
            late.get().fail(Reason.UNREACHABLE);
        }
    }

    @Override
    public Instant deadline() {
        return mailbox.isEmpty() ? opening.deadline() : Instant.MIN;
    }

    @Override
    public void refuse() {
        ports.keySet().forEach(port -> network.unlisten(port, this));
        ports.clear();
    }

    @Override
    public boolean isQuiet() {
        return opening.isEmpty();
    }

    @Override
    public void close() {
        refuse();
        for (var left = opening.any(); left.isPresent(); left = opening.any()) {
            left.get().abort();
        }
        network.detach(this);
        closed = true;
        for (var left = mailbox.poll(); left != null; left = mailbox.poll()) {
            switch (left) {
                case Delivery.Connect(var from, _) ->
                        from.transport().post(new Delivery.Refused(from));
                case Delivery.Accepted(_, var peer) ->
                        peer.transport().post(new Delivery.Reset(peer));
                case Delivery.ToEnd _, Delivery.Datagram _, Delivery.Healed _ -> {}
            }
        }
    }
}
