package org.rserpool.net.internal;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketAddress;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import org.rserpool.wire.IpAddress;

/** Addresses of this machine, and from the JDK's form into ours. */
public final class Addresses {

    /** Those that mean something far away first, then IPv4 before IPv6, then by their octets. */
    public static final Comparator<IpAddress> ORDER =
            Comparator.comparingInt(Addresses::scope)
                    .thenComparingInt(address -> address.octets().length)
                    .thenComparing(IpAddress::octets, java.util.Arrays::compareUnsigned);

    private Addresses() {}

    /** Returns the JDK's address as ours, without its scope. */
    public static IpAddress of(InetAddress address) {
        return IpAddress.of(address.getAddress());
    }

    /** Returns the JDK's form of an address and a port. */
    public static InetSocketAddress socketAddress(IpAddress address, int port) {
        return new InetSocketAddress(address.toInetAddress(), port);
    }

    /** Returns the different addresses of socket addresses, in {@link #ORDER}. */
    public static List<IpAddress> of(Collection<? extends SocketAddress> addresses) {
        var found = new ArrayList<IpAddress>();
        for (SocketAddress address : addresses) {
            found.add(of(((InetSocketAddress) address).getAddress()));
        }
        return found.stream().distinct().sorted(ORDER).toList();
    }

    /**
     * Returns at which addresses of this machine something is reachable that is bound to {@code
     * bound}: the wildcard address stands for all but link-local ones.
     */
    public static List<IpAddress> reachable(List<IpAddress> bound) throws SocketException {
        if (bound.stream().noneMatch(IpAddress::isUnspecified)) {
            return bound;
        }
        boolean both = bound.stream().anyMatch(address -> address instanceof IpAddress.V6);
        var found = new ArrayList<IpAddress>();
        for (NetworkInterface face : NetworkInterface.networkInterfaces().toList()) {
            if (face.isUp()) {
                face.inetAddresses().map(Addresses::of).forEach(found::add);
            }
        }
        return found.stream()
                .filter(address -> !address.isLinkLocal())
                .filter(address -> both || address instanceof IpAddress.V4)
                .distinct()
                .sorted(ORDER)
                .toList();
    }

    /**
     * Returns how far an address reaches, the farthest first, in the levels in which SCTP sorts
     * addresses: 0 global, 1 private, 2 link-local, 3 loopback.
     */
    public static int scope(IpAddress address) {
        if (address.isLoopback()) {
            return 3;
        }
        if (address.isLinkLocal()) {
            return 2;
        }
        return address.toInetAddress().isSiteLocalAddress() ? 1 : 0;
    }
}
