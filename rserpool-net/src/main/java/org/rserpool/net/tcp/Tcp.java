package org.rserpool.net.tcp;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.Optional;
import org.rserpool.net.transport.Host;
import org.rserpool.net.transport.Transport;
import org.rserpool.net.transport.TransportKind;

/** TCP, which every machine has. */
public final class Tcp implements TransportKind {

    /** Makes the kind. */
    public Tcp() {}

    @Override
    public String name() {
        return "TCP";
    }

    @Override
    public Optional<String> unavailable() {
        return Optional.empty();
    }

    @Override
    public List<String> restrictions() {
        try (var channel = SocketChannel.open(StandardProtocolFamily.INET6)) {
            return channel.isOpen() ? List.of() : List.of("no IPv6");
        } catch (IOException | UnsupportedOperationException e) {
            return List.of("no IPv6 on this machine: " + e.getMessage());
        }
    }

    @Override
    public Transport make(Host host) {
        return new TcpTransport(host);
    }
}
