package org.rserpool.core.registrar;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.random.RandomGenerator;
import org.rserpool.core.Deadlines;
import org.rserpool.core.Due;
import org.rserpool.core.Event;
import org.rserpool.core.Link;
import org.rserpool.core.Outbox;
import org.rserpool.core.handlespace.Handlespace;
import org.rserpool.core.internal.Excerpts;
import org.rserpool.core.registrar.PeerLinks.PeerLink;
import org.rserpool.core.registrar.RegistrarSnapshot.Standing;
import org.rserpool.wire.RegistrarId;
import org.rserpool.wire.ServerInformation;
import org.rserpool.wire.TransportAddress;
import org.rserpool.wire.message.EnrpMessage;
import org.rserpool.wire.message.EnrpMessage.ListResponse;
import org.rserpool.wire.message.EnrpMessage.Presence;
import org.rserpool.wire.message.Protocol;

/**
 * A registrar among its peers (RFC 5353): brings what comes over ENRP to the procedure that it is
 * for, and the procedures together.
 */
final class Enrp {

    private final RegistrarId self;
    private final PeersConfig config;
    private final Links connections;
    private final Handlespace handlespace;
    private final Peers peers;
    private final PeerLinks links;
    private final Rendezvous rendezvous;
    private final Presences presences;
    private final PeerMonitoring peerMonitoring;
    private final TableReaders readers;
    private final TableDownloads downloads;
    private final HandleUpdates updates;
    private final Audits audits;
    private final Takeovers takeovers;
    private final Orphans orphans;
    private final PeerLists lists;
    private final Initialisation initialisation;
    private final List<TransportAddress> places;
    private final boolean casts;
    private final Host host;
    private final Resumption resumption;
    private final Queue<Link> ended = new ArrayDeque<>();

    /** What ENRP wants of the registrar. */
    interface Host {
        /** Elements and users can be served, for the first time or again. */
        void onServing(Instant now, Outbox out);

        /** Somebody else uses our identifier. */
        void onClash(String where, Instant now, Outbox out);
    }

    /** What was made before, and is used by ENRP and ASAP alike. */
    record Shared(
            Handlespace handlespace,
            Links connections,
            LinkNumbers numbers,
            Peers peers,
            Changes changes,
            Monitoring monitoring,
            Deadlines<Due> deadlines) {}

    Enrp(
            RegistrarId self,
            RegistrarConfig config,
            Shared shared,
            RegistrarPlace place,
            Optional<ServerInformation> information,
            RandomGenerator random,
            Host host) {
        this.self = self;
        this.config = config.peers();
        this.host = host;
        connections = shared.connections();
        handlespace = shared.handlespace();
        peers = shared.peers();
        places = place.peers();
        casts = place.announced().contains(Protocol.ENRP);
        var deadlines = shared.deadlines();
        links = new PeerLinks(self, shared.numbers());
        rendezvous = new Rendezvous(this.config, links, peers, place.enrp(), deadlines, random);
        presences =
                new Presences(
                        self, this.config, shared, information, casts, random, this::onHeartbeat);
        peerMonitoring = new PeerMonitoring(this.config, links, presences, new Fates());
        readers = new TableReaders(self, config, handlespace, deadlines);
        downloads = new TableDownloads(self, this.config, links, deadlines);
        updates = new HandleUpdates(self, config, shared);
        audits = new Audits(this.config, shared, downloads, updates, random);
        takeovers =
                new Takeovers(
                        self,
                        this.config,
                        shared,
                        peerMonitoring,
                        presences,
                        (peer, out) -> remove(peer, "its elements are another's now", out));
        resumption = new Resumption(this.config, shared, peerMonitoring, host::onServing);
        lists = new PeerLists(self, peers, peerMonitoring, presences);
        orphans = new Orphans(this.config, handlespace, peers, takeovers);
        initialisation =
                new Initialisation(
                        self,
                        this.config,
                        peers,
                        downloads,
                        updates,
                        deadlines,
                        random,
                        rendezvous::isWaiting,
                        this::onInitialised);
    }

