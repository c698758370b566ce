package org.rserpool.sim;

import java.time.Duration;
import org.rserpool.core.Action;
import org.rserpool.core.Link;
import org.rserpool.wire.Bytes;
import org.rserpool.wire.TransportAddress;
import org.rserpool.wire.message.Message;
import org.rserpool.wire.message.Protocol;

/**
 * The network of a world: connections, which keep the order and repeat what was lost, and
 * multicast, which does neither.
 *
 * <p>Every message is encoded by its sender and decoded by its receiver, each in its dialect.
 */
public final class SimNetwork {

    /** The kernel keeps as many datagrams for a process that does not read. */
    private static final int MAX_DATAGRAMS = 32;

    private final World world;
    private final NetworkConfig config;
    private final Chance chance;
    private final Paths paths;
    private final Transport transport;
    private boolean multicast = true;
    private int datagrams;

    SimNetwork(World world, NetworkConfig config) {
        this.world = world;
        this.config = config;
        this.chance = world.chance().of("multicast");
        this.paths = new Paths(config, world.chance().of("paths"));
        this.transport = new Transport(world, config, paths);
    }

    /** Returns how the network behaves while nothing is broken. */
    public NetworkConfig config() {
        return config;
    }

    /** Returns how much is on its way: messages, datagrams, attempts to connect. */
    public int underWay() {
        return transport.underWay() + datagrams;
    }

    /** Returns whether what one host sends arrives at another. */
    public boolean reaches(Node from, Node to) {
        return paths.reaches(from, to);
    }

    /** Returns whether two hosts reach each other. */
    public boolean isWhole(Node a, Node b) {
        return paths.isWhole(a, b);
    }

    /** Returns whether what one host sends to another takes longer than it should. */
    public boolean lags(Node from, Node to) {
        return paths.lags(from, to);
    }

    /** Returns whether multicast works. */
    public boolean hasMulticast() {
        return multicast;
    }

    Duration latency(Node from, Node to) {
        return Duration.ofNanos(paths.transit(from, to));
    }

    Paths paths() {
        return paths;
    }

    Transport transport() {
        return transport;
    }

    void multicast(boolean works) {
        multicast = works;
    }

    void open(Incarnation process, Link link, Protocol protocol, TransportAddress remote) {
        transport.open(process, link, protocol, remote);
    }

    void send(Side side, Message message) {
        transport.send(side, message);
    }

    void close(Side side, Action.Close.Manner manner) {
        switch (manner) {
            case GRACEFUL -> transport.close(side);
            case ABORT -> transport.abort(side);
        }
    }

    void announce(Node from, Message message) {
        var octets = from.wire.encode(message);
        var origin =
                new TransportAddress.Udp(
                        from.port(message.protocol()), from.addresses().getFirst());
        for (Node to : world.nodes()) {
            int copies = to.hears(message.protocol()) && multicast ? copies() : 0;
            for (int i = 0; i < copies; i++) {
                datagram(from, origin, to, message, octets);
            }
        }
    }

    private int copies() {
        if (chance.percent(config.multicastLoss())) {
            return 0;
        }
        return chance.percent(config.multicastDuplication()) ? 2 : 1;
    }

    private void datagram(
            Node from, TransportAddress origin, Node to, Message message, Bytes octets) {
        long sentAt = world.nanos();
        datagrams++;
        world.at(
                sentAt + paths.transit(from, to),
                () -> {
                    datagrams--;
                    if (paths.reaches(from, to)) {
                        to.incarnation()
                                .filter(run -> run.unreadDatagrams() < MAX_DATAGRAMS)
                                .ifPresent(
                                        run -> run.overhear(from, origin, message, octets, sentAt));
                    }
                });
    }
}
