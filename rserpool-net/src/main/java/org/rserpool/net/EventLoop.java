package org.rserpool.net;

import java.io.IOException;
import java.net.SocketException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import org.rserpool.core.Action;
import org.rserpool.core.Action.Close.Manner;
import org.rserpool.core.Event;
import org.rserpool.core.Event.LinkDown.Reason;
import org.rserpool.core.Link;
import org.rserpool.core.Machine;
import org.rserpool.net.internal.Addresses;
import org.rserpool.net.transport.Connection;
import org.rserpool.net.transport.Counter;
import org.rserpool.net.transport.Host;
import org.rserpool.net.transport.Limits;
import org.rserpool.net.transport.Listener;
import org.rserpool.net.transport.MulticastGroup;
import org.rserpool.net.transport.NetNotice;
import org.rserpool.net.transport.Ready;
import org.rserpool.net.transport.Transport;
import org.rserpool.wire.TransportAddress;
import org.rserpool.wire.codec.Decoded;
import org.rserpool.wire.codec.Wire;
import org.rserpool.wire.message.Message;
import org.rserpool.wire.message.Protocol;

/**
 * What the loop thread of one node does: it waits for channels, requests and deadlines, gives the
 * machine one event after the other and carries out its actions.
 *
 * <p>In each turn what has arrived comes before the deadlines, and only those deadlines count that
 * were reached before the loop looked for arrivals: an answer that lies in a socket is seen before
 * the time-out that it prevents.
 *
 * <p>Everything but {@link #wakeUp} belongs to the loop thread.
 */
final class EventLoop implements Host, AutoCloseable {

    /** How many requests, or deadlines, are handled before channels have their turn again. */
    private static final int MAX_PER_TURN = 256;

    private static final Duration MAX_WAIT = Duration.ofMinutes(1);

    private final NodeConfig config;
    private final Wire wire;
    private final Requests requests;
    private final Notices notices;
    private final Counts counts;
    private final MonotonicClock clock = new MonotonicClock();
    private final Selector selector;
    private final List<Transport> transports = new ArrayList<>();
    private final List<Transport> casters = new ArrayList<>();
    private final Map<Link, Connection> links = new LinkedHashMap<>();

    /** What the machine has yet to see; bounded by what one channel yields in one turn. */
    private final Queue<Event> events = new ArrayDeque<>();

    /**
     * What actions have led to on the spot. It waits for the next turn, lest a machine that answers
     * each failure with the next attempt keep everybody else waiting.
     */
    private final Queue<Event> consequences = new ArrayDeque<>();

    private boolean performing;
    private long lastAccepted;
    private int admitted;

    EventLoop(NodeConfig config, Requests requests, Notices notices, Counts counts)
            throws IOException {
        this.config = config;
        this.wire = new Wire(config.dialect());
        this.requests = requests;
        this.notices = notices;
        this.counts = counts;
        this.selector = Selector.open();
    }

    // ---- the life of a node ----

    /** Makes the transports and listens. */
    Bound bind() throws IOException {
        for (var kind : config.transports()) {
            transports.add(kind.make(this));
        }
        var bound = new ArrayList<Bound.Listening>();
        for (Listener listener : config.listeners()) {
            bound.add(listen(listener));
        }
        config.groups().forEach(this::join);
        return new Bound(bound);
    }

    private Bound.Listening listen(Listener listener) throws IOException {
        var transport =
                speaking(listener.address())
                        .orElseThrow(() -> new IOException(noListener(listener.address())));
        var address = transport.listen(listener);
        return new Bound.Listening(listener, address, reachable(address));
    }

    private String noListener(TransportAddress address) {
        var why = new StringBuilder("nothing listens at " + address + ": the node has only");
        for (var kind : config.transports()) {
            why.append(' ').append(kind.name());
        }
        return why.toString();
    }

    private static List<TransportAddress> reachable(TransportAddress bound) throws SocketException {
        var hosts = Addresses.reachable(bound.addresses());
        return switch (bound) {
            case TransportAddress.Sctp(var port, var use, _) ->
                    hosts.isEmpty()
                            ? List.of()
                            : List.of(new TransportAddress.Sctp(port, use, hosts));
            case TransportAddress.Tcp(var port, var use, _) ->
                    hosts.stream()
                            .<TransportAddress>map(
                                    host -> new TransportAddress.Tcp(port, use, host))
                            .toList();
            case TransportAddress.Udp _,
                    TransportAddress.UdpLite _,
                    TransportAddress.Dccp _,
                    TransportAddress.Opaque _ ->
                    List.of(bound);
        };
    }

