package org.rserpool.core.endpoint;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
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
 * 3.6; ASAP-151 to ASAP-171).
 *
 * <p>Up to three registrars are tried at a time. The first link that comes up is used, but only an
 * answer makes its registrar the home registrar: a stopped process still accepts connections. Until
 * then the other links are kept, and when the first one stays silent the next one is used.
 */
final class RegistrarHunt {

    /** What depends on the home registrar. */
    interface Dependent {

        /** Asks again for what is still wanted, over the link to the new home registrar. */
        void onHome(Link home, Instant now, Outbox out);

        /** Learns that there is no home registrar. */
        void onHomeLost(Instant now, Outbox out);

        /** Returns whether a home registrar is needed. */
        boolean needsHome();
    }

    private static final int PORT = Protocol.ASAP.port();

    private final EndpointConfig config;
    private final Dependent dependent;
    private final RandomGenerator random;
    private final Deadlines<Due> deadlines;
    private final Deadlines.Timer<Due> round;

    private final Map<TransportAddress, Candidate> candidates = new LinkedHashMap<>();
    private final Map<Link, Attempt> attempts = new LinkedHashMap<>();
    private Optional<Attempt> home = Optional.empty();
    private boolean suspect;
    private boolean answered;
    private Duration serverHunt;
    private long nextLink = 1;

    RegistrarHunt(
            EndpointConfig config,
            Dependent dependent,
            Deadlines<Due> deadlines,
            RandomGenerator random) {
        this.config = config;
        this.dependent = dependent;
        this.random = random;
        this.deadlines = deadlines;
        this.round = deadlines.timer(this::onRoundOver);
        this.serverHunt = config.hunt().serverHunt();
        configure(config.hunt().registrars());
    }

    /** A registrar that may be tried. */
    private static final class Candidate {
        final TransportAddress address;
        boolean configured;
        int failures;
        Optional<Deadlines.Timer<Due>> outdate = Optional.empty();
        boolean triedInRound;

        Candidate(TransportAddress address) {
            this.address = address;
        }
    }

    /** A link to a registrar, being opened or up. */
    private static final class Attempt {
        final Link link;
        final TransportAddress address;
        Optional<TransportAddress> local = Optional.empty();

        Attempt(Link link, TransportAddress address) {
            this.link = link;
            this.address = address;
        }
    }

    /** Replaces the configured registrars. */
    void configure(List<TransportAddress> registrars) {
        candidates.values().removeIf(c -> c.configured && c.outdate.isEmpty());
        candidates.values().forEach(c -> c.configured = false);
        for (TransportAddress address : registrars) {
            candidates.computeIfAbsent(address, Candidate::new).configured = true;
        }
    }

    /** Returns the link to the home registrar, or to the one that is to become it. */
    Optional<Link> home() {
        return home.map(attempt -> attempt.link);
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
        var known = new ArrayList<>(candidates.keySet());
        homeAddress()
                .ifPresent(address -> {
                    known.remove(address);
                    known.addFirst(address);
                });
        return known;
    }

    /** Returns whether a registrar at this address is configured or announced itself. */
    boolean knows(TransportAddress address) {
        return candidates.keySet().stream()
                .anyMatch(known ->
                        known.addresses().stream().anyMatch(address.addresses()::contains));
    }

    /** Starts to hunt, unless there is a home registrar or the hunt is on. */
    void need(Instant now, Outbox out) {
        if (home.isEmpty() && !round.isSet()) {
            startRound(now, out);
        }
    }

    /** The home registrar did not answer: asks others beside it (ASAP-177). */
    void onSilence(Instant now, Outbox out) {
        if (home.isEmpty()) {
            return;
        }
        fail(home.get().address);
        suspect = true;
        adoptSpareOrTry(now, out);
    }

