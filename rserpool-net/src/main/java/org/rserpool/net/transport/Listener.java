package org.rserpool.net.transport;

import org.rserpool.wire.TransportAddress;
import org.rserpool.wire.message.Protocol;

/**
 * Where a node accepts links.
 *
 * @param protocol what is spoken there; over SCTP, each message says so itself
 * @param address where: the wildcard address stands for all addresses of the machine, port 0 for
 *     any free port. {@code [::]} takes IPv4 as well; over SCTP {@code 0.0.0.0} takes IPv6 as well
 * @param style how an SCTP port is used; without meaning for TCP
 */
public record Listener(Protocol protocol, TransportAddress address, Style style) {

    /** How a port is used. */
    public enum Style {
        /**
         * The port accepts, with a socket for each link: for many links. Links that the machine
         * opens have ports of their own.
         */
        ACCEPT,
        /**
         * The port accepts and opens, with one socket for all links: for a few hundred at most,
         * where others open links to the port that they see. Slower with each link, and all links
         * share the socket's buffers.
         */
        ACCEPT_AND_OPEN
    }

    /** Makes a listener that only accepts. */
    public Listener(Protocol protocol, TransportAddress address) {
        this(protocol, address, Style.ACCEPT);
    }
}
