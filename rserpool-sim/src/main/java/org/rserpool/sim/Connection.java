package org.rserpool.sim;

import org.rserpool.wire.TransportProtocol;
import org.rserpool.wire.message.Protocol;

/** A TCP connection or SCTP association between two hosts. */
final class Connection {

    final Protocol protocol;
    final TransportProtocol transport;
    final Side opener;

    /** The other side: of the accepting process, or of one that was opening it as well. */
    private Side acceptor;

    Connection(Protocol protocol, TransportProtocol transport, Node from, Node to) {
        this.protocol = protocol;
        this.transport = transport;
        this.opener = new Side(this, from);
        this.acceptor = new Side(this, to);
    }

    Side acceptor() {
        return acceptor;
    }

    /**
     * Both hosts were setting up an association between the same end points, so there is only this
     * one: {@code other}, the opener of another connection, becomes its second side.
     */
    void join(Side other) {
        acceptor = other;
        other.connection = this;
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
