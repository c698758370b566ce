package org.rserpool.net.sctp;

import com.sun.nio.sctp.MessageInfo;
import com.sun.nio.sctp.SctpChannel;
import com.sun.nio.sctp.SctpStandardSocketOptions;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.util.List;
import java.util.Optional;
import org.rserpool.core.Event.LinkDown.Reason;
import org.rserpool.core.Link;
import org.rserpool.net.internal.Addresses;
import org.rserpool.net.internal.Quietly;
import org.rserpool.net.transport.Connection;
import org.rserpool.net.transport.Ready;
import org.rserpool.wire.IpAddress;
import org.rserpool.wire.TransportAddress;
import org.rserpool.wire.message.Protocol;

/**
 * A link whose association has a socket to itself.
 *
 * <p>The JDK connects to one address only, so that the addresses of the other side are tried in
 * turn, each with its share of the time.
 */
final class SingleLink extends SctpLink implements Ready {

    private static final Notifications<SingleLink> NOTIFICATIONS =
            new Notifications<>((link, _) -> Optional.of(link), (_, _) -> {}, _ -> {});

    private final MessageInfo outgoing = MessageInfo.createOutgoing(null, 0);
    private final Optional<TransportAddress.Sctp> target;
    private final List<IpAddress> bound;

    /** Of the current attempt while the link is opening. */
    private Optional<Socket> socket = Optional.empty();

    private int attempts;

    private record Socket(SctpChannel channel, SelectionKey key) {}

    private SingleLink(SctpTransport transport, Protocol protocol, List<IpAddress> bound) {
        super(transport, protocol);
        this.target = Optional.empty();
        this.bound = bound;
    }

    private SingleLink(
            SctpTransport transport,
            Protocol protocol,
            Link link,
            TransportAddress.Sctp target,
            List<IpAddress> bound) {
        super(transport, protocol, link);
        this.target = Optional.of(target);
        this.bound = bound;
    }

    /**
     * Takes over a channel that was accepted and admitted.
     *
     * @param bound the addresses of the socket that accepted
     * @throws IOException if the association has ended; nobody has heard of it then
     */
    static void accept(
            SctpTransport transport, Protocol protocol, SctpChannel channel, List<IpAddress> bound)
            throws IOException {
        prepare(channel);
        if (channel.getRemoteAddresses().isEmpty()) {
            throw new IOException("the association has no addresses");
        }
        // Registered before the machine is to hear of the link, since this can fail.
        var key = transport.host().register(channel, 0, _ -> {});
        var link = new SingleLink(transport, protocol, bound);
        link.socket = Optional.of(new Socket(channel, key));
        key.attach(link);
        key.interestOps(SelectionKey.OP_READ);
        link.refreshAddresses();
    }

    /**
     * Begins to open a link.
     *
     * @param source the addresses to bind to; empty for all
     */
    static Connection open(
            SctpTransport transport,
            Protocol protocol,
            Link link,
            TransportAddress.Sctp target,
            List<IpAddress> source) {
        var single = new SingleLink(transport, protocol, link, target, source);
        single.attempt("it has no address");
        return single;
    }

    private static void prepare(SctpChannel channel) throws IOException {
        channel.configureBlocking(false);
        channel.setOption(SctpStandardSocketOptions.SCTP_NODELAY, true);
    }

    // ---- opening ----

    /** Tries the next address, or gives up because of what the last one said. */
    private void attempt(String lastWord) {
        var why = lastWord;
        var goal = target.orElseThrow();
        while (attempts < goal.addresses().size()) {
            try {
                begin(goal.addresses().get(attempts++), goal);
                return;
            } catch (IOException | RuntimeException e) {
                why = String.valueOf(e.getMessage());
                releaseAssociation();
            }
        }
        unreachable(why);
    }

