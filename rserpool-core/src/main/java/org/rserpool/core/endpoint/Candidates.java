package org.rserpool.core.endpoint;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.rserpool.core.Deadlines;
import org.rserpool.core.Due;
import org.rserpool.core.Outbox;
import org.rserpool.wire.RegistrarId;
import org.rserpool.wire.TransportAddress;
import org.rserpool.wire.TransportProtocol;
import org.rserpool.wire.message.AsapMessage;
import org.rserpool.wire.message.Protocol;

/**
 * The registrars that may be tried: configured ones, and those that announce themselves, each for
 * as long as it does (RFC 5352, section 3.6; ASAP-151 to ASAP-158).
 */
final class Candidates {

    /** So many announcements may be missed before an address is forgotten. */
    private static final int PATIENCE = 3;

    /** No registrar has more addresses; forged announcements may list thousands. */
    private static final int MAX_ADDRESSES_PER_ANNOUNCEMENT = 8;

    private final EndpointConfig.Hunt config;
    private final int maxRegistrars;
    private final Deadlines<Due> deadlines;
    private final RandomGenerator random;
    private final Map<TransportAddress, Candidate> candidates = new LinkedHashMap<>();

    Candidates(EndpointConfig config, Deadlines<Due> deadlines, RandomGenerator random) {
        this.config = config.hunt();
        this.maxRegistrars = config.limits().maxRegistrars();
        this.deadlines = deadlines;
        this.random = random;
        configure(config.hunt().registrars());
    }

    /** A registrar that may be tried. */
    private final class Candidate {
        final TransportAddress address;
        final Deadlines.Timer<Due> outdate = deadlines.timer(this::onOutdated); // T7
        boolean configured;
        Optional<RegistrarId> announcedBy = Optional.empty();
        Instant announcedAt = Instant.MIN;
        boolean triedInRound;
        int failures;

        Candidate(TransportAddress address) {
            this.address = address;
        }

        private void onOutdated(Instant now, Outbox out) {
            var end = announcedAt.plus(validity());
            if (end.isAfter(now)) {
                outdate.set(end); // there are more registrars than there were
                return;
            }
            announcedBy = Optional.empty();
            if (!configured) {
                candidates.remove(address);
            }
        }
    }

    /** Replaces the configured registrars. */
    void configure(List<TransportAddress> registrars) {
        candidates.values().removeIf(known -> known.configured && known.announcedBy.isEmpty());
        candidates.values().forEach(known -> known.configured = false);
        for (TransportAddress address : registrars) {
            candidates.computeIfAbsent(address, Candidate::new).configured = true;
        }
    }

    /** Returns the addresses known. */
    List<TransportAddress> addresses() {
        return List.copyOf(candidates.keySet());
    }

    /** Returns the address of the registrar from whose host {@code remote} is. */
    Optional<TransportAddress> ofSameHost(TransportAddress remote) {
        return candidates.keySet().stream()
                .filter(known -> known.addresses().stream().anyMatch(remote.addresses()::contains))
                .findFirst();
    }

    /** Learns the addresses of a registrar that announces itself. */
    void onAnnounce(AsapMessage.ServerAnnounce announce, TransportAddress origin, Instant now) {
        var transports = announce.transports();
        if (transports.isEmpty()) {
            int port = config.originPort() ? origin.port() : Protocol.ASAP.port();
            transports = List.of(new TransportAddress.Sctp(port, origin.use(), origin.addresses()));
        }
        transports.stream()
                .limit(MAX_ADDRESSES_PER_ANNOUNCEMENT)
                .forEach(address -> announced(address, announce.registrar(), now));
    }

    private void announced(TransportAddress address, RegistrarId registrar, Instant now) {
        if (!candidates.containsKey(address) && isFull()) {
            return;
        }
        var candidate = candidates.computeIfAbsent(address, Candidate::new);
        candidate.announcedBy = Optional.of(registrar);
        candidate.announcedAt = now;
        candidate.outdate.set(now.plus(validity()));
    }

    /** Makes room in the place of an announced registrar that did not answer, if there is one. */
    private boolean isFull() {
        if (candidates.size() < maxRegistrars) {
            return false;
        }
        var worst =
                candidates.values().stream()
                        .filter(known -> !known.configured && known.failures > 0)
                        .max(Comparator.comparingInt(known -> known.failures));
        worst.ifPresent(forgotten -> {
            forgotten.outdate.cancel();
            candidates.remove(forgotten.address);
        });
        return worst.isEmpty();
    }

    /** T7: registrars announce themselves the more seldom, the more there are (no. 28). */
    private Duration validity() {
        long registrars =
                candidates.values().stream()
                        .flatMap(c -> c.announcedBy.stream())
                        .distinct()
                        .count();
        var several = config.serverAnnounce().multipliedBy(PATIENCE * registrars);
        return several.compareTo(config.outdate()) > 0 ? several : config.outdate();
    }

    /** Forgets which ones were tried. */
    void beginRound() {
        candidates.values().forEach(candidate -> candidate.triedInRound = false);
    }

    /**
     * Chooses registrars that were not tried in this round: those that failed least often, and
     * among them configured ones in their order before announced ones in any order. The first is a
     * configured one in any case, since anybody can announce anything. A registrar that announces
     * several transports is tried over SCTP first (ASAP-002, ASAP-003).
     */
    List<TransportAddress> choose(int wanted, Predicate<TransportAddress> excluded) {
        if (wanted < 1) {
            return List.of();
        }
        var configured = new ArrayList<Candidate>();
        var announced = new ArrayList<Candidate>();
        for (Candidate candidate : candidates.values()) {
            if (!candidate.triedInRound
                    && !excluded.test(candidate.address)
                    && !awaitsSctp(candidate)) {
                (candidate.configured ? configured : announced).add(candidate);
            }
        }
        shuffle(announced);
        var byFailures = Comparator.<Candidate>comparingInt(candidate -> candidate.failures);
        configured.sort(byFailures);
        var chosen = new ArrayList<Candidate>();
        if (!configured.isEmpty()) {
            chosen.add(configured.removeFirst());
        }
        configured.addAll(announced);
        configured.sort(byFailures);
        configured.stream().limit(wanted - chosen.size()).forEach(chosen::add);
        chosen.forEach(candidate -> candidate.triedInRound = true);
        return chosen.stream().map(candidate -> candidate.address).toList();
    }

    /** Whether the same registrar is to be tried over SCTP before. */
    private boolean awaitsSctp(Candidate candidate) {
        return candidate.address.protocol() != TransportProtocol.SCTP
                && !candidate.configured
                && candidates.values().stream()
                        .anyMatch(other ->
                                other.address.protocol() == TransportProtocol.SCTP
                                        && other.announcedBy.equals(candidate.announcedBy)
                                        && !other.triedInRound
                                        && other.failures <= candidate.failures);
    }

    /** Announced registrars are equal, so chance spreads the load. */
    private void shuffle(List<Candidate> list) {
        for (int i = list.size() - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            var swapped = list.get(i);
            list.set(i, list.get(j));
            list.set(j, swapped);
        }
    }

    /** Takes note that a registrar could not be reached, broke off, or did not answer. */
    void failed(TransportAddress address) {
        find(address).ifPresent(candidate -> candidate.failures++);
    }

    /** Takes note that a registrar answered. */
    void answered(TransportAddress address) {
        find(address).ifPresent(candidate -> candidate.failures = 0);
    }

    private Optional<Candidate> find(TransportAddress address) {
        return Optional.ofNullable(candidates.get(address));
    }
}
