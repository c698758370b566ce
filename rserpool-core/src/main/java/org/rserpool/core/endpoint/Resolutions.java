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
 * which pool they are, but not for which request: they come in the order of the requests. So what
 * was sent is remembered until it is answered, even if nobody waits for it any more.
 */
final class Resolutions {

    private static final Duration MAX_PATIENCE = Duration.ofDays(365);

    private final EndpointConfig.Requests config;
    private final int maxRequests;
    private final RegistrarHunt hunt;
    private final ResolutionCache cache;
    private final Deadlines<Due> deadlines;

    /** What is asked about each pool, in the order in which it was asked for the first time. */
    private final Map<PoolHandle, Asked> asked = new LinkedHashMap<>();

    /** Inquiries that are wanted, and those that only have an answer coming. */
    private int wanted;

    private int lingering;

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

    /** What is asked about one pool. */
    private static final class Asked {
        final List<Inquiry> inquiries = new ArrayList<>(1);

        /** An entry for each message that was not answered yet, in the order of sending. */
        final List<Inquiry> sent = new ArrayList<>(1);
    }

    /** A question that is to be answered. */
    private final class Inquiry {
        final Question question;
        final Set<Waiter> waiters = new LinkedHashSet<>(2);
        final Deadlines.Timer<Due> timeout = deadlines.timer(this::onTimeout); // T1

        /** Whether an answer is of use; else one is coming all the same. */
        boolean wanted = true;

        Instant firstSentAt = Instant.MIN;
        int timeouts;

        Inquiry(Question question) {
            this.question = question;
        }

        private void onTimeout(Instant now, Outbox out) {
            if (!wanted) {
                drop(this); // what has taken so long may never come
                return;
            }
            timeouts++;
            if (timeouts > config.maxRetransmit()) {
                giveUp(this, now, out);
            } else if (!hunt.onSilence(now, out)) { // ASAP-177: beside sending again
                hunt.home().ifPresent(home -> send(this, home, now, out));
            }
        }
    }

    /**
     * What somebody wants who waits for an answer.
     *
     * @param patience how long an answer may take
     * @param found makes the answer, once the cache holds what the registrar said
     * @param stale makes the answer from what the cache holds where no registrar answers, if that
     *     will do
     */
    record Wish(
            Ticket ticket,
            Duration patience,
            Function<Instant, EndpointAnswer> found,
            Function<Instant, Optional<EndpointAnswer>> stale) {}

    /** Somebody who waits for an answer. */
    private record Waiter(Wish wish, Inquiry inquiry, Deadlines.Timer<Due> patience) {}

    boolean needsHome() {
        return wanted > 0;
    }

    /**
     * Asks the registrar and answers then.
     *
     * @param items how many elements are wanted; 0 leaves it to the registrar
     * @param subscribe whether the pool is watched: a request without that would end it
     */
    void ask(PoolHandle pool, long items, boolean subscribe, Wish wish, Instant now, Outbox out) {
        if (waiters.size() >= maxRequests) {
            var why =
                    "%d requests wait for a registrar already (maxRequests)".formatted(maxRequests);
            out.reply(wish.ticket, new EndpointAnswer.Refused(why, List.of()));
            return;
        }
        var inquiry = inquiry(new Question(pool, items, subscribe), now, out);
        var timer = deadlines.timer((then, o) -> onImpatient(wish, then, o));
        var patience = wish.patience;
        timer.set(now.plus(patience.compareTo(MAX_PATIENCE) < 0 ? patience : MAX_PATIENCE));
        var waiter = new Waiter(wish, inquiry, timer);
        waiters.put(wish.ticket, waiter);
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
        detach();
        for (Inquiry inquiry : all()) {
            send(inquiry, home, now, out);
        }
    }

    void onHomeLost() {
        detach();
    }

