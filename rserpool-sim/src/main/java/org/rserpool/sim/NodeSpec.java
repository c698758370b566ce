package org.rserpool.sim;

import java.util.List;
import java.util.Set;
import org.rserpool.wire.IpAddress;
import org.rserpool.wire.TransportAddress;
import org.rserpool.wire.codec.Dialect;
import org.rserpool.wire.message.Protocol;

/**
 * A host and what is installed on it.
 *
 * @param name unique among the nodes of a world
 * @param addresses of the host, at least one; SCTP uses all of them
 * @param listeners where its process accepts connections
 * @param hears the protocols in whose multicast groups its process takes part
 * @param dialect how it spells messages
 */
public record NodeSpec(
        Role role,
        String name,
        List<IpAddress> addresses,
        List<Listener> listeners,
        Set<Protocol> hears,
        Dialect dialect,
        Software software) {

    /** Copies the lists. */
    public NodeSpec {
        addresses = List.copyOf(addresses);
        listeners = List.copyOf(listeners);
        hears = Set.copyOf(hears); // never iterated
    }

    /**
     * Where a process accepts connections.
     *
     * @param address SCTP, from whose port the process also opens associations, or TCP
     */
    public record Listener(Protocol protocol, TransportAddress address) {}
}
