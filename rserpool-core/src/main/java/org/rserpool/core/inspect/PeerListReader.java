package org.rserpool.core.inspect;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.rserpool.core.Action;
import org.rserpool.core.Answer;
import org.rserpool.core.Event;
import org.rserpool.core.Link;
import org.rserpool.core.Machine;
import org.rserpool.core.Outbox;
import org.rserpool.core.Request;
import org.rserpool.core.Ticket;
import org.rserpool.core.inspect.PeerTable.Standing;
import org.rserpool.wire.PeChecksum;
import org.rserpool.wire.RegistrarId;
import org.rserpool.wire.ServerInformation;
import org.rserpool.wire.TransportAddress;
import org.rserpool.wire.message.EnrpMessage;
import org.rserpool.wire.message.Protocol;

/**
 * Asks a registrar whom it knows (RFC 5353, section 3.2.2), then those the same, and so on, all at
 * a time. It never introduces itself, so nobody takes it for a registrar; the identifier under
 * which it asks is drawn by chance each time.
 *
 * <p>States of a visit to one registrar: CONNECTING → ASKING for its list → KNOCKING with a
 * presence, which is answered with the checksum (ENRP-015) by those who talk to strangers → DONE.
 * ASKING → RESTING → ASKING after a rejection. Each → DONE when its time is up or the link ends.
 */
public final class PeerListReader implements Machine {

    private final PeerListReaderConfig config;
    private final RandomGenerator random;
    private final Outbox out = new Outbox();
    private Optional<Tour> tour = Optional.empty();
    private long nextLink = 1;

    /**
     * Makes a reader.
     *
     * @param random the source of its identifiers, seeded by the caller
     */
    public PeerListReader(PeerListReaderConfig config, RandomGenerator random) {
        this.config = config;
        this.random = random;
    }

    /**
     * Asks a registrar, and all that are known through it. Answered by {@link PeerTable} or {@link
     * Unreadable}.
     *
     * @param registrar its address for ENRP
     */
    public record Read(TransportAddress registrar) implements Request {}

    /** The registrar that was to be asked first did not tell whom it knows. */
    public record Unreadable(String why) implements Answer {}

    private enum State {
        CONNECTING,
        ASKING,
        RESTING,
        KNOCKING,
        DONE
    }

    /** All visits of one request. */
    private static final class Tour {
        final Ticket ticket;
        final RegistrarId self;
        final List<Visit> visits = new ArrayList<>();
        final Map<Link, Visit> byLink = new HashMap<>(); // never iterated

        Tour(Ticket ticket, RegistrarId self) {
            this.ticket = ticket;
            this.self = self;
        }
    }

    /** The visit to one registrar. */
    private static final class Visit {
        final Link link;
        final TransportAddress address;
        final Instant end;
        State state = State.CONNECTING;
        Instant deadline;

        /** Who it is; the first one tells it itself. */
        Optional<RegistrarId> id;

        Standing standing = Standing.UNREACHABLE;
        Optional<PeChecksum> checksum = Optional.empty();
        List<RegistrarId> peers = List.of();
        String why = "";

        Visit(Link link, TransportAddress address, Optional<RegistrarId> id, Instant end) {
            this.link = link;
            this.address = address;
            this.id = id;
            this.end = end;
            this.deadline = end;
        }
    }

    @Override
    public List<Action> handle(Event event, Instant now) {
        switch (event) {
            case Event.Asked(var ticket, Read(var registrar)) -> start(ticket, registrar, now);
            case Event.Asked(_, var request) ->
                    throw new IllegalStateException("a peer list reader was asked for " + request);
            case Event.LinkUp up -> on(up.link()).ifPresent(this::onUp);
            case Event.LinkDown(var link, var reason) ->
                    on(link).ifPresent(visit -> onDown(visit, reason));
            case Event.Arrived(var link, EnrpMessage message) ->
                    on(link).ifPresent(visit -> onMessage(visit, message, now));
            case Event.Garbled(var link, _, var why, _, _) ->
                    on(link).ifPresent(visit -> end(visit, "not understood: " + why));
            case Event.TimeReached() -> onDue(now);
            case Event.Started _, Event.Overheard _, Event.Arrived _ -> {}
        }
        tour.ifPresent(this::conclude);
        return out.drain();
    }

    @Override
    public Instant deadline() {
        return tour.stream()
                .flatMap(current -> current.visits.stream())
                .filter(visit -> visit.state != State.DONE)
                .map(visit -> visit.deadline)
                .min(Instant::compareTo)
                .orElse(Instant.MAX);
    }

    private Optional<Visit> on(Link link) {
        return tour.flatMap(current -> Optional.ofNullable(current.byLink.get(link)))
                .filter(visit -> visit.state != State.DONE);
    }

    private void start(Ticket ticket, TransportAddress registrar, Instant now) {
        if (tour.isPresent()) {
            out.reply(ticket, new Unreadable("other registrars are being asked"));
            return;
        }
        int id = random.nextInt();
        while (id == RegistrarId.NONE.value()) {
            id = random.nextInt();
        }
        var begun = new Tour(ticket, new RegistrarId(id));
        tour = Optional.of(begun);
        visit(begun, registrar, Optional.empty(), now);
    }

