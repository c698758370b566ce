package org.rserpool.net.memory;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.rserpool.core.Action.Close.Manner;
import org.rserpool.core.Event.LinkDown.Reason;
import org.rserpool.core.Link;
import org.rserpool.net.transport.Connection;
import org.rserpool.wire.Bytes;
import org.rserpool.wire.TransportAddress;
import org.rserpool.wire.message.Message;
import org.rserpool.wire.message.Protocol;

/** One end of a link in memory. Belongs to the loop of its node, except where stated. */
final class MemoryConnection implements Connection {

    private final MemoryTransport transport;
    private final Protocol protocol;
    private final TransportAddress.Tcp local;
    private final TransportAddress.Tcp remote;
    private final boolean admitted;
    private final Link link;

    /** Octets sent that the other end has not seen yet; both ends' loops count. */
    private final AtomicInteger inFlight = new AtomicInteger();

    /** What cannot get through for the time being. */
    private final Deque<Delivery.ToEnd> held = new ArrayDeque<>(0);

    private final Deque<Bytes> early = new ArrayDeque<>(0);
    private Optional<MemoryConnection> peer;
    private boolean finishing;
    private boolean gone;

    /** Makes the end that opens. */
    MemoryConnection(
            MemoryTransport transport,
            Protocol protocol,
            TransportAddress.Tcp local,
            TransportAddress.Tcp remote,
            Link link) {
        this.transport = transport;
        this.protocol = protocol;
        this.local = local;
        this.remote = remote;
        this.link = link;
        this.admitted = false;
        this.peer = Optional.empty();
    }

    /** Makes the end that accepts and was admitted. */
    MemoryConnection(
            MemoryTransport transport,
            Protocol protocol,
            TransportAddress.Tcp local,
            MemoryConnection peer) {
        this.transport = transport;
        this.protocol = protocol;
        this.local = local;
        this.remote = peer.local;
        this.admitted = true;
        this.peer = Optional.of(peer);
        this.link = transport.host().accepted(this);
    }

    /** Returns the transport of this end. Any thread may call. */
    MemoryTransport transport() {
        return transport;
    }

    /** Returns where this end is. Any thread may call. */
    TransportAddress.Tcp local() {
        return local;
    }

    TransportAddress.Tcp remote() {
        return remote;
    }

    /** The other end has seen octets of this one. Its loop calls. */
    void seen(int octets) {
        inFlight.addAndGet(-octets);
    }

    // ---- what comes from the other end ----

    /** Takes a delivery, or holds it back while the way is cut. */
    void take(Delivery.ToEnd delivery) {
        if (gone) {
            discard(delivery);
        } else if (!held.isEmpty() || transport.isCutFrom(remote)) {
            held.add(delivery);
            transport.holds(this);
        } else {
            accept(delivery);
        }
    }

    /** Takes what was held back; returns whether something still is. */
    boolean takeHeld() {
        while (!held.isEmpty() && !transport.isCutFrom(remote)) {
            accept(held.remove());
        }
        return !held.isEmpty();
    }

    private void accept(Delivery.ToEnd delivery) {
        switch (delivery) {
            case Delivery.Accepted(_, var other) -> accepted(other);
            case Delivery.Refused _ -> fail(Reason.UNREACHABLE);
            case Delivery.Octets(_, var from, var octets) -> {
                from.seen(octets.size());
                if (!gone && !finishing) {
                    transport.host().arrived(link, protocol, octets.toArray(), 0, octets.size());
                }
            }
            case Delivery.Closed _ -> fail(Reason.CLOSED);
            case Delivery.Reset _ -> fail(Reason.LOST);
        }
    }

    private void discard(Delivery.ToEnd delivery) {
        switch (delivery) {
            case Delivery.Octets(_, var from, var octets) -> from.seen(octets.size());
            // Given up in the meantime: the other end learns it only here.
            case Delivery.Accepted(_, var other) -> other.transport.post(new Delivery.Reset(other));
            case Delivery.Refused _, Delivery.Closed _, Delivery.Reset _ -> {}
        }
    }

    private void accepted(MemoryConnection other) {
        peer = Optional.of(other);
        transport.opening().cancel(this);
        transport.host().up(link, protocol, local, remote);
        early.forEach(this::post);
        early.clear();
        if (finishing) {
            release(new Delivery.Closed(other));
        }
    }

    /** Tells the machine of an end that accepts that it is there. */
    void begin() {
        transport.host().up(link, protocol, local, remote);
    }

    // ---- what goes to the other end ----

    @Override
    public void send(Message message) {
        if (gone || finishing) {
            return;
        }
        var octets = transport.host().wire().encode(message);
        if (inFlight.addAndGet(octets.size()) > transport.host().limits().maxSendQueue()) {
            fail(Reason.OVERFLOW);
        } else if (peer.isEmpty()) {
            early.add(octets);
        } else {
            post(octets);
        }
    }

    private void post(Bytes octets) {
        var other = peer.orElseThrow();
        other.transport.post(new Delivery.Octets(other, this, octets));
    }

    @Override
    public void close(Manner manner) {
        if (gone || finishing) {
            return;
        }
        switch (manner) {
            case GRACEFUL -> {
                if (peer.isEmpty() && !early.isEmpty()) {
                    finishing = true;
                } else {
                    peer.ifPresentOrElse(
                            other -> release(new Delivery.Closed(other)), this::release);
                }
            }
            case ABORT -> abort();
        }
    }

    void abort() {
        if (!gone) {
            peer.ifPresentOrElse(other -> release(new Delivery.Reset(other)), this::release);
        }
    }

    void fail(Reason reason) {
        if (!gone) {
            if (!finishing) {
                transport.host().down(link, reason);
            }
            if (reason == Reason.OVERFLOW) {
                abort();
            } else {
                release();
            }
        }
    }

    private void release(Delivery.ToEnd lastWord) {
        lastWord.end().transport.post(lastWord);
        release();
    }

    private void release() {
        gone = true;
        held.forEach(this::discard);
        held.clear();
        early.clear();
        transport.forget(this);
        if (admitted) {
            transport.host().leave();
        }
    }
}
