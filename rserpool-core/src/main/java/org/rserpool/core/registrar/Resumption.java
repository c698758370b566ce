package org.rserpool.core.registrar;

import java.time.Duration;
import java.time.Instant;
import org.rserpool.core.Deadlines;
import org.rserpool.core.Due;
import org.rserpool.core.Outbox;

/**
 * Goes on after our process was stopped for so long that the peers may have taken us for dead: what
 * we know is read anew before anybody is served, and until then lost links remove nobody.
 */
final class Resumption {

    private final PeersConfig config;
    private final Peers peers;
    private final PeerMonitoring peerMonitoring;
    private final Monitoring monitoring;
    private final Deadlines.Timer<Due> timeout;
    private final Due whenOver;
    private boolean on;

    /**
     * Makes the procedure.
     *
     * @param whenOver is told when all is known that can be
     */
    Resumption(
            PeersConfig config, Enrp.Shared shared, PeerMonitoring peerMonitoring, Due whenOver) {
        this.config = config;
        this.peers = shared.peers();
        this.peerMonitoring = peerMonitoring;
        this.monitoring = shared.monitoring();
        this.timeout = shared.deadlines().timer(this::end);
        this.whenOver = whenOver;
    }

    boolean isOn() {
        return on;
    }

    /** Our process was stopped. */
    void onStall(Duration stopped, Instant now, Outbox out) {
        var alive = peers.alive();
        if (stopped.compareTo(config.maxTimeLastHeard()) < 0 || alive.isEmpty()) {
            return;
        }
        on = true;
        monitoring.bePatient(true);
        timeout.set(now.plus(config.maxTimeNoResponse()));
        for (Peer peer : alive) {
            peer.stale = true;
            peer.notBefore = Instant.MIN;
            peerMonitoring.probe(peer, now, out);
        }
    }

    /** Looks whether the elements of all peers have been read. */
    void look(Instant now, Outbox out) {
        if (on && peers.alive().stream().noneMatch(peer -> peer.stale || peer.reading)) {
            end(now, out);
        }
    }

    private void end(Instant now, Outbox out) {
        on = false;
        timeout.cancel();
        monitoring.bePatient(false);
        whenOver.onDue(now, out);
    }
}
