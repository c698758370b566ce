package org.rserpool.core.endpoint;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.rserpool.core.Deadlines;
import org.rserpool.core.Due;
import org.rserpool.core.Link;
import org.rserpool.core.Outbox;
import org.rserpool.core.Ticket;
import org.rserpool.wire.ElementId;
import org.rserpool.wire.PoolElementInfo;
import org.rserpool.wire.PoolHandle;
import org.rserpool.wire.TransportAddress;
import org.rserpool.wire.codec.Dialect;

/**
 * One element of ours in one pool: what is wanted, what is on its way, and what was granted. {@link
 * Registrations} decides.
 */
final class Membership {

    /** The states and what leads from one to the next are listed at {@link Registrations}. */
    enum State {
        WAITING,
        REGISTERING,
        REGISTERED,
        LEAVING
    }

    final PoolHandle pool;
    final ElementId id;
    final Deadlines.Timer<Due> timer;

    State state = State.WAITING;

    /** What the application wants. */
    EndpointRequest.Join wanted;

    /** What was sent last, as wanted and as it was described; by then the element may be known. */
    Optional<EndpointRequest.Join> sent = Optional.empty();

    Optional<PoolElementInfo> described = Optional.empty();
    Instant sentAt = Instant.MIN;

    /** When what was granted is to be renewed; changes that are refused do not put that off. */
    Instant renewAt = Instant.MIN;

    /**
     * Registrations over the link in use without answer; answers come in order, the last counts.
     */
    int unanswered;

    /** What is registered, and over which link. */
    Optional<EndpointRequest.Join> granted = Optional.empty();

    Optional<Link> grantedOver = Optional.empty();

    /** Where the application was told last that the element is registered. */
    Optional<TransportAddress> toldHome = Optional.empty();

    /** Attempts since the last success (ASAP-065). */
    int attempts;

    /** Refusals in a row of what was granted before. */
    int refusals;

    /** Those who wait for an answer to what was sent, and to what is to be sent next. */
    List<Ticket> tickets = new ArrayList<>(1);

    List<Ticket> nextTickets = new ArrayList<>(0);

    Membership(EndpointRequest.Join wanted, Deadlines<Due> deadlines, Consequence onDue) {
        this.pool = wanted.pool();
        this.id = wanted.id();
        this.wanted = wanted;
        this.timer = deadlines.timer((now, out) -> onDue.of(this, now, out));
    }

    /** What happens when the timer is due: T2, T3, T4 or a delay, as the state says. */
    @FunctionalInterface
    interface Consequence {
        void of(Membership membership, Instant now, Outbox out);
    }

    /**
     * Returns what to register over a link; empty if there is no address that can be.
     *
     * @param local this side of the link
     */
    Optional<PoolElementInfo> describe(TransportAddress local, Dialect dialect) {
        var element =
                wanted.service()
                        .over(local)
                        .map(service ->
                                new PoolElementInfo(id, wanted.life(), service, wanted.policy()));
        return switch (local.protocol()) {
            case TCP ->
                    element.map(known ->
                            asapTransport(local, dialect)
                                    .map(known::withAsapTransport)
                                    .orElse(known));
            // The registrar takes the association's source address (ASAP-055).
            case SCTP, DCCP, UDP, UDP_LITE, OPAQUE -> element;
        };
    }

    private Optional<TransportAddress> asapTransport(TransportAddress local, Dialect dialect) {
        return wanted.asapTransport()
                .filter(listener ->
                        switch (listener.protocol()) {
                            case SCTP -> true;
                            case TCP -> dialect.tcpControl();
                            case UDP, UDP_LITE, DCCP, OPAQUE -> false;
                        })
                .flatMap(listener -> listener.over(local));
    }

    /** Takes all who wait for an answer. */
    List<Ticket> takeTickets() {
        var all = new ArrayList<>(tickets);
        all.addAll(nextTickets);
        tickets = new ArrayList<>(1);
        nextTickets = new ArrayList<>(0);
        return all;
    }

    /** Takes those who wait for an answer to what was sent. */
    List<Ticket> takeSentTickets() {
        var taken = tickets;
        tickets = new ArrayList<>(1);
        return taken;
    }

    /** Returns whether nobody waits for an answer. */
    boolean isUnattended() {
        return tickets.isEmpty() && nextTickets.isEmpty();
    }

    /** The link in use is another one, or gone: nothing is on its way any more. */
    void detach() {
        unanswered = 0;
        timer.cancel();
        if (state != State.LEAVING) {
            state = State.WAITING;
        }
    }
}
