package org.rserpool.net;

import java.util.List;
import org.rserpool.net.transport.Listener;
import org.rserpool.wire.TransportAddress;

/**
 * Where a node listens, as it turned out.
 *
 * @param listeners in the order of the configuration
 */
public record Bound(List<Listening> listeners) {

    /** Copies the list. */
    public Bound {
        listeners = List.copyOf(listeners);
    }

    /**
     * One listener.
     *
     * @param listener as it was configured
     * @param address with the real port; the wildcard address is left as it is
     * @param reachable the addresses to tell others: for TCP one for each IP address, for SCTP one
     *     with all of them. The wildcard address stands for all of the machine but link-local ones;
     *     those that reach farthest come first, loopback ones last
     */
    public record Listening(
            Listener listener, TransportAddress address, List<TransportAddress> reachable) {

        /** Copies the list. */
        public Listening {
            reachable = List.copyOf(reachable);
        }
    }
}
