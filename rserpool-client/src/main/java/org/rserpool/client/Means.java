package org.rserpool.client;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.nio.channels.ServerSocketChannel;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.rserpool.net.Transports;
import org.rserpool.net.transport.Listener;
import org.rserpool.net.transport.TransportKind;
import org.rserpool.wire.IpAddress;
import org.rserpool.wire.TransportAddress;
import org.rserpool.wire.TransportProtocol;
import org.rserpool.wire.TransportUse;
import org.rserpool.wire.message.Protocol;

/**
 * The transports of one end point, and where it listens. What is not needed is not even looked for:
 * that takes time in programs which are to answer at once.
 */
final class Means {

    private final ScopeConfig config;
    private final List<TransportKind> transports;
    private final Set<TransportProtocol> protocols;

    private Means(
            ScopeConfig config, List<TransportKind> transports, Set<TransportProtocol> protocols) {
        this.config = config;
        this.transports = transports;
        this.protocols = protocols;
    }

    /**
     * Finds out what a scope takes.
     *
     * @throws PoolException.NoRegistrar if there are only registrars for which this machine lacks
     *     the transport
     */
    static Means of(ScopeConfig config) {
        var configured = config.node().transports();
        var protocols = protocols(config);
        if (!configured.isEmpty()) {
            protocols.removeIf(protocol -> !speaks(configured, protocol));
            return new Means(config, configured, protocols);
        }
        var kinds = new ArrayList<TransportKind>();
        if (protocols.contains(TransportProtocol.TCP)) {
            kinds.add(Transports.TCP);
        }
        if (protocols.contains(TransportProtocol.SCTP)) {
            var missing = Transports.KERNEL_SCTP.unavailable();
            if (missing.isEmpty()) {
                kinds.add(Transports.KERNEL_SCTP);
            } else {
                protocols.remove(TransportProtocol.SCTP);
                complainIfUseless(config, protocols, missing);
            }
        }
        if (!config.groups().isEmpty()) {
            kinds.add(Transports.MULTICAST);
        }
        return new Means(config, kinds, protocols);
    }

    /** Whatever is neither SCTP nor multicast has addresses of TCP, as networks in memory do. */
    private static boolean speaks(List<TransportKind> kinds, TransportProtocol protocol) {
        return protocol == TransportProtocol.SCTP
                ? kinds.contains(Transports.KERNEL_SCTP)
                : kinds.stream()
                        .anyMatch(kind ->
                                !kind.equals(Transports.KERNEL_SCTP)
                                        && !kind.equals(Transports.MULTICAST));
    }

    private static void complainIfUseless(
            ScopeConfig config, Set<TransportProtocol> protocols, Optional<String> missing) {
        if (protocols.isEmpty() && config.groups().isEmpty()) {
            throw new PoolException.NoRegistrar(
                    "%s cannot be reached: %s"
                            .formatted(config.registrars(), missing.orElseThrow()));
        }
    }

    private static Set<TransportProtocol> protocols(ScopeConfig config) {
        var protocols = EnumSet.noneOf(TransportProtocol.class);
        config.registrars().forEach(registrar -> protocols.add(registrar.protocol()));
        if (!config.groups().isEmpty()) {
            // Those that announce themselves may speak either.
            protocols.add(TransportProtocol.TCP);
            protocols.add(TransportProtocol.SCTP);
        }
        return protocols;
    }

    TransportKind[] transports() {
        return transports.toArray(TransportKind[]::new);
    }

    /**
     * Returns where the end point listens: an element does as it talks, over the transports of the
     * registrars that are known, and within the machine if they all are.
     */
    Listener[] listeners(boolean wanted) {
        if (!wanted) {
            return new Listener[0];
        }
        return protocols.stream()
                .filter(protocol ->
                        protocol == TransportProtocol.TCP || protocol == TransportProtocol.SCTP)
                .map(protocol ->
                        new Listener(
                                Protocol.ASAP,
                                address(protocol, hosts(protocol)),
                                Listener.Style.ACCEPT_AND_OPEN))
                .toArray(Listener[]::new);
    }

    private static TransportAddress address(TransportProtocol protocol, List<IpAddress> hosts) {
        return protocol == TransportProtocol.SCTP
                ? new TransportAddress.Sctp(0, TransportUse.DATA_ONLY, hosts)
                : new TransportAddress.Tcp(0, hosts.getFirst());
    }

    private List<IpAddress> hosts(TransportProtocol protocol) {
        var registrars = hostsOfRegistrars(protocol);
        boolean within =
                !registrars.isEmpty()
                        && config.groups().isEmpty()
                        && registrars.stream().allMatch(IpAddress::isLoopback);
        return within ? registrars : List.of(wildcard(registrars));
    }

    private List<IpAddress> hostsOfRegistrars(TransportProtocol protocol) {
        return config.registrars().stream()
                .filter(registrar -> registrar.protocol() == protocol)
                .flatMap(registrar -> registrar.addresses().stream())
                .distinct()
                .toList();
    }

    /** The wildcard address of IPv6 takes IPv4 as well, where there is IPv6. */
    private static IpAddress wildcard(List<IpAddress> registrars) {
        boolean v4Only =
                !registrars.isEmpty()
                        && registrars.stream().allMatch(IpAddress.V4.class::isInstance);
        return v4Only || !hasIpv6() ? new IpAddress.V4(0) : new IpAddress.V6(0, 0);
    }

    private static boolean hasIpv6() {
        try (var channel = ServerSocketChannel.open(StandardProtocolFamily.INET6)) {
            return channel.isOpen();
        } catch (IOException | UnsupportedOperationException e) {
            return false;
        }
    }
}
