package org.rserpool.sim;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.rserpool.core.Action;
import org.rserpool.core.Event;
import org.rserpool.core.Link;
import org.rserpool.core.Machine;
import org.rserpool.core.Request;
import org.rserpool.wire.IpAddress;
import org.rserpool.wire.PoolHandle;
import org.rserpool.wire.TransportAddress;
import org.rserpool.wire.TransportProtocol;
import org.rserpool.wire.TransportUse;
import org.rserpool.wire.codec.Dialect;
import org.rserpool.wire.message.AsapMessage;
import org.rserpool.wire.message.Message;
import org.rserpool.wire.message.Protocol;

/** A machine that does what it is told, and remembers what it is told. */
final class Puppet implements Machine {

    private static final int PORT = 4000;

    /** Something to do. */
    record Do(List<Action> actions) implements Request {}

    final Node node;
    final List<Event> events = new ArrayList<>();
    final List<Duration> times = new ArrayList<>();

    /** When the puppet wants to be woken up, on its own time line, counted from its first event. */
    Duration deadline = Duration.ofDays(365);

    private final World world;
    private Optional<Instant> origin = Optional.empty();

    private Puppet(World world, NodeSpec.Listener listener, String name) {
        this.world = world;
        this.node =
                world.add(
                        new NodeSpec(
                                Role.USER,
                                name,
                                listener.address().addresses(),
                                List.of(listener),
                                Set.of(Protocol.values()),
                                Dialect.EXTENDED,
                                _ -> new Software.Program(this, Optional.empty())));
    }

    /** Puts a running puppet into a world. */
    static Puppet in(World world, String name, TransportProtocol transport) {
        var host = IpAddress.parse("10.0.0." + (world.nodes().size() + 1));
        var address =
                transport == TransportProtocol.SCTP
                        ? new TransportAddress.Sctp(PORT, TransportUse.DATA_ONLY, List.of(host))
                        : new TransportAddress.Tcp(PORT, host);
        var puppet = new Puppet(world, new NodeSpec.Listener(Protocol.ASAP, address), name);
        world.start(puppet.node);
        world.settle(Duration.ofSeconds(1));
        return puppet;
    }

    TransportAddress address() {
        return node.spec.listeners().getFirst().address();
    }

    void does(Action... actions) {
        node.ask(new Do(List.of(actions)));
    }

    void opens(long link, Puppet other) {
        does(new Action.Open(new Link(link), Protocol.ASAP, other.address()));
    }

    void sends(long link, String... pools) {
        for (String pool : pools) {
            does(new Action.Send(new Link(link), message(pool)));
        }
    }

    void closes(long link, Action.Close.Manner manner) {
        does(new Action.Close(new Link(link), manner));
    }

    static Message message(String pool) {
        return new AsapMessage.HandleResolution(PoolHandle.of(pool));
    }

    /** Returns the pools of the messages that came, in order. */
    List<String> received() {
        return events.stream()
                .filter(e -> e instanceof Event.Arrived)
                .map(e -> ((AsapMessage.HandleResolution) ((Event.Arrived) e).message()).pool())
                .map(PoolHandle::toString)
                .toList();
    }

    /** Returns what became of links, as {@code 1 up} or {@code 2 CLOSED}. */
    List<String> links() {
        var links = new ArrayList<String>();
        for (Event event : events) {
            if (event instanceof Event.LinkUp up) {
                links.add(up.link().number() + " up");
            } else if (event instanceof Event.LinkDown(var link, var reason)) {
                links.add(link.number() + " " + reason);
            }
        }
        return links;
    }

    int wakeUps() {
        return (int) events.stream().filter(e -> e instanceof Event.TimeReached).count();
    }

    @Override
    public List<Action> handle(Event event, Instant now) {
        if (origin.isEmpty()) {
            origin = Optional.of(now);
        }
        if (event instanceof Event.Asked(_, Do(var actions))) {
            return actions;
        }
        events.add(event);
        times.add(world.now());
        return List.of();
    }

    @Override
    public Instant deadline() {
        return origin.map(o -> o.plus(deadline)).orElse(Instant.MAX);
    }
}