    private void join(MulticastGroup group) {
        boolean joined = false;
        for (Transport transport : transports) {
            try {
                if (transport.join(group)) {
                    joined = true;
                    if (!casters.contains(transport)) {
                        casters.add(transport);
                    }
                }
            } catch (IOException e) {
                joined = true;
                tell(new NetNotice.MulticastUnavailable(group, String.valueOf(e.getMessage())));
            }
        }
        if (!joined) {
            tell(new NetNotice.MulticastUnavailable(group, "the node has no transport for it"));
        }
    }

    /** Drives the machine until {@code stopping}. */
    void run(Machine machine, Stop stopping) throws IOException {
        events.add(new Event.Started());
        settle(machine);
        while (!stopping.isWanted()) {
            turn(machine);
        }
    }

    /** Delivers what was sent, as long as that takes and is allowed, and ends all links. */
    void windDown() throws IOException {
        transports.forEach(Transport::refuse);
        links.values().forEach(connection -> connection.close(Manner.GRACEFUL));
        links.clear();
        transports.forEach(Transport::flush);
        var end = now().plus(limits().closeTimeout());
        while (!transports.stream().allMatch(Transport::isQuiet) && now().isBefore(end)) {
            var next = end;
            for (Transport transport : transports) {
                next = earlier(next, transport.deadline());
            }
            select(next, EventLoop::ready);
            for (Transport transport : transports) {
                transport.turn(now());
                transport.flush();
            }
            events.clear();
        }
    }

    @Override
    public void close() throws IOException {
        for (Connection connection : links.values()) {
            connection.close(Manner.ABORT);
        }
        links.clear();
        transports.forEach(Transport::close);
        selector.close();
    }

    // ---- one turn ----

    private void turn(Machine machine) throws IOException {
        counts.byLoop(Counter.TURNS);
        events.addAll(consequences);
        consequences.clear();
        settle(machine);
        var looked = now();
        select(
                wakeTime(machine),
                key -> {
                    ready(key);
                    drain(machine);
                });
        for (Transport transport : transports) {
            transport.turn(looked);
            drain(machine);
        }
        for (int i = 0; i < MAX_PER_TURN && requests.isWaiting(); i++) {
            requests.next().ifPresent(events::add);
            drain(machine);
        }
        for (int i = 0; i < MAX_PER_TURN && !machine.deadline().isAfter(looked); i++) {
            events.add(new Event.TimeReached());
            drain(machine);
        }
        transports.forEach(Transport::flush);
        settle(machine);
    }

    /** Gives the machine what waits, and delivers what it sends, until nothing of that is left. */
    private void settle(Machine machine) {
        while (drain(machine)) {
            transports.forEach(Transport::flush);
        }
    }

    private static void ready(SelectionKey key) {
        if (key.isValid()) {
            ((Ready) key.attachment()).ready(key);
        }
    }