    // ---- the life of the registrar ----

    void start(Instant now, Outbox out) {
        if (casts) {
            presences.start(now, out);
        }
        rendezvous.configure(places, now, out);
        if (rendezvous.isHopeful() || casts) {
            initialisation.start(now);
        } else {
            initialisation.onNobody(now, out);
        }
    }

    /** Replaces the addresses at which peers are looked for. */
    void usePeers(List<TransportAddress> addresses, Instant now, Outbox out) {
        rendezvous.configure(addresses, now, out);
    }

    private void onInitialised(Optional<RegistrarId> mentor, Instant now, Outbox out) {
        out.tell(new RegistrarNotice.Serving(mentor, handlespace.size()));
        for (Peer peer : peers.alive()) {
            lists.ask(peer, out);
        }
        host.onServing(now, out);
    }

    /** Returns whether the handlespace is what the peers have, as far as can be known. */
    boolean serves() {
        return initialisation.isOver() && !resumption.isOn();
    }

    /** Our process was stopped. */
    void onStall(Duration stopped, Instant now, Outbox out) {
        if (initialisation.isOver()) {
            resumption.onStall(stopped, now, out);
        }
    }

    private void onHeartbeat(Instant now, Outbox out) {
        if (initialisation.isOver()) {
            orphans.look(now, out);
            lists.askNext(out);
        }
    }

    void onPeerDue(Peer peer, Instant now, Outbox out) {
        peerMonitoring.onDue(peer, now, out);
    }

    // ---- links ----

    void onLinkUp(Event.LinkUp up, Instant now, Outbox out) {
        boolean known = links.isUp(up.link());
        var link = links.onUp(up);
        if (!known && link.target.isPresent()) {
            // Whoever is there may be another one than before.
            presences.ask(up.link(), RegistrarId.NONE, out);
        }
    }

    /** A connection has ended, whoever ended it. */
    void onConnectionGone(Link link) {
        readers.end(link);
        if (links.find(link).isPresent()) {
            ended.add(link);
        }
    }

    /** Does what follows from connections that have ended. */
    void settle(Instant now, Outbox out) {
        for (var link = ended.poll(); link != null; link = ended.poll()) {
            onLinkDown(link, now, out);
        }
    }

    private void onLinkDown(Link link, Instant now, Outbox out) {
        var ended = links.remove(link);
        if (ended.isEmpty()) {
            return;
        }
        rendezvous.onEnd(ended.get());
        var peer = ended.get().peer.filter(p -> peers.find(p.id()).equals(Optional.of(p)));
        if (peer.isPresent()) {
            onLost(peer.get(), link, now, out);
        } else {
            onUnreachable(ended.get(), now, out);
        }
        downloads.onLinkDown(link, now, out);
        if (!rendezvous.isHopeful() && !casts && peers.alive().isEmpty()) {
            initialisation.onNobody(now, out);
        }
    }

    private void onLost(Peer peer, Link link, Instant now, Outbox out) {
        if (!peer.link.equals(Optional.of(link))) {
            return;
        }
        peer.stale = true;
        peer.link = peer.links.stream().filter(links::isUp).findFirst();
        if (peer.link.isEmpty()) {
            if (peer.isConfirmed()) {
                peerMonitoring.onLinkLost(peer, now, out);
            } else {
                peers.remove(peer);
            }
        }
    }

    /** Nobody has spoken at the other end. */
    private void onUnreachable(PeerLink ended, Instant now, Outbox out) {
        for (Peer peer : peers.confirmed()) {
            boolean there = ended.target.isPresent() && peer.address.equals(ended.target);
            if (there && peer.link.isEmpty()) {
                peerMonitoring.onLinkLost(peer, now, out);
            }
        }
    }

    // ---- messages ----