    private void begin(IpAddress address, TransportAddress.Sctp goal) throws IOException {
        var share = host().limits().connectTimeout().dividedBy(goal.addresses().size());
        var channel = SctpChannel.open();
        try {
            prepare(channel);
            if (!bound.isEmpty()) {
                channel.bind(Addresses.socketAddress(bound.getFirst(), 0));
                for (IpAddress more : bound.subList(1, bound.size())) {
                    channel.bindAddress(more.toInetAddress());
                }
            }
            var key = host().register(channel, 0, this);
            socket = Optional.of(new Socket(channel, key));
            boolean connected = channel.connect(Addresses.socketAddress(address, goal.port()));
            transport().opening().start(this, host().now(), share);
            if (connected) {
                connected();
            } else {
                key.interestOps(SelectionKey.OP_CONNECT);
            }
        } catch (IOException | RuntimeException e) {
            Quietly.close(channel);
            throw e;
        }
    }

    private void finishConnect(Socket current) {
        try {
            if (current.channel.finishConnect()) {
                connected();
            }
        } catch (IOException e) {
            attemptFailed(String.valueOf(e.getMessage()));
        }
    }

    private void connected() {
        socket.orElseThrow().key.interestOps(SelectionKey.OP_READ);
        refreshAddresses();
    }

    void attemptFailed(String why) {
        transport().opening().cancel(this);
        abortAssociation();
        attempt(why);
    }

    @Override
    void refreshAddresses() {
        try {
            var channel = socket.orElseThrow().channel;
            var found = channel.getRemoteAddresses();
            if (!found.isEmpty()) {
                var remote = Addresses.of(found);
                int remotePort = port(found);
                var local = SctpTransport.localAddresses(bound, remote);
                up(local, remote, port(channel.getAllLocalAddresses()), remotePort);
            }
        } catch (IOException e) {
            lost(e);
        }
    }

    private static int port(Iterable<java.net.SocketAddress> addresses) {
        return ((InetSocketAddress) addresses.iterator().next()).getPort();
    }

    @Override
    TransportAddress peer() {
        return isOpen()
                ? super.peer()
                : target.<TransportAddress>map(goal -> goal).orElseGet(super::peer);
    }

    // ---- receiving and sending ----

    @Override
    public void ready(SelectionKey key) {
        if (socket.isEmpty() || !socket.get().key.equals(key)) {
            return; // of an attempt that has failed
        }
        var current = socket.get();
        int operations = key.readyOps();
        if ((operations & SelectionKey.OP_CONNECT) != 0) {
            finishConnect(current);
        }
        if (!isGone() && (operations & SelectionKey.OP_READ) != 0) {
            read(current);
        }
        if (!isGone() && (operations & SelectionKey.OP_WRITE) != 0) {
            write(current);
        }
    }

    private void read(Socket current) {
        int octets = 0;
        try {
            while (!isGone() && octets < host().limits().maxReadPerTurn()) {
                var buffer = transport().readBuffer();
                var info = current.channel.receive(buffer, this, NOTIFICATIONS);
                if (info == null) {
                    return;
                }
                if (info.bytes() < 0) {
                    ended(Reason.CLOSED);
                    return;
                }
                octets += info.bytes();
                received(buffer.flip(), info);
            }
        } catch (IOException e) {
            lost(e);
        }
    }

    private void write(Socket current) {
        boolean moved = flush();
        if (isGone()) {
            return;
        }
        current.key.interestOps(SelectionKey.OP_READ);
        if (hasWaiting()) {
            if (moved) {
                awaitRoom();
            } else {
                transport().retry(this::retry);
            }
        }
    }

    private void retry() {
        if (hasWaiting()) {
            awaitRoom();
        }
    }

    @Override
    boolean transmit(ByteBuffer octets, Protocol as) throws IOException {
        outgoing.payloadProtocolID(as.payloadProtocolId());
        return socket.orElseThrow().channel.send(octets, outgoing) > 0;
    }

    @Override
    void awaitRoom() {
        socket.orElseThrow().key.interestOps(SelectionKey.OP_READ | SelectionKey.OP_WRITE);
    }

    // ---- ending ----

    @Override
    void shutDown() throws IOException {
        socket.orElseThrow().channel.shutdown();
    }

    @Override
    void abortAssociation() {
        if (socket.isPresent()) {
            try {
                socket.get().channel.setOption(SctpStandardSocketOptions.SO_LINGER, 0);
            } catch (IOException e) {
                // It has ended: there is nothing that could linger.
            }
            releaseAssociation();
        }
    }

    @Override
    void releaseAssociation() {
        socket.ifPresent(current -> Quietly.close(current.channel));
        socket = Optional.empty();
    }
}
