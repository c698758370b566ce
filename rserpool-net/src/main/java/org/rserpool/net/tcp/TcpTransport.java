package org.rserpool.net.tcp;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ProtocolFamily;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import jdk.net.ExtendedSocketOptions;
import org.rserpool.core.Event.LinkDown.Reason;
import org.rserpool.core.Link;
import org.rserpool.net.internal.Acceptor;
import org.rserpool.net.internal.Addresses;
import org.rserpool.net.internal.Quietly;
import org.rserpool.net.internal.Timeouts;
import org.rserpool.net.transport.Connection;
import org.rserpool.net.transport.Host;
import org.rserpool.net.transport.Listener;
import org.rserpool.net.transport.NetNotice;
import org.rserpool.net.transport.Transport;
import org.rserpool.wire.IpAddress;
import org.rserpool.wire.TransportAddress;
import org.rserpool.wire.TransportUse;
import org.rserpool.wire.message.Protocol;

/** The TCP links of one node. */
final class TcpTransport implements Transport {

    private static final int BUFFER = 2048;
    private static final int MAX_SPARE_BUFFERS = 256;

    private final Host host;
    private final byte[] readOctets;
    private final ByteBuffer readBuffer;
    private final List<Port> ports = new ArrayList<>();
    private final Timeouts<TcpConnection> opening = new Timeouts<>();
    private final Timeouts<TcpConnection> closing = new Timeouts<>();
    private List<TcpConnection> unflushed = new ArrayList<>();
    private final Deque<byte[]> spareBuffers = new ArrayDeque<>();

    TcpTransport(Host host) {
        this.host = host;
        this.readOctets = new byte[host.limits().maxReadPerTurn()];
        this.readBuffer = ByteBuffer.wrap(readOctets);
    }

    private record Port(Protocol protocol, IpAddress address, Acceptor acceptor) {}

    @Override
    public boolean speaks(TransportAddress address) {
        return address instanceof TransportAddress.Tcp;
    }

    @Override
    public TransportAddress listen(Listener listener) throws IOException {
        var asked = (TransportAddress.Tcp) listener.address();
        var channel = openServer(asked);
        try {
            channel.configureBlocking(false);
            channel.bind(Addresses.socketAddress(asked.address(), asked.port()), Acceptor.BACKLOG);
            var acceptor = new Acceptor(host, channel, () -> accept(channel, listener.protocol()));
            ports.add(new Port(listener.protocol(), asked.address(), acceptor));
        } catch (IOException e) {
            channel.close();
            throw new IOException("cannot listen at " + asked + ": " + e.getMessage(), e);
        }
        int port = ((InetSocketAddress) channel.getLocalAddress()).getPort();
        return new TransportAddress.Tcp(port, asked.use(), asked.address());
    }

    private static ServerSocketChannel openServer(TransportAddress.Tcp address) throws IOException {
        try {
            return ServerSocketChannel.open(family(address.address()));
        } catch (UnsupportedOperationException e) {
            throw new IOException("cannot listen at " + address + ": " + e.getMessage(), e);
        }
    }

    private boolean accept(ServerSocketChannel channel, Protocol protocol) throws IOException {
        var accepted = channel.accept();
        if (accepted == null) {
            return false;
        }
        try {
            prepare(accepted);
            new TcpConnection(host, this, accepted, protocol);
        } catch (IOException e) {
            // It was reset before it began; nobody has heard of it.
            Quietly.close(accepted);
            host.leave();
        }
        return true;
    }

    private static ProtocolFamily family(IpAddress address) {
        return switch (address) {
            case IpAddress.V4 _ -> StandardProtocolFamily.INET;
            case IpAddress.V6 _ -> StandardProtocolFamily.INET6;
        };
    }

    @Override
    public Connection open(Link link, Protocol protocol, TransportAddress remote) {
        var target = (TransportAddress.Tcp) remote;
        try {
            var channel = SocketChannel.open(family(target.address()));
            try {
                prepare(channel);
                var source = source(protocol, target);
                if (source.isPresent()) {
                    channel.bind(Addresses.socketAddress(source.get(), 0));
                }
                var connection = new TcpConnection(host, this, channel, protocol, link, target);
                connection.connect();
                return connection;
            } catch (IOException e) {
                channel.close();
                throw e;
            }
        } catch (IOException | UnsupportedOperationException e) {
            host.tell(new NetNotice.LinkFailed(link, remote, String.valueOf(e.getMessage())));
            host.down(link, Reason.UNREACHABLE);
            return Connection.ENDED;
        }
    }