    void onMessage(Link link, EnrpMessage message, Instant now, Outbox out) {
        var over = links.find(link);
        if (over.isEmpty()) {
            return; // a link of ASAP
        }
        if (message.sender().equals(self)) {
            onOwn(over.get(), now, out);
            return;
        }
        boolean mine =
                message.receiver().equals(self) || message.receiver().equals(RegistrarId.NONE);
        if (!mine || message.sender().equals(RegistrarId.NONE)) {
            complain(
                    link,
                    "misdirected: %s".formatted(message.getClass().getSimpleName()),
                    now,
                    out);
            return;
        }
        meet(over.get(), message, now, out)
                .ifPresent(peer -> onMessage(over.get(), peer, message, now, out));
    }

    /** Our own message: we have opened a link to ourselves, or another one has our identifier. */
    private void onOwn(PeerLink link, Instant now, Outbox out) {
        var other = links.otherEndOf(link);
        if (other.isPresent()) {
            rendezvous.onSelf(other.get(), out);
            connections.remove(other.get().link());
            if (!rendezvous.isHopeful() && !casts && peers.alive().isEmpty()) {
                initialisation.onNobody(now, out);
            }
        } else {
            var where = link.up.map(up -> up.remote().toString()).orElse(link.link().toString());
            host.onClash(where, now, out);
        }
    }

    /** Adds whoever is not known to the peer list, and asks who it is (ENRP-101, ENRP-102). */
    private Optional<Peer> meet(PeerLink link, EnrpMessage message, Instant now, Outbox out) {
        var known = peers.find(message.sender());
        if (known.isPresent()) {
            // One stranger per link, and none without.
            link.peer
                    .filter(former -> !former.isConfirmed() && former != known.get())
                    .ifPresent(peers::remove);
            links.onSpoken(known.get(), link);
            peerMonitoring.onHeard(known.get(), now, out);
            if (known.get().isConfirmed() && !known.get().met) {
                greet(known.get(), now, out);
            }
            return known;
        }
        // One stranger per link: else one could crowd out all others.
        link.peer.filter(former -> !former.isConfirmed()).ifPresent(peers::remove);
        var added = peers.add(message.sender(), now);
        added.ifPresent(peer -> {
            links.onSpoken(peer, link);
            presences.ask(link.link(), peer.id(), out);
        });
        return added;
    }

    private void onMessage(PeerLink over, Peer peer, EnrpMessage message, Instant now, Outbox out) {
        var link = over.link();
        switch (message) {
            case Presence presence -> onPresence(over, peer, presence, now, out);
            case EnrpMessage.ListRequest _ ->
                    lists.onRequest(link, peer, initialisation.isOver(), out);
            case EnrpMessage.HandleTableRequest request ->
                    readers.onTableRequest(link, request, serves(), now, out);
            case EnrpMessage.EnrpError(_, _, var errors) ->
                    complain(link, "complains: " + Excerpts.of(errors), now, out);
            case EnrpMessage.ListResponse _,
                    EnrpMessage.HandleTableResponse _,
                    EnrpMessage.HandleUpdate _,
                    EnrpMessage.InitTakeover _,
                    EnrpMessage.InitTakeoverAck _,
                    EnrpMessage.TakeoverServer _ -> {
                if (peer.isConfirmed()) {
                    onPeer(link, peer, message, now, out);
                }
            }
        }
    }

    /** What only a peer may say. */
    private void onPeer(Link link, Peer peer, EnrpMessage message, Instant now, Outbox out) {
        switch (message) {
            case ListResponse response -> {
                lists.onResponse(response, now, out);
                initialisation.onList(peer, response, now, out);
            }
            case EnrpMessage.HandleTableResponse response -> {
                downloads.onResponse(link, response, now, out);
                resumption.look(now, out);
            }
            case EnrpMessage.HandleUpdate update -> updates.onUpdate(link, peer, update, now, out);
            case EnrpMessage.InitTakeover(_, _, var target) ->
                    takeovers.onInit(link, peer, target, now, out);
            case EnrpMessage.InitTakeoverAck(_, _, var target) ->
                    takeovers.onAck(peer, target, now, out);
            case EnrpMessage.TakeoverServer done ->
                    takeovers.onTakeoverServer(link, peer, done, now, out);
            case Presence _,
                    EnrpMessage.ListRequest _,
                    EnrpMessage.HandleTableRequest _,
                    EnrpMessage.EnrpError _ -> {}
        }
    }

