package org.rserpool.sim;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.rserpool.core.Action;
import org.rserpool.core.Event;
import org.rserpool.core.Link;
import org.rserpool.core.Request;
import org.rserpool.core.Ticket;
import org.rserpool.wire.Bytes;
import org.rserpool.wire.TransportAddress;
import org.rserpool.wire.codec.Decoded;
import org.rserpool.wire.message.Message;
import org.rserpool.wire.message.Protocol;

/**
 * One process of a node, from its start to its end: the event loop around a machine.
 *
 * <p>It keeps the contract of {@link org.rserpool.core.Machine}, no better than it must: it wakes
 * up late, sometimes for nothing, and has a time line of its own.
 */
final class Incarnation {

    private static final long NEVER = Long.MAX_VALUE;

    /** As many expired deadlines at one moment cannot be real: the machine does not move on. */
    private static final int MAX_TURNS = 200_000;

    private static final long NANOS = 1_000_000_000L;

    /** No machine opens so many links that it comes to this odd number. */
    private static final long FIRST_ERRAND = 1_000_000_001L;

    final Node node;
    final Software.Program program;

    /** The links that the machine knows, being opened or up. */
    private final Map<Link, Side> links = new LinkedHashMap<>();

    /** All that the kernel has for this process, known to the machine or not. */
    private final Set<Side> sides = new LinkedHashSet<>();

    private final World world;
    private final Chance chance;
    private final long clock;
    private final ArrayDeque<Inbound> inbox = new ArrayDeque<>();
    private final Map<Link, Message> errands = new HashMap<>(); // never iterated
    private long nextAccepted = 2;
    private long nextErrand = FIRST_ERRAND;
    private long nextTicket = 1;
    private long wakeAt = NEVER;
    private long armedFor = NEVER;
    private long busyUntil;
    private boolean pumping;
    private int turns;
    private long turnsAt;

    Incarnation(Node node, int number) {
        this.node = node;
        this.world = node.world;
        this.chance = world.chance().of("process " + node.name(), number);
        this.program = node.spec.software().start(chance.of("machine").generator());
        // Any origin will do for a monotonic clock.
        this.clock = world.network().config().whims() ? chance.between(-1_000_000, 1_000_000) : 0;
    }

    /** What waits for the process. */
    private sealed interface Inbound {
        record Occurrence(Event event) implements Inbound {}

        record Accepted(Side side) implements Inbound {}

        record Octets(Side to, Message message, Bytes octets, long sentAt) implements Inbound {}

        record Datagram(
                Node from, TransportAddress origin, Message message, Bytes octets, long sentAt)
                implements Inbound {}

        record Task(Runnable task) implements Inbound {}
    }

    void start() {
        world.tell(o -> o.onChange(node, Observer.Change.STARTED));
        inbox.add(new Inbound.Occurrence(new Event.Started()));
        inbox.add(new Inbound.Task(node.application()::onStarted));
        pump();
    }

    boolean isCurrent() {
        return node.incarnation().filter(run -> run == this).isPresent();
    }

    int links() {
        return links.size();
    }

    int linksUp() {
        return (int) links.values().stream().filter(side -> side.isKnownUp).count();
    }

    int openedLinks() {
        return (int) links.keySet().stream().filter(link -> (link.number() & 1) == 1).count();
    }

    int openedLinks(Protocol protocol) {
        return (int)
                links.values().stream()
                        .filter(side -> side.isOpening && side.protocol() == protocol)
                        .count();
    }

    Optional<Node> across(Link link) {
        return Optional.ofNullable(links.get(link))
                .filter(side -> side.isKnownUp && side.isOpen())
                .map(side -> side.other().node);
    }

    int waiting() {
        return inbox.size();
    }

    /** Returns how many connections wait for the process to accept them. */
    int backlog() {
        return (int) sides.stream().filter(side -> side.isAccepting() && !side.isKnownUp).count();
    }

    /** Returns how many datagrams wait for the process to read them. */
    int unreadDatagrams() {
        return (int) inbox.stream().filter(i -> i instanceof Inbound.Datagram).count();
    }

    Ticket ask(Request request) {
        var ticket = new Ticket(nextTicket++);
        occur(new Event.Asked(ticket, request));
        return ticket;
    }

    void later(Duration delay, Runnable task) {
        world.after(
                delay,
                () -> {
                    if (isCurrent()) {
                        take(new Inbound.Task(task));
                    }
                });
    }

    /** Tells of a link, or a request. */
    void occur(Event event) {
        take(new Inbound.Occurrence(event));
    }

    /** The machine opens a connection. */
    void open(Side side) {
        if (links.putIfAbsent(side.link, side) != null) {
            throw new IllegalStateException(side.link + " is in use already");
        }
        own(side);
    }

    void own(Side side) {
        sides.add(side);
    }

    void disown(Side side) {
        sides.remove(side);
    }

    /** Returns what the kernel has for the process. */
    List<Side> sides() {
        return List.copyOf(sides);
    }

    /** The kernel has accepted a connection. */
    void accept(Side side) {
        side.link = new Link(nextAccepted);
        nextAccepted += 2;
        take(new Inbound.Accepted(side));
    }

    /** Opens a connection of which the machine learns like of others, and sends a message. */
    void visit(TransportAddress address, Message message) {
        var link = new Link(nextErrand);
        nextErrand += 2;
        errands.put(link, message);
        world.network().open(this, link, message.protocol(), address);
    }

    void receive(Side to, Message message, Bytes octets, long sentAt) {
        take(new Inbound.Octets(to, message, octets, sentAt));
    }

