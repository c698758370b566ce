package org.rserpool.sim;

import org.rserpool.wire.TransportProtocol;
import org.rserpool.wire.message.Protocol;

/** A TCP connection or SCTP association between two hosts. */
final class Connection {

    final Protocol protocol;
    final TransportProtocol transport;
    final Side opener;
    final Side acceptor;

    Connection(Protocol protocol, TransportProtocol transport, Node from, Node to) {
        this.protocol = protocol;
        this.transport = transport;
        this.opener = new Side(this, from);
        this.acceptor = new Side(this, to);
    }

    /** Returns whether it is between these two nodes. */
    boolean joins(Node a, Node b) {
        return (opener.node == a && acceptor.node == b) || (opener.node == b && acceptor.node == a);
    }

    /** Returns whether neither host knows of it. */
    boolean isForgotten() {
        return opener.state == Side.State.GONE && acceptor.state == Side.State.GONE;
    }

    /** Returns whether the transport itself asks whether the other side is there. */
    boolean hasHeartbeats() {
        return transport == TransportProtocol.SCTP;
    }
}
