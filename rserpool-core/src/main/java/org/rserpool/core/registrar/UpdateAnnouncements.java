package org.rserpool.core.registrar;

import java.util.Comparator;
import org.rserpool.core.Outbox;
import org.rserpool.core.handlespace.ElementEntry;
import org.rserpool.wire.ElementId;
import org.rserpool.wire.RegistrarId;
import org.rserpool.wire.message.EnrpMessage.HandleUpdate;
import org.rserpool.wire.message.EnrpMessage.UpdateAction;

/**
 * Tells the peers of every change to our own elements (RFC 5353, section 3.3; ENRP-080 to ENRP-082,
 * ENRP-087 to ENRP-089).
 */
final class UpdateAnnouncements {

    private final RegistrarId self;
    private final PeersConfig config;
    private final Peers peers;

    UpdateAnnouncements(RegistrarId self, PeersConfig config, Peers peers) {
        this.self = self;
        this.config = config;
        this.peers = peers;
    }

    /**
     * An element has registered here.
     *
     * @param changed whether it is new, or has other values than before
     */
    void added(ElementEntry entry, boolean changed, Outbox out) {
        if (peers.size() == 0) {
            return;
        }
        if (changed || config.announcesUnchanged()) {
            announce(entry, out);
        }
        if (config.suggestsTakeovers()) {
            suggest(entry, out);
        }
    }

    /** Says that an element is ours. */
    void announce(ElementEntry entry, Outbox out) {
        peers.announce(update(UpdateAction.ADD, RegistrarId.NONE, false, entry), out);
    }

    /** An element of ours is gone. */
    void removed(ElementEntry entry, Outbox out) {
        peers.announce(update(UpdateAction.DELETE, RegistrarId.NONE, false, entry), out);
    }

    /** Offers an element to the peer that suits it best, if that is not us. */
    private void suggest(ElementEntry entry, Outbox out) {
        peers.alive().stream()
                .filter(peer -> peer.link.isPresent())
                .max(Comparator.comparingLong(peer -> suits(peer.id(), entry.id())))
                .filter(best -> suits(best.id(), entry.id()) > suits(self, entry.id()))
                .ifPresent(best ->
                        out.send(
                                best.link.orElseThrow(),
                                update(UpdateAction.ADD, best.id(), true, entry)));
    }

    /** The metric of draft-dreibholz-rserpool-enrp-takeover. */
    private static long suits(RegistrarId registrar, ElementId element) {
        return Integer.toUnsignedLong(registrar.value() ^ element.value());
    }

    private HandleUpdate update(
            UpdateAction action, RegistrarId receiver, boolean suggested, ElementEntry entry) {
        return new HandleUpdate(self, receiver, action, suggested, entry.handle(), entry.info());
    }
}
