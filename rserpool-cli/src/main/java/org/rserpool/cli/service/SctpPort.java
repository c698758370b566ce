package org.rserpool.cli.service;

import com.sun.nio.sctp.SctpChannel;
import com.sun.nio.sctp.SctpServerChannel;
import com.sun.nio.sctp.SctpStandardSocketOptions;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import org.rserpool.wire.IpAddress;
import org.rserpool.wire.TransportAddress;

/** A service over SCTP: a platform thread accepts, and one serves each user. */
final class SctpPort implements ServicePort {

    private static final int BACKLOG = 128;

    private final SctpServerChannel channel;
    private final Service service;
    private final Guests guests = new Guests(MAX_SESSIONS);
    private final int number;
    private final Thread acceptor =
            Thread.ofPlatform().name("service-accept").daemon().unstarted(this::accept);

    private SctpPort(SctpServerChannel channel, Service service) throws IOException {
        this.channel = channel;
        this.service = service;
        this.number = SctpMessages.port(channel.getAllLocalAddresses());
    }

    static SctpPort open(TransportAddress.Sctp address, Service service) throws IOException {
        try {
            var channel = SctpServerChannel.open();
            try {
                var hosts = address.addresses();
                channel.bind(
                        new InetSocketAddress(hosts.getFirst().toInetAddress(), address.port()),
                        BACKLOG);
                for (IpAddress host : hosts.subList(1, hosts.size())) {
                    channel.bindAddress(host.toInetAddress());
                }
                var port = new SctpPort(channel, service);
                port.acceptor.start();
                return port;
            } catch (IOException e) {
                channel.close();
                throw e;
            }
        } catch (IOException | UnsupportedOperationException e) {
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
                    accepted.setOption(SctpStandardSocketOptions.SCTP_NODELAY, true);
                    return accepted;
                },
                user ->
                        Thread.ofPlatform()
                                .name("service-session")
                                .daemon()
                                .start(() -> serve(user)));
    }

    private void serve(SctpChannel user) {
        guests.entertain(
                user,
                () -> {
                    service.serve(new Messages(user));
                    user.shutdown();
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

    /** A session whose data are whole messages. */
    private static final class Messages implements Session {
        private final SctpChannel user;
        private final SctpMessages messages = new SctpMessages();
        private int stream;

        Messages(SctpChannel user) {
            this.user = user;
        }

        @Override
        public Optional<ByteBuffer> receive() throws IOException {
            while (true) {
                var info = messages.receive(user);
                if (info.isPresent() && info.get().bytes() < 0) {
                    return Optional.empty();
                }
                var whole = info.flatMap(messages::complete);
                if (whole.isPresent()) {
                    stream = info.get().streamNumber();
                    return whole;
                }
            }
        }

        @Override
        public void send(ByteBuffer data) throws IOException {
            messages.send(user, data, stream);
        }
    }
}