    void overhear(Node from, TransportAddress origin, Message message, Bytes octets, long sentAt) {
        take(new Inbound.Datagram(from, origin, message, octets, sentAt));
    }

    void thaw() {
        pump();
    }

    private void take(Inbound inbound) {
        if (isCurrent()) {
            inbox.add(inbound);
            pump();
        }
    }

    private boolean isReady() {
        return isCurrent() && node.isRunning() && world.nanos() >= busyUntil;
    }

    private void pump() {
        if (pumping) {
            return;
        }
        pumping = true;
        while (isReady() && step()) {
            if (node.cost > 0) {
                busyUntil = world.nanos() + node.cost;
                world.at(busyUntil, this::pump);
            }
        }
        pumping = false;
        rearm();
    }

    /** Does one thing; returns false if there is nothing to do. */
    private boolean step() {
        boolean due = deadline() <= world.nanos();
        if (due && (inbox.isEmpty() || isWhim(2))) {
            handle(new Event.TimeReached());
        } else if (!inbox.isEmpty()) {
            open(inbox.remove());
            if (isWhim(64)) {
                handle(new Event.TimeReached());
            }
        } else {
            return false;
        }
        return true;
    }

    private boolean isWhim(int oneIn) {
        return world.network().config().whims() && chance.between(1, oneIn) == 1;
    }

    private void open(Inbound inbound) {
        switch (inbound) {
            case Inbound.Accepted(var side) -> {
                links.put(side.link, side);
                side.isKnownUp = true;
                handle(new Event.LinkUp(side.link, side.protocol(), side.local, side.remote));
            }
            case Inbound.Occurrence(Event.LinkUp up) -> {
                var side = links.get(up.link());
                if (side != null) {
                    side.isKnownUp = true;
                    handle(up);
                    Optional.ofNullable(errands.remove(up.link()))
                            .ifPresent(message -> world.network().send(side, message));
                }
            }
            case Inbound.Occurrence(Event.LinkDown down) -> {
                if (links.remove(down.link()) != null) {
                    handle(down);
                }
            }
            case Inbound.Occurrence(var event) -> handle(event);
            case Inbound.Octets(var to, var message, var octets, var sentAt) -> {
                var from = to.other();
                from.unread -= octets.size();
                if (links.get(to.link) == to) {
                    world.delivered(from.node, node, message, sentAt);
                    var decoded = node.wire.decode(to.protocol(), octets);
                    Event.of(to.link, to.protocol(), decoded).forEach(this::handle);
                }
            }
            case Inbound.Datagram(var from, var origin, var message, var octets, var sentAt) -> {
                if (node.wire.decode(message.protocol(), octets)
                        instanceof Decoded.Accepted(var decoded, _)) {
                    world.delivered(from, node, message, sentAt);
                    handle(new Event.Overheard(origin, decoded));
                }
            }
            case Inbound.Task(var task) -> task.run();
        }
    }

    private void handle(Event event) {
        if (!isCurrent()) {
            return;
        }
        try {
            countTurn(event);
            world.tell(o -> o.onEvent(node, event));
            var actions = program.machine().handle(event, machineTime());
            actions.forEach(this::perform);
            world.tell(o -> o.onHandled(node, event, actions));
        } catch (RuntimeException thrown) {
            world.stopped(node, event, thrown);
        }
    }

    private void countTurn(Event event) {
        boolean again = event instanceof Event.TimeReached && turnsAt == world.nanos();
        turns = again ? turns + 1 : 1;
        turnsAt = world.nanos();
        if (turns > MAX_TURNS) {
            throw new IllegalStateException(
                    "the deadline was reached %d times at one moment".formatted(turns));
        }
    }

    private void perform(Action action) {
        world.tell(o -> o.onAction(node, action));
        switch (action) {
            case Action.Open(var link, var protocol, var remote) -> {
                if ((link.number() & 1) == 0) {
                    throw new IllegalStateException("a machine opens odd links, not " + link);
                }
                world.network().open(this, link, protocol, remote);
            }
            case Action.Send(var link, var message) ->
                    Optional.ofNullable(links.get(link))
                            .ifPresent(side -> world.network().send(side, message));
            case Action.Announce(var message) -> world.network().announce(node, message);
            case Action.Close(var link, var manner) ->
                    Optional.ofNullable(links.remove(link))
                            .ifPresent(side -> world.network().close(side, manner));
            case Action.Reply(var ticket, var answer) ->
                    node.application().onAnswer(ticket, answer);
            case Action.Tell(var notice) -> node.application().onNotice(notice);
        }
    }

    /** Sees to it that the process wakes up at the machine's deadline. */
    private void rearm() {
        long deadline = isCurrent() && node.isRunning() ? deadline() : NEVER;
        if (deadline == NEVER || (deadline == armedFor && wakeAt != NEVER)) {
            return;
        }
        armedFor = deadline;
        long late = chance.upTo(world.network().config().lateness().toNanos());
        long at = Math.max(Math.max(deadline, world.nanos()), busyUntil) + late;
        if (at < wakeAt) {
            wakeAt = at;
            world.at(at, this::wake);
        }
    }

    private void wake() {
        if (world.nanos() >= wakeAt) {
            wakeAt = NEVER;
        }
        pump();
    }

    private Instant machineTime() {
        long now = world.nanos();
        return Instant.ofEpochSecond(clock + now / NANOS, now % NANOS);
    }

    /** Returns the deadline of the machine on the time line of the world. */
    private long deadline() {
        var deadline = program.machine().deadline();
        long seconds = deadline.getEpochSecond() - clock;
        if (seconds >= NEVER / NANOS) {
            return NEVER;
        }
        return seconds < 0 ? 0 : seconds * NANOS + deadline.getNano();
    }
}