    private Instant wakeTime(Machine machine) {
        if (requests.isWaiting() || !consequences.isEmpty()) {
            return Instant.MIN;
        }
        var next = machine.deadline();
        for (Transport transport : transports) {
            next = earlier(next, transport.deadline());
        }
        return next;
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    private void select(Instant until, java.util.function.Consumer<SelectionKey> action)
            throws IOException {
        var now = now();
        if (!until.isAfter(now)) {
            selector.selectNow(action);
        } else {
            var wait = until.isAfter(now.plus(MAX_WAIT)) ? MAX_WAIT : Duration.between(now, until);
            // Rounded up: a loop that wakes too early would turn in vain until the time has come.
            selector.select(action, wait.plusNanos(999_999).toMillis());
        }
    }

    /** Gives the machine everything that waits; returns whether there was something. */
    private boolean drain(Machine machine) {
        if (events.isEmpty()) {
            return false;
        }
        for (var event = events.poll(); event != null; event = events.poll()) {
            if (isDue(event)) {
                var actions = machine.handle(event, clock.now());
                performing = true;
                actions.forEach(this::perform);
                performing = false;
            }
        }
        return true;
    }

    /** Forgets what concerns links that have ended; a link ends when its machine hears of it. */
    private boolean isDue(Event event) {
        return switch (event) {
            case Event.Arrived(var link, _) -> links.containsKey(link);
            case Event.Garbled(var link, _, _, _, _) -> links.containsKey(link);
            case Event.LinkUp(var link, _, _, _) -> links.containsKey(link);
            case Event.LinkDown(var link, _) -> {
                boolean ended = links.remove(link) != null;
                if (ended) {
                    counts.byLoop(Counter.LINKS_LOST);
                }
                yield ended;
            }
            case Event.Started _, Event.Overheard _, Event.Asked _, Event.TimeReached _ -> true;
        };
    }

    // ---- actions ----

    private void perform(Action action) {
        switch (action) {
            case Action.Open(var link, var protocol, var remote) -> open(link, protocol, remote);
            case Action.Send(var link, var message) -> send(link, message);
            case Action.Announce(var message) ->
                    casters.forEach(transport -> transport.announce(message));
            case Action.Close(var link, var manner) -> {
                var connection = links.remove(link);
                if (connection != null) {
                    connection.close(manner);
                }
            }
            case Action.Reply(var ticket, var answer) -> requests.answer(ticket, answer);
            case Action.Tell(var notice) -> notices.tell(notice);
        }
    }

    private void open(Link link, Protocol protocol, TransportAddress remote) {
        if ((link.number() & 1) == 0 || links.containsKey(link)) {
            throw new IllegalStateException(
                    "the machine opened %s, which is %s"
                            .formatted(link, links.containsKey(link) ? "open" : "even"));
        }
        counts.byLoop(Counter.LINKS_OPENED);
        var transport = speaking(remote);
        if (transport.isEmpty()) {
            links.put(link, Connection.ENDED);
            tell(new NetNotice.LinkFailed(link, remote, "the node has no transport for it"));
            down(link, Reason.UNREACHABLE);
            return;
        }
        links.put(link, transport.get().open(link, protocol, remote));
    }

    private void send(Link link, Message message) {
        var connection = links.get(link);
        if (connection != null) {
            counts.byLoop(Counter.MESSAGES_SENT);
            connection.send(message);
        }
    }

    private Optional<Transport> speaking(TransportAddress address) {
        return transports.stream().filter(transport -> transport.speaks(address)).findFirst();
    }

    // ---- what transports report ----

    @Override
    public Limits limits() {
        return config.limits();
    }

    @Override
    public Wire wire() {
        return wire;
    }

    @Override
    public Instant now() {
        return clock.now();
    }

    @Override
    public SelectionKey register(SelectableChannel channel, int operations, Ready ready)
            throws IOException {
        return channel.register(selector, operations, ready);
    }

    @Override
    public void wakeUp() {
        selector.wakeup();
    }

    @Override
    public boolean admit() {
        if (isFull()) {
            return false;
        }
        admitted++;
        return true;
    }

    @Override
    public boolean isFull() {
        return admitted >= limits().maxLinks();
    }

    @Override
    public void leave() {
        admitted--;
    }

    @Override
    public Link accepted(Connection connection) {
        lastAccepted += 2;
        var link = new Link(lastAccepted);
        links.put(link, connection);
        counts.byLoop(Counter.LINKS_ACCEPTED);
        return link;
    }

    @Override
    public void up(Link link, Protocol protocol, TransportAddress local, TransportAddress remote) {
        report(new Event.LinkUp(link, protocol, local, remote));
    }

    @Override
    public void arrived(Link link, Protocol protocol, byte[] octets, int from, int to) {
        counts.byLoop(Counter.MESSAGES_RECEIVED);
        var decoded = wire.decode(protocol, octets, from, to);
        if (!(decoded instanceof Decoded.Accepted(_, var reports)) || !reports.isEmpty()) {
            counts.byLoop(Counter.MESSAGES_GARBLED);
        }
        events.addAll(Event.of(link, protocol, decoded));
    }

    @Override
    public void overheard(
            TransportAddress.Udp origin, Protocol protocol, byte[] octets, int from, int to) {
        counts.byLoop(Counter.DATAGRAMS_RECEIVED);
        switch (wire.decode(protocol, octets, from, to)) {
            case Decoded.Accepted(var message, _) ->
                    events.add(new Event.Overheard(origin, message));
            case Decoded.Refused _, Decoded.Discarded _ -> counts.byLoop(Counter.DATAGRAMS_GARBLED);
        }
    }

    @Override
    public void down(Link link, Reason reason) {
        report(new Event.LinkDown(link, reason));
    }

    private void report(Event event) {
        (performing ? consequences : events).add(event);
    }

    @Override
    public void tell(NetNotice notice) {
        notices.tell(notice);
    }

    @Override
    public void count(Counter counter) {
        counts.byLoop(counter);
    }

    /** Whether the loop has done enough. */
    @FunctionalInterface
    interface Stop {
        boolean isWanted();
    }
}
