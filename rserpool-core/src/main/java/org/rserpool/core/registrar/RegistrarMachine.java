package org.rserpool.core.registrar;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.rserpool.core.Action;
import org.rserpool.core.Deadlines;
import org.rserpool.core.Due;
import org.rserpool.core.Event;
import org.rserpool.core.Link;
import org.rserpool.core.Machine;
import org.rserpool.core.Outbox;
import org.rserpool.core.RateLimit;
import org.rserpool.core.handlespace.Handlespace;
import org.rserpool.core.internal.Excerpts;
import org.rserpool.core.policy.Policies;
import org.rserpool.core.policy.SelectionConfig;
import org.rserpool.wire.CauseCode;
import org.rserpool.wire.ErrorCause;
import org.rserpool.wire.PeChecksum;
import org.rserpool.wire.RegistrarId;
import org.rserpool.wire.ServerInformation;
import org.rserpool.wire.TransportProtocol;
import org.rserpool.wire.codec.Dialect;
import org.rserpool.wire.codec.Wire;
import org.rserpool.wire.message.AsapMessage;
import org.rserpool.wire.message.EnrpMessage;
import org.rserpool.wire.message.Message;
import org.rserpool.wire.message.Protocol;

/** A registrar (RFC 5352 and 5353). It is handed the addresses at which it serves. */
public final class RegistrarMachine implements Machine {

    /** A shorter stop of the process is nothing to talk about. */
    private static final Duration NOTABLE_STALL = Duration.ofMillis(250);

    /** Notices about others who use our identifier. */
    private static final int MAX_CLASHES_PER_SECOND = 1;

    private final RegistrarId self;
    private final boolean announces;
    private final Deadlines<Due> deadlines = new Deadlines<>();
    private final Outbox out = new Outbox();

    private final AwakeTime time;
    private final Handlespace handlespace;
    private final Links links;
    private final Answers answers;
    private final CauseCode overload;
    private final Subscriptions subscriptions;
    private final Monitoring monitoring;
    private final Registrations registrations;
    private final Announcements announcements;
    private final Peers peers;
    private final Gate gate;
    private final Enrp enrp;
    private final RateLimit clashes = new RateLimit(MAX_CLASHES_PER_SECOND);

    /**
     * Makes a registrar.
     *
     * @param self its identifier, not {@link RegistrarId#NONE}
     * @param place where it serves and whom it can meet
     * @param random the source of all chance, seeded by the caller
     */
    public RegistrarMachine(
            RegistrarId self,
            RegistrarConfig config,
            Policies policies,
            SelectionConfig selection,
            RegistrarPlace place,
            RandomGenerator random) {
        if (self.equals(RegistrarId.NONE)) {
            throw new IllegalArgumentException("a registrar's identifier must not be 0");
        }
        this.self = self;
        this.announces = place.announced().contains(Protocol.ASAP);
        time = new AwakeTime(config.monitoring().keepAliveTimeout());
        handlespace = new Handlespace(self, policies, selection, config.handlespace(), random);
        links = new Links(config.limits(), handlespace, deadlines, this::onGone);
        answers = new Answers(config.resolution(), handlespace);
        overload = config.resolution().overload();
        subscriptions = new Subscriptions(config, handlespace, links, answers, deadlines);
        var numbers = new LinkNumbers();
        var contacts = new Contacts(config.limits().maxContacts(), handlespace, links, numbers);
        peers = new Peers(config.peers().maxPeers(), deadlines, peer -> onPeerDue(peer));
        var updates = new UpdateAnnouncements(self, config.peers(), peers);
        var changes = new Changes(handlespace, subscriptions, contacts, updates);
        monitoring =
                new Monitoring(
                        self,
                        config.monitoring(),
                        handlespace,
                        links,
                        contacts,
                        changes,
                        deadlines,
                        random);
        registrations =
                new Registrations(config, handlespace, links, contacts, changes, monitoring);
        announcements =
                new Announcements(self, config.announcements(), place.asap(), deadlines, random);
        gate = new Gate(config.peers().maxHeld());
        enrp =
                new Enrp(
                        self,
                        config,
                        new Enrp.Shared(
                                handlespace, links, numbers, peers, changes, monitoring, deadlines),
                        place,
                        information(self, config.dialect(), place),
                        random,
                        new Services());
    }

    private Due onPeerDue(Peer peer) {
        return (now, actions) -> enrp.onPeerDue(peer, now, actions);
    }

    /** What ENRP wants done. */
    private final class Services implements Enrp.Host {

        @Override
        public void onServing(Instant now, Outbox actions) {
            if (announces) {
                announcements.start(now);
            }
            for (Gate.Held held : gate.release()) {
                if (links.isUp(held.link())) {
                    onAsap(held.link(), held.message(), now);
                }
            }
        }

