package org.rserpool.wire.message;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.rserpool.wire.Bytes;
import org.rserpool.wire.ElementId;
import org.rserpool.wire.ErrorCause;
import org.rserpool.wire.PolicyInfo;
import org.rserpool.wire.PoolElementInfo;
import org.rserpool.wire.PoolHandle;
import org.rserpool.wire.RegistrarId;
import org.rserpool.wire.TransportAddress;

/** The messages of ASAP, in the order of their type numbers (RFC 5352, section 2.2; ASAP-011). */
public sealed interface AsapMessage extends Message {

    /** A pool element joins a pool, or renews its registration (section 2.2.1). */
    record Registration(PoolHandle pool, PoolElementInfo element) implements AsapMessage {}

    /** A pool element leaves (section 2.2.2). */
    record Deregistration(PoolHandle pool, ElementId element) implements AsapMessage {}

    /**
     * The registrar's answer to a registration (section 2.2.3).
     *
     * @param errors why, if rejected; else what the registrar altered; empty on plain success
     */
    record RegistrationResponse(
            PoolHandle pool, ElementId element, boolean rejected, List<ErrorCause> errors)
            implements AsapMessage {

        /** Copies the list. */
        public RegistrationResponse {
            errors = List.copyOf(errors);
        }
    }

    /**
     * The registrar's answer to a deregistration, or its word that the registration life ran out
     * (section 2.2.4).
     *
     * @param errors why it was refused; empty if the element is gone
     */
    record DeregistrationResponse(PoolHandle pool, ElementId element, List<ErrorCause> errors)
            implements AsapMessage {

        /** Copies the list. */
        public DeregistrationResponse {
            errors = List.copyOf(errors);
        }
    }

    /**
     * Asks for the elements of a pool (section 2.2.5).
     *
     * @param subscribe the S bit: tell about changes as long as the connection lives
     * @param items the Handle Resolution Option: how many elements are wanted, 0 to 0xffffffff; 0
     *     leaves it to the registrar, 0xffffffff is as many as possible. Deviation: an extension of
     *     RSPLIB, which others skip
     */
    record HandleResolution(PoolHandle pool, boolean subscribe, OptionalLong items)
            implements AsapMessage {

        /** Refuses a number of items that has no place in 32 bits. */
        public HandleResolution {
            if (items.isPresent() && items.getAsLong() >>> 32 != 0) {
                throw new IllegalArgumentException(
                        "0 to 4294967295 items can be asked for, not " + items.getAsLong());
            }
        }

        /** Asks for as many elements as the registrar gives by default, without subscription. */
        public HandleResolution(PoolHandle pool) {
            this(pool, false, OptionalLong.empty());
        }
    }

    /**
     * Elements of a pool, or the reason why there are none (section 2.2.6).
     *
     * @param updates the A bit: changes will be told
     * @param policy the pool's policy; absent means round robin (ASAP-027)
     * @param elements at least one (ASAP-030), unless there are errors
     * @param errors empty, unless the answer is negative (ASAP-032)
     */
    record HandleResolutionResponse(
            PoolHandle pool,
            boolean updates,
            Optional<PolicyInfo> policy,
            List<PoolElementInfo> elements,
            List<ErrorCause> errors)
            implements AsapMessage {

        /** Refuses an answer that is positive and negative, or neither. */
        public HandleResolutionResponse {
            elements = List.copyOf(elements);
            errors = List.copyOf(errors);
            if (elements.isEmpty() == errors.isEmpty()) {
                throw new IllegalArgumentException(
                        "a handle resolution response has elements or errors, not %s and %s"
                                .formatted(elements, errors));
            }
            if (!errors.isEmpty() && policy.isPresent()) {
                throw new IllegalArgumentException(
                        "a negative handle resolution response has no policy");
            }
        }

        /** Makes a negative answer. */
        public static HandleResolutionResponse negative(PoolHandle pool, ErrorCause error) {
            return new HandleResolutionResponse(
                    pool, false, Optional.empty(), List.of(), List.of(error));
        }
    }

    /**
     * A registrar asks whether a pool element is there (section 2.2.7).
     *
     * @param newHome the H bit: the sender wants to be the home registrar
     * @param element who is asked. Deviation: an extension of RSPLIB; absent in the RFC, where all
     *     elements of the pool on this connection are asked
     */
    record EndpointKeepAlive(
            RegistrarId registrar, PoolHandle pool, boolean newHome, Optional<ElementId> element)
            implements AsapMessage {}

    /** A pool element is there (section 2.2.8). */
    record EndpointKeepAliveAck(PoolHandle pool, ElementId element) implements AsapMessage {}

    /** Somebody could not reach a pool element (section 2.2.9). */
    record EndpointUnreachable(PoolHandle pool, ElementId element) implements AsapMessage {}

    /**
     * A registrar makes itself known by multicast (section 2.2.10).
     *
     * @param transports where it serves ASAP, SCTP or TCP; empty means SCTP at the datagram's
     *     source (ASAP-156)
     */
    record ServerAnnounce(RegistrarId registrar, List<TransportAddress> transports)
            implements AsapMessage {

        /** Refuses other transports than SCTP and TCP (ASAP-036). */
        public ServerAnnounce {
            transports = List.copyOf(transports);
            for (TransportAddress transport : transports) {
                switch (transport.protocol()) {
                    case SCTP, TCP -> {}
                    case DCCP, UDP, UDP_LITE, OPAQUE ->
                            throw new IllegalArgumentException(
                                    "a registrar serves SCTP or TCP, not " + transport);
                }
            }
        }
    }

    /** A pool element leaves session state with the pool user (section 2.2.11). */
    record Cookie(Bytes cookie) implements AsapMessage {}

    /** A pool user hands session state on to the next element (section 2.2.12). */
    record CookieEcho(Bytes cookie) implements AsapMessage {}

    /**
     * A peer names its pool and whom to turn to when it fails (section 2.2.13).
     *
     * @param elements in the order of preference, at least one
     */
    record BusinessCard(PoolHandle pool, List<PoolElementInfo> elements) implements AsapMessage {

        /** Refuses an empty card. */
        public BusinessCard {
            elements = List.copyOf(elements);
            if (elements.isEmpty()) {
                throw new IllegalArgumentException("a business card names an element");
            }
        }
    }

    /**
     * A message was not understood (section 2.2.14).
     *
     * @param errors at least one
     */
    record AsapError(List<ErrorCause> errors) implements AsapMessage {

        /** Refuses an error without cause. */
        public AsapError {
            errors = List.copyOf(errors);
            if (errors.isEmpty()) {
                throw new IllegalArgumentException("an ASAP error has a cause");
            }
        }
    }
}
