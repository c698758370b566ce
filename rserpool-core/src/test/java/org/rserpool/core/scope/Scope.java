package org.rserpool.core.scope;

import static org.rserpool.core.Samples.sctp;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.function.Predicate;
import org.rserpool.core.Action;
import org.rserpool.core.Answer;
import org.rserpool.core.Event;
import org.rserpool.core.Link;
import org.rserpool.core.Machine;
import org.rserpool.core.Notice;
import org.rserpool.core.Request;
import org.rserpool.core.Samples;
import org.rserpool.core.Ticket;
import org.rserpool.wire.TransportAddress;
import org.rserpool.wire.codec.Dialect;
import org.rserpool.wire.codec.Wire;
import org.rserpool.wire.message.Message;
import org.rserpool.wire.message.Protocol;

/**
 * A few machines that talk to each other through the codec in virtual time, over links that keep
 * order and lose nothing, and that may crash, stop and vanish.
 */
final class Scope {

    private static final int FIRST_LOCAL_PORT = 40_000;
    private static final Duration LATENCY = Duration.ofMillis(1);
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(3);

    private final Wire wire;
    private final Instant start = Instant.ofEpochSecond(1_000_000);
    private Instant now = start;
    private long sequence;
    private final PriorityQueue<Happening> happenings =
            new PriorityQueue<>(
                    Comparator.comparing(Happening::at).thenComparingLong(Happening::sequence));
    private final List<Node> nodes = new ArrayList<>();

    Scope(Dialect dialect) {
        this.wire = new Wire(dialect);
    }

    private record Happening(Instant at, long sequence, Runnable what) {}

    /** One end of a connection. */
    private record End(Node node, Link link) {}

    /** A process on a host of its own. */
    final class Node {
        private final String host;
        private final Machine machine;
        private final Map<Link, End> peers = new LinkedHashMap<>();
        private final Map<Ticket, Answer> answers = new LinkedHashMap<>();
        private final List<Notice> notices = new ArrayList<>();
        private final Map<String, Integer> sent = new LinkedHashMap<>();
        private final List<Event> unread = new ArrayList<>();
        private final Set<Integer> ports;
        private final Set<Node> unreachable = new LinkedHashSet<>();
        private boolean stopped;
        private boolean dead;
        private boolean cutOff;
        private long nextAccepted = 2;
        private long nextTicket = 1;

        private Node(String host, Set<Integer> ports, Machine machine) {
            this.host = host;
            this.ports = ports;
            this.machine = machine;
            tell(new Event.Started());
        }

        /** Delivers an event now, or when the process goes on. */
        private void tell(Event event) {
            if (dead) {
                return;
            }
            if (stopped) {
                unread.add(event);
                return;
            }
            machine.handle(event, now).forEach(action -> perform(this, action));
        }

        Ticket ask(Request request) {
            var ticket = new Ticket(nextTicket++);
            tell(new Event.Asked(ticket, request));
            return ticket;
        }

        Optional<Answer> answer(Ticket ticket) {
            return Optional.ofNullable(answers.get(ticket));
        }

        /** Returns what was told of one kind, and forgets it. */
        <N extends Notice> List<N> told(Class<N> kind) {
            var told = notices.stream().filter(kind::isInstance).map(kind::cast).toList();
            notices.removeAll(told);
            return told;
        }

        /** Returns how many messages of one kind were sent. */
        int sent(Class<? extends Message> kind) {
            return sent.getOrDefault(kind.getSimpleName(), 0);
        }

        int sentInAll() {
            return sent.values().stream().mapToInt(Integer::intValue).sum();
        }

        int links() {
            return peers.size();
        }

        /** The process is killed: its kernel resets its connections. */
        void crash() {
            dead = true;
            List.copyOf(peers.keySet())
                    .forEach(link -> hangUp(this, link, Event.LinkDown.Reason.LOST));
        }

        /** The network resets all connections. */
        void cut() {
            for (Link link : List.copyOf(peers.keySet())) {
                hangUp(this, link, Event.LinkDown.Reason.LOST);
                later(() -> tell(new Event.LinkDown(link, Event.LinkDown.Reason.LOST)));
            }
        }

        /** The host loses its power or its cable: nobody hears of it any more. */
        void vanish() {
            dead = true;
            cutOff = true;
        }

        /** The network between two hosts fails: what is sent is lost, and nobody is told. */
        void part(Node other) {
            unreachable.add(other);
            other.unreachable.add(this);
        }

        /** The network works again; connections over which something was sent are reset. */
        void heal(Node other) {
            unreachable.remove(other);
            other.unreachable.remove(this);
            for (Link link : List.copyOf(peers.keySet())) {
                if (peers.get(link) instanceof End(var node, _) && node == other) {
                    hangUp(this, link, Event.LinkDown.Reason.LOST);
                    later(() -> tell(new Event.LinkDown(link, Event.LinkDown.Reason.LOST)));
                }
            }
        }

        /** SIGSTOP: the kernel still accepts connections and takes what is sent. */
        void stop() {
            stopped = true;
        }

        /** SIGCONT. */
        void goOn() {
            stopped = false;
            var waiting = List.copyOf(unread);
            unread.clear();
            waiting.forEach(this::tell);
        }

        /** An SCTP end point also accepts at the port from which it connects. */
        private boolean listensAt(TransportAddress address) {
            return address.addresses().contains(Samples.ip(host))
                    && (ports.contains(address.port()) || address.port() > FIRST_LOCAL_PORT);
        }
    }

