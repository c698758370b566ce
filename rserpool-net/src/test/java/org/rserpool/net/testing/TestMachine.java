package org.rserpool.net.testing;

import java.time.Instant;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import org.rserpool.core.Action;
import org.rserpool.core.Answer;
import org.rserpool.core.Event;
import org.rserpool.core.Machine;
import org.rserpool.core.Outbox;
import org.rserpool.core.Request;

/** A machine that does what its test wants, and remembers what it was told. */
public final class TestMachine implements Machine {

    private final Reaction reaction;
    private final Queue<Event> told = new ConcurrentLinkedQueue<>();
    private volatile Instant deadline = Instant.MAX;

    /** Wants something done by the loop thread, with the time at hand. */
    public record Do(Consumer<Turn> what) implements Request {}

    /** Says that it was done. */
    public record Done() implements Answer {}

    /** What a machine has in one event. */
    public record Turn(TestMachine machine, Instant now, Outbox out) {

        /** Sets the machine's deadline. */
        public void wakeAt(Instant when) {
            machine.deadline = when;
        }
    }

    /** What the machine does with an event that is no request of the test. */
    @FunctionalInterface
    public interface Reaction {

        /** Does it. */
        void to(Event event, Turn turn);
    }

    /** Makes a machine that only listens. */
    public TestMachine() {
        this((_, _) -> {});
    }

    /** Makes a machine that reacts. */
    public TestMachine(Reaction reaction) {
        this.reaction = reaction;
    }

    @Override
    public List<Action> handle(Event event, Instant now) {
        var out = new Outbox();
        var turn = new Turn(this, now, out);
        if (event instanceof Event.Asked(var ticket, Do(var what))) {
            what.accept(turn);
            out.reply(ticket, new Done());
        } else {
            told.add(event);
            reaction.to(event, turn);
        }
        return out.drain();
    }

    @Override
    public Instant deadline() {
        return deadline;
    }

    /** Returns what the machine was told so far, without the test's requests. */
    public List<Event> told() {
        return List.copyOf(told);
    }

    /** Returns the events of one kind. */
    public <E extends Event> List<E> told(Class<E> kind) {
        return told.stream().filter(kind::isInstance).map(kind::cast).toList();
    }
}
