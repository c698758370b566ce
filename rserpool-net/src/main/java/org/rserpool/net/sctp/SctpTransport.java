package org.rserpool.net.sctp;

import com.sun.nio.sctp.SctpMultiChannel;
import com.sun.nio.sctp.SctpServerChannel;
import com.sun.nio.sctp.SctpStandardSocketOptions;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
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
import org.rserpool.wire.Bytes;
import org.rserpool.wire.IpAddress;
import org.rserpool.wire.TransportAddress;
import org.rserpool.wire.codec.Wire;
import org.rserpool.wire.message.Message;
import org.rserpool.wire.message.Protocol;

/**
 * The SCTP links of one node.
 *
 * <p>Links are accepted by one-to-one sockets, one for each, or by a one-to-many socket for all of
 * a port, as the listener says. Opened links use the one-to-many socket of their protocol, if there
 * is one, else one-to-one sockets.
 */
final class SctpTransport implements Transport {

    /** When the kernel says that there is room, and there is none after all, to try again. */
    static final Duration RETRY = Duration.ofMillis(10);

    private final Host host;
    private final NativeSctp.Load calls = NativeSctp.load();
    private final ByteBuffer readBuffer = ByteBuffer.allocateDirect(Wire.MAX_SIZE);
    private final ByteBuffer writeBuffer = ByteBuffer.allocateDirect(Wire.MAX_SIZE);
    private final byte[] scratch = new byte[Wire.MAX_SIZE];
    private final List<Port> ports = new ArrayList<>();
    private final List<ManyPort> manyPorts = new ArrayList<>();
    private final Timeouts<SctpLink> opening = new Timeouts<>();
    private final Timeouts<SctpLink> closing = new Timeouts<>();
    private final Timeouts<Runnable> retries = new Timeouts<>();

    private record Port(Protocol protocol, List<IpAddress> addresses, Acceptor acceptor) {}

    SctpTransport(Host host) {
        this.host = host;
    }

    @Override
    public boolean speaks(TransportAddress address) {
        return address instanceof TransportAddress.Sctp;
    }

    // ---- listening ----

    @Override
    public TransportAddress listen(Listener listener) throws IOException {
        var asked = (TransportAddress.Sctp) listener.address();
        try {
            int port =
                    switch (listener.style()) {
                        case ACCEPT -> listenOneToOne(listener.protocol(), asked);
                        case ACCEPT_AND_OPEN -> listenOneToMany(listener.protocol(), asked);
                    };
            return new TransportAddress.Sctp(port, asked.use(), asked.addresses());
        } catch (IOException | UnsupportedOperationException e) {
            throw new IOException("cannot listen at " + asked + ": " + e.getMessage(), e);
        }
    }

    private int listenOneToOne(Protocol protocol, TransportAddress.Sctp asked) throws IOException {
        var channel = SctpServerChannel.open();
        try {
            channel.configureBlocking(false);
            allowReuse(NativeSctp.ONE_TO_ONE);
            var addresses = asked.addresses();
            channel.bind(
                    Addresses.socketAddress(addresses.getFirst(), asked.port()), Acceptor.BACKLOG);
            for (IpAddress address : addresses.subList(1, addresses.size())) {
                channel.bindAddress(address.toInetAddress());
            }
            var acceptor = new Acceptor(host, channel, () -> accept(channel, protocol, asked));
            ports.add(new Port(protocol, addresses, acceptor));
            return port(channel.getAllLocalAddresses());
        } catch (IOException | RuntimeException e) {
            Quietly.close(channel);
            throw e;
        }
    }

    private boolean accept(
            SctpServerChannel channel, Protocol protocol, TransportAddress.Sctp bound)
            throws IOException {
        var accepted = channel.accept();
        if (accepted == null) {
            return false;
        }
        try {
            SingleLink.accept(this, protocol, accepted, bound.addresses());
        } catch (IOException e) {
            // It ended before it began; nobody has heard of it.
            Quietly.close(accepted);
            host.leave();
        }
        return true;
    }

    private int listenOneToMany(Protocol protocol, TransportAddress.Sctp asked) throws IOException {
        var channel = SctpMultiChannel.open();
        try {
            channel.configureBlocking(false);
            allowReuse(NativeSctp.ONE_TO_MANY);
            var addresses = asked.addresses();
            channel.bind(
                    Addresses.socketAddress(addresses.getFirst(), asked.port()), Acceptor.BACKLOG);
            for (IpAddress address : addresses.subList(1, addresses.size())) {
                channel.bindAddress(address.toInetAddress());
            }
            channel.setOption(SctpStandardSocketOptions.SCTP_NODELAY, true, null);
            int port = port(channel.getAllLocalAddresses());
            var many = new ManyPort(this, protocol, channel, addresses, port);
            manyPorts.add(many);
            many.whyItCannotOpen()
                    .ifPresent(why -> host.tell(new NetNotice.PortNotShared(asked, why)));
            return port;
        } catch (IOException | RuntimeException e) {
            Quietly.close(channel);
            throw e;
        }
    }

