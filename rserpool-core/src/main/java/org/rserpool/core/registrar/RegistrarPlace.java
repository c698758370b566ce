package org.rserpool.core.registrar;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.rserpool.wire.TransportAddress;
import org.rserpool.wire.message.Protocol;

/**
 * Where a registrar serves and whom it can meet; known only once its sockets are bound.
 *
 * @param asap its addresses for ASAP, to be announced; without wildcard addresses
 * @param enrp its addresses for ENRP, the one for its Server Information first
 * @param peers where peers are looked for, by ENRP; our own addresses may be among them
 * @param announced the protocols by which it makes itself known by multicast; with ENRP it also
 *     learns of its peers in this way
 */
public record RegistrarPlace(
        List<TransportAddress> asap,
        List<TransportAddress> enrp,
        List<TransportAddress> peers,
        Set<Protocol> announced) {

    /** Copies what it is given. */
    public RegistrarPlace {
        asap = List.copyOf(asap);
        enrp = List.copyOf(enrp);
        peers = List.copyOf(peers);
        announced = Set.copyOf(announced); // never iterated
    }

    /** Makes the place of a registrar that looks for nobody and announces nothing. */
    public RegistrarPlace(List<TransportAddress> asap, List<TransportAddress> enrp) {
        this(asap, enrp, List.of(), Set.of());
    }

    /** Returns a copy that looks for peers at these addresses. */
    public RegistrarPlace withPeers(List<TransportAddress> newPeers) {
        return new RegistrarPlace(asap, enrp, newPeers, announced);
    }

    /** Returns a copy that also makes itself known by this protocol. */
    public RegistrarPlace announcing(Protocol protocol) {
        var more = EnumSet.of(protocol);
        more.addAll(announced);
        return new RegistrarPlace(asap, enrp, peers, more);
    }
}
