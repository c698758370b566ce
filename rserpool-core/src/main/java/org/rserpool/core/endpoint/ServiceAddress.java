package org.rserpool.core.endpoint;

import java.util.List;
import java.util.Optional;
import org.rserpool.wire.IpAddress;
import org.rserpool.wire.TransportAddress;
import org.rserpool.wire.TransportProtocol;
import org.rserpool.wire.TransportUse;

/**
 * Where something of ours listens, as it is to be registered.
 *
 * @param protocol SCTP, TCP, UDP or UDP-Lite
 * @param port the port, 1 to 65535
 * @param use what the transport carries; TCP, UDP and UDP-Lite carry data only, except TCP with our
 *     extension
 * @param addresses the addresses to register; empty: those of the link to the registrar, whatever
 *     they are at the time
 */
public record ServiceAddress(
        TransportProtocol protocol, int port, TransportUse use, List<IpAddress> addresses) {

    /** Refuses port 0, wildcard, link-local and multicast addresses, and other transports. */
    public ServiceAddress {
        addresses = List.copyOf(addresses);
        if (port < 1 || port > 0xffff) {
            throw new IllegalArgumentException("a service port is 1 to 65535, not " + port);
        }
        for (IpAddress address : addresses) {
            if (!isRegistrable(address)) {
                throw new IllegalArgumentException(
                        "%s cannot be registered: it reaches this host from nowhere else"
                                .formatted(address));
            }
        }
        switch (protocol) {
            case SCTP, TCP, UDP, UDP_LITE -> {}
            case DCCP, OPAQUE ->
                    throw new IllegalArgumentException(
                            "an element serves SCTP, TCP, UDP or UDP-Lite, not " + protocol);
        }
    }

    /** Makes a data-only address with the host addresses of the link to the registrar. */
    public ServiceAddress(TransportProtocol protocol, int port) {
        this(protocol, port, TransportUse.DATA_ONLY, List.of());
    }

    /** Returns whether an address means the same to everybody in the scope. */
    public static boolean isRegistrable(IpAddress address) {
        return !address.isUnspecified() && !address.isLinkLocal() && !address.isMulticast();
    }

    /**
     * Returns the transport address to register over a link; empty if neither this nor the link has
     * an address that can be registered.
     *
     * @param link this side of the link
     */
    Optional<TransportAddress> over(TransportAddress link) {
        var hosts =
                addresses.isEmpty()
                        ? link.addresses().stream().filter(ServiceAddress::isRegistrable).toList()
                        : addresses;
        return hosts.isEmpty() ? Optional.empty() : Optional.of(at(hosts));
    }

    private TransportAddress at(List<IpAddress> hosts) {
        return switch (protocol) {
            case SCTP -> new TransportAddress.Sctp(port, use, hosts);
            case TCP -> new TransportAddress.Tcp(port, use, hosts.getFirst());
            case UDP -> new TransportAddress.Udp(port, hosts.getFirst());
            case UDP_LITE -> new TransportAddress.UdpLite(port, hosts.getFirst());
            case DCCP, OPAQUE -> throw new IllegalStateException("no service over " + protocol);
        };
    }
}
