package org.rserpool.core;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.rserpool.wire.Bytes;
import org.rserpool.wire.codec.Decoded;
import org.rserpool.wire.codec.Dialect;
import org.rserpool.wire.codec.Wire;
import org.rserpool.wire.message.Message;
import org.rserpool.wire.message.Protocol;

/**
 * Plays the outside of one machine in virtual time. What the machine sends must be encodable and
 * understandable, and its deadlines must not stand still; what it does is kept until a test asks.
 */
public final class MachineDriver {

    /** When every test begins. */
    public static final Instant START = Instant.ofEpochSecond(1_000_000);

    private static final int MAX_TIMERS_AT_A_MOMENT = 1_000_000;

    private final Machine machine;
    private final Wire wire;
    private final List<Action> actions = new ArrayList<>();
    private Instant now = START;

    /** Starts a machine. */
    public MachineDriver(Machine machine, Dialect dialect) {
        this.machine = machine;
        this.wire = new Wire(dialect);
        feed(new Event.Started());
    }

    public Instant now() {
        return now;
    }

    public Instant deadline() {
        return machine.deadline();
    }

    public Duration sinceStart() {
        return Duration.between(START, now);
    }

    /** Delivers an event at this moment. */
    public void feed(Event event) {
        for (Action action : machine.handle(event, now)) {
            if (action instanceof Action.Send(_, var message)) {
                check(message);
            }
            if (action instanceof Action.Announce(var message)) {
                check(message);
            }
            actions.add(action);
        }
    }

    private void check(Message message) {
        var decoded = wire.decode(message.protocol(), wire.encode(message));
        if (!(decoded instanceof Decoded.Accepted(_, var reports)) || !reports.isEmpty()) {
            throw new AssertionError("%s is not understood: %s".formatted(message, decoded));
        }
    }

    /** Delivers a message over a link, through the codec. */
    public void arrive(Link link, Message message) {
        arrive(link, message.protocol(), wire.encode(message));
    }

    /** Delivers octets over a link. */
    public void arrive(Link link, Protocol protocol, Bytes octets) {
        Event.of(link, protocol, wire.decode(protocol, octets)).forEach(this::feed);
    }

    /** Lets time pass, in which the machine is woken whenever it wants. */
    public void pass(Duration duration) {
        var until = now.plus(duration);
        int timers = 0;
        while (!machine.deadline().isAfter(until)) {
            if (machine.deadline().isAfter(now)) {
                now = machine.deadline();
                timers = 0;
            }
            if (++timers > MAX_TIMERS_AT_A_MOMENT) {
                throw new AssertionError("the deadline stands still at " + machine.deadline());
            }
            feed(new Event.TimeReached());
        }
        now = until;
    }

    public void passMillis(long milliseconds) {
        pass(Duration.ofMillis(milliseconds));
    }

    public void passSeconds(long seconds) {
        pass(Duration.ofSeconds(seconds));
    }

    /** Lets time pass without waking the machine: its process is stopped. */
    public void stop(Duration duration) {
        now = now.plus(duration);
    }

    /** Returns all that was done since somebody asked for it, and forgets it. */
    public List<Action> take() {
        var taken = List.copyOf(actions);
        actions.clear();
        return taken;
    }

    /** Returns the messages sent over a link, and forgets them. */
    public List<Message> sent(Link link) {
        return take(action ->
                action instanceof Action.Send(var over, var message) && over.equals(link)
                        ? Stream.of(message)
                        : Stream.empty());
    }

    /** Returns the messages of one kind sent over a link, and forgets them. */
    public <M extends Message> List<M> sent(Link link, Class<M> kind) {
        return take(action ->
                action instanceof Action.Send(var over, var message)
                                && over.equals(link)
                                && kind.isInstance(message)
                        ? Stream.of(kind.cast(message))
                        : Stream.empty());
    }

    /** Returns the messages of one kind sent over any link, and forgets them. */
    public <M extends Message> List<M> sent(Class<M> kind) {
        return take(action ->
                action instanceof Action.Send(_, var message) && kind.isInstance(message)
                        ? Stream.of(kind.cast(message))
                        : Stream.empty());
    }

    /** Returns the messages sent to the group, and forgets them. */
    public List<Message> announced() {
        return take(action ->
                action instanceof Action.Announce(var message)
                        ? Stream.of(message)
                        : Stream.empty());
    }

    /** Returns what was told of one kind, and forgets it. */
    public <N extends Notice> List<N> told(Class<N> kind) {
        return take(action ->
                action instanceof Action.Tell(var notice) && kind.isInstance(notice)
                        ? Stream.of(kind.cast(notice))
                        : Stream.empty());
    }

    /** Returns the answers to a ticket, of which there should be one at most, and forgets them. */
    public List<Answer> answers(Ticket ticket) {
        return take(action ->
                action instanceof Action.Reply(var to, var answer) && to.equals(ticket)
                        ? Stream.of(answer)
                        : Stream.empty());
    }

    /** Returns the links that were opened, and forgets them. */
    public List<Action.Open> opened() {
        return take(
                action -> action instanceof Action.Open open ? Stream.of(open) : Stream.empty());
    }

    /** Returns the links that were ended, and forgets them. */
    public List<Action.Close> closed() {
        return take(
                action -> action instanceof Action.Close close ? Stream.of(close) : Stream.empty());
    }

    private <T> List<T> take(Function<Action, Stream<T>> kind) {
        var taken = actions.stream().flatMap(kind).toList();
        actions.removeIf(action -> kind.apply(action).findAny().isPresent());
        return taken;
    }
}
