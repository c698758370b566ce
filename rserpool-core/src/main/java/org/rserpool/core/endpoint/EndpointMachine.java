package org.rserpool.core.endpoint;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
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
import org.rserpool.core.Ticket;
import org.rserpool.core.internal.Excerpts;
import org.rserpool.core.policy.Policies;
import org.rserpool.wire.ElementId;
import org.rserpool.wire.ErrorCause;
import org.rserpool.wire.PoolHandle;
import org.rserpool.wire.message.AsapMessage;
import org.rserpool.wire.message.EnrpMessage;

/**
 * An ASAP endpoint: pool element in any number of pools, and pool user, of one operational scope
 * (RFC 5352). A process that takes part in several scopes has an endpoint for each.
 */
public final class EndpointMachine implements Machine {

    private static final List<ElementId> NOBODY = List.of();

    private final EndpointConfig config;
    private final Deadlines<Due> deadlines = new Deadlines<>();
    private final RegistrarHunt hunt;
    private final ResolutionCache cache;
    private final Registrations registrations;
    private final Resolutions resolutions;
    private final Watches watches;
    private final FailureReports reports;
    private final RateLimit errors;
    private final RateLimit complaints;
    private final RateLimit acknowledgements;
    private final Outbox out = new Outbox();

    /** Links that others opened. */
    private final Map<Link, Event.LinkUp> accepted = new LinkedHashMap<>();

    /**
     * Makes an endpoint.
     *
     * @param random the source of all chance, seeded by the caller
     */
    public EndpointMachine(EndpointConfig config, Policies policies, RandomGenerator random) {
        this.config = config;
        var limits = config.limits();
        var handedOut = new HandedOut(limits.maxHandedOut());
        hunt = new RegistrarHunt(config, new Wishes(), deadlines, random);
        cache = new ResolutionCache(config, policies, handedOut, random);
        registrations = new Registrations(config, hunt, deadlines, random);
        resolutions = new Resolutions(config, hunt, cache, deadlines);
        watches = new Watches(config, resolutions, cache, handedOut, deadlines);
        reports = new FailureReports(config, hunt, cache, handedOut);
        errors = new RateLimit(limits.maxErrorsPerSecond());
        complaints = new RateLimit(limits.maxErrorsPerSecond());
        acknowledgements = new RateLimit(limits.maxElements());
    }

    /** What the procedures want of the home registrar. */
    private final class Wishes implements RegistrarHunt.Dependent {

        @Override
        public void onHome(Link home, boolean given, Instant now, Outbox out) {
            cache.onHomeLost();
            registrations.onHome(given, now, out);
            resolutions.onHome(home, now, out);
            watches.onHome(now, out);
        }

        @Override
        public void onLeft(Link former) {
            accepted.remove(former);
        }

        @Override
        public void onMoved(Instant now, Outbox out) {
            registrations.onMoved(now, out);
        }

        @Override
        public void onHomeLost(Instant now, Outbox out) {
            cache.onHomeLost();
            registrations.onHomeLost(now);
            resolutions.onHomeLost();
        }

