package org.rserpool.core.registrar;

import java.time.Instant;
import org.rserpool.core.Outbox;
import org.rserpool.core.registrar.RegistrarSnapshot.Standing;

/**
 * Watches the peers (RFC 5353, section 3.4.3; ENRP-105 to ENRP-109).
 *
 * <ul>
 *   <li>ACTIVE: silent for MAX-TIME-LAST-HEARD, or its link has ended → PROBING
 *   <li>PROBING, it is asked, over a new link if need be: any message → ACTIVE; no answer within
 *       MAX-TIME-NO-RESPONSE, or it cannot be reached → dead
 *   <li>NOT_ACTIVE, another registrar takes over: any message → ACTIVE; nobody has taken over in
 *       time → PROBING
 *   <li>ARBITRATING, we take over: any message → ACTIVE
 * </ul>
 */
final class PeerMonitoring {

    private final PeersConfig config;
    private final PeerLinks links;
    private final Presences presences;
    private final Verdicts verdicts;

    /** What becomes of peers. */
    interface Verdicts {
        /** A peer is dead. */
        void onDead(Peer peer, String why, Instant now, Outbox out);

        /** The peers have not agreed to a takeover in time. */
        void onArbitrationExpired(Peer target, Instant now, Outbox out);

        /** A peer whose elements we wanted to take over lives. */
        void onAlive(Peer target, Instant now, Outbox out);
    }

    PeerMonitoring(PeersConfig config, PeerLinks links, Presences presences, Verdicts verdicts) {
        this.config = config;
        this.links = links;
        this.presences = presences;
        this.verdicts = verdicts;
    }

    /** Begins to watch a peer that lives. */
    void watch(Peer peer) {
        peer.standing = Standing.ACTIVE;
        peer.reconnected = false;
        peer.timer.set(peer.heard.plus(config.maxTimeLastHeard()));
    }

    /** Any message came from a peer. */
    void onHeard(Peer peer, Instant now, Outbox out) {
        peer.heard = now;
        switch (peer.standing) {
            case PROBING, NOT_ACTIVE -> watch(peer);
            case ARBITRATING -> {
                verdicts.onAlive(peer, now, out);
                watch(peer);
            }
            case TENTATIVE, ACTIVE -> {} // the timer looks at when it was heard
        }
    }

    /** Others may take its elements over; should nobody do so, it is asked again. */
    void leave(Peer peer, Instant now) {
        peer.standing = Standing.NOT_ACTIVE;
        peer.timer.set(now.plus(config.arbitration().multipliedBy(2)).plusSeconds(1));
    }

    /** Asks a peer whether it lives (ENRP-107). */
    void probe(Peer peer, Instant now, Outbox out) {
        peer.standing = Standing.PROBING;
        peer.reconnected = false;
        peer.timer.set(now.plus(config.maxTimeNoResponse()));
        if (peer.link.isPresent()) {
            presences.ask(peer.link.get(), peer.id(), out);
        } else {
            reconnect(peer, out);
        }
    }

    /** Who cannot be reached by us has as much time to come by itself. */
    private void reconnect(Peer peer, Outbox out) {
        peer.reconnected = true;
        peer.address
                .filter(address -> links.openedTo(address).isEmpty())
                .ifPresent(address -> links.open(address, out));
    }

    /** The last link of a peer has ended, or one could not be opened to it. */
    void onLinkLost(Peer peer, Instant now, Outbox out) {
        switch (peer.standing) {
            case ACTIVE -> probe(peer, now, out);
            case PROBING -> {
                if (peer.reconnected) {
                    verdicts.onDead(peer, "it cannot be reached", now, out); // ENRP-108
                } else {
                    reconnect(peer, out);
                }
            }
            case TENTATIVE, NOT_ACTIVE, ARBITRATING -> {}
        }
    }

    /** The timer of a peer is due. */
    void onDue(Peer peer, Instant now, Outbox out) {
        switch (peer.standing) {
            case ACTIVE -> {
                var end = peer.heard.plus(config.maxTimeLastHeard());
                if (end.isAfter(now)) {
                    peer.timer.set(end);
                } else {
                    probe(peer, now, out);
                }
            }
            case PROBING -> verdicts.onDead(peer, "it does not answer", now, out);
            case NOT_ACTIVE -> probe(peer, now, out);
            case ARBITRATING -> verdicts.onArbitrationExpired(peer, now, out);
            case TENTATIVE -> {}
        }
    }
}
