package org.rserpool.core.endpoint;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import org.rserpool.core.Deadlines;
import org.rserpool.core.Due;
import org.rserpool.core.Link;
import org.rserpool.core.Outbox;
import org.rserpool.core.Ticket;
import org.rserpool.wire.CauseCode;
import org.rserpool.wire.PoolHandle;
import org.rserpool.wire.message.AsapMessage.HandleResolution;
import org.rserpool.wire.message.AsapMessage.HandleResolutionResponse;

/**
 * Handle resolution: asks the home registrar, again where it does not answer, and hands the answers
 * to whoever waits (RFC 5352, sections 3.3 and 3.7; ASAP-107 to ASAP-123, ASAP-172 to ASAP-180).
 *
 * <p>Requests for the same thing share one message as long as it is unanswered. Answers say for
 * which pool they are, but not for which request: they come in the order of the requests.
 */
final class Resolutions {

    private static final Duration MAX_PATIENCE = Duration.ofDays(365);

    private final EndpointConfig.Requests config;
    private final int maxRequests;
    private final RegistrarHunt hunt;
    private final ResolutionCache cache;
    private final Deadlines<Due> deadlines;

    /** What is asked about each pool, in the order in which it was asked for the first time. */
    private final Map<PoolHandle, List<Inquiry>> inquiries = new LinkedHashMap<>();

    private final Map<Ticket, Waiter> waiters = new HashMap<>(); // never iterated

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

    /**
     * What is to be asked.
     *
     * @param items how many elements; 0 leaves it to the registrar
     * @param subscribe whether changes are to be told
     */
    private record Question(PoolHandle pool, long items, boolean subscribe) {}

    /** A question that is to be answered. */
    private final class Inquiry {
        final Question question;
        final Set<Waiter> waiters = new LinkedHashSet<>(2);
        final Deadlines.Timer<Due> timeout = deadlines.timer(this::onTimeout); // T1
        Optional<Link> sentOver = Optional.empty();
        Instant sentAt = Instant.MIN;
        int timeouts;

        Inquiry(Question question) {
            this.question = question;
        }

        private void onTimeout(Instant now, Outbox out) {
            timeouts++;
            if (timeouts > config.maxRetransmit()) {
                giveUp(this, out);
            } else if (!hunt.onSilence(now, out)) { // ASAP-177: beside sending again
                hunt.home().ifPresent(home -> send(this, home, now, out));
            }
        }
    }

    /** Somebody who waits for an answer. */
    private static final class Waiter {
        final Ticket ticket;
        final Inquiry inquiry;
        final Function<Instant, EndpointAnswer> found;
        final Deadlines.Timer<Due> patience;

        Waiter(
                Ticket ticket,
                Inquiry inquiry,
                Function<Instant, EndpointAnswer> found,
                Deadlines.Timer<Due> patience) {
            this.ticket = ticket;
            this.inquiry = inquiry;
            this.found = found;
            this.patience = patience;
        }
    }

    boolean needsHome() {
        return !inquiries.isEmpty();
    }

    /**
     * Asks the registrar and answers {@code ticket} then.
     *
     * @param items how many elements are wanted; 0 leaves it to the registrar
     * @param subscribe whether the pool is watched: a request without that would end it
     * @param found makes the answer, once the cache holds what the registrar said
     */
    void ask(
            Ticket ticket,
            PoolHandle pool,
            long items,
            boolean subscribe,
            Duration patience,
            Function<Instant, EndpointAnswer> found,
            Instant now,
            Outbox out) {
        if (waiters.size() >= maxRequests) {
            var why =
                    "%d requests wait for a registrar already (maxRequests)".formatted(maxRequests);
            out.reply(ticket, new EndpointAnswer.Refused(why, List.of()));
            return;
        }
        var inquiry = inquiry(new Question(pool, items, subscribe), now, out);
        var timer = deadlines.timer((then, o) -> onImpatient(ticket, patience, then, o));
        timer.set(now.plus(patience.compareTo(MAX_PATIENCE) < 0 ? patience : MAX_PATIENCE));
        var waiter = new Waiter(ticket, inquiry, found, timer);
        waiters.put(ticket, waiter);
        inquiry.waiters.add(waiter);
    }

    /** Asks for all of a pool and for its changes, for nobody in particular. */
    void subscribe(PoolHandle pool, Instant now, Outbox out) {
        inquiry(new Question(pool, EndpointRequest.ALL, true), now, out);
    }

    /** Asks for no more changes of a pool, for nobody in particular. */
    void unsubscribe(PoolHandle pool, Instant now, Outbox out) {
        inquiry(new Question(pool, config.items(), false), now, out);
    }

    /** Asks everything anew at a new home registrar (ASAP-114, ASAP-174). */
    void onHome(Link home, Instant now, Outbox out) {
        for (Inquiry inquiry : all()) {
            send(inquiry, home, now, out);
        }
    }

    void onHomeLost() {
        for (Inquiry inquiry : all()) {
            inquiry.sentOver = Optional.empty();
            inquiry.timeout.cancel();
        }
    }

    /** What an answer of the home registrar turned out to be. */
    enum Meaning {
        /** All of the pool, or that there is none. */
        STATE,
        /** As many elements as somebody had asked for. */
        PART,
        /** Something that nobody waits for. */
        NOTHING
    }

