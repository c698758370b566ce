package org.rserpool.core.registrar;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import org.rserpool.core.Link;
import org.rserpool.core.Outbox;
import org.rserpool.core.handlespace.ElementEntry;
import org.rserpool.core.handlespace.Handlespace;
import org.rserpool.core.registrar.RegistrarSnapshot.Standing;
import org.rserpool.wire.RegistrarId;
import org.rserpool.wire.message.EnrpMessage.InitTakeover;
import org.rserpool.wire.message.EnrpMessage.InitTakeoverAck;
import org.rserpool.wire.message.EnrpMessage.TakeoverServer;

/**
 * Takes over the elements of dead registrars, after agreeing with the other peers on who does (RFC
 * 5353, section 3.5; ENRP-120 to ENRP-139).
 */
final class Takeovers {

    /** For how long, and of how many registrars, it is remembered that we took them over. */
    private static final Duration MEMORY = Duration.ofMinutes(1);

    private static final int MAX_REMEMBERED = 16;

    private final RegistrarId self;
    private final PeersConfig config;
    private final Handlespace handlespace;
    private final Peers peers;
    private final PeerMonitoring peerMonitoring;
    private final Presences presences;
    private final Monitoring monitoring;
    private final BiConsumer<Peer, Outbox> remover;
    private final Map<RegistrarId, Instant> taken = new LinkedHashMap<>();

    /**
     * Makes the procedure.
     *
     * @param remover removes a peer from the peer list
     */
    Takeovers(
            RegistrarId self,
            PeersConfig config,
            Enrp.Shared shared,
            PeerMonitoring peerMonitoring,
            Presences presences,
            BiConsumer<Peer, Outbox> remover) {
        this.self = self;
        this.config = config;
        this.handlespace = shared.handlespace();
        this.peers = shared.peers();
        this.peerMonitoring = peerMonitoring;
        this.presences = presences;
        this.monitoring = shared.monitoring();
        this.remover = remover;
    }

    /** A peer that owns elements is dead: asks the others (ENRP-120 to ENRP-122). */
    void begin(Peer target, Instant now, Outbox out) {
        target.standing = Standing.ARBITRATING;
        target.expiries = 0;
        target.missing = new TreeSet<>();
        for (Peer peer : peers.alive()) {
            target.missing.add(peer.id());
        }
        out.tell(new RegistrarNotice.TakeoverBegun(target.id(), handlespace.sizeOf(target.id())));
        peers.announce(new InitTakeover(self, RegistrarId.NONE, target.id()), out);
        target.timer.set(now.plus(config.arbitration()));
        winIfAgreed(target, now, out);
    }

    /** Somebody else wants to take over (ENRP-123, ENRP-125 to ENRP-129). */
    void onInit(Link link, Peer initiator, RegistrarId targetId, Instant now, Outbox out) {
        if (targetId.equals(self)) {
            presences.announce(out);
            return;
        }
        var known = peers.find(targetId).filter(Peer::isConfirmed);
        if (known.isPresent()) {
            taken.remove(targetId); // it came back since
            var target = known.get();
            if (target.standing == Standing.ARBITRATING) {
                if (config.takeoverWinner().prefers(self, initiator.id())) {
                    return; // it has to give in to us
                }
                abort(target, "%s does it".formatted(initiator), out);
            }
            peerMonitoring.leave(target, now);
        }
        out.send(link, new InitTakeoverAck(self, initiator.id(), targetId));
    }

    /** A peer agrees (ENRP-130). */
    void onAck(Peer peer, RegistrarId targetId, Instant now, Outbox out) {
        peers.find(targetId)
                .filter(target -> target.standing == Standing.ARBITRATING)
                .filter(target -> target.missing.remove(peer.id()))
                .ifPresent(target -> winIfAgreed(target, now, out));
    }

    /** A peer is dead or gone: nobody waits for its agreement. */
    void onGone(Peer peer, Instant now, Outbox out) {
        for (Peer target : peers.all()) {
            if (target.standing == Standing.ARBITRATING && target.missing.remove(peer.id())) {
                winIfAgreed(target, now, out);
            }
        }
    }

    /** A target lives (ENRP-124, ENRP-132). */
    void onAlive(Peer target, Outbox out) {
        abort(target, "it lives", out);
    }