        @Override
        public boolean hasElements() {
            return registrations.needsHome();
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
            case Event.Arrived(var link, EnrpMessage _) -> {
                out.abort(
                        link); // that is not for us, and whoever sends it does not know what we are
                onLinkDown(link, Event.LinkDown.Reason.VIOLATION, now);
            }
            case Event.Overheard(var origin, AsapMessage.ServerAnnounce announce) ->
                    hunt.onAnnounce(announce, origin, now, out);
            case Event.Overheard _ -> {}
            case Event.Garbled garbled -> onGarbled(garbled, now);
            case Event.LinkUp up -> {
                if (isAccepted(up.link())) {
                    onAccepted(up);
                }
                hunt.onLinkUp(up, now, out);
            }
            case Event.LinkDown(var link, var reason) -> onLinkDown(link, reason, now);
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

    /** Links that the machine opens have odd numbers. */
    private static boolean isAccepted(Link link) {
        return (link.number() & 1) == 0;
    }

    private void onAccepted(Event.LinkUp up) {
        accepted.put(up.link(), up);
        if (accepted.size() > config.limits().maxAcceptedLinks()) {
            var oldest = accepted.keySet().stream().filter(link -> !hunt.isHome(link)).findFirst();
            oldest.ifPresent(link -> {
                accepted.remove(link);
                out.abort(link);
            });
        }
    }

    private void onLinkDown(Link link, Event.LinkDown.Reason reason, Instant now) {
        accepted.remove(link);
        hunt.onLinkDown(link, reason, now, out);
    }

    private void onMessage(Link link, AsapMessage message, Instant now) {
        if (hunt.isHome(link)) {
            registrations.onHeard(now);
        }
        switch (message) {
            case AsapMessage.RegistrationResponse response -> {
                hunt.onAnswer(link, out);
                registrations.onResponse(link, response, now, out);
            }
            case AsapMessage.DeregistrationResponse response -> {
                hunt.onAnswer(link, out);
                registrations.onResponse(link, response, now, out);
            }
            case AsapMessage.HandleResolutionResponse response -> {
                hunt.onAnswer(link, out);
                onResolution(link, response, now);
            }
            case AsapMessage.EndpointKeepAlive keepAlive -> onKeepAlive(link, keepAlive, now);
            case AsapMessage.AsapError(var causes) -> onError(link, causes, now);
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
        if (!hunt.isHome(link)) {
            return; // nobody else is asked
        }
        boolean watched = watches.isWatched(response.pool());
        switch (resolutions.onResponse(response, watched, now, out)) {
            case STATE -> watches.onState(response, now, out);
            case PART, NOTHING -> {}
        }
    }

    private void onError(Link link, List<ErrorCause> causes, Instant now) {
        complain(() -> "the registrar complains: " + Excerpts.of(causes), now);
        if (hunt.isHome(link)) {
            hunt.onAnswer(link, out);
            if (!resolutions.needsHome()) {
                registrations.onError(causes, now, out);
            }
        }
    }

    /** RFC 5352, section 3.4: KA1, KA2 and the H bit. */
    private void onKeepAlive(Link link, AsapMessage.EndpointKeepAlive keepAlive, Instant now) {
        if (hunt.endIfRetired(link, out)) {
            return; // no answer, and no link, says that the elements are elsewhere
        }
        var pool = keepAlive.pool();
        var asked =
                keepAlive
                        .element()
                        .map(id -> registrations.isOurs(pool, id) ? List.of(id) : NOBODY)
                        .orElseGet(() -> registrations.elementsOf(pool));
        if (asked.isEmpty()) {
            return; // ASAP-131: silently
        }
        hunt.onAnswer(link, out);
        boolean home = hunt.isHome(link);
        for (ElementId id : asked) {
            // Others may ask, to verify or to become home, but not without end.
            if (home || acknowledgements.admits(now)) {
                out.send(link, new AsapMessage.EndpointKeepAliveAck(pool, id));
            }
        }
        if (keepAlive.newHome() && !home) {
            onNewHome(link, keepAlive, now);
        }
    }

    private void onNewHome(Link link, AsapMessage.EndpointKeepAlive keepAlive, Instant now) {
        var up = Optional.ofNullable(accepted.get(link));
        if (up.isEmpty() || (config.hunt().onlyKnownHomes() && !hunt.knows(up.get().remote()))) {
            complain(
                    () ->
                            "registrar %s wants to be home registrar, but is neither configured nor"
                                            .formatted(keepAlive.registrar())
                                    + " announced",
                    now);
            return;
        }
        out.tell(new EndpointNotice.HomeChanged(keepAlive.registrar(), up.get().remote()));
        hunt.adoptByKeepAlive(up.get(), now, out);
    }

    private void onGarbled(Event.Garbled garbled, Instant now) {
        if (!garbled.why().isEmpty()) {
            complain(() -> "not understood: " + Excerpts.of(garbled.why()), now);
        }
        if (!garbled.reports().isEmpty() && errors.admits(now)) {
            out.send(garbled.link(), new AsapMessage.AsapError(garbled.reports()));
        }
    }

    private void complain(Supplier<String> text, Instant now) {
        if (complaints.admits(now)) {
            out.tell(new EndpointNotice.Complaint(text.get()));
        }
    }

    private void onRequest(Ticket ticket, EndpointRequest request, Instant now) {
        switch (request) {
            case EndpointRequest.Join join when isTooLong(join.pool()) ->
                    refuse(ticket, join.pool());
            case EndpointRequest.Resolve resolve when isTooLong(resolve.pool()) ->
                    refuse(ticket, resolve.pool());
            case EndpointRequest.Select select when isTooLong(select.pool()) ->
                    refuse(ticket, select.pool());
            case EndpointRequest.Watch watch when isTooLong(watch.pool()) ->
                    refuse(ticket, watch.pool());
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
                watches.unwatch(pool, now, out);
                done(ticket);
            }
            case EndpointRequest.Purge(var pool) -> {
                cache.purge(pool);
                done(ticket);
            }
            case EndpointRequest.Cancel(var cancelled) -> {
                if (resolutions.cancel(cancelled, now)
                        || registrations.cancel(cancelled, now, out)) {
                    out.reply(
                            cancelled, new EndpointAnswer.NoRegistrar("the request was cancelled"));
                }
                done(ticket);
            }
            case EndpointRequest.ListRegistrars() ->
                    out.reply(ticket, new EndpointAnswer.Registrars(hunt.known()));
            case EndpointRequest.UseRegistrars(var registrars) -> {
                hunt.configure(registrars, out);
                done(ticket);
            }
        }
    }

    private boolean isTooLong(PoolHandle pool) {
        return pool.length() > config.limits().maxPoolHandleLength();
    }

    private void refuse(Ticket ticket, PoolHandle pool) {
        var why =
                "a pool handle has up to %d octets here, not %d (maxPoolHandleLength)"
                        .formatted(config.limits().maxPoolHandleLength(), pool.length());
        out.reply(ticket, new EndpointAnswer.Refused(why, List.of()));
    }

    private void onResolve(Ticket ticket, EndpointRequest.Resolve resolve, Instant now) {
        var pool = resolve.pool();
        long items = resolve.items();
        var fresh = young(resolve, now).filter(entry -> entry.suffices(items));
        if (fresh.isPresent()) {
            out.reply(ticket, fresh.get().resolved(items, now));
            return;
        }
        Function<Instant, Optional<EndpointAnswer>> stale =
                then -> young(resolve, then).map(entry -> entry.resolved(items, then));
        Function<Instant, EndpointAnswer> found =
                then -> cache.find(pool).orElseThrow().resolved(items, then);
        ask(pool, items, new Resolutions.Wish(ticket, resolve.patience(), found, stale), now);
    }

    /** Returns what is known of a pool if it is no older than it may be. */
    private Optional<ResolutionCache.Entry> young(EndpointRequest.Resolve resolve, Instant now) {
        return cache.find(resolve.pool())
                .filter(_ -> resolve.maxAge().isPositive())
                .filter(entry -> entry.isFresh(now, resolve.maxAge()));
    }

    private void onSelect(Ticket ticket, EndpointRequest.Select select, Instant now) {
        var pool = select.pool();
        var fresh = cache.find(pool).filter(e -> e.isFresh(now, cache.staleCacheValue()));
        var chosen = fresh.flatMap(entry -> entry.select(now));
        if (chosen.isPresent()) {
            out.reply(ticket, new EndpointAnswer.Selected(pool, chosen.get()));
            return;
        }
        Function<Instant, Optional<EndpointAnswer>> stale =
                then -> cache.find(pool).map(entry -> selected(pool, entry, then));
        Function<Instant, EndpointAnswer> found = then -> stale.apply(then).orElseThrow();
        long items = config.requests().items();
        ask(pool, items, new Resolutions.Wish(ticket, select.patience(), found, stale), now);
    }

    private static EndpointAnswer selected(
            PoolHandle pool, ResolutionCache.Entry entry, Instant now) {
        return new EndpointAnswer.Selected(pool, entry.selectAmongAll(now));
    }

    /** What is watched is asked for as a whole: an answer must not pass for an update. */
    private void ask(PoolHandle pool, long items, Resolutions.Wish wish, Instant now) {
        boolean watched = watches.isWatched(pool);
        resolutions.ask(pool, watched ? EndpointRequest.ALL : items, watched, wish, now, out);
    }

    private void done(Ticket ticket) {
        out.reply(ticket, new EndpointAnswer.Done());
    }
}
