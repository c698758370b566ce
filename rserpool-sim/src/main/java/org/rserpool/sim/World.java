package org.rserpool.sim;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.rserpool.core.Event;
import org.rserpool.wire.IpAddress;
import org.rserpool.wire.TransportAddress;
import org.rserpool.wire.message.Message;

/**
 * Hosts with the real machines of the core, a network between them, and a virtual time in which all
 * of it happens, the same each time for the same seed.
 *
 * <p>Time is counted from the beginning of the world; every process has a clock of its own with
 * another origin. Not to be shared between threads.
 */
public final class World {

    /** So much in a single moment cannot be: something goes round in circles. */
    private static final int MAX_TASKS_AT_ONCE = 5_000_000;

    private final long seed;
    private final Chance chance;
    private final Schedule schedule = new Schedule();
    private final SimNetwork network;
    private final List<Node> nodes = new ArrayList<>();
    private final Map<String, Node> byName = new LinkedHashMap<>();
    private final Map<IpAddress, Node> byAddress = new HashMap<>(); // never iterated
    private final List<Observer> observers = new ArrayList<>();
    private long now;
    private int tasksAtOnce;
    private boolean halted;

    /** Makes a world without nodes. */
    public World(long seed, NetworkConfig network) {
        this.seed = seed;
        this.chance = new Chance(seed);
        this.network = new SimNetwork(this, network);
    }

    /** Returns the seed. */
    public long seed() {
        return seed;
    }

    /** Returns the chance of this world; use a stream of it for each purpose. */
    public Chance chance() {
        return chance;
    }

    /** Returns the time since the beginning. */
    public Duration now() {
        return Duration.ofNanos(now);
    }

    long nanos() {
        return now;
    }

    /** Returns the network. */
    public SimNetwork network() {
        return network;
    }

    /** Returns all nodes in the order in which they were added. */
    public List<Node> nodes() {
        return Collections.unmodifiableList(nodes);
    }

