package org.rserpool.core.registrar;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.rserpool.core.Action;
import org.rserpool.core.Deadlines;
import org.rserpool.core.Due;
import org.rserpool.core.Event;
import org.rserpool.core.Link;
import org.rserpool.core.Machine;
import org.rserpool.core.Outbox;
import org.rserpool.core.handlespace.Handlespace;
import org.rserpool.core.policy.Policies;
import org.rserpool.core.policy.SelectionConfig;
import org.rserpool.wire.CauseCode;
import org.rserpool.wire.ErrorCause;
import org.rserpool.wire.PeChecksum;
import org.rserpool.wire.RegistrarId;
import org.rserpool.wire.ServerInformation;
import org.rserpool.wire.message.AsapMessage;
import org.rserpool.wire.message.EnrpMessage;
import org.rserpool.wire.message.Message;
import org.rserpool.wire.message.Protocol;

/** A registrar (RFC 5352 and 5353). It is handed the addresses at which it serves. */
public final class RegistrarMachine implements Machine {

    /** A loop that comes this late was itself stopped, or is overloaded beyond all measure. */
    private static final Duration STALL = Duration.ofMillis(250);

    /** A pool handle must fit into an answer twice: by itself and in an error cause. */
    private static final int MAX_HANDLE = 16_000;

    private final RegistrarId self;
    private final boolean announces;
    private final Deadlines<Due> deadlines = new Deadlines<>();
    private final Outbox out = new Outbox();

    private final Handlespace handlespace;
    private final Links links;
    private final Answers answers;
    private final Subscriptions subscriptions;
    private final Monitoring monitoring;
    private final Registrations registrations;
    private final Announcements announcements;
    private final TableReaders tables;
    private Instant last = Instant.MAX;

    /**
     * Makes a registrar.
     *
     * @param self its identifier, not {@link RegistrarId#NONE}
     * @param announces whether it makes itself known by multicast
     * @param random the source of all chance, seeded by the caller
     */
    public RegistrarMachine(
            RegistrarId self,
            RegistrarConfig config,
            Policies policies,
            SelectionConfig selection,
            RegistrarConfig.Addresses addresses,
            boolean announces,
            RandomGenerator random) {
        if (self.equals(RegistrarId.NONE)) {
            throw new IllegalArgumentException("a registrar's identifier must not be 0");
        }
        this.self = self;
        this.announces = announces;
        handlespace = new Handlespace(self, policies, selection, config.handlespace(), random);
        links = new Links(config.limits(), handlespace, deadlines);
        answers = new Answers(config.resolution(), handlespace);
        subscriptions = new Subscriptions(config, handlespace, links, answers, deadlines);
        var changes = new Changes(handlespace, subscriptions);
        monitoring =
                new Monitoring(
                        self,
                        config.monitoring(),
                        handlespace,
                        changes,
                        deadlines,
                        random,
                        new LinkNumbers());
        registrations = new Registrations(config, handlespace, links, changes, monitoring);
        announcements =
                new Announcements(
                        self, config.announcements(), addresses.asap(), deadlines, random);
        var information =
                addresses.enrp().stream().findFirst().map(a -> new ServerInformation(self, a));
        tables = new TableReaders(self, config, handlespace, information, deadlines);
    }

    /** Returns the handlespace, for checks by tests and simulations between two events. */
    public Handlespace handlespace() {
        return handlespace;
    }

    @Override
    public List<Action> handle(Event event, Instant now) {
        noticeStall(now);
        switch (event) {
            case Event.Started() -> {
                if (announces) {
                    announcements.start(now);
                }
            }
            case Event.Arrived(var link, var message) -> onMessage(link, message, now);
            case Event.Overheard(var origin, AsapMessage.ServerAnnounce announce) ->
                    announcements.onAnnounce(announce, origin, now, out);
            case Event.Overheard _ -> {}
            case Event.Garbled garbled -> onGarbled(garbled, now);
            case Event.LinkUp up -> {
                links.onUp(up, now);
                monitoring.onLinkUp(up.link(), now, out);
            }
            case Event.LinkDown(var link, _) -> {
                links.remove(link).ifPresent(subscriptions::onLinkDown);
                tables.onLinkDown(link);
                monitoring.onLinkDown(link, now, out);
            }
            case Event.Asked(var ticket, RegistrarRequest.TakeSnapshot()) ->
                    out.reply(ticket, snapshot());
            case Event.Asked(_, var request) ->
                    throw new IllegalStateException("a registrar was asked for " + request);
            case Event.TimeReached() ->
                    deadlines.takeExpired(now).ifPresent(due -> due.onDue(now, out));
        }
        return out.drain();
    }

    @Override
    public Instant deadline() {
        return deadlines.earliest();
    }

    private void noticeStall(Instant now) {
        var asked = deadlines.earliest();
        var idle = last;
        last = now;
        if (asked.isBefore(now.minus(STALL)) && idle.isBefore(now.minus(STALL))) {
            monitoring.forgive(now);
            out.tell(new RegistrarNotice.Stalled(Duration.between(asked, now)));
        }
    }

