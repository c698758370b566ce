package org.rserpool.core.registrar;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.rserpool.core.Deadlines;
import org.rserpool.core.Due;
import org.rserpool.core.Outbox;
import org.rserpool.wire.RegistrarId;
import org.rserpool.wire.TransportAddress;
import org.rserpool.wire.TransportProtocol;
import org.rserpool.wire.message.AsapMessage;

/**
 * Makes the registrar known by multicast: with N other registrars heard, every (N+1) * T6, so that
 * the group sees about one announcement per T6 in all (RFC 5352, section 3.6; ASAP-152, ASAP-153).
 */
final class Announcements {

    /** How many intervals another registrar may be silent before it no longer counts. */
    private static final int PATIENCE = 3;

    /** More others than this do not slow down further; it bounds the memory as well. */
    private static final int MAX_OTHERS = 64;

    private final RegistrarId self;
    private final RegistrarConfig.Announcements config;
    private final RandomGenerator random;
    private final AsapMessage.ServerAnnounce announcement;
    private final Deadlines.Timer<Due> timer;
    private final Map<RegistrarId, Instant> heard = new LinkedHashMap<>();

    Announcements(
            RegistrarId self,
            RegistrarConfig.Announcements config,
            List<TransportAddress> addresses,
            Deadlines<Due> deadlines,
            RandomGenerator random) {
        this.self = self;
        this.config = config;
        this.random = random;
        this.timer = deadlines.timer(this::announce);
        this.announcement = new AsapMessage.ServerAnnounce(self, transports(config, addresses));
    }

    /**
     * RSPLIB reads up to the first SCTP transport and refuses anything behind it, so that is last.
     */
    private static List<TransportAddress> transports(
            RegistrarConfig.Announcements config, List<TransportAddress> addresses) {
        if (!config.withTransports()) {
            return List.of();
        }
        return addresses.stream()
                .sorted(Comparator.comparing(a -> a.protocol() == TransportProtocol.SCTP))
                .toList();
    }

    void start(Instant now) {
        timer.set(now);
    }

    /** Returns whether somebody else uses our identifier; our own announcements come back, too. */
    boolean isClash(AsapMessage.ServerAnnounce overheard) {
        return overheard.registrar().equals(self) && !overheard.equals(announcement);
    }

    /** Another registrar, or our own announcement come back, was heard. */
    void onAnnounce(AsapMessage.ServerAnnounce overheard, Instant now) {
        var other = overheard.registrar();
        if (!other.equals(self) && (heard.size() < MAX_OTHERS || heard.containsKey(other))) {
            heard.put(other, now);
        }
    }

    private void announce(Instant now, Outbox out) {
        out.announce(announcement);
        int registrars = config.scaled() ? heard.size() + 1 : 1;
        var interval = config.serverAnnounce().multipliedBy(registrars);
        heard.values().removeIf(at -> at.plus(patience(interval)).isBefore(now));
        // A little less than the full interval, so that registrars do not fall into step.
        timer.set(now.plus(interval).minusNanos(random.nextLong(interval.toNanos() / 8 + 1)));
    }

    private static Duration patience(Duration interval) {
        return interval.multipliedBy(PATIENCE).plusSeconds(1);
    }
}
