package org.rserpool.core.registrar;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.rserpool.core.Link;
import org.rserpool.core.Outbox;
import org.rserpool.core.handlespace.Handlespace;
import org.rserpool.wire.PeChecksum;
import org.rserpool.wire.message.EnrpMessage.PoolEntry;

/**
 * Compares our copy of a peer's elements with what the peer says, and mends it (RFC 5353, section
 * 3.6; ENRP-150, ENRP-153 to ENRP-155, ENRP-161 to ENRP-168).
 */
final class Audits {

    private static final int MAX_DOUBLINGS = 4;

    private final PeersConfig config;
    private final Handlespace handlespace;
    private final TableDownloads downloads;
    private final HandleUpdates updates;
    private final Changes changes;
    private final RandomGenerator random;

    Audits(
            PeersConfig config,
            Enrp.Shared shared,
            TableDownloads downloads,
            HandleUpdates updates,
            RandomGenerator random) {
        this.config = config;
        this.handlespace = shared.handlespace();
        this.downloads = downloads;
        this.updates = updates;
        this.changes = shared.changes();
        this.random = random;
    }

    /** A peer said what the checksum over its elements is; not by multicast, which overtakes. */
    void onChecksum(Peer peer, PeChecksum checksum, Instant now, Outbox out) {
        if (peer.refreshAt.equals(Instant.MAX)) {
            postpone(peer, now);
        }
        boolean same = handlespace.checksum(peer.id()).equals(checksum);
        if (same && !peer.stale && now.isBefore(peer.refreshAt)) {
            peer.resynchronisations = 0;
        } else if (!now.isBefore(peer.notBefore)) {
            resynchronise(peer, now, out);
        }
    }

    private void postpone(Peer peer, Instant now) {
        long refresh = config.refresh().toNanos();
        peer.refreshAt = now.plusNanos(refresh / 2 + random.nextLong(refresh));
    }

    private void resynchronise(Peer peer, Instant now, Outbox out) {
        if (downloads.begin(peer, true, new Resynchronisation(peer), now, out)) {
            handlespace.mark(peer.id());
            peer.resynchronisations++;
            peer.reading = true;
            peer.stale = false; // what makes it so from now on is not in the answer
        }
    }

    /** The elements of one peer on their way. */
    private final class Resynchronisation implements TableDownloads.Taker {
        private final Peer peer;
        private final Optional<Link> link;

        Resynchronisation(Peer peer) {
            this.peer = peer;
            this.link = peer.link;
        }

        @Override
        public void onPage(List<PoolEntry> entries, Instant now, Outbox out) {
            updates.onOwnPage(peer, entries, now, out);
        }

        @Override
        public void onEnd(Instant now, Outbox out) {
            peer.reading = false;
            var gone = handlespace.purgeMarked(peer.id());
            gone.forEach(entry -> changes.withdrawn(entry, now, out));
            postpone(peer, now);
            peer.notBefore = peer.resynchronisations == 1 ? now : now.plus(pause());
            out.tell(
                    new RegistrarNotice.Resynchronised(
                            peer.id(), handlespace.sizeOf(peer.id()), gone.size()));
        }

        /** Where reading it anew does not help, doing so at each heartbeat does not either. */
        private Duration pause() {
            // It may have become right, by updates, while it was read.
            int doublings = Math.clamp(peer.resynchronisations - 1L, 0, MAX_DOUBLINGS);
            return config.heartbeatCycle().multipliedBy(1L << doublings);
        }

        @Override
        public void onFailure(boolean rejected, Instant now, Outbox out) {
            handlespace.clearMarks(peer.id());
            peer.reading = false;
            peer.stale = true;
            // Over another link it can be tried again at once.
            boolean lost = !peer.link.equals(link);
            peer.notBefore = lost ? now : now.plus(config.heartbeatCycle());
        }
    }
}
