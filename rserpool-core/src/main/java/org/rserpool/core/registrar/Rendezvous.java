package org.rserpool.core.registrar;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.rserpool.core.Deadlines;
import org.rserpool.core.Due;
import org.rserpool.core.Outbox;
import org.rserpool.wire.IpAddress;
import org.rserpool.wire.RegistrarId;
import org.rserpool.wire.TransportAddress;
import org.rserpool.wire.message.EnrpMessage.Presence;

/**
 * Goes to the addresses at which peers are configured to be, again and again, until somebody is met
 * there, and to those that are heard of by multicast.
 */
final class Rendezvous {

    /** Up to how many times as long as at first it takes until the next attempt. */
    private static final int MAX_BACKOFF = 4;

    private final PeersConfig config;
    private final PeerLinks links;
    private final Peers peers;
    private final List<TransportAddress> own;
    private final Deadlines<Due> deadlines;
    private final RandomGenerator random;
    private final Map<TransportAddress, Place> places = new LinkedHashMap<>();

    /**
     * Makes a rendezvous with nobody.
     *
     * @param own our own addresses, at which nobody else is
     */
    Rendezvous(
            PeersConfig config,
            PeerLinks links,
            Peers peers,
            List<TransportAddress> own,
            Deadlines<Due> deadlines,
            RandomGenerator random) {
        this.config = config;
        this.links = links;
        this.peers = peers;
        this.own = own;
        this.deadlines = deadlines;
        this.random = random;
    }

    /** An address at which a peer may be. */
    private final class Place {
        final TransportAddress address;
        final Deadlines.Timer<Due> retry;
        boolean ours;
        boolean spoken;
        int failures;

        Place(TransportAddress address) {
            this.address = address;
            this.ours = own.stream().anyMatch(o -> PeerLinks.isSamePlace(o, address));
            this.retry = deadlines.timer(this::onRetry);
        }

        void onRetry(Instant now, Outbox out) {
            if (ours) {
                return;
            }
            if (links.openedTo(address).isEmpty() && !isMet()) {
                links.open(address, out);
            }
            long backoff = Math.min(MAX_BACKOFF, 1L << Math.min(failures, 8));
            var pause = config.maxTimeNoResponse().multipliedBy(backoff);
            retry.set(now.plus(pause).minusNanos(random.nextLong(pause.toNanos() / 4 + 1)));
        }

        private boolean isMet() {
            return peers.confirmed().stream()
                    .filter(peer -> peer.link.isPresent())
                    .flatMap(peer -> peer.address.stream())
                    .anyMatch(known -> PeerLinks.isSamePlace(known, address));
        }
    }

    /** Replaces the addresses, and goes to the new ones at once. */
    void configure(List<TransportAddress> addresses, Instant now, Outbox out) {
        places.entrySet()
                .removeIf(entry -> {
                    boolean leaves = !addresses.contains(entry.getKey());
                    if (leaves) {
                        entry.getValue().retry.cancel();
                    }
                    return leaves;
                });
        for (TransportAddress address : addresses) {
            if (!places.containsKey(address)) {
                var place = new Place(address);
                places.put(address, place);
                place.onRetry(now, out);
            }
        }
    }

    /** A link that we had opened has ended. */
    void onEnd(PeerLinks.PeerLink link) {
        place(link).ifPresent(place -> place.failures++);
    }

    /** Somebody has spoken at the other end of a link. */
    void onMet(PeerLinks.PeerLink link) {
        place(link)
                .ifPresent(place -> {
                    place.failures = 0;
                    place.spoken = true;
                });
    }

    /** The other end of a link that we had opened is us. */
    void onSelf(PeerLinks.PeerLink link, Outbox out) {
        place(link)
                .ifPresent(place -> {
                    place.ours = true;
                    place.retry.cancel();
                });
        links.remove(link.link());
        out.close(link.link());
    }

    /** A presence by multicast: nothing but a hint that somebody is there (section 11). */
    void onOverheard(TransportAddress origin, Presence presence, Outbox out) {
        var id = presence.sender();
        if (id.equals(RegistrarId.NONE) || peers.find(id).isPresent()) {
            return;
        }
        presence.information()
                .filter(information -> information.id().equals(id))
                .map(information -> reachable(information.transport(), origin))
                .filter(address -> links.openedTo(address).isEmpty())
                .filter(_ -> links.opened() < config.maxPeers())
                .ifPresent(address -> links.open(address, out));
    }

    /** RSPLIB is where its datagrams come from, whatever it says. */
    private static TransportAddress reachable(TransportAddress said, TransportAddress origin) {
        var from = origin.addresses();
        if (from.stream().anyMatch(said.addresses()::contains)) {
            return said;
        }
        IpAddress host = from.getFirst();
        return switch (said) {
            case TransportAddress.Sctp(var port, var use, _) ->
                    new TransportAddress.Sctp(port, use, List.of(host));
            case TransportAddress.Tcp(var port, var use, _) ->
                    new TransportAddress.Tcp(port, use, host);
            case TransportAddress.Udp _,
                    TransportAddress.UdpLite _,
                    TransportAddress.Dccp _,
                    TransportAddress.Opaque _ ->
                    throw new IllegalStateException("a registrar is at " + said);
        };
    }

    private Optional<Place> place(PeerLinks.PeerLink link) {
        return link.target.flatMap(target -> Optional.ofNullable(places.get(target)));
    }

    /** Returns whether there is an address of which it is not known yet who is there. */
    boolean isWaiting() {
        return places.values().stream()
                .anyMatch(p -> !p.ours && p.failures == 0 && !p.spoken && !p.isMet());
    }

    /** Returns whether there is an address at which a peer may be. */
    boolean isHopeful() {
        return places.values().stream().anyMatch(place -> !place.ours && place.failures == 0);
    }
}