    /** Something that only a living registrar sends came over a link. */
    void onAnswer(Link link, Outbox out) {
        if (!isHome(link) || (answered && !suspect)) {
            return;
        }
        var address = home.orElseThrow().address;
        if (!answered) {
            out.tell(new EndpointNotice.HomeFound(address));
        }
        answered = true;
        suspect = false;
        candidate(address).ifPresent(candidate -> candidate.failures = 0);
        attempts.keySet().forEach(out::close); // SH6: one is chosen
        attempts.clear();
        round.cancel(); // SH3
        serverHunt = config.hunt().serverHunt();
    }

    /** A link that was opened or accepted is up. */
    void onLinkUp(Event.LinkUp up, Instant now, Outbox out) {
        if (isHome(up.link())) {
            home.orElseThrow().local = Optional.of(up.local());
            return;
        }
        var attempt = Optional.ofNullable(attempts.get(up.link()));
        if (attempt.isEmpty()) {
            return; // accepted: a registrar that verifies an element, or wants to be its home
        }
        attempt.get().local = Optional.of(up.local());
        if (home.isEmpty() || suspect) {
            adopt(attempt.get(), now, out);
        }
    }

    /** A link has ended. */
    void onLinkDown(Link link, Event.LinkDown.Reason reason, Instant now, Outbox out) {
        var attempt = Optional.ofNullable(attempts.remove(link));
        if (attempt.isPresent()) {
            fail(attempt.get().address);
            tryNext(out); // SH4
        } else if (isHome(link)) {
            fail(home.orElseThrow().address);
            loseHome(reason.name().toLowerCase(Locale.ROOT), now, out);
        }
    }

    /** A keep-alive with the H bit made another registrar the home registrar (ASAP-135). */
    void adoptByKeepAlive(
            Link link, TransportAddress local, TransportAddress remote, Instant now, Outbox out) {
        var adopted = new Attempt(link, remote);
        adopted.local = Optional.of(local);
        adopt(adopted, now, out);
        onAnswer(link, out);
    }

    /** Learns of registrars by multicast (ASAP-154 to ASAP-157). */
    void onAnnounce(
            AsapMessage.ServerAnnounce announce, TransportAddress origin, Instant now, Outbox out) {
        if (!config.hunt().listen()) {
            return;
        }
        var transports = announce.transports();
        if (transports.isEmpty()) {
            int port = config.hunt().originPort() ? origin.port() : PORT;
            transports = List.of(new TransportAddress.Sctp(port, origin.use(), origin.addresses()));
        }
        for (TransportAddress address : transports) {
            announced(address, now);
        }
        if (round.isSet() && (home.isEmpty() || suspect)) {
            tryNext(out);
        }
    }

    private void announced(TransportAddress address, Instant now) {
        boolean full = candidates.size() >= config.limits().maxRegistrars();
        if (full && !candidates.containsKey(address)) {
            return;
        }
        var candidate = candidates.computeIfAbsent(address, Candidate::new);
        if (candidate.outdate.isEmpty()) {
            candidate.outdate = Optional.of(deadlines.timer((time, out) -> outdate(candidate)));
        }
        candidate.outdate.get().set(now.plus(config.hunt().outdate()));
    }

    private void outdate(Candidate candidate) {
        candidate.outdate = Optional.empty();
        if (!candidate.configured) {
            candidates.remove(candidate.address);
        }
    }

    private void startRound(Instant now, Outbox out) {
        candidates.values().forEach(candidate -> candidate.triedInRound = false);
        round.set(now.plus(serverHunt)); // SH2
        tryNext(out);
    }

    /** SH1: tries registrars until as many as allowed are being tried. */
    private void tryNext(Outbox out) {
        if (!round.isSet()) {
            return;
        }
        int free = config.hunt().maxLinks() - attempts.size() - (home.isEmpty() ? 0 : 1);
        for (Candidate candidate : choose(Math.max(0, free))) {
            candidate.triedInRound = true;
            var link = new Link(nextLink);
            nextLink += 2;
            attempts.put(link, new Attempt(link, candidate.address));
            out.open(link, Protocol.ASAP, candidate.address);
        }
    }

