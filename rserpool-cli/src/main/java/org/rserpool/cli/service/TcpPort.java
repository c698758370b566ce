package org.rserpool.cli.service;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Optional;
import org.rserpool.wire.TransportAddress;

/** A service over TCP: a platform thread accepts, a virtual one serves each user. */
final class TcpPort implements ServicePort {

    private static final int BACKLOG = 1024;
    private static final int BUFFER = 16 * 1024;

    private final ServerSocketChannel channel;
    private final Service service;
    private final Guests guests = new Guests(MAX_SESSIONS);
    private final int number;

    /** A platform thread, which leaves nothing behind that the JVM waits for when it ends. */
    private final Thread acceptor =
            Thread.ofPlatform().name("service-accept").daemon().unstarted(this::accept);

    private TcpPort(ServerSocketChannel channel, Service service) throws IOException {
        this.channel = channel;
        this.service = service;
        this.number = ((InetSocketAddress) channel.getLocalAddress()).getPort();
    }

    static TcpPort open(TransportAddress.Tcp address, Service service) throws IOException {
        var channel = ServerSocketChannel.open();
        try {
            channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            channel.bind(
                    new InetSocketAddress(address.address().toInetAddress(), address.port()),
                    BACKLOG);
            var port = new TcpPort(channel, service);
            port.acceptor.start();
            return port;
        } catch (IOException e) {
            channel.close();
            throw new IOException("cannot listen at " + address + ": " + e.getMessage(), e);
        }
    }

    @Override
    public int number() {
        return number;
    }

    private void accept() {
        guests.welcome(
                () -> {
                    var accepted = channel.accept();
                    accepted.setOption(StandardSocketOptions.TCP_NODELAY, true);
                    return accepted;
                },
                user -> Thread.ofVirtual().name("service-session").start(() -> serve(user)));
    }

    private void serve(SocketChannel user) {
        guests.entertain(
                user,
                () -> {
                    service.serve(new Stream(user));
                    user.shutdownOutput();
                });
    }

    @Override
    public boolean drain(Duration time) throws InterruptedException {
        return guests.drain(time);
    }

    @Override
    public void close() {
        guests.dismiss(channel);
        Guests.await(acceptor);
    }

    /** A session over a stream of octets. */
    private static final class Stream implements Session {
        private final SocketChannel user;
        private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER);

        Stream(SocketChannel user) {
            this.user = user;
        }

        @Override
        public Optional<ByteBuffer> receive() throws IOException {
            return user.read(buffer.clear()) < 0 ? Optional.empty() : Optional.of(buffer.flip());
        }

        @Override
        public void send(ByteBuffer data) throws IOException {
            while (data.hasRemaining()) {
                user.write(data);
            }
        }
    }
}