    /** Adds a process that accepts connections at a port; 0 if there is no port of its own. */
    Node add(String host, int port, Machine machine) {
        return add(host, Set.of(port), machine);
    }

    /** Adds a process that accepts connections at several ports. */
    Node add(String host, Set<Integer> ports, Machine machine) {
        var node = new Node(host, ports, machine);
        nodes.add(node);
        return node;
    }

    Duration time() {
        return Duration.between(start, now);
    }

    /** Lets time pass. */
    void pass(Duration duration) {
        var end = now.plus(duration);
        while (!next().isAfter(end)) {
            step();
        }
        now = end;
    }

    void passMillis(long milliseconds) {
        pass(Duration.ofMillis(milliseconds));
    }

    /** Lets time pass until something is true, and returns how long that took. */
    Duration until(Predicate<Scope> goal, Duration most) {
        var from = now;
        while (!goal.test(this)) {
            if (Duration.between(from, now).compareTo(most) > 0) {
                throw new AssertionError("not reached within " + most);
            }
            if (next().equals(Instant.MAX)) {
                throw new AssertionError("nothing will happen any more");
            }
            step();
        }
        return Duration.between(from, now);
    }

    private Instant next() {
        var next = happenings.isEmpty() ? Instant.MAX : happenings.element().at();
        for (Node node : nodes) {
            if (!node.dead && !node.stopped && node.machine.deadline().isBefore(next)) {
                next = node.machine.deadline();
            }
        }
        return next;
    }

    private void step() {
        var next = next();
        if (next.isAfter(now)) {
            now = next;
        }
        if (!happenings.isEmpty() && !happenings.element().at().isAfter(now)) {
            happenings.remove().what().run();
            return;
        }
        nodes.stream()
                .filter(node -> !node.dead && !node.stopped)
                .filter(node -> !node.machine.deadline().isAfter(now))
                .findFirst()
                .ifPresent(node -> node.tell(new Event.TimeReached()));
    }

    private void later(Runnable what) {
        later(LATENCY, what);
    }

    private void later(Duration delay, Runnable what) {
        happenings.add(new Happening(now.plus(delay), sequence++, what));
    }

    private void perform(Node node, Action action) {
        switch (action) {
            case Action.Open(var link, var protocol, var remote) ->
                    later(() -> open(node, link, protocol, remote));
            case Action.Send(var link, var message) -> send(node, link, message);
            case Action.Announce _ -> {}
            case Action.Close(var link, var manner) ->
                    hangUp(
                            node,
                            link,
                            manner == Action.Close.Manner.ABORT
                                    ? Event.LinkDown.Reason.LOST
                                    : Event.LinkDown.Reason.CLOSED);
            case Action.Reply(var ticket, var answer) -> {
                if (node.answers.put(ticket, answer) != null) {
                    throw new AssertionError("answered twice: " + ticket);
                }
            }
            case Action.Tell(var notice) -> node.notices.add(notice);
        }
    }

    private void open(Node node, Link link, Protocol protocol, TransportAddress remote) {
        var target =
                nodes.stream()
                        .filter(candidate -> candidate.listensAt(remote))
                        .min(Comparator.comparing(candidate -> candidate.dead));
        if (target.isEmpty() || (target.get().dead && !target.get().cutOff)) {
            later(() -> node.tell(new Event.LinkDown(link, Event.LinkDown.Reason.UNREACHABLE)));
            return;
        }
        if (target.get().cutOff || node.dead) {
            return;
        }
        if (node.unreachable.contains(target.get())) {
            later(
                    CONNECT_TIMEOUT,
                    () -> node.tell(new Event.LinkDown(link, Event.LinkDown.Reason.UNREACHABLE)));
            return;
        }
        var acceptor = target.get();
        var accepted = new Link(acceptor.nextAccepted);
        acceptor.nextAccepted += 2;
        node.peers.put(link, new End(acceptor, accepted));
        acceptor.peers.put(accepted, new End(node, link));
        var local = sctp(node.host, (int) (FIRST_LOCAL_PORT + link.number()));
        acceptor.tell(new Event.LinkUp(accepted, protocol, remote, local));
        later(() -> node.tell(new Event.LinkUp(link, protocol, local, remote)));
    }

    private void send(Node node, Link link, Message message) {
        node.sent.merge(message.getClass().getSimpleName(), 1, Integer::sum);
        var octets = wire.encode(message);
        var peer = Optional.ofNullable(node.peers.get(link));
        if (peer.filter(end -> node.unreachable.contains(end.node)).isPresent()) {
            return;
        }
        peer.ifPresent(end ->
                later(() -> {
                    if (end.node.peers.containsKey(end.link)) {
                        var decoded = wire.decode(message.protocol(), octets);
                        Event.of(end.link, message.protocol(), decoded).forEach(end.node::tell);
                    }
                }));
    }

    private void hangUp(Node node, Link link, Event.LinkDown.Reason reason) {
        var peer = Optional.ofNullable(node.peers.remove(link));
        peer.ifPresent(end ->
                later(() -> {
                    var other = Optional.ofNullable(end.node.peers.remove(end.link));
                    other.ifPresent(_ -> end.node.tell(new Event.LinkDown(end.link, reason)));
                }));
    }
}
