package org.rserpool.core.inspect;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.rserpool.core.Action;
import org.rserpool.core.Answer;
import org.rserpool.core.Event;
import org.rserpool.core.Link;
import org.rserpool.core.Machine;
import org.rserpool.core.Outbox;
import org.rserpool.core.Request;
import org.rserpool.core.Ticket;
import org.rserpool.wire.PeChecksum;
import org.rserpool.wire.RegistrarId;
import org.rserpool.wire.ServerInformation;
import org.rserpool.wire.TransportAddress;
import org.rserpool.wire.TransportProtocol;
import org.rserpool.wire.message.EnrpMessage;
import org.rserpool.wire.message.Protocol;

/**
 * Reads the whole handlespace of a registrar over ENRP (RFC 5353, section 3.2.3), one at a time. It
 * is no registrar: each time it takes an identifier by chance, and it owns nothing.
 *
 * <p>Most registrars answer whoever asks. RSPLIB rejects strangers and believes only a presence
 * that has the port of the link in it, upon which it counts the reader as a peer for some seconds.
 * So the reader introduces itself only to a registrar that has rejected it and does not answer a
 * presence without Server Information, which says that there is nobody to be reached; and as long
 * as it is a peer, it answers like one.
 *
 * <p>States: IDLE → CONNECTING → ASKING, from one page to the next, until the last one → IDLE. Each
 * rejection: ASKING → PROBING once, if the link allows an introduction → ASKING or RESTING; RESTING
 * → ASKING.
 */
public final class HandleTableReader implements Machine {

    /** Pages in a row from which nothing is learnt; an empty last page is usual at RSPLIB. */
    private static final int MAX_IDLE_PAGES = 3;

    private final HandleTableReaderConfig config;
    private final RandomGenerator random;
    private final Outbox out = new Outbox();
    private Optional<Reading> reading = Optional.empty();
    private long nextLink = 1;

    /**
     * Makes a reader.
     *
     * @param random the source of its identifiers, seeded by the caller
     */
    public HandleTableReader(HandleTableReaderConfig config, RandomGenerator random) {
        this.config = config;
        this.random = random;
    }

    /**
     * Reads the handlespace of a registrar. Answered by {@link HandleTable} or {@link Unreadable}.
     *
     * @param registrar its address for ENRP
     */
    public record Read(TransportAddress registrar) implements Request {}

    /** The handlespace could not be read. */
    public record Unreadable(String why) implements Answer {}

    private enum State {
        CONNECTING,
        ASKING,
        PROBING,
        RESTING
    }

    /** One handlespace on its way. */
    private static final class Reading {
        final Ticket ticket;
        final TransportAddress registrar;
        final Link link;
        final RegistrarId self;
        final TableCollector table = new TableCollector();
        State state = State.CONNECTING;
        Instant deadline;
        Optional<ServerInformation> information = Optional.empty();
        boolean acquainted;
        boolean introduced;
        int rejects;
        int idlePages;

        Reading(
                Ticket ticket,
                TransportAddress registrar,
                Link link,
                RegistrarId self,
                Instant deadline) {
            this.ticket = ticket;
            this.registrar = registrar;
            this.link = link;
            this.self = self;
            this.deadline = deadline;
        }
    }

    @Override
    public List<Action> handle(Event event, Instant now) {
        switch (event) {
            case Event.Asked(var ticket, Read(var registrar)) -> start(ticket, registrar, now);
            case Event.Asked(_, var request) ->
                    throw new IllegalStateException("a table reader was asked for " + request);
            case Event.LinkUp up -> on(up.link()).ifPresent(current -> onUp(current, up, now));
            case Event.LinkDown(var link, var reason) ->
                    on(link).ifPresent(current ->
                            fail(current, "the link ended: " + reason.name(), false));
            case Event.Arrived(var link, EnrpMessage message) ->
                    on(link).ifPresent(current -> onMessage(current, message, now));
            case Event.Garbled(var link, _, var why, _, _) ->
                    on(link).ifPresent(current -> fail(current, "not understood: " + why, true));
            case Event.TimeReached() ->
                    reading.filter(current -> !current.deadline.isAfter(now))
                            .ifPresent(current -> onDue(current, now));
            case Event.Started _, Event.Overheard _, Event.Arrived _ -> {}
        }
        return out.drain();
    }

    @Override
    public Instant deadline() {
        return reading.map(current -> current.deadline).orElse(Instant.MAX);
    }

    private Optional<Reading> on(Link link) {
        return reading.filter(current -> current.link.equals(link));
    }

    private void start(Ticket ticket, TransportAddress registrar, Instant now) {
        if (reading.isPresent()) {
            out.reply(ticket, new Unreadable("another handlespace is being read"));
            return;
        }
        var link = new Link(nextLink);
        nextLink += 2;
        int id = random.nextInt();
        while (id == RegistrarId.NONE.value()) {
            id = random.nextInt();
        }
        var deadline = now.plus(config.noResponse());
        reading = Optional.of(new Reading(ticket, registrar, link, new RegistrarId(id), deadline));
        out.open(link, Protocol.ENRP, registrar);
    }

