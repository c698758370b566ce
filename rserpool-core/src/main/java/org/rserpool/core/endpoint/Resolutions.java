package org.rserpool.core.endpoint;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import org.rserpool.core.Deadlines;
import org.rserpool.core.Due;
import org.rserpool.core.Link;
import org.rserpool.core.Outbox;
import org.rserpool.core.Ticket;
import org.rserpool.wire.PoolHandle;
import org.rserpool.wire.message.AsapMessage;

/**
 * Handle resolution: asks the home registrar, again where it does not answer, and hands the answers
 * to whoever waits (RFC 5352, sections 3.3 and 3.7; ASAP-107 to ASAP-123, ASAP-172 to ASAP-180).
 *
 * <p>Requests for the same pool share one message as long as it is unanswered.
 */
final class Resolutions {

    private final EndpointConfig.Requests config;
    private final int maxRequests;
    private final RegistrarHunt hunt;
    private final ResolutionCache cache;
    private final Deadlines<Due> deadlines;
    private final Map<PoolHandle, Deque<Inquiry>> inquiries = new LinkedHashMap<>();
    private final Map<Ticket, Waiter> waiters = new LinkedHashMap<>();

    Resolutions(
            EndpointConfig config,
            RegistrarHunt hunt,
            ResolutionCache cache,
            Deadlines<Due> deadlines) {
        this.config = config.requests();
        this.maxRequests = config.limits().maxRequests();
        this.hunt = hunt;
        this.cache = cache;
        this.deadlines = deadlines;
    }

    /** A message to the registrar that is to be answered. */
    private final class Inquiry {
        final PoolHandle pool;
        final long items;
        final boolean subscribe;
        final List<Waiter> waiters = new ArrayList<>(1);
        final Deadlines.Timer<Due> timeout = deadlines.timer(this::onTimeout); // T1
        Optional<Link> sentOver = Optional.empty();
        int sent;

        Inquiry(PoolHandle pool, long items, boolean subscribe) {
            this.pool = pool;
            this.items = items;
            this.subscribe = subscribe;
        }

        private void onTimeout(Instant now, Outbox out) {
            if (sent > config.maxRetransmit()) {
                drop(this);
                var why = "no registrar answered %d requests".formatted(sent);
                waiters.forEach(waiter -> finish(waiter, new EndpointAnswer.NoRegistrar(why), out));
                return;
            }
            hunt.onSilence(now, out); // ASAP-177: beside sending again
            hunt.home().ifPresent(home -> send(this, home, now, out));
        }
    }

    /** Somebody who waits for an answer. */
    private record Waiter(
            Ticket ticket,
            Function<Instant, EndpointAnswer> found,
            Deadlines.Timer<Due> patience) {}

    boolean needsHome() {
        return !inquiries.isEmpty();
    }

    /**
     * Asks the registrar and answers {@code ticket} then.
     *
     * @param found makes the answer once the cache holds the pool
     */
    void ask(
            Ticket ticket,
            PoolHandle pool,
            long items,
            Duration patience,
            Function<Instant, EndpointAnswer> found,
            Instant now,
            Outbox out) {
        if (waiters.size() >= maxRequests) {
            out.reply(
                    ticket,
                    new EndpointAnswer.Refused(
                            "%d requests wait for a registrar already (maxRequests)"
                                    .formatted(maxRequests),
                            List.of()));
            return;
        }
        var timer = deadlines.timer((then, o) -> onImpatient(ticket, pool, patience, then, o));
        var waiter = new Waiter(ticket, found, timer);
        timer.set(now.plus(patience));
        waiters.put(ticket, waiter);
        inquiry(pool, items, false, now, out).waiters.add(waiter);
    }

    /** Asks for a pool and for its changes, for nobody in particular. */
    void subscribe(PoolHandle pool, Instant now, Outbox out) {
        inquiry(pool, EndpointRequest.ALL, true, now, out);
    }

    /** Asks everything anew at a new home registrar (ASAP-114, ASAP-174). */
    void onHome(Link home, Instant now, Outbox out) {
        for (Inquiry inquiry : all()) {
            inquiry.sent = 0;
            send(inquiry, home, now, out);
        }
    }

