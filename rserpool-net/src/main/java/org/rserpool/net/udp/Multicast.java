package org.rserpool.net.udp;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.rserpool.net.transport.Host;
import org.rserpool.net.transport.Transport;
import org.rserpool.net.transport.TransportKind;

/** Multicast over UDP. */
public final class Multicast implements TransportKind {

    /** Makes the kind. */
    public Multicast() {}

    @Override
    public String name() {
        return "multicast";
    }

    @Override
    public Optional<String> unavailable() {
        try {
            for (var family : StandardProtocolFamily.values()) {
                if (!Interfaces.forMulticast(family, Optional.empty()).isEmpty()) {
                    return Optional.empty();
                }
            }
            return Optional.of("no network interface is up");
        } catch (IOException e) {
            return Optional.of("the network interfaces cannot be listed: " + e.getMessage());
        }
    }

    @Override
    public List<String> restrictions() {
        var restrictions = new ArrayList<String>();
        restriction(StandardProtocolFamily.INET, "IPv4").ifPresent(restrictions::add);
        restriction(StandardProtocolFamily.INET6, "IPv6").ifPresent(restrictions::add);
        return restrictions;
    }

    private static Optional<String> restriction(StandardProtocolFamily family, String name) {
        try {
            var found = Interfaces.forMulticast(family, Optional.empty());
            if (found.isEmpty()) {
                return Optional.of("no " + name + ": no interface that can do it is up");
            }
            return found.stream().allMatch(Interfaces::isLoopback)
                    ? Optional.of(name + " only within this machine, over loopback")
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.of("no " + name + ": " + e.getMessage());
        }
    }

    @Override
    public Transport make(Host host) {
        return new MulticastTransport(host);
    }
}
