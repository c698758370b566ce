package org.rserpool.core.endpoint;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.rserpool.core.Deadlines;
import org.rserpool.core.Due;
import org.rserpool.core.Event;
import org.rserpool.core.Link;
import org.rserpool.core.Outbox;
import org.rserpool.wire.TransportAddress;
import org.rserpool.wire.message.AsapMessage;
import org.rserpool.wire.message.Protocol;

/**
 * The server hunt: finds a home registrar and leaves one that does not answer (RFC 5352, section
 * 3.6; ASAP-159 to ASAP-171).
 *
 * <p>Up to three registrars are tried at a time. The first link that comes up is used, but only an
 * answer makes its registrar the home registrar: a stopped process still accepts connections. Until
 * then the other links are kept, and when the first one stays silent the next one is used.
 *
 * <p>A round of attempts goes on until an answer comes. The home registrar is in doubt while a
 * request of ours is overdue; then others are tried beside it, and the first one that can be
 * reached takes its place, unless it answers before.
 */
final class RegistrarHunt {

    /** What depends on the home registrar. */
    interface Dependent {

        /**
         * Asks again for what is still wanted, over the link to the new home registrar.
         *
         * @param given whether the registrar itself wanted to be it
         */
        void onHome(Link home, boolean given, Instant now, Outbox out);

        /** Learns that the link to the former home registrar was closed, for there is another. */
        void onLeft(Link former);

        /** Learns that our own addresses on the link to the home registrar have changed. */
        void onMoved(Instant now, Outbox out);

        /** Learns that there is no home registrar. */
        void onHomeLost(Instant now, Outbox out);

        /** Returns whether there are elements, which a registrar may miss. */
        boolean hasElements();

        /** Returns whether a home registrar is needed. */
        boolean needsHome();
    }

    private final EndpointConfig.Hunt config;
    private final Dependent dependent;
    private final Candidates candidates;
    private final RetiredLinks retired;
    private final Deadlines.Timer<Due> round;

    /** Links to other registrars than the home registrar: being opened, or up as spares. */
    private final Map<Link, Attempt> attempts = new LinkedHashMap<>();

    private Optional<Attempt> home = Optional.empty();
    private Optional<TransportAddress> told = Optional.empty();
    private Duration serverHunt;
    private Duration slowest = Duration.ZERO;
    private long nextLink = 1;

    RegistrarHunt(
            EndpointConfig config,
            Dependent dependent,
            Deadlines<Due> deadlines,
            RandomGenerator random) {
        this.config = config.hunt();
        this.dependent = dependent;
        this.candidates = new Candidates(config, deadlines, random);
        this.retired = new RetiredLinks(deadlines);
        this.round = deadlines.timer(this::onRoundOver);
        this.serverHunt = config.hunt().serverHunt();
    }

    /** A link to a registrar, being opened or up. */
    private static final class Attempt {
        final Link link;
        final TransportAddress address;
        Optional<TransportAddress> local = Optional.empty();
        boolean answered;
        boolean inDoubt;

        Attempt(Link link, TransportAddress address) {
            this.link = link;
            this.address = address;
        }
    }

    /** Replaces the configured registrars; the home registrar stays for the time being. */
    void configure(List<TransportAddress> registrars, Outbox out) {
        candidates.configure(registrars);
        tryNext(out);
    }

    /** Returns the link to the home registrar, or to the one that is to become it. */
    Optional<Link> home() {
        return home.map(attempt -> attempt.link);
    }

    boolean isHome(Link link) {
        return home.filter(attempt -> attempt.link.equals(link)).isPresent();
    }

    /** Returns the home registrar's address. */
    Optional<TransportAddress> homeAddress() {
        return home.map(attempt -> attempt.address);
    }

    /** Returns this side of the link to the home registrar. */
    Optional<TransportAddress> localAddress() {
        return home.flatMap(attempt -> attempt.local);
    }

    /** Returns the addresses known, the home registrar's first. */
    List<TransportAddress> known() {
        var known = new ArrayList<>(candidates.addresses());
        homeAddress()
                .ifPresent(address -> {
                    known.remove(address);
                    known.addFirst(address);
                });
        return known;
    }

    /** Returns whether a registrar on this host is configured or announced itself. */
    boolean knows(TransportAddress remote) {
        return candidates.ofSameHost(remote).isPresent();
    }