    private List<Candidate> choose(int wanted) {
        var untried = new ArrayList<Candidate>();
        for (Candidate candidate : candidates.values()) {
            boolean tried = candidate.triedInRound || isBeingTried(candidate.address);
            if (!tried && !isOnlyHome(candidate.address)) {
                untried.add(candidate);
            }
        }
        // Announced registrars are equal, so chance spreads the load; configured ones are ordered.
        shuffleAnnounced(untried);
        untried.sort(Comparator.comparingInt(candidate -> candidate.failures));
        return untried.subList(0, Math.min(wanted, untried.size()));
    }

    private boolean isBeingTried(TransportAddress address) {
        return attempts.values().stream().anyMatch(attempt -> attempt.address.equals(address));
    }

    /** The silent home registrar itself is tried anew only where there is no other. */
    private boolean isOnlyHome(TransportAddress address) {
        return candidates.size() > 1
                && home.map(h -> h.address).filter(address::equals).isPresent();
    }

    private void shuffleAnnounced(List<Candidate> list) {
        for (int i = list.size() - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            if (!list.get(i).configured && !list.get(j).configured) {
                var swapped = list.get(i);
                list.set(i, list.get(j));
                list.set(j, swapped);
            }
        }
    }

    /** SH5: the round brought nobody who answers. */
    private void onRoundOver(Instant now, Outbox out) {
        if (!dependent.needsHome()) {
            return;
        }
        if (home.isPresent() && !suspect) {
            round.set(now.plus(serverHunt)); // the answer of the one in use is not overdue yet
            return;
        }
        var pending = new ArrayList<Link>();
        attempts.forEach((link, attempt) -> {
            if (attempt.local.isEmpty()) {
                pending.add(link);
            }
        });
        for (Link link : pending) {
            Optional.ofNullable(attempts.remove(link)).ifPresent(a -> fail(a.address));
            out.abort(link);
        }
        serverHunt = min(serverHunt.multipliedBy(2), config.hunt().retranMax()); // SH5.1
        if (home.isEmpty()) {
            out.tell(new EndpointNotice.NoRegistrarFound(List.copyOf(candidates.keySet())));
        }
        startRound(now, out);
    }

    private void adopt(Attempt attempt, Instant now, Outbox out) {
        attempts.remove(attempt.link);
        home.ifPresent(left -> out.close(left.link));
        home = Optional.of(attempt);
        suspect = false;
        answered = false;
        dependent.onHome(attempt.link, now, out);
    }

    private void loseHome(String why, Instant now, Outbox out) {
        var lost = home.orElseThrow().address;
        home = Optional.empty();
        suspect = false;
        if (answered) {
            out.tell(new EndpointNotice.HomeLost(lost, why));
        }
        answered = false;
        dependent.onHomeLost(now, out);
        if (dependent.needsHome()) {
            adoptSpareOrTry(now, out);
        }
    }

    private void adoptSpareOrTry(Instant now, Outbox out) {
        var spare = spare();
        if (spare.isPresent()) {
            adopt(spare.get(), now, out);
        } else if (round.isSet()) {
            tryNext(out);
        } else {
            startRound(now, out);
        }
    }

    private Optional<Attempt> spare() {
        return attempts.values().stream().filter(attempt -> attempt.local.isPresent()).findFirst();
    }

    private void fail(TransportAddress address) {
        candidate(address).ifPresent(candidate -> candidate.failures++);
    }

    private Optional<Candidate> candidate(TransportAddress address) {
        return Optional.ofNullable(candidates.get(address));
    }

    private boolean isHome(Link link) {
        return home.filter(attempt -> attempt.link.equals(link)).isPresent();
    }

    private static Duration min(Duration a, Duration b) {
        return a.compareTo(b) <= 0 ? a : b;
    }
}
