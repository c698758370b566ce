package org.rserpool.core.registrar;

import java.time.Instant;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.rserpool.core.Deadlines;
import org.rserpool.core.Due;
import org.rserpool.core.Link;
import org.rserpool.core.Outbox;
import org.rserpool.core.handlespace.Handlespace;
import org.rserpool.wire.RegistrarId;
import org.rserpool.wire.ServerInformation;
import org.rserpool.wire.message.EnrpMessage.Presence;

/**
 * Tells others that we are there (RFC 5353, sections 2.1 and 3.4; ENRP-013 to ENRP-015, ENRP-102 to
 * ENRP-104, ENRP-152).
 */
final class Presences {

    private final RegistrarId self;
    private final PeersConfig config;
    private final Handlespace handlespace;
    private final Peers peers;
    private final Optional<ServerInformation> information;
    private final boolean casts;
    private final RandomGenerator random;
    private final Deadlines.Timer<Due> heartbeat;
    private final Due whenBeating;

    /**
     * Makes a source of presences.
     *
     * @param information where we can be reached
     * @param casts whether each heartbeat also goes to the multicast group
     * @param whenBeating what else is done with each heartbeat
     */
    Presences(
            RegistrarId self,
            PeersConfig config,
            Enrp.Shared shared,
            Optional<ServerInformation> information,
            boolean casts,
            RandomGenerator random,
            Due whenBeating) {
        this.self = self;
        this.config = config;
        this.handlespace = shared.handlespace();
        this.peers = shared.peers();
        this.information = information;
        this.casts = casts;
        this.random = random;
        this.heartbeat = shared.deadlines().timer(this::beat);
        this.whenBeating = whenBeating;
    }

    /** Returns where we can be reached. */
    Optional<ServerInformation> information() {
        return information;
    }

    /** Asks whoever is at the other end of a link who it is and whether it lives. */
    void ask(Link link, RegistrarId receiver, Outbox out) {
        out.send(link, presence(receiver, true));
    }

    /** Answers a presence that wants it. */
    void answer(Link link, RegistrarId receiver, Outbox out) {
        out.send(link, presence(receiver, false));
    }

    /** Tells all peers at once that we live. */
    void announce(Outbox out) {
        peers.announce(presence(RegistrarId.NONE, false), out);
    }

    /** Begins with the heartbeat, unless it has begun. */
    void start(Instant now, Outbox out) {
        if (!heartbeat.isSet()) {
            beat(now, out);
        }
    }

    private void beat(Instant now, Outbox out) {
        var presence = presence(RegistrarId.NONE, false);
        peers.announce(presence, out);
        if (casts) {
            out.announce(presence);
        }
        boolean alone = peers.confirmed().isEmpty() && handlespace.owners().size() == 1;
        if (alone && !casts) {
            return; // until somebody is met
        }
        // Shorter only: two cycles must stay shorter than MAX-TIME-LAST-HEARD.
        long cycle = config.heartbeatCycle().toNanos();
        heartbeat.set(now.plusNanos(cycle - random.nextLong(cycle / 8 + 1)));
        whenBeating.onDue(now, out);
    }

    private Presence presence(RegistrarId receiver, boolean replyRequired) {
        return new Presence(
                self, receiver, replyRequired, Optional.of(handlespace.ownChecksum()), information);
    }
}
