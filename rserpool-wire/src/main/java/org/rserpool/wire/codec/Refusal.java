package org.rserpool.wire.codec;

import java.util.List;
import java.util.Optional;
import org.rserpool.wire.ElementId;
import org.rserpool.wire.ErrorCause;
import org.rserpool.wire.PoolHandle;
import org.rserpool.wire.message.AsapMessage;

/**
 * The answers to requests whose values may not be. A registrar answers every request that it can
 * answer (ASAP-081, ASAP-102), so the pool handle and the identifier are looked for even in a
 * message that is broken elsewhere.
 */
final class Refusal {

    private static final int ABSENT = -1;

    private Refusal() {}

    /**
     * Returns the negative response to a request, if it is one and tells whom to answer.
     *
     * @param body the parameters of the request
     * @param causes why it is refused
     */
    static Optional<AsapMessage> answer(
            MessageType.Asap type, WireReader body, List<ErrorCause> causes) {
        try {
            return switch (type) {
                case REGISTRATION -> registration(body, causes);
                case DEREGISTRATION -> deregistration(body, causes);
                case HANDLE_RESOLUTION -> handleResolution(body, causes);
                case REGISTRATION_RESPONSE,
                        DEREGISTRATION_RESPONSE,
                        HANDLE_RESOLUTION_RESPONSE,
                        ENDPOINT_KEEP_ALIVE,
                        ENDPOINT_KEEP_ALIVE_ACK,
                        ENDPOINT_UNREACHABLE,
                        SERVER_ANNOUNCE,
                        COOKIE,
                        COOKIE_ECHO,
                        BUSINESS_CARD,
                        ERROR ->
                        Optional.empty();
            };
        } catch (Undecodable e) {
            return Optional.empty();
        }
    }

    private static Optional<AsapMessage> registration(WireReader body, List<ErrorCause> causes)
            throws Undecodable {
        int poolAt = find(body, ParameterType.POOL_HANDLE);
        int elementAt = find(body, ParameterType.POOL_ELEMENT);
        if (poolAt == ABSENT || elementAt == ABSENT) {
            return Optional.empty();
        }
        body.moveTo(poolAt);
        var pool = FieldCodec.readPoolHandle(body);
        body.moveTo(elementAt);
        body.open();
        var element = new ElementId(body.i32("PE Identifier"));
        var fitting = fitting(causes, pool, FieldCodec.SIZE_OF_ELEMENT_ID);
        return fitting.isEmpty()
                ? Optional.empty()
                : Optional.of(new AsapMessage.RegistrationResponse(pool, element, true, fitting));
    }

    private static Optional<AsapMessage> deregistration(WireReader body, List<ErrorCause> causes)
            throws Undecodable {
        int poolAt = find(body, ParameterType.POOL_HANDLE);
        int elementAt = find(body, ParameterType.PE_IDENTIFIER);
        if (poolAt == ABSENT || elementAt == ABSENT) {
            return Optional.empty();
        }
        body.moveTo(poolAt);
        var pool = FieldCodec.readPoolHandle(body);
        body.moveTo(elementAt);
        var element = FieldCodec.readElementId(body);
        var fitting = fitting(causes, pool, FieldCodec.SIZE_OF_ELEMENT_ID);
        return fitting.isEmpty()
                ? Optional.empty()
                : Optional.of(new AsapMessage.DeregistrationResponse(pool, element, fitting));
    }

    private static Optional<AsapMessage> handleResolution(WireReader body, List<ErrorCause> causes)
            throws Undecodable {
        int poolAt = find(body, ParameterType.POOL_HANDLE);
        if (poolAt == ABSENT) {
            return Optional.empty();
        }
        body.moveTo(poolAt);
        var pool = FieldCodec.readPoolHandle(body);
        var fitting = fitting(causes, pool, 0);
        return fitting.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new AsapMessage.HandleResolutionResponse(
                                pool, false, Optional.empty(), List.of(), fitting));
    }

    /** Returns where the first parameter of a type is; the position stays. */
    private static int find(WireReader body, int type) {
        int start = body.position();
        int found = ABSENT;
        try {
            while (found == ABSENT && body.hasParameter()) {
                if (body.peekType() == type) {
                    found = body.position();
                } else {
                    body.skip();
                }
            }
        } catch (Undecodable e) {
            // From here on parameters cannot be told apart, so it is not found.
        }
        body.moveTo(start);
        return found;
    }

    private static List<ErrorCause> fitting(
            List<ErrorCause> causes, PoolHandle pool, int sizeOfIdentifier) {
        long taken = MessageDecoder.HEADER + FieldCodec.size(pool) + sizeOfIdentifier;
        return OperationErrorCodec.fitting(causes, Wire.MAX_PAGE - taken);
    }
}
