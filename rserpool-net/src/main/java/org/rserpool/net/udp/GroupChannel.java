package org.rserpool.net.udp;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.rserpool.net.internal.Addresses;
import org.rserpool.net.internal.Quietly;
import org.rserpool.net.transport.Counter;
import org.rserpool.net.transport.Host;
import org.rserpool.net.transport.MulticastGroup;
import org.rserpool.net.transport.NetNotice;
import org.rserpool.net.transport.Ready;
import org.rserpool.wire.IpAddress;
import org.rserpool.wire.TransportAddress;
import org.rserpool.wire.message.Protocol;

/**
 * One group: a socket that sends from the wanted port and, if the group is to be heard, one that
 * receives at the group's port together with other processes of the machine.
 */
final class GroupChannel implements Ready {

    private static final int MAX_PER_TURN = 64;
    private static final int MAX_COMPLAINTS = 64;

    private final Host host;
    private final MulticastGroup group;
    private final Budget budget;
    private final byte[] readBuffer;
    private final StandardProtocolFamily family;
    private final InetSocketAddress target;
    private final DatagramChannel sender;
    private Optional<DatagramChannel> receiver;

    private List<NetworkInterface> interfaces = List.of();

    /** The indices of the interfaces on which the receiver is in the group. */
    private final Set<Integer> joined = new HashSet<>(); // never iterated

    private final Set<String> told = new HashSet<>(); // never iterated
    private Optional<SelectionKey> paused = Optional.empty();

    GroupChannel(Host host, MulticastGroup group, Budget budget, byte[] readBuffer)
            throws IOException {
        this.host = host;
        this.group = group;
        this.budget = budget;
        this.readBuffer = readBuffer;
        this.family =
                group.address() instanceof IpAddress.V4
                        ? StandardProtocolFamily.INET
                        : StandardProtocolFamily.INET6;
        this.target = Addresses.socketAddress(group.address(), group.port());
        this.sender = openSender();
        try {
            this.receiver = group.hears() ? Optional.of(openReceiver()) : Optional.empty();
        } catch (IOException e) {
            sender.close();
            throw e;
        }
    }

    private DatagramChannel openSender() throws IOException {
        var channel = open();
        try {
            channel.setOption(StandardSocketOptions.IP_MULTICAST_TTL, group.timeToLive());
            channel.setOption(StandardSocketOptions.IP_MULTICAST_LOOP, true);
            return channel.bind(new InetSocketAddress(group.sourcePort()));
        } catch (IOException e) {
            channel.close();
            throw new IOException(
                    "cannot send from UDP port %d: %s"
                            .formatted(group.sourcePort(), e.getMessage()),
                    e);
        }
    }

    private DatagramChannel openReceiver() throws IOException {
        var channel = open();
        try {
            bindReceiver(channel);
            host.register(channel, SelectionKey.OP_READ, this);
            return channel;
        } catch (IOException e) {
            channel.close();
            throw new IOException(
                    "cannot receive at UDP port %d: %s".formatted(group.port(), e.getMessage()), e);
        }
    }

    private DatagramChannel open() throws IOException {
        try {
            var channel = DatagramChannel.open(family);
            channel.configureBlocking(false);
            // With this, all processes of the machine hear the group, RSPLIB's among them.
            channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            return channel;
        } catch (UnsupportedOperationException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    /** Binds to the group itself, where that goes, so that nothing else is received. */
    private void bindReceiver(DatagramChannel channel) throws IOException {
        try {
            channel.bind(target);
        } catch (SocketException e) {
            channel.bind(new InetSocketAddress(group.port()));
        }
    }

    Protocol protocol() {
        return group.protocol();
    }

    /** Looks which interfaces there are, and joins the group on those that are new. */
    void scan() {
        try {
            interfaces = Interfaces.forMulticast(family, group.networkInterface());
        } catch (SocketException e) {
            unavailable("the network interfaces cannot be listed: " + e.getMessage());
            return;
        }
        if (interfaces.isEmpty()) {
            unavailable(
                    group.networkInterface()
                            .map(name -> "interface " + name + " is not up")
                            .orElse("no network interface is up"));
        }
        if (receiver.isPresent() && !areThere(joined)) {
            renewReceiver();
        }
        receiver.ifPresent(this::join);
    }

    private boolean areThere(Set<Integer> indices) {
        return interfaces.stream()
                .map(NetworkInterface::getIndex)
                .collect(Collectors.toSet())
                .containsAll(indices);
    }

    /**
     * An interface has gone. Should one of the same name and address come, the JDK would take the
     * receiver to be in the group there, which it is not; a new one is in no group anywhere.
     */
    private void renewReceiver() {
        try {
            var renewed = openReceiver();
            receiver.ifPresent(Quietly::close);
            receiver = Optional.of(renewed);
            joined.clear();
            paused = Optional.empty();
        } catch (IOException e) {
            unavailable(String.valueOf(e.getMessage())); // the next scan tries again
        }
    }

    private void join(DatagramChannel channel) {
        for (NetworkInterface face : interfaces) {
            try {
                if (joined.add(face.getIndex())) {
                    channel.join(group.address().toInetAddress(), face);
                }
            } catch (IOException e) {
                joined.remove(face.getIndex());
                unavailable("cannot join on " + face.getName() + ": " + e.getMessage());
            }
        }
    }

    private void unavailable(String why) {
        if (told.size() < MAX_COMPLAINTS && told.add(why)) {
            host.tell(new NetNotice.MulticastUnavailable(group, why));
        }
    }

    // ---- receiving ----

    @Override
    public void ready(SelectionKey key) {
        for (int i = 0; i < MAX_PER_TURN; i++) {
            if (!budget.take(host.now())) {
                host.count(Counter.DATAGRAM_PAUSES);
                key.interestOps(0);
                paused = Optional.of(key);
                return;
            }
            if (!receive((DatagramChannel) key.channel())) {
                return;
            }
        }
    }

    private boolean receive(DatagramChannel channel) {
        var buffer = ByteBuffer.wrap(readBuffer);
        InetSocketAddress source;
        try {
            source = (InetSocketAddress) channel.receive(buffer);
        } catch (IOException e) {
            // An error that somebody's answer has left in the socket; the next datagram is fine.
            return false;
        }
        if (source == null) {
            return false;
        }
        var origin = new TransportAddress.Udp(source.getPort(), Addresses.of(source.getAddress()));
        host.overheard(origin, group.protocol(), readBuffer, 0, buffer.position());
        return true;
    }

    void turn(Instant now) {
        if (paused.isPresent() && !budget.nextSlice().isAfter(now)) {
            paused.get().interestOps(SelectionKey.OP_READ);
            paused = Optional.empty();
        }
    }

    Instant deadline() {
        return paused.isPresent() ? budget.nextSlice() : Instant.MAX;
    }

    // ---- sending ----

    /** Sends a datagram on each interface. */
    void send(ByteBuffer octets) {
        for (NetworkInterface face : interfaces) {
            try {
                sender.setOption(StandardSocketOptions.IP_MULTICAST_IF, face);
                boolean sent = sender.send(octets.duplicate(), target) > 0;
                host.count(sent ? Counter.DATAGRAMS_SENT : Counter.DATAGRAMS_UNSENT);
            } catch (IOException e) {
                host.count(Counter.DATAGRAMS_UNSENT);
                unavailable("cannot send on " + face.getName() + ": " + e.getMessage());
            }
        }
    }

    void close() {
        receiver.ifPresent(Quietly::close);
        Quietly.close(sender);
    }
}