    /**
     * From where to open: others turn to the source address with the port of the listener, so it is
     * the listener's address, unless that is the wildcard or cannot reach the target.
     */
    private Optional<IpAddress> source(Protocol protocol, TransportAddress.Tcp target) {
        return ports.stream()
                .filter(port -> port.protocol == protocol)
                .map(Port::address)
                .filter(address -> address.getClass() == target.address().getClass())
                .filter(address -> !address.isUnspecified())
                .filter(address -> !address.isLoopback() || target.address().isLoopback())
                .findFirst();
    }

    private static void prepare(SocketChannel channel) throws IOException {
        channel.configureBlocking(false);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        // A peer that vanished without a word would hold its link for ever.
        channel.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
        if (channel.supportedOptions().contains(ExtendedSocketOptions.TCP_KEEPIDLE)) {
            channel.setOption(ExtendedSocketOptions.TCP_KEEPIDLE, 60);
            channel.setOption(ExtendedSocketOptions.TCP_KEEPINTERVAL, 15);
            channel.setOption(ExtendedSocketOptions.TCP_KEEPCOUNT, 4);
        }
    }

    static TransportAddress address(java.net.SocketAddress address) {
        var socket = (InetSocketAddress) address;
        return new TransportAddress.Tcp(
                socket.getPort(), TransportUse.DATA_ONLY, Addresses.of(socket.getAddress()));
    }

    // ---- for the connections ----

    /** Lends the buffer into which all connections read, one after the other. */
    ByteBuffer readBuffer() {
        return readBuffer.clear();
    }

    /** Returns what is behind {@link #readBuffer}. */
    byte[] readOctets() {
        return readOctets;
    }

    Timeouts<TcpConnection> opening() {
        return opening;
    }

    Timeouts<TcpConnection> closing() {
        return closing;
    }

    /** Has the connection flushed at the end of the turn. */
    void toFlush(TcpConnection connection) {
        unflushed.add(connection);
    }

    /** Returns a buffer of at least {@code size} octets. */
    byte[] borrow(int size) {
        if (size > BUFFER) {
            return new byte[size];
        }
        var spare = spareBuffers.poll();
        return spare == null ? new byte[BUFFER] : spare;
    }

    void giveBack(byte[] buffer) {
        if (buffer.length == BUFFER && spareBuffers.size() < MAX_SPARE_BUFFERS) {
            spareBuffers.push(buffer);
        }
    }

    // ---- what the loop demands ----

    @Override
    public void turn(Instant now) {
        for (var late = opening.expired(now); late.isPresent(); late = opening.expired(now)) {
            late.get().tookTooLong();
        }
        for (var late = closing.expired(now); late.isPresent(); late = closing.expired(now)) {
            late.get().abort();
        }
        ports.forEach(port -> port.acceptor.turn(now));
    }

    @Override
    public Instant deadline() {
        var earliest = opening.deadline();
        if (closing.deadline().isBefore(earliest)) {
            earliest = closing.deadline();
        }
        for (Port port : ports) {
            if (port.acceptor.deadline().isBefore(earliest)) {
                earliest = port.acceptor.deadline();
            }
        }
        return earliest;
    }

    @Override
    public void flush() {
        if (unflushed.isEmpty()) {
            return;
        }
        var connections = unflushed;
        unflushed = new ArrayList<>();
        connections.forEach(TcpConnection::flush);
    }

    @Override
    public void refuse() {
        ports.forEach(port -> port.acceptor.close());
        ports.clear();
    }

    @Override
    public boolean isQuiet() {
        return closing.isEmpty();
    }

    @Override
    public void close() {
        refuse();
        for (var left = closing.any(); left.isPresent(); left = closing.any()) {
            left.get().abort();
        }
    }
}
