package org.rserpool.sim;

import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.rserpool.core.Action;
import org.rserpool.core.Answer;
import org.rserpool.core.Event;
import org.rserpool.core.Request;
import org.rserpool.core.endpoint.EndpointAnswer;
import org.rserpool.core.endpoint.EndpointRequest;
import org.rserpool.wire.message.Message;

/**
 * Writes what happens, a line each: the time since the beginning in seconds, then who does what.
 *
 * <ul>
 *   <li>{@code PE a -> PR 1 Registration …}: a message leaves a process
 *   <li>{@code PE a => PR 1 … after 1.2s}: it is handled, where that is remarkably late
 *   <li>{@code PE a: …}: links, requests, answers, notices, and what happens to the process
 *   <li>{@code -- …}: what happens to the network
 * </ul>
 */
public final class Trace implements Observer {

    /** A message that takes longer has a line of its own when it arrives. */
    private static final Duration LATE = Duration.ofMillis(500);

    private final World world;
    private final MessageText texts;
    private final Consumer<String> sink;
    private final Predicate<Message> shown;
    private Duration origin = Duration.ZERO;

    /** Makes a trace that calls elements by the names that the truth knows. */
    public Trace(World world, Truth truth, Consumer<String> sink) {
        this(world, truth, sink, _ -> true);
    }

    /**
     * Makes a trace that leaves something out.
     *
     * @param shown which messages are shown
     */
    Trace(World world, Truth truth, Consumer<String> sink, Predicate<Message> shown) {
        this.world = world;
        this.texts = new MessageText(truth);
        this.sink = sink;
        this.shown = shown;
    }

    /** Counts time from this moment on. */
    void restartClock() {
        origin = world.now();
    }

    private void write(String line) {
        sink.accept("%12s %s".formatted(Times.moment(world.now().minus(origin)), line));
    }

    @Override
    public void onSent(Node from, Node to, Message message) {
        if (shown.test(message)) {
            write("%s -> %s  %s".formatted(from, to, texts.of(message)));
        }
    }

    @Override
    public void onDelivered(Node from, Node to, Message message, Duration transit) {
        if (shown.test(message) && transit.compareTo(LATE) > 0) {
            write(
                    "%s => %s  %s after %s"
                            .formatted(from, to, texts.of(message), Times.text(transit)));
        }
    }

    @Override
    public void onEvent(Node node, Event event) {
        switch (event) {
            case Event.LinkUp(var link, _, var local, var remote) ->
                    write("%s: %s is up, %s to %s".formatted(node, link, local, remote));
            case Event.LinkDown(var link, var reason) ->
                    write("%s: %s is down, %s".formatted(node, link, reason));
            case Event.Garbled garbled ->
                    write("%s: %s is garbled: %s".formatted(node, garbled.link(), garbled.why()));
            case Event.Asked(var ticket, var request)
                    when request instanceof EndpointRequest asked ->
                    write("%s: %d asks %s".formatted(node, ticket.number(), request(asked)));
            case Event.Asked _,
                    Event.Started _,
                    Event.Arrived _,
                    Event.Overheard _,
                    Event.TimeReached _ -> {}
        }
    }

    @Override
    public void onAction(Node node, Action action) {
        switch (action) {
            case Action.Open(var link, _, var remote) ->
                    write("%s: opens %s to %s".formatted(node, link, remote));
            case Action.Close(var link, var manner) ->
                    write("%s: closes %s, %s".formatted(node, link, manner));
            case Action.Reply(var ticket, EndpointAnswer answer) ->
                    write("%s: %d is answered %s".formatted(node, ticket.number(), answer(answer)));
            case Action.Tell(var notice) -> write("%s: %s".formatted(node, notice.text()));
            case Action.Announce(var message) -> {
                if (shown.test(message)) {
                    write("%s -> all  %s".formatted(node, texts.of(message)));
                }
            }
            case Action.Send _, Action.Reply _ -> {}
        }
    }

    private String request(Request request) {
        return switch (request) {
            case EndpointRequest.Join join ->
                    "to join as %s, %s, life=%s"
                            .formatted(
                                    texts.name(join.pool(), join.id()),
                                    MessageText.policy(join.policy()),
                                    join.life());
            case EndpointRequest.Leave(var pool, var id) -> "to leave as " + texts.name(pool, id);
            case EndpointRequest.Report(var pool, var id) -> "to report " + texts.name(pool, id);
            default -> "for " + request;
        };
    }

    private String answer(Answer answer) {
        return switch (answer) {
            case EndpointAnswer.Joined(var pool, var element, var registrar) ->
                    "Joined %s at %s".formatted(texts.name(pool, element.id()), registrar);
            case EndpointAnswer.Left(var pool, var id) -> "Left " + texts.name(pool, id);
            case EndpointAnswer.Resolved(var pool, _, var elements, var age) ->
                    "Resolved %s %s age=%s"
                            .formatted(pool, texts.names(pool, elements), Times.text(age));
            case EndpointAnswer.Selected(var pool, var element) ->
                    "Selected " + texts.name(pool, element.id());
            default -> answer.toString();
        };
    }

    @Override
    public void onThrown(Node node, Event event, RuntimeException thrown) {
        write("%s: threw %s on %s".formatted(node, thrown, event));
    }

    @Override
    public void onChange(Node node, Change change) {
        write(
                switch (change) {
                    case STARTED -> node + ": starts";
                    case CRASHED -> node + ": crashes";
                    case POWERED_OFF -> node + ": loses power";
                    case POWERED_ON -> node + ": has power again";
                    case FROZEN -> node + ": freezes";
                    case THAWED -> node + ": thaws";
                    case SLOWED -> node + ": becomes slow";
                    case HURRIED -> node + ": is fast again";
                    case DISCONNECTED -> node + ": a connection breaks";
                });
    }

    @Override
    public void onRemark(String remark) {
        write("-- " + remark);
    }
}
