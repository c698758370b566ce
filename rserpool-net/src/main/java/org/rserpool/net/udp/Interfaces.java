package org.rserpool.net.udp;

import java.net.Inet4Address;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The network interfaces to use. */
final class Interfaces {

    private Interfaces() {}

    /**
     * Returns the interfaces over which to do multicast: the named one; or all that can, and in
     * IPv4 loopback if there is no other, so that processes of one machine find each other without
     * any network, but do not hear everything twice with one. In IPv6 loopback has no multicast.
     */
    static List<NetworkInterface> forMulticast(StandardProtocolFamily family, Optional<String> name)
            throws SocketException {
        var usable = new ArrayList<NetworkInterface>();
        for (NetworkInterface face : NetworkInterface.networkInterfaces().toList()) {
            if (face.isUp() && hasAddress(face, family)) {
                usable.add(face);
            }
        }
        if (name.isPresent()) {
            usable.removeIf(face -> !face.getName().equals(name.get()));
            return usable;
        }
        var loopback = usable.stream().filter(Interfaces::isLoopback).toList();
        usable.removeAll(loopback);
        usable.removeIf(face -> !canMulticast(face));
        return usable.isEmpty() && family == StandardProtocolFamily.INET ? loopback : usable;
    }

    static boolean isLoopback(NetworkInterface face) {
        try {
            return face.isLoopback();
        } catch (SocketException e) {
            return false; // it has vanished
        }
    }

    private static boolean canMulticast(NetworkInterface face) {
        try {
            return face.supportsMulticast();
        } catch (SocketException e) {
            return false; // it has vanished
        }
    }

    private static boolean hasAddress(NetworkInterface face, StandardProtocolFamily family) {
        return face.inetAddresses()
                .anyMatch(address ->
                        address instanceof Inet4Address == (family == StandardProtocolFamily.INET));
    }
}
