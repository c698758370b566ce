package org.rserpool.sim;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.rserpool.core.Event;
import org.rserpool.core.Event.LinkDown.Reason;
import org.rserpool.core.Link;
import org.rserpool.wire.Bytes;
import org.rserpool.wire.TransportAddress;
import org.rserpool.wire.TransportProtocol;
import org.rserpool.wire.TransportUse;
import org.rserpool.wire.message.Message;
import org.rserpool.wire.message.Protocol;

/**
 * What kernels do for connections: they set them up, keep the order, repeat what was lost, and give
 * up after a while. A kernel goes on where its process is frozen, and says farewell for one that
 * was killed; only a host without power says nothing.
 */
final class Transport {

    private static final int FIRST_EPHEMERAL_PORT = 32_768;
    private static final int EPHEMERAL_PORTS = 28_000;

    /** After what time a connection request that was not answered is repeated, doubling. */
    private static final Duration REPEAT = Duration.ofSeconds(1);

    /** How long SCTP at most takes to ask a host that is back. */
    private static final Duration HEARTBEAT = Duration.ofSeconds(2);

    private final World world;
    private final NetworkConfig config;
    private final Paths paths;
    private final Chance chance;
    private final Set<Connection> connections = new LinkedHashSet<>();
    private int underWay;
    private int ports;

    Transport(World world, NetworkConfig config, Paths paths) {
        this.world = world;
        this.config = config;
        this.paths = paths;
        this.chance = world.chance().of("transport");
    }

    int underWay() {
        return underWay;
    }

    /** Returns the connections that both hosts know. */
    List<Connection> connections() {
        return connections.stream()
                .filter(c -> c.opener.isOpen() && c.acceptor().isOpen())
                .toList();
    }

    // What processes want.

    void open(Incarnation process, Link link, Protocol protocol, TransportAddress remote) {
        var host = process.node;
        var target = world.at(remote);
        var connection = new Connection(protocol, remote.protocol(), host, target.orElse(host));
        var side = connection.opener;
        side.owner = Optional.of(process);
        side.link = link;
        side.isOpening = true;
        side.local = localAddress(host, protocol, remote.protocol());
        side.remote = remote;
        connection.acceptor().local = remote;
        connection.acceptor().remote = side.local;
        process.open(side);
        connections.add(connection);
        long end = world.nanos() + config.connectTimeout().toNanos();
        if (target.isEmpty()) {
            plan(end, () -> fail(side, Reason.UNREACHABLE)); // no such host
        } else if (isAssociated(side, process)) {
            plan(world.nanos(), () -> fail(side, Reason.UNREACHABLE));
        } else {
            knock(side, end, REPEAT);
        }
    }

    /** Two SCTP end points have one association at the most, whoever opened it. */
    private static boolean isAssociated(Side side, Incarnation process) {
        return side.remote.protocol() == TransportProtocol.SCTP
                && process.sides().stream()
                        .anyMatch(other ->
                                other != side
                                        && other.remote.equals(side.remote)
                                        && other.local.port() == side.local.port());
    }

    private TransportAddress localAddress(
            Node host, Protocol protocol, TransportProtocol transport) {
        int ephemeral = FIRST_EPHEMERAL_PORT + ports++ % EPHEMERAL_PORTS;
        if (transport == TransportProtocol.SCTP) {
            int port = host.boundPort(protocol).orElse(ephemeral);
            return new TransportAddress.Sctp(port, TransportUse.DATA_ONLY, host.addresses());
        }
        return new TransportAddress.Tcp(ephemeral, host.addresses().getFirst());
    }

    /** Tries to set up a connection, and again after a while if nobody answers. */
    private void knock(Side side, long end, Duration patience) {
        var from = side.node;
        var to = side.other().node;
        var connection = side.connection;
        plan(
                world.nanos() + paths.transit(from, to),
                () -> {
                    if (side.state != Side.State.OPENING || side.connection != connection) {
                        return;
                    }
                    if (!paths.isWhole(from, to) || isFull(to)) {
                        knockAgain(side, end, patience);
                    } else if (!to.listens(side.protocol(), side.remote)) {
                        refuse(side.other());
                    } else {
                        welcome(side, to.incarnation().orElseThrow());
                    }
                });
    }

    private void knockAgain(Side side, long end, Duration patience) {
        long next = world.nanos() + patience.toNanos();
        if (next >= end) {
            plan(end, () -> giveUp(side));
        } else {
            plan(next, () -> knock(side, end, patience.multipliedBy(2)));
        }
    }

    private void giveUp(Side side) {
        if (side.state == Side.State.OPENING) {
            fail(side, Reason.UNREACHABLE);
        }
    }

