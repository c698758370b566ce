package org.rserpool.sim;

import java.util.ArrayDeque;
import java.util.Optional;
import org.rserpool.core.Link;
import org.rserpool.wire.Bytes;
import org.rserpool.wire.TransportAddress;
import org.rserpool.wire.TransportUse;
import org.rserpool.wire.message.Message;
import org.rserpool.wire.message.Protocol;

/** One side of a connection, as its kernel sees it, and what it has sent. */
final class Side {

    /** What the kernel knows of a connection. */
    enum State {
        /** Being set up. */
        OPENING,
        /** In use. */
        OPEN,
        /** Closed by the process; what was sent is still delivered. */
        CLOSING,
        /** Unknown: whoever sends something is told so. */
        GONE
    }

    static final long NEVER = -1;

    Connection connection;
    final Node node;

    /** What was sent and could not pass, oldest first; the kernel repeats it. */
    final ArrayDeque<Item> waiting = new ArrayDeque<>();

    /** The process; empty at the accepting side until the connection is set up. */
    Optional<Incarnation> owner = Optional.empty();

    Link link = new Link(0);

    /** Whether the process of this side has opened it. */
    boolean isOpening;

    TransportAddress local;
    TransportAddress remote;
    State state = State.OPENING;

    /** Whether the machine was told that the link is up. */
    boolean isKnownUp;

    /** When what was sent last arrives: nothing overtakes. */
    long lastArrival;

    /** Octets sent and not yet read by the process on the other side. */
    int unread;

    /** Since when nothing is acknowledged. */
    long stuckSince = NEVER;

    /** What passes from one side to the other in order. */
    sealed interface Item {
        /** The last step of setting up: the other side's process may know. */
        record Established() implements Item {}

        record Sent(Message message, Bytes octets, long sentAt) implements Item {}

        /** Nothing more comes. */
        record End() implements Item {}
    }

    Side(Connection connection, Node node) {
        this.connection = connection;
        this.node = node;
        var nowhere = new TransportAddress.Sctp(0, TransportUse.DATA_ONLY, node.addresses());
        this.local = nowhere;
        this.remote = nowhere;
    }

    Side other() {
        return this == connection.opener ? connection.acceptor() : connection.opener;
    }

    Protocol protocol() {
        return connection.protocol;
    }

    boolean isAccepting() {
        return this == connection.acceptor();
    }

    boolean isOpen() {
        return state == State.OPEN;
    }
}