    /**
     * Returns how long an answer may take that should take at most {@code timeout}: longer after
     * rounds without any answer, and where answers were slow before. Else a registrar that has too
     * much to do would be left again and again, and thus have more to do.
     */
    Duration patience(Duration timeout) {
        if (!config.backsOff()) {
            return timeout;
        }
        var needed = max(timeout, slowest.multipliedBy(2));
        long rounds = serverHunt.toNanos() / config.serverHunt().toNanos();
        return min(needed.multipliedBy(rounds), max(timeout, config.retranMax()));
    }

    /** Takes note of how long an answer took. */
    void onAnswerAfter(Duration time) {
        slowest = max(time, slowest.multipliedBy(7).dividedBy(8));
    }

    /** Starts to hunt, unless there is a home registrar or the hunt is on. */
    void need(Instant now, Outbox out) {
        if (home.isEmpty() && !round.isSet()) {
            startRound(now, out);
        }
    }

    /**
     * The home registrar did not answer: asks others beside it (ASAP-177).
     *
     * @return whether another link is in use now, over which all has been asked again
     */
    boolean onSilence(Instant now, Outbox out) {
        if (home.isEmpty()) {
            need(now, out);
            return false;
        }
        var silent = home.get();
        if (!silent.inDoubt) {
            silent.inDoubt = true;
            candidates.failed(silent.address);
        }
        adoptSpareOrTry(now, out);
        return !isHome(silent.link);
    }

    /** Something that only a living registrar sends came over a link. */
    void onAnswer(Link link, Outbox out) {
        if (!isHome(link)) {
            return;
        }
        var living = home.orElseThrow();
        if (living.answered && !living.inDoubt) {
            return;
        }
        living.answered = true;
        living.inDoubt = false;
        candidates.answered(living.address);
        endRound(out); // SH3, SH6
        if (!told.equals(Optional.of(living.address))) {
            told = Optional.of(living.address);
            out.tell(new EndpointNotice.HomeFound(living.address));
        }
    }

    /** A link that was opened or accepted is up, or has other addresses than before. */
    void onLinkUp(Event.LinkUp up, Instant now, Outbox out) {
        var local = Optional.of(up.local());
        if (isHome(up.link())) {
            var here = home.orElseThrow();
            boolean moved = !here.local.equals(local);
            here.local = local;
            if (moved) {
                dependent.onMoved(now, out);
            }
            return;
        }
        // Others were accepted: a registrar verifies an element, or wants to be its home.
        Optional.ofNullable(attempts.get(up.link()))
                .ifPresent(attempt -> {
                    attempt.local = local;
                    if (home.filter(known -> !known.inDoubt).isEmpty()) {
                        adopt(attempt, false, now, out);
                    }
                });
    }

    /** A link has ended. */
    void onLinkDown(Link link, Event.LinkDown.Reason reason, Instant now, Outbox out) {
        retired.forget(link);
        var attempt = Optional.ofNullable(attempts.remove(link));
        if (attempt.isPresent()) {
            candidates.failed(attempt.get().address);
            tryNext(out); // SH4
        } else if (isHome(link)) {
            candidates.failed(home.orElseThrow().address);
            loseHome(reason.name().toLowerCase(Locale.ROOT), now, out);
        }
    }

    /**
     * A registrar asks for elements over a link; ends it if that registrar is not the home any
     * more.
     */
    boolean endIfRetired(Link link, Outbox out) {
        return retired.end(link, out);
    }

    /** A keep-alive with the H bit made another registrar the home registrar (ASAP-135). */
    void adoptByKeepAlive(Event.LinkUp up, Instant now, Outbox out) {
        var address = candidates.ofSameHost(up.remote()).orElse(up.remote());
        var adopted = new Attempt(up.link(), address);
        adopted.local = Optional.of(up.local());
        told = Optional.of(address);
        adopt(adopted, true, now, out);
        onAnswer(up.link(), out);
    }

    /** Learns of registrars by multicast. */
    void onAnnounce(
            AsapMessage.ServerAnnounce announce, TransportAddress origin, Instant now, Outbox out) {
        if (config.listen()) {
            candidates.onAnnounce(announce, origin, now);
            if (home.filter(known -> !known.inDoubt).isEmpty()) {
                tryNext(out);
            }
        }
    }

