package org.rserpool.sim;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.rserpool.core.Link;
import org.rserpool.core.Request;
import org.rserpool.core.Ticket;
import org.rserpool.core.handlespace.Handlespace;
import org.rserpool.wire.IpAddress;
import org.rserpool.wire.TransportAddress;
import org.rserpool.wire.TransportProtocol;
import org.rserpool.wire.codec.Wire;
import org.rserpool.wire.message.Protocol;

/**
 * A host with one process, which runs a machine and an application on top of it. What happens to it
 * is the business of {@link World}.
 */
public final class Node {

    /** What can be said of a process. */
    public enum State {
        /** It runs. */
        RUNNING,
        /** It is stopped, as by SIGSTOP: its kernel accepts connections and messages. */
        FROZEN,
        /** There is no process, or no power. */
        DOWN
    }

    final World world;
    final int index;
    final NodeSpec spec;
    final Wire wire;

    /** How many of a hundred messages have flipped bits when they leave. */
    int garbled;

    /** How long the process needs for each event. */
    long cost;

    private State state = State.DOWN;
    private boolean powered = true;
    private long since;
    private int starts;
    private Optional<Incarnation> incarnation = Optional.empty();
    private Application application = Application.NONE;

    Node(World world, int index, NodeSpec spec) {
        this.world = world;
        this.index = index;
        this.spec = spec;
        this.wire = new Wire(spec.dialect());
    }

    /** Returns the name. */
    public String name() {
        return spec.name();
    }

    /** Returns what it is. */
    public Role role() {
        return spec.role();
    }

    /** Returns the addresses of the host. */
    public List<IpAddress> addresses() {
        return spec.addresses();
    }

    /** Returns how the process is. */
    public State state() {
        return state;
    }

    /** Returns whether the process runs. */
    public boolean isRunning() {
        return state == State.RUNNING;
    }

    /** Returns whether the host has power. */
    public boolean isPowered() {
        return powered;
    }

    /** Returns whether the process is slower than it should be. */
    public boolean isSlow() {
        return cost > 0;
    }

    /** Returns since when the process is as it is. */
    public Duration since() {
        return Duration.ofNanos(since);
    }

    /** Returns how many processes were started so far. */
    public int starts() {
        return starts;
    }

    /** Returns the handlespace of a registrar that is running or frozen. */
    public Optional<Handlespace> handlespace() {
        return incarnation.flatMap(run -> run.program.handlespace());
    }

    /** Returns how many links the machine has: those that are up and those being opened. */
    public int links() {
        return incarnation.map(Incarnation::links).orElse(0);
    }

    /** Returns how many links the machine knows to be up. */
    public int linksUp() {
        return incarnation.map(Incarnation::linksUp).orElse(0);
    }

    /** Returns how many of the links are of the machine's own opening. */
    public int openedLinks() {
        return incarnation.map(Incarnation::openedLinks).orElse(0);
    }

    /** Returns who is at the other end of a link that the machine knows to be up. */
    public Optional<Node> across(Link link) {
        return incarnation.flatMap(run -> run.across(link));
    }

    /** Returns how many links the machine has opened for a protocol. */
    public int openedLinks(Protocol protocol) {
        return incarnation.map(run -> run.openedLinks(protocol)).orElse(0);
    }

    /** Returns how much waits for the process to look at it. */
    public int waiting() {
        return incarnation.map(Incarnation::waiting).orElse(0);
    }

    /** Installs an application; it is told when a process is started. */
    public void install(Application newApplication) {
        application = newApplication;
    }

    Application application() {
        return application;
    }

    /**
     * Asks the machine for something, on behalf of the application.
     *
     * @return the ticket under which it will be answered
     * @throws IllegalStateException if there is no process
     */
    public Ticket ask(Request request) {
        return incarnation
                .map(run -> run.ask(request))
                .orElseThrow(() -> new IllegalStateException(this + " has no process to be asked"));
    }

    /**
     * Runs a part of the application later, when the process runs: after the delay, or when it goes
     * on after a freeze. Never if the process ends before.
     *
     * @throws IllegalStateException if there is no process
     */
    public void later(Duration delay, Runnable task) {
        incarnation
                .orElseThrow(() -> new IllegalStateException(this + " has no process"))
                .later(delay, task);
    }

    Optional<Incarnation> incarnation() {
        return incarnation;
    }

    void start() {
        if (state != State.DOWN || !powered) {
            throw new IllegalStateException(
                    "%s cannot be started: it is %s, its power is %s"
                            .formatted(this, state, powered ? "on" : "off"));
        }
        starts++;
        become(State.RUNNING);
        var run = new Incarnation(this, starts);
        incarnation = Optional.of(run);
        run.start();
    }

    /** Ends the process. */
    void stop() {
        incarnation = Optional.empty();
        become(State.DOWN);
    }

    void power(boolean on) {
        powered = on;
    }

    void freeze(boolean frozen) {
        become(frozen ? State.FROZEN : State.RUNNING);
        if (!frozen) {
            incarnation.ifPresent(Incarnation::thaw);
        }
    }

    private void become(State newState) {
        state = newState;
        since = world.nanos();
    }

    /**
     * Returns the port from which associations are opened, where that is the one that accepts them:
     * everywhere but at the port to which thousands connect, which has sockets of another kind.
     */
    OptionalInt boundPort(Protocol protocol) {
        if (role() == Role.REGISTRAR && protocol == Protocol.ASAP) {
            return OptionalInt.empty();
        }
        return spec.listeners().stream()
                .filter(l -> l.protocol() == protocol)
                .filter(l -> l.address().protocol() == TransportProtocol.SCTP)
                .mapToInt(l -> l.address().port())
                .findFirst();
    }

    /** Returns whether the process accepts connections at an address of this host. */
    boolean listens(Protocol protocol, TransportAddress address) {
        return incarnation.isPresent()
                && spec.listeners().stream()
                        .filter(l -> l.protocol() == protocol)
                        .map(NodeSpec.Listener::address)
                        .anyMatch(own ->
                                own.protocol() == address.protocol()
                                        && own.port() == address.port());
    }

    /** Returns whether its process accepts connections for a protocol. */
    public boolean accepts(Protocol protocol) {
        return spec.listeners().stream().anyMatch(l -> l.protocol() == protocol);
    }

    /** Returns the port of its first listener for a protocol. */
    int port(Protocol protocol) {
        return spec.listeners().stream()
                .filter(l -> l.protocol() == protocol)
                .mapToInt(l -> l.address().port())
                .findFirst()
                .orElse(0);
    }

    /** Returns whether there is a process that takes part in the multicast group of a protocol. */
    boolean hears(Protocol protocol) {
        return spec.hears().contains(protocol) && incarnation.isPresent();
    }

    /** Returns role and name, as {@code PE a}. */
    @Override
    public String toString() {
        return role() + " " + name();
    }
}
