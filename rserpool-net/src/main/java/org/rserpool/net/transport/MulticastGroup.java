package org.rserpool.net.transport;

import java.util.Optional;
import org.rserpool.wire.IpAddress;
import org.rserpool.wire.message.Protocol;

/**
 * A multicast group in which a node announces, and which it hears if it wants.
 *
 * @param protocol what is spoken in the group
 * @param address the group
 * @param port the group's port, 1 to 65535
 * @param hears whether the node hears the group; its own announcements are heard like any
 * @param sourcePort the port from which announcements come, 0 for any. RSPLIB takes it for the
 *     registrar's SCTP port
 * @param timeToLive how many routers an announcement may pass plus one, 0 to 255; 0 stays on the
 *     machine
 * @param networkInterface the name of the one interface to use; all that can do multicast if empty
 */
public record MulticastGroup(
        Protocol protocol,
        IpAddress address,
        int port,
        boolean hears,
        int sourcePort,
        int timeToLive,
        Optional<String> networkInterface) {

    private static final int TIME_TO_LIVE = 30;

    /** Refuses an address that is no group, and numbers out of range. */
    public MulticastGroup {
        if (!address.isMulticast()) {
            throw new IllegalArgumentException(address + " is no multicast address");
        }
        if (port < 1 || port > 0xffff) {
            throw new IllegalArgumentException("a group's port is 1 to 65535, not " + port);
        }
        if (sourcePort < 0 || sourcePort > 0xffff) {
            throw new IllegalArgumentException("a source port is 0 to 65535, not " + sourcePort);
        }
        if (timeToLive < 0 || timeToLive > 255) {
            throw new IllegalArgumentException("a time to live is 0 to 255, not " + timeToLive);
        }
    }

    /** Makes a group that is heard, on all interfaces, with a time to live of 30. */
    public MulticastGroup(Protocol protocol, IpAddress address, int port) {
        this(protocol, address, port, true, 0, TIME_TO_LIVE, Optional.empty());
    }

    /**
     * Returns the group of ASAP's announcements in IPv4, 224.0.1.185 (ASAP-232); ENRP has no group
     * of its own.
     */
    public static MulticastGroup asapV4() {
        return new MulticastGroup(
                Protocol.ASAP, IpAddress.parse("224.0.1.185"), Protocol.ASAP.port());
    }

    /**
     * Returns the group of ASAP's announcements in IPv6, FF0X::133 (ASAP-232).
     *
     * @param scope the X, 1 to 14: 2 is the link, 5 the site, 14 the world
     */
    public static MulticastGroup asapV6(int scope) {
        if (scope < 1 || scope > 14) {
            throw new IllegalArgumentException("a multicast scope is 1 to 14, not " + scope);
        }
        return new MulticastGroup(
                Protocol.ASAP,
                new IpAddress.V6(0xff00L + scope << 48, 0x133),
                Protocol.ASAP.port());
    }

    /** Returns this group, heard or not. */
    public MulticastGroup withHears(boolean newHears) {
        return new MulticastGroup(
                protocol, address, port, newHears, sourcePort, timeToLive, networkInterface);
    }

    /** Returns this group with another source port. */
    public MulticastGroup withSourcePort(int newPort) {
        return new MulticastGroup(
                protocol, address, port, hears, newPort, timeToLive, networkInterface);
    }

    /** Returns this group with another time to live. */
    public MulticastGroup withTimeToLive(int newTimeToLive) {
        return new MulticastGroup(
                protocol, address, port, hears, sourcePort, newTimeToLive, networkInterface);
    }

    /** Returns this group on one interface only. */
    public MulticastGroup withNetworkInterface(String name) {
        return new MulticastGroup(
                protocol, address, port, hears, sourcePort, timeToLive, Optional.of(name));
    }
}
