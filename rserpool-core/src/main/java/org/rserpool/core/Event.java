package org.rserpool.core;

import java.util.List;
import java.util.Optional;
import org.rserpool.wire.ErrorCause;
import org.rserpool.wire.TransportAddress;
import org.rserpool.wire.codec.Decoded;
import org.rserpool.wire.message.AsapMessage;
import org.rserpool.wire.message.Message;
import org.rserpool.wire.message.Protocol;

/** What a machine is told. */
public sealed interface Event {

    /** The outside is ready; always the first event. */
    record Started() implements Event {}

    /** A message came over a link. */
    record Arrived(Link link, Message message) implements Event {}

    /**
     * A message came by multicast.
     *
     * @param origin where the datagram came from: a UDP address
     */
    record Overheard(TransportAddress origin, Message message) implements Event {}

    /**
     * Octets came over a link that give rise to an answer or a complaint but to no message.
     *
     * @param why what was expected and what was found; empty if the message itself was good
     * @param reports what an error message to the sender must hold; empty for silence
     * @param answer the response that refuses a request which could be understood that far
     */
    record Garbled(
            Link link,
            Protocol protocol,
            String why,
            List<ErrorCause> reports,
            Optional<AsapMessage> answer)
            implements Event {}

    /**
     * A link can be used. Also told of a link that is up when its addresses have changed.
     *
     * @param local this side, with all its addresses
     * @param remote the other side, with all its addresses
     */
    record LinkUp(Link link, Protocol protocol, TransportAddress local, TransportAddress remote)
            implements Event {}

    /** A link has ended, or could not be opened. The machine's own closing is not told. */
    record LinkDown(Link link, Reason reason) implements Event {

        /** Why a link ended. */
        public enum Reason {
            /** It could not be opened. */
            UNREACHABLE,
            /** The other side closed it. */
            CLOSED,
            /** It broke: reset, lost, timed out by the transport. */
            LOST,
            /** The other side did not read, and too much was waiting to be sent. */
            OVERFLOW,
            /** What came was no sequence of messages. */
            VIOLATION
        }
    }

    /** The application or an operator wants something. */
    record Asked(Ticket ticket, Request request) implements Event {}

    /** The deadline that the machine gave is reached, or something else woke the outside. */
    record TimeReached() implements Event {}

    /**
     * Returns what the octets that came over {@code link} mean to its machine, in order.
     *
     * @param protocol the protocol that the link, or the payload protocol identifier, stands for
     */
    static List<Event> of(Link link, Protocol protocol, Decoded decoded) {
        return switch (decoded) {
            case Decoded.Accepted(var message, var reports) when reports.isEmpty() ->
                    List.of(new Arrived(link, message));
            case Decoded.Accepted(var message, var reports) ->
                    List.of(
                            new Garbled(link, protocol, "", reports, Optional.empty()),
                            new Arrived(link, message));
            case Decoded.Refused(var answer, var why) ->
                    List.of(new Garbled(link, protocol, why, List.of(), Optional.of(answer)));
            case Decoded.Discarded(var why, var reports) ->
                    List.of(new Garbled(link, protocol, why, reports, Optional.empty()));
        };
    }
}
