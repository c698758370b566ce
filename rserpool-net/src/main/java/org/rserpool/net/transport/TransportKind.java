package org.rserpool.net.transport;

import java.util.List;
import java.util.Optional;

/** A way to carry messages, of which each node makes a {@link Transport} of its own. */
public interface TransportKind {

    /** Returns the name that people know it by, such as {@code TCP}. */
    String name();

    /** Returns in one line why this machine does not have it; empty if it has. */
    Optional<String> unavailable();

    /** Returns in one line each what it cannot do on this machine, where it is available. */
    default List<String> restrictions() {
        return List.of();
    }

    /** Makes the transport of one node. Called by the node's loop thread. */
    Transport make(Host host);
}
