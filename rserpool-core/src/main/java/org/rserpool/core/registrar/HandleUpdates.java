package org.rserpool.core.registrar;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.rserpool.core.Link;
import org.rserpool.core.Outbox;
import org.rserpool.core.handlespace.ElementEntry;
import org.rserpool.core.handlespace.Handlespace;
import org.rserpool.core.handlespace.Outcome;
import org.rserpool.core.handlespace.Pool;
import org.rserpool.core.registrar.RegistrarNotice.ElementRemoved.Reason;
import org.rserpool.wire.Bytes;
import org.rserpool.wire.ErrorCause;
import org.rserpool.wire.PoolElementInfo;
import org.rserpool.wire.PoolHandle;
import org.rserpool.wire.RegistrarId;
import org.rserpool.wire.codec.Wire;
import org.rserpool.wire.message.EnrpMessage.EnrpError;
import org.rserpool.wire.message.EnrpMessage.HandleUpdate;
import org.rserpool.wire.message.EnrpMessage.PoolEntry;

/**
 * Takes in what the peers tell of elements, by handle update or handle table (RFC 5353, sections
 * 3.2.3 and 3.3; ENRP-062 to ENRP-065, ENRP-083 to ENRP-092).
 *
 * <p>Only the home registrar speaks for an element, so what counts is what a peer says of its own
 * elements. Where we take ourselves for the home registrar, the element decides: see {@link
 * Monitoring#contest}.
 */
final class HandleUpdates {

    private final RegistrarId self;
    private final PeersConfig config;
    private final Handlespace handlespace;
    private final Peers peers;
    private final Links links;
    private final Changes changes;
    private final Monitoring monitoring;
    private final Wire wire;

    HandleUpdates(RegistrarId self, RegistrarConfig config, Enrp.Shared shared) {
        this.self = self;
        this.config = config.peers();
        this.handlespace = shared.handlespace();
        this.peers = shared.peers();
        this.links = shared.connections();
        this.changes = shared.changes();
        this.monitoring = shared.monitoring();
        this.wire = new Wire(config.dialect());
    }

    /** An update came. */
    void onUpdate(Link link, Peer peer, HandleUpdate update, Instant now, Outbox out) {
        var element = update.element();
        switch (update.action()) {
            case ADD -> {
                if (!element.home().equals(peer.id())) {
                    return; // the home registrar speaks for itself
                }
                var refused = claim(peer, update.pool(), element, now, out);
                refused.ifPresent(cause -> refuse(link, peer, cause, now, out));
                if (refused.isEmpty() && update.takeoverSuggested() && config.acceptsTakeovers()) {
                    accept(peer, update.pool(), element, now);
                }
            }
            case DELETE ->
                    handlespace
                            .find(update.pool(), element.id())
                            .ifPresent(entry -> onRemoved(entry, peer, now, out));
        }
    }

    /** A late word of the former home registrar must not remove what has moved. */
    private void onRemoved(ElementEntry entry, Peer peer, Instant now, Outbox out) {
        if (entry.owner().equals(peer.id())) {
            changes.withdraw(entry, now, out);
        } else {
            monitoring.endContest(entry, peer.id());
        }
    }

    /** Becomes the home registrar of an element that was offered. */
    private void accept(Peer peer, PoolHandle pool, PoolElementInfo element, Instant now) {
        handlespace
                .find(pool, element.id())
                .filter(entry -> entry.owner().equals(peer.id()))
                .ifPresent(entry -> {
                    handlespace.changeOwner(entry, self);
                    monitoring.claim(entry, peer.id(), now, now);
                });
    }

    /** A page of a peer's own elements came. */
    void onOwnPage(Peer peer, List<PoolEntry> entries, Instant now, Outbox out) {
        for (PoolEntry entry : entries) {
            for (PoolElementInfo element : entry.elements()) {
                if (element.home().equals(peer.id())) {
                    var former =
                            handlespace
                                    .find(entry.pool(), element.id())
                                    .map(ElementEntry::owner)
                                    .filter(owner -> !owner.equals(self))
                                    .filter(owner -> !owner.equals(peer.id()));
                    claim(peer, entry.pool(), element, now, out);
                    // One of the two tables is old; whoever is right says so when asked.
                    former.flatMap(peers::find).ifPresent(other -> other.stale = true);
                }
            }
        }
    }

    /**
     * A page of a mentor's whole table came. What others have said of their own elements since
     * {@code begun} is newer.
     */
    void onMentorPage(
            Peer mentor, List<PoolEntry> entries, Instant begun, Instant now, Outbox out) {
        for (PoolEntry entry : entries) {
            for (PoolElementInfo element : entry.elements()) {
                boolean newer =
                        handlespace
                                .find(entry.pool(), element.id())
                                .filter(known -> !known.heardAt().isBefore(begun))
                                .isPresent();
                if (element.home().equals(mentor.id())) {
                    claim(mentor, entry.pool(), element, now, out);
                } else if (!newer && !element.home().equals(self)) {
                    changes.learn(entry.pool(), element, now, out);
                }
            }
        }
    }

    /**
     * A peer says that it is the home registrar of an element.
     *
     * @return why that is not believed
     */
    private Optional<ErrorCause> claim(
            Peer peer, PoolHandle pool, PoolElementInfo element, Instant now, Outbox out) {
        var known = handlespace.find(pool, element.id());
        if (known.filter(entry -> entry.owner().equals(self)).isPresent()
                && monitoring.contest(known.get(), element, now, out)) {
            return Optional.empty();
        }
        var outcome = changes.learn(pool, element, now, out);
        if (outcome instanceof Outcome.Refused && precedes(peer) && giveWay(pool, now, out)) {
            outcome = changes.learn(pool, element, now, out);
        }
        return switch (outcome) {
            case Outcome.Refused(var cause, var evidence) ->
                    Optional.of(new ErrorCause(cause, encoded(evidence)));
            case Outcome.Accepted _ -> Optional.empty();
        };
    }

    /** Of two pools that do not go together, that of the higher identifier stays. */
    private boolean precedes(Peer peer) {
        return peer.id().compareTo(self) > 0;
    }

    /** Removes our elements of a pool, which come back and learn what is wrong with them. */
    private boolean giveWay(PoolHandle pool, Instant now, Outbox out) {
        var ours =
                handlespace.pool(pool).map(Pool::elements).orElse(List.of()).stream()
                        .filter(entry -> entry.owner().equals(self))
                        .toList();
        ours.forEach(entry -> monitoring.remove(entry, Reason.CONFLICT, now, out));
        return !ours.isEmpty();
    }

    private void refuse(Link link, Peer peer, ErrorCause cause, Instant now, Outbox out) {
        if (links.find(link).filter(known -> known.errors().admits(now)).isPresent()) {
            out.send(link, new EnrpError(self, peer.id(), List.of(cause)));
        }
        links.complain(
                link,
                now,
                out,
                () ->
                        new RegistrarNotice.Complaint(
                                link,
                                "an element of %s cannot be here: %s"
                                        .formatted(peer, cause.code())));
    }

    private Bytes encoded(Outcome.Evidence evidence) {
        return switch (evidence) {
            case Outcome.Nothing() -> Bytes.EMPTY;
            case Outcome.OfTransport(var transport) -> wire.encode(transport);
            case Outcome.OfPolicy(var policy) -> wire.encode(policy);
        };
    }
}
