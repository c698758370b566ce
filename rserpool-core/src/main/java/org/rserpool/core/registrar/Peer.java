package org.rserpool.core.registrar;

import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.rserpool.core.Deadlines;
import org.rserpool.core.Due;
import org.rserpool.core.Link;
import org.rserpool.core.registrar.RegistrarSnapshot.Standing;
import org.rserpool.wire.RegistrarId;
import org.rserpool.wire.TransportAddress;

/** What is noted about another registrar; the procedures change it. */
final class Peer {

    private final RegistrarId id;

    /** What {@link PeerMonitoring} waits for; it depends on the standing. */
    final Deadlines.Timer<Due> timer;

    /** All links over which it has spoken, one of which is used. */
    final Set<Link> links = new LinkedHashSet<>();

    Optional<Link> link = Optional.empty();
    Optional<TransportAddress> address = Optional.empty();
    Standing standing = Standing.TENTATIVE;
    Instant heard;

    /** Whether it has been told of. */
    boolean met;

    /** Whether the one reconnect that a lost link is worth has been tried. */
    boolean reconnected;

    /** Whether updates may have been missed, which the checksum does not always show. */
    boolean stale;

    /** When its elements are read anew in any case. */
    Instant refreshAt = Instant.MAX;

    /** Whether its elements are being read anew. */
    boolean reading;

    /** How often its elements were read anew since they were last known to be right. */
    int resynchronisations;

    /** They are not read anew before. */
    Instant notBefore = Instant.MIN;

    /** While its elements are to be taken over: whose agreement is missing. */
    Set<RegistrarId> missing = Set.of();

    int expiries;

    Peer(RegistrarId id, Instant now, Deadlines<Due> deadlines, Function<Peer, Due> whenDue) {
        this.id = id;
        this.heard = now;
        this.timer = deadlines.timer(whenDue.apply(this));
    }

    RegistrarId id() {
        return id;
    }

    /** Returns whether it is a peer, and not just somebody who has said something. */
    boolean isConfirmed() {
        return standing != Standing.TENTATIVE;
    }

    /** Returns whether it is thought to live. */
    boolean isAlive() {
        return switch (standing) {
            case ACTIVE, PROBING -> true;
            case TENTATIVE, NOT_ACTIVE, ARBITRATING -> false;
        };
    }

    @Override
    public String toString() {
        return "registrar " + id;
    }
}
