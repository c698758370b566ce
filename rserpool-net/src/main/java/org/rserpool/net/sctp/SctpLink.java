package org.rserpool.net.sctp;

import com.sun.nio.sctp.MessageInfo;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.rserpool.core.Action.Close.Manner;
import org.rserpool.core.Event.LinkDown.Reason;
import org.rserpool.core.Link;
import org.rserpool.net.transport.Connection;
import org.rserpool.net.transport.Counter;
import org.rserpool.net.transport.Host;
import org.rserpool.net.transport.NetNotice;
import org.rserpool.wire.Bytes;
import org.rserpool.wire.IpAddress;
import org.rserpool.wire.TransportAddress;
import org.rserpool.wire.TransportUse;
import org.rserpool.wire.codec.Wire;
import org.rserpool.wire.message.Message;
import org.rserpool.wire.message.Protocol;

/**
 * One link over SCTP: what is the same whether its association has a socket to itself or not.
 *
 * <p>States: it is opening (only if the machine opened it), then open. It is finishing when either
 * side has closed: what waits is sent, then the association is shut down. In the end it is gone.
 */
abstract sealed class SctpLink implements Connection permits SingleLink, PortLink {

    private record Waiting(Bytes octets, Protocol protocol) {}

    private final SctpTransport transport;
    private final Protocol protocol;
    private final Assembly assembly = new Assembly();
    private final Deque<Waiting> queue = new ArrayDeque<>(0);

    private Link link;
    private boolean admitted;
    private int queued;
    private boolean open;
    private boolean finishing;
    private boolean outputEnded;
    private boolean gone;
    private boolean foreignTold;
    private List<IpAddress> local = List.of();
    private List<IpAddress> remote = List.of();
    private int remotePort;
    private final Set<IpAddress> cutOff = new HashSet<>(); // never iterated

    /** Makes a link that the machine opens. */
    SctpLink(SctpTransport transport, Protocol protocol, Link link) {
        this.transport = transport;
        this.protocol = protocol;
        this.link = link;
    }

    /** Makes a link that was accepted and admitted. */
    SctpLink(SctpTransport transport, Protocol protocol) {
        this.transport = transport;
        this.protocol = protocol;
        this.admitted = true;
        this.link = transport.host().accepted(this);
    }

    // ---- what the two kinds do differently ----

    /** Sends one message; returns false if there is no room for it at present. */
    abstract boolean transmit(ByteBuffer octets, Protocol as) throws IOException;

    /** Tells the host the current addresses of the association, if they are news. */
    abstract void refreshAddresses();

    /** Has {@link #flush} called when there is room again. */
    abstract void awaitRoom();

    /** Begins the graceful shutdown of the association. */
    abstract void shutDown() throws IOException;

    /** Ends the association at once and gives back what it holds. */
    abstract void abortAssociation();

    /** Gives back what the association, which has ended, holds. */
    abstract void releaseAssociation();

    // ---- for the kinds ----

    final Host host() {
        return transport.host();
    }

    final SctpTransport transport() {
        return transport;
    }

    final Protocol protocol() {
        return protocol;
    }

    final Link link() {
        return link;
    }

    final boolean isGone() {
        return gone;
    }

    final boolean isFinishing() {
        return finishing;
    }

    final boolean isOpen() {
        return open;
    }

    /** The association is there, or its addresses may have changed. */
    final void up(List<IpAddress> newLocal, List<IpAddress> newRemote, int localPort, int port) {
        boolean same = open && newLocal.equals(local) && newRemote.equals(remote);
        if (same || newLocal.isEmpty() || newRemote.isEmpty()) {
            return;
        }
        boolean first = !open;
        open = true;
        local = newLocal;
        remote = newRemote;
        remotePort = port;
        host().up(link, protocol, address(localPort, local), peer());
        if (first) {
            transport.opening().cancel(this);
            flush();
        }
    }

    /** A path to the other side works or does not. */
    final void path(IpAddress address, boolean reachable) {
        if (reachable ? cutOff.remove(address) : cutOff.add(address)) {
            host().tell(new NetNotice.PathChanged(link, address, reachable));
        }
    }

    /** The other side, as far as it is known. */
    TransportAddress peer() {
        return address(remotePort, remote);
    }

    private static TransportAddress address(int port, List<IpAddress> hosts) {
        return new TransportAddress.Sctp(port, TransportUse.DATA_ONLY, hosts);
    }