    /** The link in use is another one, or gone: no answer is coming any more. */
    private void detach() {
        asked.values().forEach(ofPool -> ofPool.sent.clear());
        for (Inquiry inquiry : all()) {
            inquiry.timeout.cancel();
            inquiry.firstSentAt = Instant.MIN;
            if (!inquiry.wanted) {
                drop(inquiry);
            }
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
            HandleResolutionResponse response, boolean watched, Instant now, Outbox out) {
        var source = takeAnswered(response);
        var answered = source.filter(inquiry -> inquiry.wanted);
        source.filter(inquiry -> !inquiry.wanted).ifPresent(this::linger);
        boolean positive = response.errors().isEmpty();
        boolean whole = response.updates() || source.filter(i -> i.question.subscribe).isPresent();
        if (answered.isEmpty() && !(watched && (whole || !positive))) {
            return Meaning.NOTHING; // it is late, and must not cost memory
        }
        if (positive) {
            boolean complete =
                    source.filter(i -> i.question.items > response.elements().size()).isPresent();
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
            hunt.onAnswerAfter(Duration.between(inquiry.firstSentAt, now));
        }
        finish(inquiry, waiter -> answer(waiter, response, now), now, out);
    }

    private static EndpointAnswer answer(
            Waiter waiter, HandleResolutionResponse response, Instant now) {
        if (response.errors().isEmpty()) {
            return waiter.wish.found.apply(now);
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
     * Takes the message that a response answers out of those unanswered: the oldest one about the
     * pool, but the consent to tell changes answers a question that asked for that.
     */
    private Optional<Inquiry> takeAnswered(HandleResolutionResponse response) {
        var ofPool = Optional.ofNullable(asked.get(response.pool()));
        var sent = ofPool.map(known -> known.sent).orElse(List.of());
        var answered =
                sent.stream()
                        .filter(inquiry -> !response.updates() || inquiry.question.subscribe)
                        .findFirst()
                        .or(() -> sent.stream().findFirst());
        answered.ifPresent(sent::remove);
        return answered;
    }

    /** Forgets who waits under {@code ticket}. */
    boolean cancel(Ticket ticket, Instant now) {
        var waiter = Optional.ofNullable(waiters.remove(ticket));
        waiter.ifPresent(known -> forget(known, now));
        return waiter.isPresent();
    }

    private void forget(Waiter waiter, Instant now) {
        waiter.patience.cancel();
        var inquiry = waiter.inquiry;
        inquiry.waiters.remove(waiter);
        if (inquiry.waiters.isEmpty() && !inquiry.question.subscribe) {
            retire(inquiry, now);
        }
    }

    private void onImpatient(Wish wish, Instant now, Outbox out) {
        var waiter = Optional.ofNullable(waiters.remove(wish.ticket)).orElseThrow();
        forget(waiter, now);
        out.reply(wish.ticket, unanswered(wish, "within " + wish.patience, now));
    }

    private void giveUp(Inquiry inquiry, Instant now, Outbox out) {
        var what = "%d requests".formatted(inquiry.timeouts);
        finish(inquiry, waiter -> unanswered(waiter.wish, what, now), now, out);
    }

    private static EndpointAnswer unanswered(Wish wish, String what, Instant now) {
        return wish.stale
                .apply(now)
                .orElseGet(() -> new EndpointAnswer.NoRegistrar("no registrar answered " + what));
    }

    private Inquiry inquiry(Question question, Instant now, Outbox out) {
        var ofPool = asked.computeIfAbsent(question.pool, _ -> new Asked());
        var known = ofPool.inquiries.stream().filter(i -> i.question.equals(question)).findFirst();
        if (known.filter(inquiry -> inquiry.wanted).isPresent()) {
            return known.get();
        }
        known.ifPresent(this::revive);
        var inquiry = known.orElseGet(() -> create(question, ofPool));
        var home = hunt.home();
        if (home.isPresent()) {
            send(inquiry, home.get(), now, out);
        } else {
            hunt.need(now, out);
        }
        return inquiry;
    }

    private Inquiry create(Question question, Asked ofPool) {
        var inquiry = new Inquiry(question);
        ofPool.inquiries.add(inquiry);
        wanted++;
        return inquiry;
    }

    private void revive(Inquiry inquiry) {
        inquiry.wanted = true;
        inquiry.timeouts = 0;
        inquiry.firstSentAt = Instant.MIN;
        lingering--;
        wanted++;
    }

    private void send(Inquiry inquiry, Link home, Instant now, Outbox out) {
        var question = inquiry.question;
        if (inquiry.firstSentAt.equals(Instant.MIN)) {
            inquiry.firstSentAt = now;
        }
        ofPool(inquiry).sent.add(inquiry);
        inquiry.timeout.set(now.plus(hunt.patience(config.timeout()))); // NR4
        var items =
                question.items == 0 || !config.namesItems()
                        ? OptionalLong.empty()
                        : OptionalLong.of(question.items);
        out.send(home, new HandleResolution(question.pool, question.subscribe, items));
    }

    /**
     * Nobody wants an answer any more. Those that are coming must not pass for answers to something
     * else; they take about as long as it has taken so far, and no more than another T1.
     */
    private void retire(Inquiry inquiry, Instant now) {
        wanted--;
        lingering++;
        inquiry.wanted = false;
        if (lingering > maxRequests) {
            drop(inquiry);
            return;
        }
        if (!inquiry.firstSentAt.equals(Instant.MIN)) {
            var taken = Duration.between(inquiry.firstSentAt, now);
            inquiry.timeout.set(now.plus(hunt.patience(config.timeout())).plus(taken));
        }
        linger(inquiry);
    }

    /** Drops an inquiry that nobody wants once all is answered. */
    private void linger(Inquiry inquiry) {
        if (!ofPool(inquiry).sent.contains(inquiry)) {
            drop(inquiry);
        }
    }

    private void drop(Inquiry inquiry) {
        inquiry.timeout.cancel();
        lingering--;
        var ofPool = ofPool(inquiry);
        ofPool.inquiries.remove(inquiry);
        ofPool.sent.removeIf(sent -> sent.equals(inquiry));
        if (ofPool.inquiries.isEmpty()) {
            asked.remove(inquiry.question.pool);
        }
    }

    private Asked ofPool(Inquiry inquiry) {
        return Optional.ofNullable(asked.get(inquiry.question.pool)).orElseThrow();
    }

    private void finish(
            Inquiry inquiry, Function<Waiter, EndpointAnswer> answer, Instant now, Outbox out) {
        var served = List.copyOf(inquiry.waiters);
        inquiry.waiters.clear();
        retire(inquiry, now);
        for (Waiter waiter : served) {
            waiter.patience.cancel();
            waiters.remove(waiter.wish.ticket);
            out.reply(waiter.wish.ticket, answer.apply(waiter));
        }
    }

    private List<Inquiry> all() {
        return asked.values().stream().flatMap(ofPool -> ofPool.inquiries.stream()).toList();
    }
}
