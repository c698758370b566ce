package org.rserpool.server;

import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.rserpool.core.Notice;
import org.rserpool.core.Request;
import org.rserpool.wire.TransportAddress;

/**
 * Where peers are looked for, as it is known by and by. A name that is unknown for a while keeps
 * the addresses that it had. For one thread.
 */
final class PeerNames {

    private final List<PeerAddress> peers;
    private final HostNames names;
    private final Map<PeerAddress, List<TransportAddress>> known =
            new HashMap<>(); // never iterated
    private final Set<PeerAddress> unknown = new HashSet<>(); // never iterated

    PeerNames(List<PeerAddress> peers, HostNames names) {
        this.peers = peers;
        this.names = names;
    }

    /**
     * What was found out.
     *
     * @param addresses of all peers, each once
     * @param notices what is to be told
     */
    record Found(List<TransportAddress> addresses, List<Notice> notices) implements Request {

        /** What is found where nobody looks, or where the names take too long. */
        static final Found NOTHING = new Found(List.of(), List.of());

        /** Copies the lists. */
        Found {
            addresses = List.copyOf(addresses);
            notices = List.copyOf(notices);
        }
    }

    /** Looks all names up. */
    Found lookUp() {
        var notices = new ArrayList<Notice>();
        Set<TransportAddress> addresses = new LinkedHashSet<>();
        for (PeerAddress peer : peers) {
            addresses.addAll(lookUp(peer, notices));
        }
        return new Found(List.copyOf(addresses), notices);
    }

    private List<TransportAddress> lookUp(PeerAddress peer, List<Notice> notices) {
        var former = known.getOrDefault(peer, List.of());
        try {
            var found = peer.resolve(names);
            unknown.remove(peer);
            known.put(peer, found);
            // Name servers turn the order about with each answer.
            if (peer.hasNames() && !Set.copyOf(former).equals(Set.copyOf(found))) {
                notices.add(new NamesNotice.Found(peer, found));
            }
            return found;
        } catch (UnknownHostException e) {
            if (unknown.add(peer)) {
                notices.add(new NamesNotice.Unknown(peer, String.valueOf(e.getMessage())));
            }
            return former;
        }
    }

    /** Returns whether a name was unknown the last time. */
    boolean hasUnknown() {
        return peers.stream().anyMatch(unknown::contains);
    }

    /** Returns whether what was found may change. */
    boolean mayChange() {
        return peers.stream().anyMatch(PeerAddress::hasNames);
    }
}
