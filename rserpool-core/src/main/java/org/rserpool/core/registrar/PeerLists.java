package org.rserpool.core.registrar;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.rserpool.core.Link;
import org.rserpool.core.Outbox;
import org.rserpool.wire.RegistrarId;
import org.rserpool.wire.ServerInformation;
import org.rserpool.wire.message.EnrpMessage.ListRequest;
import org.rserpool.wire.message.EnrpMessage.ListResponse;

/**
 * Tells others who the peers are, and learns it from them (RFC 5353, section 3.2.2; ENRP-051 to
 * ENRP-053). Every peer is asked when it is met, so that two scopes that meet become one, and then
 * in turn.
 */
final class PeerLists {

    private final RegistrarId self;
    private final Peers peers;
    private final PeerMonitoring monitoring;
    private final Presences presences;
    private int turn;

    PeerLists(RegistrarId self, Peers peers, PeerMonitoring monitoring, Presences presences) {
        this.self = self;
        this.peers = peers;
        this.monitoring = monitoring;
        this.presences = presences;
    }

    /** Asks a peer for its peers. */
    void ask(Peer peer, Outbox out) {
        peer.link.ifPresent(link -> out.send(link, new ListRequest(self, peer.id())));
    }

    /** Asks the next peer: two peers of a third one may have lost, or never met, each other. */
    void askNext(Outbox out) {
        var alive = peers.alive();
        if (!alive.isEmpty()) {
            ask(alive.get(Math.floorMod(turn++, alive.size())), out);
        }
    }

    /**
     * Answers who asks.
     *
     * @param serves whether we know enough ourselves
     */
    void onRequest(Link link, Peer asking, boolean serves, Outbox out) {
        var servers = serves ? servers(asking) : List.<ServerInformation>of();
        out.send(link, new ListResponse(self, asking.id(), !serves, servers));
    }

    /** Nobody of whom we only know by a list: two could keep a dead one in each other's. */
    private List<ServerInformation> servers(Peer asking) {
        var others =
                peers.alive().stream()
                        .filter(peer -> peer.met && peer != asking)
                        .flatMap(peer ->
                                peer.address.stream()
                                        .map(a -> new ServerInformation(peer.id(), a)));
        return Stream.concat(presences.information().stream(), others).toList();
    }

    /** A list came; who is in it is a peer until it turns out not to be there. */
    void onResponse(ListResponse response, Instant now, Outbox out) {
        for (ServerInformation server : response.servers()) {
            var id = server.id();
            boolean known = peers.find(id).isPresent();
            if (!id.equals(self) && !id.equals(RegistrarId.NONE) && !known) {
                peers.add(id, now)
                        .ifPresent(peer -> {
                            peer.address = Optional.of(server.transport());
                            monitoring.probe(peer, now, out);
                        });
            }
        }
    }
}