    private static void abort(Peer target, String why, Outbox out) {
        target.missing = new TreeSet<>();
        out.tell(new RegistrarNotice.TakeoverAborted(target.id(), why));
    }

    /**
     * Not all have agreed in time: those who have not are asked once more, then whether they live;
     * if they do and still say nothing, whoever is preferred among us goes on.
     */
    void onExpired(Peer target, Instant now, Outbox out) {
        target.expiries++;
        target.timer.set(now.plus(config.arbitration()));
        var missing = target.missing.stream().flatMap(id -> peers.find(id).stream()).toList();
        switch (target.expiries) {
            case 1 -> {
                for (Peer peer : missing) {
                    peer.link.ifPresent(link ->
                            out.send(link, new InitTakeover(self, RegistrarId.NONE, target.id())));
                }
            }
            case 2 -> {
                for (Peer peer : missing) {
                    if (peer.standing == Standing.ACTIVE) {
                        peerMonitoring.probe(peer, now, out);
                    }
                }
                target.timer.set(now.plus(config.maxTimeNoResponse()).plus(config.arbitration()));
            }
            default -> {
                boolean first =
                        missing.stream()
                                .allMatch(p -> config.takeoverWinner().prefers(self, p.id()));
                if (first) {
                    win(target, now, out);
                } else {
                    abort(target, "the others do not agree", out);
                    peerMonitoring.leave(target, now);
                }
            }
        }
    }

    private void winIfAgreed(Peer target, Instant now, Outbox out) {
        if (target.missing.isEmpty()) {
            win(target, now, out);
        }
    }

    /** ENRP-131, ENRP-133 to ENRP-137. */
    private void win(Peer target, Instant now, Outbox out) {
        peers.announce(new TakeoverServer(self, RegistrarId.NONE, target.id()), out);
        remember(target.id(), now);
        remover.accept(target, out);
        var elements = handlespace.ownedBy(target.id());
        long pause = Duration.ofSeconds(1).toNanos() / config.claimPace();
        long delay = config.claimDelay().toNanos();
        for (ElementEntry entry : elements) {
            handlespace.changeOwner(entry, self);
            monitoring.claim(entry, target.id(), now, now.plusNanos(delay));
            delay += pause;
        }
        out.tell(new RegistrarNotice.TakenOver(target.id(), self, elements.size()));
    }

    private void remember(RegistrarId target, Instant now) {
        forget(now);
        if (taken.size() < MAX_REMEMBERED) {
            taken.put(target, now);
        }
    }

    private void forget(Instant now) {
        taken.values().removeIf(at -> at.plus(MEMORY).isBefore(now));
    }

    /** Somebody else has taken over (ENRP-138, ENRP-139). */
    void onTakeoverServer(Link link, Peer winner, TakeoverServer done, Instant now, Outbox out) {
        forget(now);
        var target = done.target();
        if (target.equals(self)) {
            // Those that are still with us say so when they are asked, and are announced again.
            presences.announce(out);
            for (ElementEntry entry : handlespace.ownedBy(self)) {
                monitoring.contestOrYield(entry, winner.id(), now, out);
            }
            return;
        }
        if (taken.containsKey(target)) {
            if (config.takeoverWinner().prefers(self, winner.id())) {
                // Only announcements are answered: it may go by another rule, and do the same.
                if (done.receiver().equals(RegistrarId.NONE)) {
                    out.send(link, new TakeoverServer(self, winner.id(), target));
                }
                return;
            }
            taken.remove(target);
            for (ElementEntry entry : handlespace.ownedBy(self)) {
                if (monitoring.isClaimedFrom(entry, target)) {
                    monitoring.yieldTo(entry, entry.info().withHome(winner.id()), now, out);
                }
            }
        }
        var former = peers.find(target).filter(Peer::isConfirmed);
        former.ifPresent(known -> {
            if (known.standing == Standing.ARBITRATING) {
                abort(known, "%s has done it".formatted(winner), out);
            }
            remover.accept(known, out);
            onGone(known, now, out);
        });
        var elements = handlespace.ownedBy(target);
        elements.forEach(entry -> handlespace.changeOwner(entry, winner.id()));
        if (former.isPresent() || !elements.isEmpty()) {
            out.tell(new RegistrarNotice.TakenOver(target, winner.id(), elements.size()));
        }
    }
}