    private void allowReuse(int type) {
        switch (calls) {
            case NativeSctp.Load.Found(var found) -> found.allowReuse(type);
            case NativeSctp.Load.Missing _ -> {}
        }
    }

    private static int port(Iterable<java.net.SocketAddress> addresses) {
        return ((InetSocketAddress) addresses.iterator().next()).getPort();
    }

    // ---- opening ----

    @Override
    public Connection open(Link link, Protocol protocol, TransportAddress remote) {
        var target = (TransportAddress.Sctp) remote;
        for (ManyPort port : manyPorts) {
            if (port.protocol() == protocol && port.whyItCannotOpen().isEmpty()) {
                return port.open(link, target);
            }
        }
        return SingleLink.open(this, protocol, link, target, source(protocol, target));
    }

    /**
     * From where to open: the listener's addresses, unless they are the wildcard or cannot reach
     * the target.
     */
    private List<IpAddress> source(Protocol protocol, TransportAddress.Sctp target) {
        boolean toLoopback = target.addresses().stream().allMatch(IpAddress::isLoopback);
        var listening =
                Stream.concat(
                        ports.stream()
                                .filter(port -> port.protocol == protocol)
                                .map(Port::addresses),
                        manyPorts.stream()
                                .filter(port -> port.protocol() == protocol)
                                .map(ManyPort::bound));
        return listening
                .filter(addresses -> addresses.stream().noneMatch(IpAddress::isUnspecified))
                .filter(addresses ->
                        toLoopback || addresses.stream().noneMatch(IpAddress::isLoopback))
                .findFirst()
                .orElse(List.of());
    }

    // ---- for the links ----

    Host host() {
        return host;
    }

    NativeSctp.Load calls() {
        return calls;
    }

    Timeouts<SctpLink> opening() {
        return opening;
    }

    Timeouts<SctpLink> closing() {
        return closing;
    }

    /** Has something done a moment later, once. */
    void retry(Runnable action) {
        retries.start(action, host.now(), RETRY);
    }

    /** Lends the buffer into which all links read, one after the other. */
    ByteBuffer readBuffer() {
        return readBuffer.clear();
    }

    byte[] scratch() {
        return scratch;
    }

    /** Returns the octets of a message, good until the next one. */
    ByteBuffer encode(Message message) {
        int length = host.wire().encode(message, scratch, 0);
        return writeBuffer.clear().put(scratch, 0, length).flip();
    }

    /** Returns a buffer that can be sent, good until the next one. */
    ByteBuffer buffer(Bytes octets) {
        return writeBuffer.clear().put(octets.toBuffer()).flip();
    }

    /**
     * Returns the local addresses that the kernel gives an association of a socket bound to {@code
     * bound}: if that is nothing or the wildcard, those that reach at least as far as the peer's.
     * Link-local ones are left out, since they mean nothing without their link.
     */
    static List<IpAddress> localAddresses(List<IpAddress> bound, List<IpAddress> remote)
            throws IOException {
        if (!bound.isEmpty() && bound.stream().noneMatch(IpAddress::isUnspecified)) {
            return bound;
        }
        int scope = remote.stream().mapToInt(Addresses::scope).max().orElse(0);
        // An SCTP socket takes both families, whichever wildcard it was bound to.
        return Addresses.reachable(List.of(new IpAddress.V6(0, 0))).stream()
                .filter(address -> Addresses.scope(address) <= scope)
                .toList();
    }

    // ---- what the loop demands ----

    @Override
    public void turn(Instant now) {
        for (var late = opening.expired(now); late.isPresent(); late = opening.expired(now)) {
            tookTooLong(late.get());
        }
        for (var late = closing.expired(now); late.isPresent(); late = closing.expired(now)) {
            late.get().abort();
        }
        for (var due = retries.expired(now); due.isPresent(); due = retries.expired(now)) {
            due.get().run();
        }
        ports.forEach(port -> port.acceptor.turn(now));
    }

    private static void tookTooLong(SctpLink link) {
        switch (link) {
            case SingleLink single -> single.attemptFailed("no answer in time");
            case PortLink port -> port.unreachable("no answer in time");
        }
    }

    @Override
    public Instant deadline() {
        var earliest = opening.deadline();
        for (var candidate : List.of(closing.deadline(), retries.deadline())) {
            if (candidate.isBefore(earliest)) {
                earliest = candidate;
            }
        }
        for (Port port : ports) {
            if (port.acceptor.deadline().isBefore(earliest)) {
                earliest = port.acceptor.deadline();
            }
        }
        return earliest;
    }

    @Override
    public void refuse() {
        ports.forEach(port -> port.acceptor.close());
        ports.clear();
        manyPorts.forEach(ManyPort::refuse);
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
        manyPorts.forEach(ManyPort::close);
        manyPorts.clear();
    }
}