    private boolean isFull(Node host) {
        return host.incarnation().filter(run -> run.backlog() >= config.maxBacklog()).isPresent();
    }

    /** The other host's kernel answers; the connection is up at the opener when that arrives. */
    private void welcome(Side opener, Incarnation process) {
        crossing(opener, process).ifPresent(opener.connection::join);
        var acceptor = opener.other();
        acceptor.owner = Optional.of(process);
        process.own(acceptor);
        plan(
                world.nanos() + paths.transit(acceptor.node, opener.node),
                () -> {
                    boolean wanted = opener.state == Side.State.OPENING;
                    boolean arrives =
                            process.isCurrent() && paths.reaches(acceptor.node, opener.node);
                    if (wanted && arrives) {
                        establish(opener);
                    } else {
                        fail(acceptor, Reason.UNREACHABLE);
                        fail(opener, Reason.UNREACHABLE);
                    }
                });
    }

    /** Finds the other host's own attempt to set up the same association. */
    private static Optional<Side> crossing(Side opener, Incarnation process) {
        return opener.remote.protocol() != TransportProtocol.SCTP
                ? Optional.empty()
                : process.sides().stream()
                        .filter(side -> side.state == Side.State.OPENING && !side.isAccepting())
                        .filter(side ->
                                side.other().node == opener.node
                                        && side.remote.port() == opener.local.port()
                                        && side.local.port() == opener.remote.port())
                        .findFirst();
    }

    private void establish(Side opener) {
        opener.state = Side.State.OPEN;
        opener.other().state = Side.State.OPEN;
        // The acceptor's process has to learn of the link before anything comes over it.
        dispatch(opener, new Side.Item.Established());
        var up = new Event.LinkUp(opener.link, opener.protocol(), opener.local, opener.remote);
        opener.owner.ifPresent(run -> run.occur(up));
    }

    void send(Side side, Message message) {
        var octets = garbled(side.node, side.node.wire.encode(message));
        if (!side.isOpen()) {
            return;
        }
        var other = side.other();
        world.tell(o -> o.onSent(side.node, other.node, message));
        side.unread += octets.size();
        if (side.unread > config.maxUnread()) {
            reset(side);
            fail(side, Reason.OVERFLOW);
            return;
        }
        if (!paths.isWhole(side.node, other.node)) {
            watch(side);
        }
        dispatch(side, new Side.Item.Sent(message, octets, world.nanos()));
    }

    private Bytes garbled(Node node, Bytes octets) {
        if (node.garbled == 0 || !chance.percent(node.garbled)) {
            return octets;
        }
        var array = octets.toArray();
        for (int i = chance.between(1, 4); i > 0; i--) {
            array[chance.between(0, array.length - 1)] ^= (byte) (1 << chance.between(0, 7));
        }
        return Bytes.of(array);
    }

    /** What was sent is delivered, then the connection ends. */
    void close(Side side) {
        if (side.isOpen()) {
            side.state = Side.State.CLOSING;
            dispatch(side, new Side.Item.End());
        } else {
            forget(side);
        }
    }

    /** The connection ends at once. */
    void abort(Side side) {
        if (side.state != Side.State.GONE) {
            reset(side);
            forget(side);
        }
    }

    // What kernels do by themselves.

    /** A process was killed: its kernel ends its connections in one way or the other. */
    void onKilled(Incarnation process) {
        for (Side side : process.sides()) {
            if (side.isOpen() && chance.percent(50)) {
                close(side);
            } else if (side.state != Side.State.CLOSING) {
                abort(side);
            }
        }
    }

    /** A host lost its power, and knows nothing any more. */
    void onPoweredOff(Incarnation process) {
        for (Side side : process.sides()) {
            forget(side);
            if (side.connection.hasHeartbeats()) {
                watch(side.other());
            }
        }
    }

    /** A path is not what it was. */
    void onCut() {
        for (Connection connection : List.copyOf(connections)) {
            boolean notices =
                    connection.hasHeartbeats()
                            && !paths.isWhole(connection.opener.node, connection.acceptor().node);
            if (notices) {
                watch(connection.opener);
                watch(connection.acceptor());
            }
        }
    }

    /** Paths or hosts that were not there are back. */
    void onHealed() {
        for (Connection connection : List.copyOf(connections)) {
            resumeLater(connection.opener);
            resumeLater(connection.acceptor());
            if (paths.isWhole(connection.opener.node, connection.acceptor().node)) {
                connection.opener.stuckSince = Side.NEVER;
                connection.acceptor().stuckSince = Side.NEVER;
                beat(connection.opener);
                beat(connection.acceptor());
            }
        }
    }