    private void onMessage(Link link, Message message, Instant now) {
        links.onHeard(link, now);
        switch (message) {
            case AsapMessage asap -> onAsap(link, asap, now);
            case EnrpMessage enrp -> onEnrp(link, enrp, now);
        }
    }

    private void onAsap(Link link, AsapMessage message, Instant now) {
        switch (message) {
            case AsapMessage.Registration(var pool, _) when pool.length() > MAX_HANDLE ->
                    onUnanswerable(link);
            case AsapMessage.Deregistration(var pool, _) when pool.length() > MAX_HANDLE ->
                    onUnanswerable(link);
            case AsapMessage.HandleResolution(var pool, _, _) when pool.length() > MAX_HANDLE ->
                    onUnanswerable(link);
            case AsapMessage.Registration request ->
                    registrations.onRegistration(link, request, now, out);
            case AsapMessage.Deregistration request ->
                    registrations.onDeregistration(link, request, now, out);
            case AsapMessage.HandleResolution request -> onResolution(link, request, now);
            case AsapMessage.EndpointKeepAliveAck ack -> monitoring.onAck(ack, now);
            case AsapMessage.EndpointUnreachable report -> {
                if (links.find(link).filter(l -> l.reports().admits(now)).isPresent()) {
                    monitoring.onUnreachable(report, now, out);
                }
            }
            case AsapMessage.AsapError(var errors) ->
                    out.tell(new RegistrarNotice.Complaint(link, "complains: " + errors));
            // Answers of registrars, announcements, and what passes between element and user only.
            case AsapMessage.RegistrationResponse _,
                    AsapMessage.DeregistrationResponse _,
                    AsapMessage.HandleResolutionResponse _,
                    AsapMessage.EndpointKeepAlive _,
                    AsapMessage.ServerAnnounce _,
                    AsapMessage.Cookie _,
                    AsapMessage.CookieEcho _,
                    AsapMessage.BusinessCard _ ->
                    out.tell(
                            new RegistrarNotice.Complaint(
                                    link,
                                    "a registrar is sent no "
                                            + message.getClass().getSimpleName()));
        }
    }

    private void onUnanswerable(Link link) {
        var cause = new ErrorCause(CauseCode.INVALID_VALUES);
        out.send(link, new AsapMessage.AsapError(List.of(cause)));
    }

    /** Handle resolution at the registrar (ASAP-124 to ASAP-129). */
    private void onResolution(Link link, AsapMessage.HandleResolution request, Instant now) {
        var pool = handlespace.pool(request.pool());
        boolean admitted = links.find(link).filter(l -> l.resolutions().admits(now)).isPresent();
        if (pool.isEmpty() || !admitted) {
            out.send(link, Answers.unknown(request.pool()));
            return;
        }
        boolean updates = subscriptions.request(link, request.pool(), request.subscribe());
        out.send(link, answers.answer(pool.get(), request.items().orElse(0), updates));
    }

    /** Serves readers of the handlespace; there are no peers. */
    private void onEnrp(Link link, EnrpMessage message, Instant now) {
        boolean mine =
                message.receiver().equals(self) || message.receiver().equals(RegistrarId.NONE);
        if (message.sender().equals(self)) {
            out.tell(new RegistrarNotice.DuplicateIdentifier(self, where(link)));
        } else if (mine) {
            switch (message) {
                case EnrpMessage.Presence presence -> tables.onPresence(link, presence, out);
                case EnrpMessage.ListRequest request -> tables.onListRequest(link, request, out);
                case EnrpMessage.HandleTableRequest request ->
                        tables.onTableRequest(link, request, now, out);
                case EnrpMessage.HandleTableResponse _,
                        EnrpMessage.ListResponse _,
                        EnrpMessage.HandleUpdate _,
                        EnrpMessage.InitTakeover _,
                        EnrpMessage.InitTakeoverAck _,
                        EnrpMessage.TakeoverServer _,
                        EnrpMessage.EnrpError _ -> {}
            }
        }
    }

    private String where(Link link) {
        return links.find(link).map(l -> l.remote().toString()).orElse(link.toString());
    }

    private void onGarbled(Event.Garbled garbled, Instant now) {
        var link = garbled.link();
        if (!garbled.why().isEmpty()) {
            out.tell(new RegistrarNotice.Complaint(link, "not understood: " + garbled.why()));
        }
        garbled.answer().ifPresent(answer -> out.send(link, answer));
        boolean reports =
                !garbled.reports().isEmpty()
                        && links.find(link).filter(l -> l.errors().admits(now)).isPresent();
        if (reports) {
            out.send(
                    link,
                    garbled.protocol() == Protocol.ASAP
                            ? new AsapMessage.AsapError(garbled.reports())
                            : new EnrpMessage.EnrpError(self, RegistrarId.NONE, garbled.reports()));
        }
    }

    private RegistrarSnapshot snapshot() {
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
        return new RegistrarSnapshot(self, pools, checksums, links.size(), subscriptions.size());
    }
}