    /** Returns the node with this name. */
    public Optional<Node> node(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** Returns the node with this address. */
    public Optional<Node> at(TransportAddress address) {
        for (IpAddress known : address.addresses()) {
            var node = Optional.ofNullable(byAddress.get(known));
            if (node.isPresent()) {
                return node;
            }
        }
        return Optional.empty();
    }

    /**
     * Adds a host; its process is not started.
     *
     * @throws IllegalArgumentException if there is a node with the name
     */
    public Node add(NodeSpec spec) {
        var node = new Node(this, nodes.size(), spec);
        if (byName.putIfAbsent(spec.name(), node) != null) {
            throw new IllegalArgumentException("there is a node %s already".formatted(spec.name()));
        }
        nodes.add(node);
        spec.addresses().forEach(address -> byAddress.putIfAbsent(address, node));
        return node;
    }

    /** Lets somebody see everything from now on. */
    public void observe(Observer observer) {
        observers.add(observer);
    }

    void tell(Consumer<Observer> what) {
        for (Observer observer : observers) {
            what.accept(observer);
        }
    }

    /** Tells the observers something that no event says. */
    public void remark(String remark) {
        tell(o -> o.onRemark(remark));
    }

    // Time.

    /** Does something at a time; at once in this moment if the time is past. */
    public void at(Duration time, Runnable task) {
        at(time.toNanos(), task);
    }

    /** Does something after a while. */
    public void after(Duration delay, Runnable task) {
        at(now + delay.toNanos(), task);
    }

    void at(long nanos, Runnable task) {
        schedule.add(Math.max(nanos, now), task);
    }

    /** Lets time pass until {@code end}, unless the world is halted before. */
    public void runUntil(Duration end) {
        long limit = end.toNanos();
        while (!halted && schedule.next() <= limit) {
            step();
        }
        if (!halted) {
            now = Math.max(now, limit);
        }
    }

    /** Lets so much time pass. */
    public void runFor(Duration time) {
        runUntil(now().plus(time));
    }

    /**
     * Lets time pass until nothing is on its way, no message and no attempt to connect.
     *
     * @param most how long at the most
     * @return whether it has become quiet
     */
    public boolean settle(Duration most) {
        long limit = now + most.toNanos();
        while (!halted && !isQuiet() && schedule.next() <= limit) {
            step();
        }
        return isQuiet();
    }

    private boolean isQuiet() {
        return network.underWay() == 0
                && nodes.stream().noneMatch(node -> node.isRunning() && node.waiting() > 0);
    }

    private void step() {
        long next = schedule.next();
        tasksAtOnce = next == now ? tasksAtOnce + 1 : 0;
        if (tasksAtOnce > MAX_TASKS_AT_ONCE) {
            throw new IllegalStateException("time stands still at " + now());
        }
        now = next;
        schedule.take().run();
    }

    /** Stops time for good, as after a failure. */
    public void halt() {
        halted = true;
    }

    /** Returns whether time was stopped. */
    public boolean isHalted() {
        return halted;
    }

    // What may happen to processes and hosts.

    /** Starts the process of a node. */
    public void start(Node node) {
        node.start();
    }

    /** Kills a process; its kernel ends its connections. */
    public void crash(Node node) {
        node.incarnation()
                .ifPresent(run -> {
                    node.stop();
                    network.transport().onKilled(run);
                    tell(o -> o.onChange(node, Observer.Change.CRASHED));
                });
    }

    /** Starts the process of a node again, with a new machine; gives power before if need be. */
    public void restart(Node node) {
        if (!node.isPowered()) {
            powerOn(node);
        }
        if (node.state() == Node.State.DOWN) {
            node.start();
        }
    }

    /** Takes the power from a host: it says no farewell. */
    public void powerOff(Node node) {
        if (!node.isPowered()) {
            return;
        }
        var run = node.incarnation();
        node.stop();
        node.power(false);
        run.ifPresent(network.transport()::onPoweredOff);
        network.transport().onCut();
        tell(o -> o.onChange(node, Observer.Change.POWERED_OFF));
    }

    /** Gives power to a host; its process is not started. */
    public void powerOn(Node node) {
        if (!node.isPowered()) {
            node.power(true);
            tell(o -> o.onChange(node, Observer.Change.POWERED_ON));
            network.transport().onHealed();
        }
    }

    /** Stops a process without ending it; its kernel goes on. */
    public void freeze(Node node) {
        if (node.isRunning()) {
            node.freeze(true);
            tell(o -> o.onChange(node, Observer.Change.FROZEN));
        }
    }

    /** Lets a frozen process go on. */
    public void thaw(Node node) {
        if (node.state() == Node.State.FROZEN) {
            tell(o -> o.onChange(node, Observer.Change.THAWED));
            node.freeze(false);
        }
    }

    /**
     * Makes a process slow.
     *
     * @param cost how long it takes for each event; zero: as fast as it should be
     */
    public void slow(Node node, Duration cost) {
        node.cost = cost.toNanos();
        tell(o ->
                o.onChange(node, cost.isZero() ? Observer.Change.HURRIED : Observer.Change.SLOWED));
    }

    /** Lets so many of a hundred messages of a process have flipped bits. */
    public void garble(Node node, int percent) {
        node.garbled = percent;
    }

    void stopped(Node node, Event event, RuntimeException thrown) {
        tell(o -> o.onThrown(node, event, thrown));
        crash(node);
    }

    /**
     * Has a process open a connection to another one and send a message over it, which its machine
     * would not do by itself.
     *
     * @throws IllegalArgumentException if the one does not run, or the other accepts no connections
     */
    public void visit(Node from, Node to, Message message) {
        var process =
                from.incarnation()
                        .orElseThrow(() -> new IllegalArgumentException(from + " does not run"));
        var address =
                to.spec.listeners().stream()
                        .filter(l -> l.protocol() == message.protocol())
                        .map(NodeSpec.Listener::address)
                        .findFirst()
                        .orElseThrow(
                                () -> new IllegalArgumentException(to + " accepts no connections"));
        process.visit(address, message);
    }

    // What may happen to the network.

    /** Nothing passes any more between the pairs of hosts of {@code cut}. */
    public void partition(Cut cut) {
        network.paths().cut(cut);
        network.transport().onCut();
    }

    /** Separates some hosts from all others. */
    public Cut isolate(Collection<Node> some) {
        var others = new ArrayList<>(nodes);
        others.removeAll(some);
        var cut = Cut.between(some, others);
        partition(cut);
        return cut;
    }

    /** Takes back one partition. */
    public void heal(Cut cut) {
        network.paths().heal(cut);
        network.transport().onHealed();
    }

    /** Takes back all partitions. */
    public void heal() {
        network.paths().healAll();
        network.transport().onHealed();
    }

    /** Makes the way from one host to another longer; zero: as it should be. */
    public void lag(Node from, Node to, Duration lag) {
        network.paths().lag(from, to, lag);
    }

    /** Lets all multicast datagrams be lost, or not. */
    public void multicast(boolean works) {
        network.multicast(works);
        remark(works ? "multicast works again" : "multicast is lost");
    }

    /**
     * Breaks a connection, of those that are up.
     *
     * @param which counted from 0, modulo their number
     * @param both whether both sides learn of it, or only one
     */
    public void breakConnection(int which, boolean both) {
        var all = network.transport().connections();
        if (!all.isEmpty()) {
            sever(all.get(Math.floorMod(which, all.size())), both);
        }
    }

    /** Breaks all connections between two nodes; both sides learn of it. */
    public void breakConnections(Node a, Node b) {
        network.transport().connections().stream()
                .filter(connection -> connection.joins(a, b))
                .forEach(connection -> sever(connection, true));
    }

    private void sever(Connection connection, boolean both) {
        tell(o -> o.onChange(connection.opener.node, Observer.Change.DISCONNECTED));
        tell(o -> o.onChange(connection.acceptor().node, Observer.Change.DISCONNECTED));
        network.transport().sever(connection, both);
    }

    void delivered(Node from, Node to, Message message, long sentAt) {
        var transit = Duration.ofNanos(now - sentAt);
        tell(o -> o.onDelivered(from, to, message, transit));
    }
}