    private void onPresence(PeerLink over, Peer peer, Presence presence, Instant now, Outbox out) {
        presence.information()
                .filter(information -> information.id().equals(peer.id()))
                .ifPresent(information -> onAddress(peer, information.transport(), now, out));
        boolean says = presence.checksum().isPresent() || presence.information().isPresent();
        if (!peer.isConfirmed() && says) {
            confirm(peer, now, out);
        }
        if (presence.replyRequired()) {
            presences.answer(over.link(), peer.id(), out);
        }
        rendezvous.onMet(over);
        if (peer.isConfirmed()) {
            initialisation.onMet(now, out);
            if (initialisation.isOver()) {
                presence.checksum()
                        .ifPresent(checksum -> audits.onChecksum(peer, checksum, now, out));
                resumption.look(now, out);
            }
        }
    }

    /** Whoever was there before is asked whether it is there no longer. */
    private void onAddress(Peer peer, TransportAddress address, Instant now, Outbox out) {
        if (peer.address.equals(Optional.of(address))) {
            return;
        }
        peer.address = Optional.of(address);
        for (Peer other : peers.confirmed()) {
            if (other != peer
                    && other.standing == Standing.ACTIVE
                    && other.address.filter(a -> PeerLinks.isSamePlace(a, address)).isPresent()) {
                peerMonitoring.probe(other, now, out);
            }
        }
    }

    /** It is a peer: it has said who it is. */
    private void confirm(Peer peer, Instant now, Outbox out) {
        peerMonitoring.watch(peer);
        peer.stale = handlespace.sizeOf(peer.id()) > 0;
        greet(peer, now, out);
    }

    private void greet(Peer peer, Instant now, Outbox out) {
        peer.met = true;
        presences.start(now, out);
        out.tell(new RegistrarNotice.PeerFound(peer.id(), peer.address));
        if (initialisation.isOver()) {
            lists.ask(peer, out);
        }
    }

    /** A presence by multicast. */
    void onOverheard(TransportAddress origin, Presence presence, Instant now, Outbox out) {
        if (!casts) {
            return;
        }
        if (!presence.sender().equals(self)) {
            rendezvous.onOverheard(origin, presence, out);
        } else if (!presence.information().equals(presences.information())) {
            host.onClash(origin.toString(), now, out);
        }
    }

    private void complain(Link link, String what, Instant now, Outbox out) {
        connections.complain(link, now, out, () -> new RegistrarNotice.Complaint(link, what));
    }

    // ---- what becomes of peers ----

    private final class Fates implements PeerMonitoring.Verdicts {

        @Override
        public void onDead(Peer peer, String why, Instant now, Outbox out) {
            takeovers.onGone(peer, now, out);
            if (handlespace.sizeOf(peer.id()) == 0 || !initialisation.isOver()) {
                remove(peer, why, out);
            } else {
                takeovers.begin(peer, now, out);
            }
            initialisation.onGone(peer, now, out);
            resumption.look(now, out);
        }

        @Override
        public void onArbitrationExpired(Peer target, Instant now, Outbox out) {
            takeovers.onExpired(target, now, out);
        }

        @Override
        public void onAlive(Peer target, Instant now, Outbox out) {
            takeovers.onAlive(target, out);
        }
    }

    private void remove(Peer peer, String why, Outbox out) {
        peers.remove(peer);
        for (Link link : List.copyOf(peer.links)) {
            connections.remove(link); // what hangs on it is settled after this event
            out.close(link);
        }
        if (peer.met) {
            out.tell(new RegistrarNotice.PeerLost(peer.id(), why));
        }
    }

    List<RegistrarSnapshot.Peer> snapshot(Instant now) {
        return peers.all().stream()
                .map(peer ->
                        new RegistrarSnapshot.Peer(
                                peer.id(),
                                peer.address,
                                peer.standing,
                                Duration.between(peer.heard, now)))
                .toList();
    }
}
