package org.rserpool.core.endpoint;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.rserpool.core.Action;
import org.rserpool.core.Deadlines;
import org.rserpool.core.Due;
import org.rserpool.core.Event;
import org.rserpool.core.Link;
import org.rserpool.core.Machine;
import org.rserpool.core.Outbox;
import org.rserpool.core.Ticket;
import org.rserpool.core.policy.Policies;
import org.rserpool.wire.PoolHandle;
import org.rserpool.wire.message.AsapMessage;

/**
 * An ASAP endpoint: pool element in any number of pools, and pool user, of one operational scope
 * (RFC 5352). A process that takes part in several scopes has an endpoint for each.
 */
public final class EndpointMachine implements Machine {

    private final EndpointConfig config;
    private final Deadlines<Due> deadlines = new Deadlines<>();
    private final RegistrarHunt hunt;
    private final ResolutionCache cache;
    private final Registrations registrations;
    private final Resolutions resolutions;
    private final Watches watches;
    private final FailureReports reports;
    private final Map<Link, Event.LinkUp> links = new HashMap<>(); // never iterated
    private final Outbox out = new Outbox();

    /**
     * Makes an endpoint.
     *
     * @param random the source of all chance, seeded by the caller
     */
    public EndpointMachine(EndpointConfig config, Policies policies, RandomGenerator random) {
        this.config = config;
        hunt = new RegistrarHunt(config, new Wishes(), deadlines, random);
        cache = new ResolutionCache(config, policies, random);
        registrations = new Registrations(config, hunt, deadlines, random);
        resolutions = new Resolutions(config, hunt, cache, deadlines);
        watches = new Watches(config, resolutions, deadlines);
        reports = new FailureReports(config, hunt, cache);
    }

    /** What the procedures want of the home registrar. */
    private final class Wishes implements RegistrarHunt.Dependent {

        @Override
        public void onHome(Link home, Instant now, Outbox out) {
            registrations.onHome(now, out);
            resolutions.onHome(home, now, out);
            watches.onHome(now, out);
        }

        @Override
        public void onHomeLost(Instant now, Outbox out) {
            registrations.onHomeLost();
            resolutions.onHomeLost();
            cache.onHomeLost();
        }

        @Override
        public boolean needsHome() {
            return registrations.needsHome() || resolutions.needsHome() || watches.needsHome();
        }
    }

    @Override
    public List<Action> handle(Event event, Instant now) {
        switch (event) {
            case Event.Started() -> {}
            case Event.Arrived(var link, AsapMessage message) -> onMessage(link, message, now);
            case Event.Arrived(var link, _) -> out.abort(link); // ENRP is not for us
            case Event.Overheard(var origin, AsapMessage.ServerAnnounce announce) ->
                    hunt.onAnnounce(announce, origin, now, out);
            case Event.Overheard _ -> {}
            case Event.Garbled garbled -> onGarbled(garbled);
            case Event.LinkUp up -> {
                links.put(up.link(), up);
                hunt.onLinkUp(up, now, out);
            }
            case Event.LinkDown(var link, var reason) -> {
                links.remove(link);
                hunt.onLinkDown(link, reason, now, out);
            }
            case Event.Asked(var ticket, EndpointRequest request) ->
                    onRequest(ticket, request, now);
            case Event.Asked(_, var request) ->
                    throw new IllegalStateException("an endpoint was asked for " + request);
            case Event.TimeReached() ->
                    deadlines.takeExpired(now).ifPresent(due -> due.onDue(now, out));
        }
        return out.drain();
    }

    @Override
    public Instant deadline() {
        return deadlines.earliest();
    }

    private void onMessage(Link link, AsapMessage message, Instant now) {
        switch (message) {
            case AsapMessage.RegistrationResponse response -> {
                hunt.onAnswer(link, out);
                registrations.onResponse(response, now, out);
            }
            case AsapMessage.DeregistrationResponse response -> {
                hunt.onAnswer(link, out);
                registrations.onResponse(response, now, out);
            }
            case AsapMessage.HandleResolutionResponse response -> {
                hunt.onAnswer(link, out);
                onResolution(link, response, now);
            }
            case AsapMessage.EndpointKeepAlive keepAlive -> onKeepAlive(link, keepAlive, now);
            case AsapMessage.AsapError(var errors) ->
                    out.tell(new EndpointNotice.Complaint("the registrar complains: " + errors));
            // A registrar that announces itself over a link has nothing to add; the rest is of the
            // control channel between element and user, or for registrars.
            case AsapMessage.ServerAnnounce _,
                    AsapMessage.Registration _,
                    AsapMessage.Deregistration _,
                    AsapMessage.HandleResolution _,
                    AsapMessage.EndpointKeepAliveAck _,
                    AsapMessage.EndpointUnreachable _,
                    AsapMessage.Cookie _,
                    AsapMessage.CookieEcho _,
                    AsapMessage.BusinessCard _ -> {}
        }
    }

    private void onResolution(
            Link link, AsapMessage.HandleResolutionResponse response, Instant now) {
        // One that nobody waits for may be late, and must not cost memory unless it is watched.
        if (watches.isWatched(response.pool()) || resolutions.expects(link, response.pool())) {
            cache.put(response, now);
            resolutions.onResponse(link, response, now, out);
            watches.onResponse(response, now, out);
        }
    }

