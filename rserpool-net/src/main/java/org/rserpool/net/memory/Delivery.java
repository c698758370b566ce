package org.rserpool.net.memory;

import org.rserpool.wire.Bytes;
import org.rserpool.wire.TransportAddress;
import org.rserpool.wire.message.Protocol;

/** What one node's transport puts into the mailbox of another's. */
sealed interface Delivery {

    /** {@code from} wants a link to {@code to}. */
    record Connect(MemoryConnection from, TransportAddress.Tcp to) implements Delivery {}

    /** Something for one end of a link. */
    sealed interface ToEnd extends Delivery {

        /** Returns the end that it is for. */
        MemoryConnection end();
    }

    /** The link is there; {@code peer} is its other end. */
    record Accepted(MemoryConnection end, MemoryConnection peer) implements ToEnd {}

    /** There will be no link. */
    record Refused(MemoryConnection end) implements ToEnd {}

    /** A message from the other end. */
    record Octets(MemoryConnection end, MemoryConnection from, Bytes octets) implements ToEnd {}

    /** The other end has closed. */
    record Closed(MemoryConnection end) implements ToEnd {}

    /** The other end has aborted. */
    record Reset(MemoryConnection end) implements ToEnd {}

    /** An announcement. */
    record Datagram(
            TransportAddress.Udp origin,
            TransportAddress.Udp group,
            Protocol protocol,
            Bytes octets)
            implements Delivery {}

    /** What was held back may be looked at again. */
    record Healed() implements Delivery {}
}
