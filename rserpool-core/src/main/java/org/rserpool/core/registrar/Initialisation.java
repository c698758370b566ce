package org.rserpool.core.registrar;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;
import org.rserpool.core.Deadlines;
import org.rserpool.core.Due;
import org.rserpool.core.Link;
import org.rserpool.core.Outbox;
import org.rserpool.wire.RegistrarId;
import org.rserpool.wire.message.EnrpMessage.ListRequest;
import org.rserpool.wire.message.EnrpMessage.ListResponse;
import org.rserpool.wire.message.EnrpMessage.PoolEntry;

/**
 * Fetches peer list and handlespace from a mentor before anybody is served (RFC 5353, section 3.2;
 * ENRP-043 to ENRP-069).
 *
 * <ul>
 *   <li>DISCOVERING: a peer is met → LISTING; nobody is there, or comes in time → SERVING
 *   <li>LISTING: the peer list came → FETCHING; rejected, or no answer → the next peer, or RESTING
 *   <li>FETCHING: the last page came → SERVING; rejected, or no answer → the next peer, or RESTING
 *   <li>RESTING, all have rejected: a while → LISTING; those who start as well do so after us →
 *       SERVING
 * </ul>
 */
final class Initialisation {

    private final RegistrarId self;
    private final PeersConfig config;
    private final Peers peers;
    private final TableDownloads downloads;
    private final HandleUpdates updates;
    private final RandomGenerator random;
    private final Deadlines.Timer<Due> timer;
    private final Serving whenServing;
    private final BooleanSupplier othersMayBe;

    /** Until then, peers that have not answered yet may have what those that have do not. */
    private Instant discovered = Instant.MIN;

    private State state = State.DISCOVERING;
    private Optional<Peer> mentor = Optional.empty();
    private final TreeSet<RegistrarId> tried = new TreeSet<>();
    private final TreeSet<RegistrarId> rejecting = new TreeSet<>();
    private int rounds;

    /** Whether a registrar that serves has too much to do for us. */
    private boolean busy;

    private enum State {
        DISCOVERING,
        LISTING,
        FETCHING,
        RESTING,
        SERVING
    }

    /** What is done once all is there. */
    interface Serving {
        /** Serves from now on. */
        void begin(Optional<RegistrarId> mentor, Instant now, Outbox out);
    }

    /**
     * Makes the procedure.
     *
     * @param othersMayBe whether there are addresses of which it is not known yet who is there
     */
    Initialisation(
            RegistrarId self,
            PeersConfig config,
            Peers peers,
            TableDownloads downloads,
            HandleUpdates updates,
            Deadlines<Due> deadlines,
            RandomGenerator random,
            BooleanSupplier othersMayBe,
            Serving whenServing) {
        this.self = self;
        this.config = config;
        this.peers = peers;
        this.downloads = downloads;
        this.updates = updates;
        this.random = random;
        this.othersMayBe = othersMayBe;
        this.timer = deadlines.timer(this::onDue);
        this.whenServing = whenServing;
    }

    boolean isOver() {
        return state == State.SERVING;
    }

    /** Begins. */
    void start(Instant now) {
        discovered = now.plus(config.mentorDiscovery());
        timer.set(discovered);
    }

    /** A peer was met: it may be the mentor, or a backup. */
    void onMet(Instant now, Outbox out) {
        if (state == State.DISCOVERING) {
            next(now, out);
        }
    }

    /** Nobody is where peers were looked for (ENRP-045 to ENRP-047). */
    void onNobody(Instant now, Outbox out) {
        if (state == State.DISCOVERING) {
            serve(now, out);
        }
    }

    /** A peer is gone. */
    void onGone(Peer peer, Instant now, Outbox out) {
        tried.remove(peer.id());
        rejecting.remove(peer.id());
        if (isMentor(peer) && state == State.LISTING) {
            next(now, out);
        }
    }

    private boolean isMentor(Peer peer) {
        return mentor.equals(Optional.of(peer));
    }

    /** The mentor's peer list came; who is in it has been added already. */
    void onList(Peer peer, ListResponse response, Instant now, Outbox out) {
        if (state != State.LISTING || !isMentor(peer)) {
            return;
        }
        if (response.rejected()) {
            rejecting.add(peer.id());
            next(now, out);
            return;
        }
        state = State.FETCHING;
        timer.cancel();
        if (!downloads.begin(peer, false, new Handlespaces(peer, now), now, out)) {
            next(now, out);
        }
    }

    private final class Handlespaces implements TableDownloads.Taker {
        private final Peer from;
        private final Instant begun;

        Handlespaces(Peer from, Instant begun) {
            this.from = from;
            this.begun = begun;
        }

        @Override
        public void onPage(List<PoolEntry> entries, Instant now, Outbox out) {
            updates.onMentorPage(from, entries, begun, now, out);
        }

        @Override
        public void onEnd(Instant now, Outbox out) {
            serve(now, out);
        }

        @Override
        public void onFailure(boolean rejected, Instant now, Outbox out) {
            busy |= rejected;
            next(now, out);
        }
    }

    /** Asks the next peer to be the mentor. */
    private void next(Instant now, Outbox out) {
        mentor = candidate();
        if (mentor.isPresent()) {
            var chosen = mentor.get();
            tried.add(chosen.id());
            state = State.LISTING;
            timer.set(now.plus(config.maxTimeNoResponse()));
            Link link = chosen.link.orElseThrow();
            out.send(link, new ListRequest(self, chosen.id()));
        } else if (isFirst(now) || rounds >= config.maxRejects()) {
            serve(now, out);
        } else {
            rounds++;
            state = State.RESTING;
            long pause = config.afterReject().toNanos();
            timer.set(now.plusNanos(pause + random.nextLong(pause / 2 + 1)));
        }
    }

    private Optional<Peer> candidate() {
        return peers.alive().stream()
                .filter(peer -> peer.link.isPresent() && !tried.contains(peer.id()))
                .findFirst();
    }

    /** Among those who start at the same time, the highest identifier goes first. */
    private boolean isFirst(Instant now) {
        boolean all = !othersMayBe.getAsBoolean() || !now.isBefore(discovered);
        return all && !busy && rejecting.stream().allMatch(other -> self.compareTo(other) > 0);
    }

    private void onDue(Instant now, Outbox out) {
        switch (state) {
            case DISCOVERING -> serve(now, out);
            case LISTING -> next(now, out);
            case RESTING -> {
                tried.clear();
                rejecting.clear();
                busy = false;
                next(now, out);
            }
            case FETCHING, SERVING -> {}
        }
    }

    private void serve(Instant now, Outbox out) {
        var from = state == State.FETCHING ? mentor.map(Peer::id) : Optional.<RegistrarId>empty();
        state = State.SERVING;
        timer.cancel();
        whenServing.begin(from, now, out);
    }
}