    /** Takes a piece of a message. */
    final void received(ByteBuffer piece, MessageInfo info) {
        if (!assembly.add(piece, info.isComplete(), transport.scratch())) {
            if (!finishing) {
                host().tell(
                                new NetNotice.LinkFailed(
                                        link,
                                        peer(),
                                        "a message of more than %d octets"
                                                .formatted(Wire.MAX_SIZE)));
            }
            fail(Reason.VIOLATION);
        } else if (info.isComplete()) {
            int length = assembly.length();
            var octets = assembly.take();
            if (!finishing) {
                report(octets, length, info.payloadProtocolID());
            }
        }
    }

    private void report(byte[] octets, int length, int payloadProtocolId) {
        for (Protocol known : Protocol.values()) {
            if (known.payloadProtocolId() == payloadProtocolId) {
                host().arrived(link, known, octets, 0, length);
                return;
            }
        }
        host().count(Counter.FOREIGN_PAYLOADS);
        if (!foreignTold) {
            foreignTold = true;
            host().tell(new NetNotice.ForeignPayload(link, payloadProtocolId));
        }
    }

    /** The other side has shut down: it takes nothing more, and what it had sent has come. */
    final void closedByPeer() {
        if (gone || finishing) {
            return;
        }
        host().down(link, open ? Reason.CLOSED : Reason.UNREACHABLE);
        finishing = true;
        outputEnded = true;
        queue.clear();
        queued = 0;
        transport.closing().start(this, host().now(), host().limits().closeTimeout());
    }

    /** The association has ended. */
    final void ended(Reason reason) {
        if (!gone) {
            if (!finishing) {
                host().down(link, reason);
            }
            release();
        }
    }

    /** The other side has lost its state and begun anew: to the machine, another link. */
    final void restarted() {
        if (gone || finishing) {
            return;
        }
        host().down(link, Reason.LOST);
        if (!admitted && !host().admit()) {
            finishing = true;
            abort();
            return;
        }
        admitted = true;
        queue.clear();
        queued = 0;
        assembly.clear();
        foreignTold = false;
        cutOff.clear();
        open = false;
        link = host().accepted(this);
    }

    // ---- sending ----

    @Override
    public final void send(Message message) {
        if (gone || outputEnded) {
            return;
        }
        var buffer = transport.encode(message);
        try {
            if (!open || !queue.isEmpty() || !transmit(buffer, message.protocol())) {
                enqueue(new Waiting(Bytes.copyOf(buffer), message.protocol()));
            }
        } catch (IOException e) {
            lost(e);
        }
    }

    private void enqueue(Waiting waiting) {
        if (queued + waiting.octets.size() > host().limits().maxSendQueue()) {
            fail(Reason.OVERFLOW);
            return;
        }
        queued += waiting.octets.size();
        queue.add(waiting);
        if (open) {
            awaitRoom();
        }
    }

    /** Sends what waits; returns whether any of it went. */
    final boolean flush() {
        boolean moved = false;
        try {
            while (!gone && !queue.isEmpty()) {
                var first = queue.element();
                if (!transmit(transport.buffer(first.octets), first.protocol)) {
                    awaitRoom();
                    return moved;
                }
                moved = true;
                queued -= first.octets.size();
                queue.remove();
            }
            if (open && finishing && !outputEnded) {
                outputEnded = true;
                shutDown();
            }
        } catch (IOException e) {
            lost(e);
        }
        return moved;
    }

    final boolean hasWaiting() {
        return !gone && !queue.isEmpty();
    }

    // ---- ending ----

    @Override
    public final void close(Manner manner) {
        switch (manner) {
            case GRACEFUL -> finish();
            case ABORT -> abort();
        }
    }

    private void finish() {
        if (gone || finishing) {
            return;
        }
        if (!open && queue.isEmpty()) {
            abort();
            return;
        }
        finishing = true;
        transport.closing().start(this, host().now(), host().limits().closeTimeout());
        flush();
    }

    final void lost(IOException e) {
        if (!finishing) {
            host().tell(new NetNotice.LinkFailed(link, peer(), String.valueOf(e.getMessage())));
        }
        fail(Reason.LOST);
    }

    /** Gives up opening. */
    final void unreachable(String why) {
        host().tell(new NetNotice.LinkFailed(link, peer(), why));
        fail(Reason.UNREACHABLE);
    }

    /** Gives up; the host hears of it if neither side has closed the link before. */
    final void fail(Reason reason) {
        if (!gone) {
            if (!finishing) {
                host().down(link, reason);
            }
            abort();
        }
    }

    final void abort() {
        if (!gone) {
            abortAssociation();
            release();
        }
    }

    private void release() {
        gone = true;
        transport.opening().cancel(this);
        transport.closing().cancel(this);
        queue.clear();
        queued = 0;
        assembly.clear();
        releaseAssociation();
        if (admitted) {
            host().leave();
        }
    }
}
