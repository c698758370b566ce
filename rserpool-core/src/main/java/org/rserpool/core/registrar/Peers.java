package org.rserpool.core.registrar;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.rserpool.core.Deadlines;
import org.rserpool.core.Due;
import org.rserpool.core.Outbox;
import org.rserpool.wire.RegistrarId;
import org.rserpool.wire.message.EnrpMessage;

/** The peer list (RFC 5353, section 3.4; ENRP-100). */
final class Peers {

    private final int max;
    private final Deadlines<Due> deadlines;
    private final Function<Peer, Due> whenDue;
    private final Map<RegistrarId, Peer> peers = new TreeMap<>();

    /**
     * Makes an empty list.
     *
     * @param max how many there are at the most
     * @param whenDue what happens when the timer of a peer is due
     */
    Peers(int max, Deadlines<Due> deadlines, Function<Peer, Due> whenDue) {
        this.max = max;
        this.deadlines = deadlines;
        this.whenDue = whenDue;
    }

    Optional<Peer> find(RegistrarId id) {
        return Optional.ofNullable(peers.get(id));
    }

    /** Adds one that is not known, unless there are too many; strangers make room for others. */
    Optional<Peer> add(RegistrarId id, Instant now) {
        if (peers.size() >= max) {
            peers.values().stream()
                    .filter(peer -> !peer.isConfirmed())
                    .findFirst()
                    .ifPresent(this::remove);
        }
        if (peers.size() >= max) {
            return Optional.empty();
        }
        var added = new Peer(id, now, deadlines, whenDue);
        peers.put(id, added);
        return Optional.of(added);
    }

    void remove(Peer peer) {
        peer.timer.cancel();
        peers.remove(peer.id(), peer); // by now another one may have its identifier
    }

    /** Returns all peers by identifier, without those who have only said something. */
    List<Peer> confirmed() {
        return peers.values().stream().filter(Peer::isConfirmed).toList();
    }

    /** Returns those that are thought to live. */
    List<Peer> alive() {
        return peers.values().stream().filter(Peer::isAlive).toList();
    }

    int size() {
        return peers.size();
    }

    /** Sends a message to every peer that can be reached (ENRP-035). */
    void announce(EnrpMessage message, Outbox out) {
        for (Peer peer : peers.values()) {
            if (peer.isConfirmed()) {
                peer.link.ifPresent(link -> out.send(link, message));
            }
        }
    }

    List<Peer> all() {
        return new ArrayList<>(peers.values());
    }
}