    /** Ends a connection at one side without the other side knowing, or at both. */
    void sever(Connection connection, boolean both) {
        var first = chance.percent(50) ? connection.opener : connection.acceptor();
        fail(first, Reason.LOST);
        if (both) {
            fail(first.other(), Reason.LOST);
        }
    }

    private void plan(long time, Runnable task) {
        underWay++;
        world.at(
                time,
                () -> {
                    underWay--;
                    task.run();
                });
    }

    private void dispatch(Side from, Side.Item item) {
        if (!from.waiting.isEmpty()) {
            from.waiting.add(item);
            return;
        }
        long arrival = world.nanos() + paths.transit(from.node, from.other().node) + repetition();
        from.lastArrival = Math.max(arrival, from.lastArrival);
        plan(from.lastArrival, () -> arrive(from, item));
    }

    /** Returns how many nanoseconds it takes to repeat a message, if it was lost. */
    private long repetition() {
        return config.loss() > 0 && chance.percent(config.loss())
                ? chance.upTo(config.repeat().toNanos())
                : 0;
    }

    private void arrive(Side from, Side.Item item) {
        var to = from.other();
        if (!from.waiting.isEmpty() || !paths.reaches(from.node, to.node)) {
            if (from.state != Side.State.GONE) {
                from.waiting.add(item);
                watch(from);
            }
            return;
        }
        switch (to.state) {
            case OPENING, OPEN -> deliver(from, to, item);
            case CLOSING -> {
                if (item instanceof Side.Item.End) {
                    forget(from); // both have closed it
                }
            }
            case GONE -> refuse(to);
        }
    }

    private void deliver(Side from, Side to, Side.Item item) {
        var process = to.owner.orElseThrow();
        switch (item) {
            case Side.Item.Established() -> {
                if (to.isOpening) {
                    process.occur(new Event.LinkUp(to.link, to.protocol(), to.local, to.remote));
                } else {
                    process.accept(to);
                }
            }
            case Side.Item.Sent(var message, var octets, var sentAt) ->
                    process.receive(to, message, octets, sentAt);
            case Side.Item.End() -> {
                forget(from);
                fail(to, Reason.CLOSED);
            }
        }
    }

    /** Tells somebody that here nobody knows of the connection. */
    private void refuse(Side unknown) {
        var sender = unknown.other();
        plan(
                world.nanos() + paths.transit(unknown.node, sender.node),
                () -> {
                    if (paths.reaches(unknown.node, sender.node)) {
                        fail(
                                sender,
                                sender.state == Side.State.OPENING
                                        ? Reason.UNREACHABLE
                                        : Reason.LOST);
                    }
                });
    }

    /** Says that a connection is over; if that gets lost, the other side does not know. */
    private void reset(Side side) {
        if (side.isOpen() || side.state == Side.State.CLOSING) {
            refuse(side);
        }
    }

    /** A connection is over for one side. */
    private void fail(Side side, Reason reason) {
        if (side.state == Side.State.GONE) {
            return;
        }
        forget(side);
        side.owner.ifPresent(run -> run.occur(new Event.LinkDown(side.link, reason)));
    }

    private void forget(Side side) {
        side.state = Side.State.GONE;
        side.waiting.clear();
        side.owner.ifPresent(run -> run.disown(side));
        if (side.connection.isForgotten()) {
            connections.remove(side.connection);
        }
    }

    /** Begins to count the time without acknowledgement. */
    private void watch(Side side) {
        boolean counts = side.stuckSince != Side.NEVER || side.state == Side.State.OPENING;
        if (counts || side.state == Side.State.GONE) {
            return;
        }
        long since = world.nanos();
        side.stuckSince = since;
        world.at(
                since + config.transportTimeout().toNanos(),
                () -> {
                    if (side.stuckSince == since) {
                        fail(side, Reason.LOST);
                    }
                });
    }

    private void resumeLater(Side side) {
        if (!side.waiting.isEmpty()) {
            long later = chance.upTo(config.maxRetransmission().toNanos());
            plan(world.nanos() + later, () -> resume(side));
        }
    }

    private void resume(Side side) {
        if (paths.reaches(side.node, side.other().node)) {
            var items = new ArrayList<>(side.waiting);
            side.waiting.clear();
            items.forEach(item -> dispatch(side, item));
        }
    }

    /** Where the transport asks by itself, it learns that the other host knows nothing. */
    private void beat(Side side) {
        if (side.connection.hasHeartbeats()
                && side.isOpen()
                && side.other().state == Side.State.GONE) {
            world.at(
                    world.nanos() + chance.upTo(HEARTBEAT.toNanos()),
                    () -> {
                        if (paths.isWhole(side.node, side.other().node)) {
                            fail(side, Reason.LOST);
                        }
                    });
        }
    }
}