    /** Takes an answer, or an update that was subscribed to, which serves as well as an answer. */
    Meaning onResponse(
            Link link,
            HandleResolutionResponse response,
            boolean watched,
            Instant now,
            Outbox out) {
        var answered = answered(link, response);
        boolean positive = response.errors().isEmpty();
        boolean whole =
                response.updates() || answered.filter(i -> i.question.subscribe).isPresent();
        if (answered.isEmpty() && !(watched && (whole || !positive))) {
            return Meaning.NOTHING; // it is late, and must not cost memory
        }
        if (positive) {
            boolean complete =
                    answered.filter(i -> i.question.items > response.elements().size()).isPresent();
            cache.put(response, complete, watched, now);
            if (response.updates() && !watched) {
                unsubscribe(response.pool(), now, out);
            }
        } else if (isUnknown(response)) {
            cache.purge(response.pool());
        }
        answered.ifPresent(inquiry -> conclude(inquiry, response, now, out));
        if (!positive) {
            return isUnknown(response) ? Meaning.STATE : Meaning.PART;
        }
        return whole ? Meaning.STATE : Meaning.PART;
    }

    private void conclude(
            Inquiry inquiry, HandleResolutionResponse response, Instant now, Outbox out) {
        if (inquiry.timeouts == 0) {
            hunt.onAnswerAfter(Duration.between(inquiry.sentAt, now));
        }
        drop(inquiry);
        for (Waiter waiter : inquiry.waiters) {
            finish(waiter, answer(waiter, response, now), out);
        }
    }

    private static EndpointAnswer answer(
            Waiter waiter, HandleResolutionResponse response, Instant now) {
        if (response.errors().isEmpty()) {
            return waiter.found.apply(now);
        }
        return isUnknown(response)
                ? new EndpointAnswer.UnknownPool(response.pool(), response.errors())
                : new EndpointAnswer.Refused(
                        "the registrar refused the resolution", response.errors());
    }

    private static boolean isUnknown(HandleResolutionResponse response) {
        return response.errors().stream()
                .anyMatch(error -> error.code().equals(CauseCode.UNKNOWN_POOL_HANDLE));
    }

    /**
     * Returns the question that a response answers: the oldest one about the pool, but the consent
     * to tell changes answers a question that asked for that.
     */
    private Optional<Inquiry> answered(Link link, HandleResolutionResponse response) {
        var sent =
                inquiries.getOrDefault(response.pool(), List.of()).stream()
                        .filter(inquiry -> inquiry.sentOver.equals(Optional.of(link)))
                        .toList();
        return sent.stream()
                .filter(inquiry -> inquiry.question.subscribe == response.updates())
                .findFirst()
                .or(() -> sent.stream().findFirst());
    }

    /** Forgets who waits under {@code ticket}. */
    boolean cancel(Ticket ticket) {
        var waiter = Optional.ofNullable(waiters.remove(ticket));
        waiter.ifPresent(this::forget);
        return waiter.isPresent();
    }

    private void forget(Waiter waiter) {
        waiter.patience.cancel();
        var inquiry = waiter.inquiry;
        inquiry.waiters.remove(waiter);
        if (inquiry.waiters.isEmpty() && !inquiry.question.subscribe) {
            drop(inquiry);
        }
    }

    private void onImpatient(Ticket ticket, Duration patience, Instant now, Outbox out) {
        var waiter = Optional.ofNullable(waiters.remove(ticket)).orElseThrow();
        forget(waiter);
        var stale = cache.find(waiter.inquiry.question.pool);
        out.reply(
                ticket,
                stale.isPresent()
                        ? waiter.found.apply(now)
                        : new EndpointAnswer.NoRegistrar(
                                "no registrar answered within " + patience));
    }

    private void giveUp(Inquiry inquiry, Outbox out) {
        drop(inquiry);
        var why = "no registrar answered %d requests".formatted(inquiry.timeouts);
        for (Waiter waiter : inquiry.waiters) {
            finish(waiter, new EndpointAnswer.NoRegistrar(why), out);
        }
    }

    private Inquiry inquiry(Question question, Instant now, Outbox out) {
        var ofPool = inquiries.computeIfAbsent(question.pool, _ -> new ArrayList<>(1));
        for (Inquiry inquiry : ofPool) {
            if (inquiry.question.equals(question)) {
                return inquiry;
            }
        }
        var inquiry = new Inquiry(question);
        ofPool.add(inquiry);
        var home = hunt.home();
        if (home.isPresent()) {
            send(inquiry, home.get(), now, out);
        } else {
            hunt.need(now, out);
        }
        return inquiry;
    }

    private void send(Inquiry inquiry, Link home, Instant now, Outbox out) {
        var question = inquiry.question;
        inquiry.sentOver = Optional.of(home);
        inquiry.sentAt = now;
        inquiry.timeout.set(now.plus(hunt.patience(config.timeout()))); // NR4
        var items =
                question.items == 0 || !config.namesItems()
                        ? OptionalLong.empty()
                        : OptionalLong.of(question.items);
        out.send(home, new HandleResolution(question.pool, question.subscribe, items));
    }

    private void drop(Inquiry inquiry) {
        inquiry.timeout.cancel();
        var ofPool = inquiries.getOrDefault(inquiry.question.pool, new ArrayList<>(0));
        ofPool.remove(inquiry);
        if (ofPool.isEmpty()) {
            inquiries.remove(inquiry.question.pool);
        }
    }

    private void finish(Waiter waiter, EndpointAnswer answer, Outbox out) {
        waiter.patience.cancel();
        waiters.remove(waiter.ticket);
        out.reply(waiter.ticket, answer);
    }

    private List<Inquiry> all() {
        return inquiries.values().stream().flatMap(List::stream).toList();
    }
}