    private void visit(
            Tour current, TransportAddress address, Optional<RegistrarId> id, Instant now) {
        boolean known =
                id.isPresent() && current.visits.stream().anyMatch(visit -> visit.id.equals(id));
        if (known || current.visits.size() >= config.maxRegistrars()) {
            return;
        }
        var link = new Link(nextLink);
        nextLink += 2;
        var visit = new Visit(link, address, id, now.plus(config.noResponse()));
        current.visits.add(visit);
        current.byLink.put(link, visit);
        out.open(link, Protocol.ENRP, address);
    }

    private void onUp(Visit visit) {
        if (visit.state == State.CONNECTING) {
            visit.standing = Standing.SILENT;
            ask(visit);
        }
    }

    private void ask(Visit visit) {
        visit.state = State.ASKING;
        visit.deadline = visit.end;
        send(visit, new EnrpMessage.ListRequest(self(), RegistrarId.NONE));
    }

    private RegistrarId self() {
        return tour.orElseThrow().self;
    }

    private void send(Visit visit, EnrpMessage message) {
        out.send(visit.link, message);
    }

    private void onMessage(Visit visit, EnrpMessage message, Instant now) {
        switch (message) {
            case EnrpMessage.ListResponse list -> {
                if (visit.state == State.ASKING && isFromVisited(visit, list.sender(), now)) {
                    onList(visit, list, now);
                }
            }
            case EnrpMessage.Presence presence -> {
                if (visit.state == State.KNOCKING && visit.id.equals(from(presence))) {
                    visit.checksum = presence.checksum();
                    end(visit, "");
                }
            }
            // Nothing is asked of a stranger; and what is, is not answered by one.
            case EnrpMessage.HandleTableRequest _,
                    EnrpMessage.HandleTableResponse _,
                    EnrpMessage.HandleUpdate _,
                    EnrpMessage.ListRequest _,
                    EnrpMessage.InitTakeover _,
                    EnrpMessage.InitTakeoverAck _,
                    EnrpMessage.TakeoverServer _,
                    EnrpMessage.EnrpError _ -> {}
        }
    }

    private static Optional<RegistrarId> from(EnrpMessage message) {
        return Optional.of(message.sender());
    }

    /** A registrar that was started again at the address of the former one is another one. */
    private boolean isFromVisited(Visit visit, RegistrarId sender, Instant now) {
        if (visit.id.isEmpty()) {
            visit.id = Optional.of(sender);
        }
        if (visit.id.equals(Optional.of(sender))) {
            return true;
        }
        visit.standing = Standing.UNREACHABLE;
        end(visit, "registrar %s is there".formatted(sender));
        visit(tour.orElseThrow(), visit.address, Optional.of(sender), now);
        return false;
    }

    private void onList(Visit visit, EnrpMessage.ListResponse list, Instant now) {
        if (list.rejected()) {
            visit.standing = Standing.STARTING;
            visit.state = State.RESTING;
            visit.deadline = earlier(now.plus(config.afterReject()), visit.end);
            return;
        }
        visit.standing = Standing.ANSWERS;
        var others = new TreeMap<RegistrarId, TransportAddress>();
        for (ServerInformation server : list.servers()) {
            // RSPLIB lists peers that it is configured with and has not met under no identifier.
            if (!server.id().equals(RegistrarId.NONE) && !server.id().equals(list.sender())) {
                others.putIfAbsent(server.id(), server.transport());
            }
        }
        visit.peers = List.copyOf(others.keySet());
        others.forEach((id, address) -> visit(tour.orElseThrow(), address, Optional.of(id), now));
        visit.state = State.KNOCKING;
        visit.deadline = earlier(now.plus(config.acquaintance()), visit.end);
        send(
                visit,
                new EnrpMessage.Presence(
                        self(), list.sender(), true, Optional.empty(), Optional.empty()));
    }

    private static Instant earlier(Instant a, Instant b) {
        return a.isBefore(b) ? a : b;
    }

    private void onDown(Visit visit, Event.LinkDown.Reason reason) {
        visit.state = State.DONE;
        visit.why = "the link ended: " + reason.name();
    }

    private void onDue(Instant now) {
        var due =
                tour.stream()
                        .flatMap(current -> current.visits.stream())
                        .filter(visit -> visit.state != State.DONE)
                        .filter(visit -> !visit.deadline.isAfter(now))
                        .toList();
        for (Visit visit : due) {
            if (visit.state == State.RESTING && visit.end.isAfter(now)) {
                ask(visit);
            } else {
                end(visit, "no answer within " + config.noResponse());
            }
        }
    }

    private void end(Visit visit, String why) {
        visit.state = State.DONE;
        visit.why = why;
        out.close(visit.link);
    }

    /** Answers when all have been asked. */
    private void conclude(Tour current) {
        if (current.visits.stream().anyMatch(visit -> visit.state != State.DONE)) {
            return;
        }
        tour = Optional.empty();
        var first = current.visits.getFirst();
        if (first.standing != Standing.ANSWERS) {
            boolean rejected = first.standing == Standing.STARTING;
            out.reply(
                    current.ticket,
                    new Unreadable(rejected ? "the registrar does not serve yet" : first.why));
            return;
        }
        var registrars = new TreeMap<RegistrarId, PeerTable.Registrar>();
        for (Visit visit : current.visits) {
            var id = visit.id.orElseThrow();
            registrars.put(
                    id,
                    new PeerTable.Registrar(
                            id, visit.address, visit.standing, visit.checksum, visit.peers));
        }
        out.reply(
                current.ticket,
                new PeerTable(first.id.orElseThrow(), List.copyOf(registrars.values())));
    }
}