        @Override
        public void onClash(String where, Instant now, Outbox actions) {
            RegistrarMachine.this.onClash(where, now);
        }
    }

    /** The first address that can be told to others in our dialect. */
    private static Optional<ServerInformation> information(
            RegistrarId self, Dialect dialect, RegistrarPlace place) {
        return place.enrp().stream()
                .filter(address ->
                        address.protocol() == TransportProtocol.SCTP || dialect.tcpControl())
                .findFirst()
                .map(address -> new ServerInformation(self, address));
    }

    /** Returns the handlespace, for checks by tests and simulations between two events. */
    public Handlespace handlespace() {
        return handlespace;
    }

    @Override
    public List<Action> handle(Event event, Instant now) {
        var stopped = time.wake(now, deadlines.earliest());
        if (stopped.compareTo(NOTABLE_STALL) >= 0) {
            out.tell(new RegistrarNotice.Stalled(stopped));
            enrp.onStall(stopped, time.present(), out);
        }
        onEvent(event, time.present());
        enrp.settle(time.present(), out);
        return out.drain();
    }

    @Override
    public Instant deadline() {
        return time.onNode(deadlines.earliest());
    }

    private void onEvent(Event event, Instant now) {
        switch (event) {
            case Event.Started() -> enrp.start(now, out);
            case Event.Arrived(var link, var message) -> onMessage(link, message, now);
            case Event.Overheard(var origin, AsapMessage.ServerAnnounce announce) -> {
                if (announcements.isClash(announce)) {
                    onClash(origin.toString(), now);
                } else {
                    announcements.onAnnounce(announce, now);
                }
            }
            case Event.Overheard(var origin, EnrpMessage.Presence presence) ->
                    enrp.onOverheard(origin, presence, now, out);
            case Event.Overheard _ -> {}
            case Event.Garbled garbled -> onGarbled(garbled, now);
            case Event.LinkUp up -> {
                links.onUp(up, now);
                if (up.protocol() == Protocol.ENRP) {
                    enrp.onLinkUp(up, now, out);
                }
                monitoring.onLinkUp(up.link(), now, out);
            }
            case Event.LinkDown(var link, _) -> {
                links.remove(link);
                enrp.onConnectionGone(link); // also of one that never was up
                monitoring.onLinkDown(link, now, out);
            }
            case Event.Asked(var ticket, RegistrarRequest.TakeSnapshot()) ->
                    out.reply(ticket, snapshot(now));
            case Event.Asked(var ticket, RegistrarRequest.UsePeers(var addresses)) -> {
                enrp.usePeers(addresses, now, out);
                out.reply(ticket, new RegistrarRequest.Done());
            }
            case Event.Asked(_, var request) ->
                    throw new IllegalStateException("a registrar was asked for " + request);
            case Event.TimeReached() ->
                    deadlines.takeExpired(now).ifPresent(due -> due.onDue(now, out));
        }
    }

    /** Whoever ended a connection, what was kept for it goes; its elements are another matter. */
    private void onGone(Links.Connection gone) {
        subscriptions.onGone(gone);
        enrp.onConnectionGone(gone.link());
    }

    private void onClash(String where, Instant now) {
        if (clashes.admits(now)) {
            out.tell(new RegistrarNotice.DuplicateIdentifier(self, where));
        }
    }

    private void onMessage(Link link, Message message, Instant now) {
        links.onHeard(link, now);
        switch (message) {
            case AsapMessage asap -> admit(link, asap, now);
            case EnrpMessage ofPeer -> enrp.onMessage(link, ofPeer, now, out);
        }
    }

    /** Requests wait until the handlespace is what the peers have. */
    private void admit(Link link, AsapMessage message, Instant now) {
        boolean waits =
                switch (message) {
                    case AsapMessage.Registration _,
                            AsapMessage.Deregistration _,
                            AsapMessage.HandleResolution _,
                            AsapMessage.EndpointUnreachable _ ->
                            !enrp.serves();
                    case AsapMessage.RegistrationResponse _,
                            AsapMessage.DeregistrationResponse _,
                            AsapMessage.HandleResolutionResponse _,
                            AsapMessage.EndpointKeepAlive _,
                            AsapMessage.EndpointKeepAliveAck _,
                            AsapMessage.ServerAnnounce _,
                            AsapMessage.Cookie _,
                            AsapMessage.CookieEcho _,
                            AsapMessage.BusinessCard _,
                            AsapMessage.AsapError _ ->
                            false;
                };
        if (waits) {
            gate.hold(link, message);
        } else {
            onAsap(link, message, now);
        }
    }

