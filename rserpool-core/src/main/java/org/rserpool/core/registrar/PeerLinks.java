package org.rserpool.core.registrar;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.rserpool.core.Event;
import org.rserpool.core.Link;
import org.rserpool.core.Outbox;
import org.rserpool.wire.RegistrarId;
import org.rserpool.wire.TransportAddress;
import org.rserpool.wire.message.Protocol;

/** The links over which ENRP is spoken, ours and those of others. */
final class PeerLinks {

    private final RegistrarId self;
    private final LinkNumbers numbers;
    private final Map<Link, PeerLink> links = new HashMap<>(); // never iterated

    /** The links that we have opened. */
    private final Set<PeerLink> opened = new LinkedHashSet<>();

    PeerLinks(RegistrarId self, LinkNumbers numbers) {
        this.self = self;
        this.numbers = numbers;
    }

    /** One link. */
    static final class PeerLink {
        private final Link link;

        /** Where it was opened to; empty if the other side has opened it. */
        final Optional<TransportAddress> target;

        Optional<Event.LinkUp> up = Optional.empty();

        /** The one who spoke last. */
        Optional<Peer> peer = Optional.empty();

        private PeerLink(Link link, Optional<TransportAddress> target) {
            this.link = link;
            this.target = target;
        }

        Link link() {
            return link;
        }
    }

    /** Opens a link. */
    Link open(TransportAddress target, Outbox out) {
        var opening = new PeerLink(numbers.next(), Optional.of(target));
        links.put(opening.link, opening);
        opened.add(opening);
        out.open(opening.link, Protocol.ENRP, target);
        return opening.link;
    }

    /** Returns how many links there are that we have opened. */
    int opened() {
        return opened.size();
    }

    /** A link is up, or has other addresses than before. */
    PeerLink onUp(Event.LinkUp up) {
        var link =
                links.computeIfAbsent(up.link(), number -> new PeerLink(number, Optional.empty()));
        link.up = Optional.of(up);
        return link;
    }

    Optional<PeerLink> find(Link link) {
        return Optional.ofNullable(links.get(link));
    }

    boolean isUp(Link link) {
        return find(link).filter(known -> known.up.isPresent()).isPresent();
    }

    /** Forgets a link that has ended, and returns what it was. */
    Optional<PeerLink> remove(Link link) {
        var removed = Optional.ofNullable(links.remove(link));
        removed.ifPresent(gone -> {
            opened.remove(gone);
            gone.peer.ifPresent(peer -> peer.links.remove(link));
        });
        return removed;
    }

    /** Returns the link that we opened to an address, up or being opened. */
    Optional<PeerLink> openedTo(TransportAddress target) {
        return opened.stream().filter(l -> l.target.equals(Optional.of(target))).findFirst();
    }

    /** Returns the link of ours whose other end is the accepted link {@code end}: we met us. */
    Optional<PeerLink> otherEndOf(PeerLink end) {
        var remote = end.up.map(Event.LinkUp::remote);
        return opened.stream()
                .filter(l -> l.up.isPresent() && remote.isPresent())
                .filter(l -> isSamePlace(l.up.get().local(), remote.get()))
                .findFirst();
    }

    /** Returns whether two addresses have the port and a host in common. */
    static boolean isSamePlace(TransportAddress one, TransportAddress other) {
        return one.protocol() == other.protocol()
                && one.port() == other.port()
                && one.addresses().stream().anyMatch(other.addresses()::contains);
    }

    /**
     * A peer has spoken over a link: chooses over which one it is spoken to. Of two that cross, the
     * one that the larger identifier has opened stays in use; of two that one side has opened, the
     * newer one.
     */
    void onSpoken(Peer peer, PeerLink link) {
        if (!link.peer.equals(Optional.of(peer))) {
            link.peer.ifPresent(former -> former.links.remove(link.link));
            link.peer = Optional.of(peer);
            peer.links.add(link.link);
        }
        var current = peer.link.filter(this::isUp);
        if (current.isEmpty() || isBetter(peer, link, current.get())) {
            peer.link = Optional.of(link.link);
        }
    }

    private boolean isBetter(Peer peer, PeerLink candidate, Link current) {
        boolean ours = candidate.target.isPresent();
        boolean same = ours == find(current).orElseThrow().target.isPresent();
        return same
                ? candidate.link.number() > current.number()
                : ours == self.compareTo(peer.id()) > 0;
    }
}