    void onHomeLost() {
        for (Inquiry inquiry : all()) {
            inquiry.sentOver = Optional.empty();
            inquiry.timeout.cancel();
        }
    }

    /**
     * Hands an answer, which the cache holds by now, to those who wait for it. An update that was
     * subscribed to serves as well as an answer: both have all that is known.
     */
    void onResponse(
            Link link, AsapMessage.HandleResolutionResponse response, Instant now, Outbox out) {
        var answered = answered(link, response.pool());
        if (answered.isEmpty()) {
            return;
        }
        var inquiry = answered.get();
        drop(inquiry);
        for (Waiter waiter : inquiry.waiters) {
            var answer =
                    response.errors().isEmpty()
                            ? waiter.found.apply(now)
                            : new EndpointAnswer.UnknownPool(response.pool(), response.errors());
            finish(waiter, answer, out);
        }
    }

    /** Returns whether an answer about this pool is awaited from this link. */
    boolean expects(Link link, PoolHandle pool) {
        return answered(link, pool).isPresent();
    }

    private Optional<Inquiry> answered(Link link, PoolHandle pool) {
        return inquiries.getOrDefault(pool, new ArrayDeque<>(1)).stream()
                .filter(inquiry -> inquiry.sentOver.filter(link::equals).isPresent())
                .findFirst();
    }

    /** Forgets who waits under {@code ticket}. */
    boolean cancel(Ticket ticket) {
        var waiter = Optional.ofNullable(waiters.remove(ticket));
        waiter.ifPresent(this::forget);
        return waiter.isPresent();
    }

    private void forget(Waiter waiter) {
        waiter.patience.cancel();
        for (Inquiry inquiry : all()) {
            if (inquiry.waiters.remove(waiter) && inquiry.waiters.isEmpty() && !inquiry.subscribe) {
                drop(inquiry);
            }
        }
    }

    private void onImpatient(
            Ticket ticket, PoolHandle pool, Duration patience, Instant now, Outbox out) {
        Optional.ofNullable(waiters.get(ticket))
                .ifPresent(waiter -> {
                    forget(waiter);
                    var stale = cache.find(pool).isPresent();
                    finish(
                            waiter,
                            stale
                                    ? waiter.found.apply(now)
                                    : new EndpointAnswer.NoRegistrar(
                                            "no registrar answered within " + patience),
                            out);
                });
    }

    private Inquiry inquiry(
            PoolHandle pool, long items, boolean subscribe, Instant now, Outbox out) {
        var queue = inquiries.computeIfAbsent(pool, _ -> new ArrayDeque<>(1));
        for (Inquiry inquiry : queue) {
            if (inquiry.items == items && (inquiry.subscribe || !subscribe)) {
                return inquiry;
            }
        }
        var inquiry = new Inquiry(pool, items, subscribe);
        queue.add(inquiry);
        var home = hunt.home();
        if (home.isPresent()) {
            send(inquiry, home.get(), now, out);
        } else {
            hunt.need(now, out);
        }
        return inquiry;
    }

    private void send(Inquiry inquiry, Link home, Instant now, Outbox out) {
        inquiry.sent++;
        inquiry.sentOver = Optional.of(home);
        inquiry.timeout.set(now.plus(config.timeout())); // NR4
        var items = inquiry.items == 0 ? OptionalLong.empty() : OptionalLong.of(inquiry.items);
        out.send(home, new AsapMessage.HandleResolution(inquiry.pool, inquiry.subscribe, items));
    }

    private void drop(Inquiry inquiry) {
        inquiry.timeout.cancel();
        var queue = inquiries.getOrDefault(inquiry.pool, new ArrayDeque<>(1));
        queue.remove(inquiry);
        if (queue.isEmpty()) {
            inquiries.remove(inquiry.pool);
        }
    }

    private void finish(Waiter waiter, EndpointAnswer answer, Outbox out) {
        waiter.patience.cancel();
        waiters.remove(waiter.ticket);
        out.reply(waiter.ticket, answer);
    }

    private List<Inquiry> all() {
        return inquiries.values().stream().flatMap(Deque::stream).toList();
    }
}