    private void startRound(Instant now, Outbox out) {
        candidates.beginRound();
        round.set(now.plus(serverHunt)); // SH2
        tryNext(out);
    }

    /** SH1: tries registrars until as many as allowed are being tried. */
    private void tryNext(Outbox out) {
        if (!round.isSet()) {
            return;
        }
        int taken = attempts.size() + retired.size() + (home.isPresent() ? 1 : 0);
        int free = config.maxLinks() - taken;
        for (TransportAddress address : candidates.choose(free, this::isInUse)) {
            open(address, out);
        }
        // The silent home registrar itself is tried anew only where there is no other.
        if (attempts.isEmpty() && free > 0) {
            home.filter(known -> known.inDoubt)
                    .map(known -> known.address)
                    .filter(address -> !candidates.choose(1, a -> !a.equals(address)).isEmpty())
                    .ifPresent(address -> open(address, out));
        }
    }

    private void open(TransportAddress address, Outbox out) {
        var link = new Link(nextLink);
        nextLink += 2;
        attempts.put(link, new Attempt(link, address));
        out.open(link, Protocol.ASAP, address);
    }

    private boolean isInUse(TransportAddress address) {
        return homeAddress().filter(address::equals).isPresent()
                || attempts.values().stream().anyMatch(a -> a.address.equals(address));
    }

    /** SH5: the round brought nobody who answers. */
    private void onRoundOver(Instant now, Outbox out) {
        if (!dependent.needsHome()) {
            endRound(out);
            return;
        }
        if (home.filter(known -> !known.inDoubt).isPresent()) {
            round.set(now.plus(serverHunt)); // the answer of the one in use is not overdue yet
            return;
        }
        for (Attempt attempt : List.copyOf(attempts.values())) {
            if (attempt.local.isEmpty()) {
                attempts.remove(attempt.link);
                candidates.failed(attempt.address);
                out.abort(attempt.link);
            }
        }
        out.tell(new EndpointNotice.NoRegistrarFound(candidates.addresses()));
        serverHunt = min(serverHunt.multipliedBy(2), max(serverHunt, config.retranMax())); // SH5.1
        startRound(now, out);
    }

    private void endRound(Outbox out) {
        attempts.keySet().forEach(out::close);
        attempts.clear();
        round.cancel();
        serverHunt = config.serverHunt();
    }

    private void adopt(Attempt attempt, boolean given, Instant now, Outbox out) {
        attempts.remove(attempt.link);
        home.ifPresent(left -> {
            if (given && !left.inDoubt && dependent.hasElements()) {
                retired.add(left.link, now, out);
            } else {
                out.close(left.link);
            }
            dependent.onLeft(left.link);
            if (!left.address.equals(attempt.address)) {
                slowest = Duration.ZERO;
                tellLost(left.address, given ? "replaced" : "does not answer", out);
            }
        });
        home = Optional.of(attempt);
        dependent.onHome(attempt.link, given, now, out);
    }

    private void loseHome(String why, Instant now, Outbox out) {
        var lost = home.orElseThrow().address;
        home = Optional.empty();
        slowest = Duration.ZERO;
        dependent.onHomeLost(now, out);
        if (dependent.needsHome()) {
            tellLost(lost, why, out);
            adoptSpareOrTry(now, out);
        } else {
            told = Optional.empty();
        }
    }

    private void tellLost(TransportAddress address, String why, Outbox out) {
        if (told.equals(Optional.of(address))) {
            told = Optional.empty();
            out.tell(new EndpointNotice.HomeLost(address, why));
        }
    }

    private void adoptSpareOrTry(Instant now, Outbox out) {
        var spare = attempts.values().stream().filter(a -> a.local.isPresent()).findFirst();
        if (spare.isPresent()) {
            adopt(spare.get(), false, now, out);
        } else if (round.isSet()) {
            tryNext(out);
        } else {
            startRound(now, out);
        }
    }

    private static Duration min(Duration a, Duration b) {
        return a.compareTo(b) <= 0 ? a : b;
    }

    private static Duration max(Duration a, Duration b) {
        return a.compareTo(b) >= 0 ? a : b;
    }
}
