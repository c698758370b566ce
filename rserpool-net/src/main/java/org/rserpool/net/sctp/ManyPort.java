package org.rserpool.net.sctp;

import com.sun.nio.sctp.Association;
import com.sun.nio.sctp.SctpMultiChannel;
import com.sun.nio.sctp.SctpStandardSocketOptions;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.channels.SelectionKey;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.rserpool.core.Link;
import org.rserpool.net.internal.Addresses;
import org.rserpool.net.internal.Quietly;
import org.rserpool.net.transport.Connection;
import org.rserpool.net.transport.NetNotice;
import org.rserpool.net.transport.Ready;
import org.rserpool.wire.IpAddress;
import org.rserpool.wire.TransportAddress;
import org.rserpool.wire.message.Protocol;

/**
 * A port whose one-to-many socket accepts and opens.
 *
 * <p>The JDK begins an association only with its first message, so that nobody would know whether a
 * peer is there before there is something to say. The operating system is asked directly.
 */
final class ManyPort implements Ready {

    private static final Notifications<ManyPort> NOTIFICATIONS =
            new Notifications<>(ManyPort::link, ManyPort::begun, ManyPort::sweep);

    /** The socket's share of a turn, in shares of one link. */
    private static final int SHARES = 4;

    private final SctpTransport transport;
    private final Protocol protocol;
    private final SctpMultiChannel channel;
    private final List<IpAddress> bound;
    private final int port;
    private final SelectionKey key;
    private final Opener opener;
    private final Map<Integer, PortLink> links = new LinkedHashMap<>();
    private final List<PortLink> pending = new ArrayList<>();
    private final Set<PortLink> blocked = new LinkedHashSet<>();
    private boolean refusing;

    /** How associations are begun, if they can be. */
    private sealed interface Opener {

        record Native(NativeSctp calls, int descriptor) implements Opener {}

        record Missing(String why) implements Opener {}
    }

    ManyPort(
            SctpTransport transport,
            Protocol protocol,
            SctpMultiChannel channel,
            List<IpAddress> bound,
            int port)
            throws IOException {
        this.transport = transport;
        this.protocol = protocol;
        this.channel = channel;
        this.bound = bound;
        this.port = port;
        this.opener = opener(transport, bound, port);
        this.key = transport.host().register(channel, SelectionKey.OP_READ, this);
    }

    private static Opener opener(SctpTransport transport, List<IpAddress> bound, int port) {
        return switch (transport.calls()) {
            case NativeSctp.Load.Missing(var why) -> new Opener.Missing(why);
            case NativeSctp.Load.Found(var calls) ->
                    calls.find(NativeSctp.ONE_TO_MANY, bound, port)
                            .<Opener>map(descriptor -> new Opener.Native(calls, descriptor))
                            .orElseGet(
                                    () -> new Opener.Missing("the socket's descriptor is hidden"));
        };
    }

    Protocol protocol() {
        return protocol;
    }

    List<IpAddress> bound() {
        return bound;
    }

    SctpMultiChannel channel() {
        return channel;
    }

    Optional<String> whyItCannotOpen() {
        return switch (opener) {
            case Opener.Native _ -> Optional.empty();
            case Opener.Missing(var why) -> Optional.of(why);
        };
    }

    // ---- opening ----

    Connection open(Link number, TransportAddress.Sctp target) {
        var link = new PortLink(transport, this, number, target);
        if (links.values().stream().anyMatch(other -> other.isWith(target))) {
            link.unreachable("there is an association with it, and can be only one");
            return link;
        }
        var addresses = inFamily(target.addresses());
        try {
            link.isNumbered(connect(addresses, target.port()));
            await(link);
        } catch (NativeSctp.Refused e) {
            if (e.hasAssociation()) {
                // It came up from the other side; the news of it has yet to be read.
                await(link);
            } else {
                link.unreachable(String.valueOf(e.getMessage()));
            }
        }
        return link;
    }

    private int connect(List<IpAddress> addresses, int remotePort) throws NativeSctp.Refused {
        return switch (opener) {
            case Opener.Native(var calls, var descriptor) ->
                    calls.connect(descriptor, addresses, remotePort);
            case Opener.Missing(var why) -> throw new IllegalStateException(why);
        };
    }

    private void await(PortLink link) {
        pending.add(link);
        transport
                .opening()
                .start(link, transport.host().now(), transport.host().limits().connectTimeout());
    }

    /** A socket bound to addresses of one family cannot reach those of the other. */
    private List<IpAddress> inFamily(List<IpAddress> addresses) {
        if (bound.stream().anyMatch(IpAddress::isUnspecified)) {
            return addresses;
        }
        var reachable =
                addresses.stream()
                        .filter(address ->
                                bound.stream()
                                        .anyMatch(own -> own.getClass() == address.getClass()))
                        .toList();
        return reachable.isEmpty() ? addresses : reachable;
    }

    /** An association could not be begun: finds those that are no more. */
    private void sweep() {
        if (opener instanceof Opener.Native(var calls, var descriptor)) {
            for (PortLink link : List.copyOf(pending)) {
                var number = link.number();
                if (number.isPresent()
                        && calls.localAddresses(descriptor, number.get()).isEmpty()) {
                    link.unreachable("it refused, or gave no answer");
                }
            }
        }
    }