    /** RFC 5352, section 3.4: KA1, KA2 and the H bit. */
    private void onKeepAlive(Link link, AsapMessage.EndpointKeepAlive keepAlive, Instant now) {
        var ours = registrations.elementsOf(keepAlive.pool());
        var asked = keepAlive.element().map(List::of).orElse(ours);
        if (!ours.containsAll(asked) || asked.isEmpty()) {
            return; // ASAP-131: silently
        }
        hunt.onAnswer(link, out);
        asked.forEach(
                id -> out.send(link, new AsapMessage.EndpointKeepAliveAck(keepAlive.pool(), id)));
        if (keepAlive.newHome() && !hunt.home().equals(Optional.of(link))) {
            onNewHome(link, keepAlive, now);
        }
    }

    private void onNewHome(Link link, AsapMessage.EndpointKeepAlive keepAlive, Instant now) {
        var up = Optional.ofNullable(links.get(link));
        if (up.isEmpty() || (config.hunt().onlyKnownHomes() && !hunt.knows(up.get().remote()))) {
            out.tell(
                    new EndpointNotice.Complaint(
                            "registrar %s wants to be home registrar, but is neither configured nor"
                                            .formatted(keepAlive.registrar())
                                    + " announced"));
            return;
        }
        var remote = up.get().remote();
        out.tell(new EndpointNotice.HomeChanged(keepAlive.registrar(), remote));
        hunt.adoptByKeepAlive(link, up.get().local(), remote, now, out);
        registrations.onHomeGiven(now);
    }

    private void onGarbled(Event.Garbled garbled) {
        garbled.answer().ifPresent(answer -> out.send(garbled.link(), answer));
        if (!garbled.reports().isEmpty()) {
            out.send(garbled.link(), new AsapMessage.AsapError(garbled.reports()));
        }
        if (!garbled.why().isEmpty()) {
            out.tell(new EndpointNotice.Complaint("not understood: " + garbled.why()));
        }
    }

    private void onRequest(Ticket ticket, EndpointRequest request, Instant now) {
        switch (request) {
            case EndpointRequest.Join join -> registrations.join(ticket, join, now, out);
            case EndpointRequest.Leave leave -> registrations.leave(ticket, leave, now, out);
            case EndpointRequest.Resolve resolve -> onResolve(ticket, resolve, now);
            case EndpointRequest.Select select -> onSelect(ticket, select, now);
            case EndpointRequest.Report report -> reports.report(ticket, report, now, out);
            case EndpointRequest.Watch(var pool) ->
                    out.reply(
                            ticket,
                            watches.watch(pool, now, out)
                                    ? new EndpointAnswer.Done()
                                    : new EndpointAnswer.Refused(
                                            "too many pools are watched (maxPools)", List.of()));
            case EndpointRequest.Unwatch(var pool) -> {
                watches.unwatch(pool);
                done(ticket);
            }
            case EndpointRequest.Purge(var pool) -> {
                cache.purge(pool);
                done(ticket);
            }
            case EndpointRequest.Cancel(var cancelled) -> {
                if (resolutions.cancel(cancelled) || registrations.cancel(cancelled)) {
                    out.reply(
                            cancelled, new EndpointAnswer.NoRegistrar("the request was cancelled"));
                }
                done(ticket);
            }
            case EndpointRequest.ListRegistrars() ->
                    out.reply(ticket, new EndpointAnswer.Registrars(hunt.known()));
            case EndpointRequest.UseRegistrars(var registrars) -> {
                hunt.configure(registrars);
                done(ticket);
            }
        }
    }

    private void onResolve(Ticket ticket, EndpointRequest.Resolve resolve, Instant now) {
        var pool = resolve.pool();
        var fresh = cache.find(pool).filter(entry -> entry.isFresh(now, resolve.maxAge()));
        if (fresh.isPresent()) {
            out.reply(ticket, fresh.get().resolved(resolve.items(), now));
            return;
        }
        resolutions.ask(
                ticket,
                pool,
                resolve.items(),
                resolve.patience(),
                later -> cache.find(pool).orElseThrow().resolved(resolve.items(), later),
                now,
                out);
    }

    private void onSelect(Ticket ticket, EndpointRequest.Select select, Instant now) {
        var pool = select.pool();
        var fresh = cache.find(pool).filter(e -> e.isFresh(now, cache.staleCacheValue()));
        var chosen = fresh.flatMap(entry -> entry.select(now));
        if (chosen.isPresent()) {
            out.reply(ticket, new EndpointAnswer.Selected(pool, chosen.get()));
            return;
        }
        resolutions.ask(
                ticket,
                pool,
                config.requests().items(),
                select.patience(),
                later -> selected(pool, later),
                now,
                out);
    }

    private EndpointAnswer selected(PoolHandle pool, Instant now) {
        return cache.find(pool)
                .flatMap(entry -> entry.selectAmongAll(now))
                .<EndpointAnswer>map(element -> new EndpointAnswer.Selected(pool, element))
                .orElseGet(() -> new EndpointAnswer.UnknownPool(pool, List.of()));
    }

    private void done(Ticket ticket) {
        out.reply(ticket, new EndpointAnswer.Done());
    }
}