    private void onUp(Reading current, Event.LinkUp up, Instant now) {
        var local = up.local();
        if (local.protocol() == TransportProtocol.SCTP || config.dialect().tcpControl()) {
            current.information = Optional.of(new ServerInformation(current.self, local));
        }
        if (current.state == State.CONNECTING) {
            ask(current, now);
        }
    }

    private void ask(Reading current, Instant now) {
        current.state = State.ASKING;
        current.deadline = now.plus(config.noResponse());
        out.send(
                current.link,
                new EnrpMessage.HandleTableRequest(current.self, RegistrarId.NONE, false));
    }

    private void onMessage(Reading current, EnrpMessage message, Instant now) {
        switch (message) {
            case EnrpMessage.HandleTableResponse page -> {
                if (current.state == State.ASKING) {
                    onPage(current, page, now);
                }
            }
            case EnrpMessage.Presence presence -> onPresence(current, presence, now);
            case EnrpMessage.EnrpError _ -> {
                if (current.state == State.PROBING) {
                    introduce(current, now);
                }
            }
            // A registrar that takes us for a peer is answered, so that it does not wait for us.
            case EnrpMessage.InitTakeover(var sender, _, var target) ->
                    out.send(
                            current.link,
                            new EnrpMessage.InitTakeoverAck(current.self, sender, target));
            case EnrpMessage.ListRequest(var sender, _) ->
                    out.send(
                            current.link,
                            new EnrpMessage.ListResponse(current.self, sender, true, List.of()));
            case EnrpMessage.HandleTableRequest(var sender, _, _) ->
                    out.send(
                            current.link,
                            new EnrpMessage.HandleTableResponse(
                                    current.self, sender, true, false, List.of()));
            case EnrpMessage.HandleUpdate _,
                    EnrpMessage.ListResponse _,
                    EnrpMessage.InitTakeoverAck _,
                    EnrpMessage.TakeoverServer _ -> {}
        }
    }

    private void onPage(Reading current, EnrpMessage.HandleTableResponse page, Instant now) {
        if (page.rejected()) {
            onReject(current, now);
            return;
        }
        current.rejects = 0;
        boolean progress = current.table.add(page.entries());
        current.idlePages = progress ? 0 : current.idlePages + 1;
        if (current.table.size() > config.maxElements()) {
            fail(current, "there are more than %d elements".formatted(config.maxElements()), true);
        } else if (!page.moreToSend()) {
            finish(current, current.table.table(page.sender()), true);
        } else if (current.idlePages >= MAX_IDLE_PAGES) {
            fail(current, "the registrar promises more and sends nothing new", true);
        } else {
            ask(current, now);
        }
    }

    private void onReject(Reading current, Instant now) {
        current.rejects++;
        if (current.rejects > config.maxRejects()) {
            fail(current, "the registrar rejected %d requests".formatted(current.rejects), true);
        } else if (!current.acquainted && current.information.isPresent()) {
            current.acquainted = true;
            current.state = State.PROBING;
            current.deadline = now.plus(config.acquaintance());
            sendPresence(current, RegistrarId.NONE, true, Optional.empty());
        } else {
            rest(current, now);
        }
    }

    private void rest(Reading current, Instant now) {
        current.state = State.RESTING;
        current.deadline = now.plus(config.afterReject());
    }

    private void onPresence(Reading current, EnrpMessage.Presence presence, Instant now) {
        if (presence.replyRequired() && current.introduced) {
            sendPresence(current, presence.sender(), false, current.information);
        }
        if (current.state == State.PROBING && !presence.replyRequired()) {
            rest(current, now); // it talks to strangers, so it has another reason to reject us
        }
    }

    private void introduce(Reading current, Instant now) {
        current.introduced = true;
        sendPresence(current, RegistrarId.NONE, false, current.information);
        ask(current, now);
    }

    private void sendPresence(
            Reading current,
            RegistrarId receiver,
            boolean replyRequired,
            Optional<ServerInformation> information) {
        var nothing = information.map(_ -> PeChecksum.ofSum(0));
        out.send(
                current.link,
                new EnrpMessage.Presence(
                        current.self, receiver, replyRequired, nothing, information));
    }

    private void onDue(Reading current, Instant now) {
        switch (current.state) {
            case CONNECTING -> fail(current, noAnswer(current), true);
            case ASKING -> fail(current, noAnswer(current), true);
            case PROBING -> introduce(current, now);
            case RESTING -> ask(current, now);
        }
    }

    private String noAnswer(Reading current) {
        Duration patience = config.noResponse();
        return "%s did not answer within %s".formatted(current.registrar, patience);
    }

    private void fail(Reading current, String why, boolean linkIsUp) {
        finish(current, new Unreadable(why), linkIsUp);
    }

    private void finish(Reading current, Answer answer, boolean linkIsUp) {
        reading = Optional.empty();
        if (linkIsUp) {
            out.close(current.link);
        }
        out.reply(current.ticket, answer);
    }
}