    // ---- associations ----

    private Optional<PortLink> link(Association association) {
        return Optional.ofNullable(links.get(association.associationID()));
    }

    private void begun(Association association) {
        var found = remoteAddresses(association);
        if (found.isEmpty()) {
            return; // It has ended; if it is awaited, that is read next.
        }
        int remotePort = ((InetSocketAddress) found.iterator().next()).getPort();
        var remote = Addresses.of(found);
        var awaited =
                pending.stream()
                        .filter(link ->
                                link.number()
                                        .map(n -> n == association.associationID())
                                        .orElseGet(() -> link.isTo(remotePort, remote)))
                        .findFirst();
        if (awaited.isPresent()) {
            begin(awaited.get(), association);
        } else if (!refusing && transport.host().admit()) {
            begin(new PortLink(transport, this), association);
        } else {
            if (!refusing) {
                transport
                        .host()
                        .tell(new NetNotice.AcceptPaused("there are as many links as may be"));
            }
            abort(association);
        }
    }

    private void begin(PortLink link, Association association) {
        pending.remove(link);
        links.put(association.associationID(), link);
        link.has(association);
        link.refreshAddresses();
    }

    /** Tells a link its addresses. */
    void addresses(PortLink link, Association association) throws IOException {
        var found = remoteAddresses(association);
        if (!found.isEmpty()) {
            int remotePort = ((InetSocketAddress) found.iterator().next()).getPort();
            var remote = Addresses.of(found);
            link.up(localAddresses(association, remote), remote, port, remotePort);
        }
    }

    private Set<SocketAddress> remoteAddresses(Association association) {
        try {
            @Nullable Set<SocketAddress> found = channel.getRemoteAddresses(association);
            return found == null ? Set.of() : found;
        } catch (IOException | IllegalArgumentException e) {
            return Set.of(); // it has ended
        }
    }

    private List<IpAddress> localAddresses(Association association, List<IpAddress> remote)
            throws IOException {
        if (opener instanceof Opener.Native(var calls, var descriptor)) {
            var exact =
                    calls.localAddresses(descriptor, association.associationID()).stream()
                            .filter(address -> !address.isLinkLocal())
                            .distinct()
                            .sorted(Addresses.ORDER)
                            .toList();
            if (!exact.isEmpty()) {
                return exact;
            }
        }
        return SctpTransport.localAddresses(bound, remote);
    }

    /** Aborts an association: only one that has a socket to itself can be, by way of the JDK. */
    void abort(Association association) {
        try (var single = channel.branch(association)) {
            single.setOption(SctpStandardSocketOptions.SO_LINGER, 0);
        } catch (IOException | IllegalArgumentException e) {
            try {
                channel.shutdown(association);
            } catch (IOException | IllegalArgumentException again) {
                // It has ended.
            }
        }
    }

    /** Aborts an association that has not come up yet. */
    void abort(int number) {
        if (opener instanceof Opener.Native(var calls, var descriptor)) {
            calls.abort(descriptor, number);
        }
    }

    void forget(PortLink link) {
        pending.remove(link);
        blocked.remove(link);
        link.number().ifPresent(number -> links.remove(number, link));
    }

    // ---- receiving and sending ----

    @Override
    public void ready(SelectionKey ready) {
        int operations = ready.readyOps();
        if ((operations & SelectionKey.OP_READ) != 0) {
            read();
        }
        if (channel.isOpen() && (operations & SelectionKey.OP_WRITE) != 0) {
            write();
        }
    }

    private void read() {
        int octets = 0;
        int share = SHARES * transport.host().limits().maxReadPerTurn();
        try {
            while (octets < share) {
                var buffer = transport.readBuffer();
                var info = channel.receive(buffer, this, NOTIFICATIONS);
                if (info == null) {
                    return;
                }
                octets += Math.max(info.bytes(), 1);
                buffer.flip();
                var association = info.association();
                var link = association == null ? Optional.<PortLink>empty() : link(association);
                link.ifPresent(receiver -> receiver.received(buffer, info));
            }
        } catch (IOException e) {
            // The error of one association that is about to end, of which there is a notification.
        }
    }

    void awaitRoom(PortLink link) {
        blocked.add(link);
        key.interestOps(SelectionKey.OP_READ | SelectionKey.OP_WRITE);
    }

    private void write() {
        key.interestOps(SelectionKey.OP_READ);
        var waiting = List.copyOf(blocked);
        blocked.clear();
        boolean moved = false;
        for (PortLink link : waiting) {
            moved |= link.flush();
        }
        if (!blocked.isEmpty() && !moved) {
            key.interestOps(SelectionKey.OP_READ);
            transport.retry(this::retry);
        }
    }

    private void retry() {
        if (channel.isOpen() && !blocked.isEmpty()) {
            key.interestOps(SelectionKey.OP_READ | SelectionKey.OP_WRITE);
        }
    }

    // ---- ending ----

    void refuse() {
        refusing = true;
    }

    void close() {
        Quietly.close(channel);
    }
}
