package org.rserpool.net;

import java.util.List;
import org.rserpool.net.transport.Limits;
import org.rserpool.net.transport.Listener;
import org.rserpool.net.transport.MulticastGroup;
import org.rserpool.net.transport.TransportKind;
import org.rserpool.wire.codec.Dialect;

/**
 * How a node is run.
 *
 * @param name what its threads are named after: {@code NAME-loop}, {@code NAME-notices}
 * @param dialect how messages are spelled
 * @param transports what links run over; an address is left to the first that speaks it
 * @param listeners where links are accepted
 * @param groups where the node announces and what it overhears. Optional: a group that cannot be
 *     used is told as a notice and does not keep the node from starting
 * @param limits what may be taken up at most
 */
public record NodeConfig(
        String name,
        Dialect dialect,
        List<TransportKind> transports,
        List<Listener> listeners,
        List<MulticastGroup> groups,
        Limits limits) {

    /** Copies the lists. */
    public NodeConfig {
        transports = List.copyOf(transports);
        listeners = List.copyOf(listeners);
        groups = List.copyOf(groups);
    }

    /**
     * Returns the configuration of a node that neither listens nor takes part in multicast, with
     * every transport that this machine has.
     */
    public static NodeConfig named(String name) {
        return new NodeConfig(
                name,
                Dialect.EXTENDED,
                Transports.available(),
                List.of(),
                List.of(),
                Limits.DEFAULTS);
    }

    /** Returns this configuration with another name. */
    public NodeConfig withName(String newName) {
        return new NodeConfig(newName, dialect, transports, listeners, groups, limits);
    }

    /** Returns this configuration with another dialect. */
    public NodeConfig withDialect(Dialect newDialect) {
        return new NodeConfig(name, newDialect, transports, listeners, groups, limits);
    }

    /** Returns this configuration with other transports. */
    public NodeConfig withTransports(TransportKind... newTransports) {
        return new NodeConfig(name, dialect, List.of(newTransports), listeners, groups, limits);
    }

    /** Returns this configuration with other listeners. */
    public NodeConfig withListeners(Listener... newListeners) {
        return new NodeConfig(name, dialect, transports, List.of(newListeners), groups, limits);
    }

    /** Returns this configuration with other multicast groups. */
    public NodeConfig withGroups(MulticastGroup... newGroups) {
        return new NodeConfig(name, dialect, transports, listeners, List.of(newGroups), limits);
    }

    /** Returns this configuration with other limits. */
    public NodeConfig withLimits(Limits newLimits) {
        return new NodeConfig(name, dialect, transports, listeners, groups, newLimits);
    }
}