    private void onAsap(Link link, AsapMessage message, Instant now) {
        switch (message) {
            case AsapMessage.Registration request ->
                    registrations.onRegistration(link, request, now, out);
            case AsapMessage.Deregistration request ->
                    registrations.onDeregistration(link, request, now, out);
            case AsapMessage.HandleResolution request -> onResolution(link, request, now);
            case AsapMessage.EndpointKeepAliveAck ack -> monitoring.onAck(link, ack, now, out);
            case AsapMessage.EndpointUnreachable report -> {
                if (links.find(link).filter(l -> l.reports().admits(now)).isPresent()) {
                    monitoring.onUnreachable(link, report, now, out);
                }
            }
            case AsapMessage.AsapError(var errors) ->
                    complain(link, "complains: ", () -> Excerpts.of(errors), now);
            // Answers of registrars, announcements, and what passes between element and user only.
            case AsapMessage.RegistrationResponse _,
                    AsapMessage.DeregistrationResponse _,
                    AsapMessage.HandleResolutionResponse _,
                    AsapMessage.EndpointKeepAlive _,
                    AsapMessage.ServerAnnounce _,
                    AsapMessage.Cookie _,
                    AsapMessage.CookieEcho _,
                    AsapMessage.BusinessCard _ ->
                    complain(
                            link,
                            "a registrar is sent no ",
                            () -> message.getClass().getSimpleName(),
                            now);
        }
    }

    /** Handle resolution at the registrar (ASAP-124 to ASAP-129). */
    private void onResolution(Link link, AsapMessage.HandleResolution request, Instant now) {
        var pool = request.pool();
        if (links.find(link).filter(l -> l.resolutions().admits(now)).isEmpty()) {
            deny(link, Answers.negative(pool, overload), now);
            return;
        }
        boolean watches = request.subscribe() && subscriptions.has(link, pool);
        var chosen =
                handlespace
                        .pool(pool)
                        .map(known -> answers.choose(known, wanted(request), !watches))
                        .orElse(List.of());
        if (chosen.isEmpty()) {
            subscriptions.end(link, pool); // ASAP-024
            deny(link, Answers.unknown(pool), now);
            return;
        }
        boolean updates = request.subscribe() && subscriptions.begin(link, pool);
        if (!updates) {
            subscriptions.end(link, pool);
        }
        out.send(link, Answers.response(pool, chosen, updates));
    }

    /** A subscriber is to have all there is from the beginning on. */
    private static long wanted(AsapMessage.HandleResolution request) {
        return request.items().orElse(request.subscribe() ? RegistrarConfig.Resolution.ALL : 0);
    }

    /** The handle may be so long that there is no room for a cause beside it. */
    private void deny(Link link, AsapMessage.HandleResolutionResponse answer, Instant now) {
        if (Wire.sizeOf(answer) <= Wire.MAX_PAGE) {
            out.send(link, answer);
        } else {
            sendError(
                    link,
                    new AsapMessage.AsapError(List.of(new ErrorCause(CauseCode.INVALID_VALUES))),
                    now);
        }
    }

    private void sendError(Link link, Message error, Instant now) {
        if (links.find(link).filter(known -> known.errors().admits(now)).isPresent()) {
            out.send(link, error);
        }
    }

    private void complain(Link link, String what, Supplier<String> detail, Instant now) {
        links.complain(
                link, now, out, () -> new RegistrarNotice.Complaint(link, what + detail.get()));
    }

    private void onGarbled(Event.Garbled garbled, Instant now) {
        var link = garbled.link();
        if (!garbled.why().isEmpty()) {
            complain(link, "not understood: ", () -> Excerpts.of(garbled.why()), now);
        }
        garbled.answer().ifPresent(answer -> out.send(link, answer));
        if (!garbled.reports().isEmpty()) {
            var error =
                    switch (garbled.protocol()) {
                        case ASAP -> new AsapMessage.AsapError(garbled.reports());
                        case ENRP ->
                                new EnrpMessage.EnrpError(
                                        self, RegistrarId.NONE, garbled.reports());
                    };
            sendError(link, error, now);
        }
    }

    private RegistrarSnapshot snapshot(Instant now) {
        var pools =
                handlespace.pools(0, Integer.MAX_VALUE).stream()
                        .map(pool ->
                                new RegistrarSnapshot.Pool(
                                        pool.handle(),
                                        pool.policy().name(),
                                        pool.elements().stream().map(e -> e.info()).toList()))
                        .toList();
        Map<RegistrarId, PeChecksum> checksums = new LinkedHashMap<>();
        for (RegistrarId owner : handlespace.owners()) {
            checksums.put(owner, handlespace.checksum(owner));
        }
        return new RegistrarSnapshot(
                self,
                enrp.serves(),
                pools,
                checksums,
                enrp.snapshot(now),
                links.size(),
                subscriptions.size());
    }
}
