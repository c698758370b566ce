package org.rserpool.wire.codec;

import java.util.List;
import org.rserpool.wire.ElementId;
import org.rserpool.wire.ErrorCause;
import org.rserpool.wire.PoolElementInfo;
import org.rserpool.wire.PoolHandle;
import org.rserpool.wire.TransportAddress;
import org.rserpool.wire.message.AsapMessage;

/** ASAP messages to octets. The layouts are shown at {@link AsapDecoder}. */
final class AsapEncoder {

    private AsapEncoder() {}

    /** Writes a message and returns its Message Length. */
    static int write(WireWriter out, AsapMessage message) {
        return switch (message) {
            case AsapMessage.Registration m -> registration(out, m);
            case AsapMessage.Deregistration m ->
                    about(out, MessageType.Asap.DEREGISTRATION, m.pool(), m.element());
            case AsapMessage.RegistrationResponse m ->
                    response(
                            out,
                            MessageType.Asap.REGISTRATION_RESPONSE,
                            m.rejected(),
                            m.pool(),
                            m.element(),
                            m.errors());
            case AsapMessage.DeregistrationResponse m ->
                    response(
                            out,
                            MessageType.Asap.DEREGISTRATION_RESPONSE,
                            false,
                            m.pool(),
                            m.element(),
                            m.errors());
            case AsapMessage.HandleResolution m -> handleResolution(out, m);
            case AsapMessage.HandleResolutionResponse m -> handleResolutionResponse(out, m);
            case AsapMessage.EndpointKeepAlive m -> endpointKeepAlive(out, m);
            case AsapMessage.EndpointKeepAliveAck m ->
                    about(out, MessageType.Asap.ENDPOINT_KEEP_ALIVE_ACK, m.pool(), m.element());
            case AsapMessage.EndpointUnreachable m ->
                    about(out, MessageType.Asap.ENDPOINT_UNREACHABLE, m.pool(), m.element());
            case AsapMessage.ServerAnnounce m -> serverAnnounce(out, m);
            case AsapMessage.Cookie m -> {
                int start = open(out, MessageType.Asap.COOKIE, false);
                FieldCodec.writeCookie(out, m.cookie());
                yield out.close(start);
            }
            case AsapMessage.CookieEcho m -> {
                int start = open(out, MessageType.Asap.COOKIE_ECHO, false);
                FieldCodec.writeCookie(out, m.cookie());
                yield out.close(start);
            }
            case AsapMessage.BusinessCard m -> businessCard(out, m);
            case AsapMessage.AsapError m -> {
                int start = open(out, MessageType.Asap.ERROR, false);
                OperationErrorCodec.write(out, m.errors());
                yield out.close(start);
            }
        };
    }

    private static int registration(WireWriter out, AsapMessage.Registration message) {
        int start = open(out, MessageType.Asap.REGISTRATION, false);
        FieldCodec.write(out, message.pool());
        PoolElementCodec.write(out, message.element());
        return out.close(start);
    }

    /** Writes a message that names a pool element and says no more. */
    private static int about(
            WireWriter out, MessageType.Asap type, PoolHandle pool, ElementId element) {
        int start = open(out, type, false);
        FieldCodec.write(out, pool);
        FieldCodec.write(out, element);
        return out.close(start);
    }

    private static int response(
            WireWriter out,
            MessageType.Asap type,
            boolean flag,
            PoolHandle pool,
            ElementId element,
            List<ErrorCause> errors) {
        int start = open(out, type, flag);
        FieldCodec.write(out, pool);
        FieldCodec.write(out, element);
        if (!errors.isEmpty()) {
            OperationErrorCodec.write(out, errors);
        }
        return out.close(start);
    }

    private static int handleResolution(WireWriter out, AsapMessage.HandleResolution message) {
        int start = open(out, MessageType.Asap.HANDLE_RESOLUTION, message.subscribe());
        FieldCodec.write(out, message.pool());
        if (message.items().isPresent()) {
            FieldCodec.writeItems(out, message.items().getAsLong());
        }
        return out.close(start);
    }

    private static int handleResolutionResponse(
            WireWriter out, AsapMessage.HandleResolutionResponse message) {
        int start = open(out, MessageType.Asap.HANDLE_RESOLUTION_RESPONSE, message.updates());
        FieldCodec.write(out, message.pool());
        if (message.policy().isPresent()) {
            PolicyCodec.write(out, message.policy().get());
        }
        writeAll(out, message.elements());
        if (!message.errors().isEmpty()) {
            OperationErrorCodec.write(out, message.errors());
        }
        return out.close(start);
    }

    private static int endpointKeepAlive(WireWriter out, AsapMessage.EndpointKeepAlive message) {
        int start = open(out, MessageType.Asap.ENDPOINT_KEEP_ALIVE, message.newHome());
        out.i32(message.registrar().value());
        FieldCodec.write(out, message.pool());
        if (message.element().isPresent()) {
            FieldCodec.write(out, message.element().get());
        }
        return out.close(start);
    }

    private static int serverAnnounce(WireWriter out, AsapMessage.ServerAnnounce message) {
        int start = open(out, MessageType.Asap.SERVER_ANNOUNCE, false);
        out.i32(message.registrar().value());
        for (TransportAddress transport : message.transports()) {
            TransportCodec.write(out, transport);
        }
        return out.close(start);
    }

    private static int businessCard(WireWriter out, AsapMessage.BusinessCard message) {
        int start = open(out, MessageType.Asap.BUSINESS_CARD, false);
        FieldCodec.write(out, message.pool());
        writeAll(out, message.elements());
        return out.close(start);
    }

    private static int open(WireWriter out, MessageType.Asap type, boolean flag) {
        return out.openMessage(type.number(), flag ? AsapDecoder.FLAG : 0);
    }

    static void writeAll(WireWriter out, List<PoolElementInfo> elements) {
        for (int i = 0; i < elements.size(); i++) {
            PoolElementCodec.write(out, elements.get(i));
        }
    }

    /** Returns how many octets a message takes up, padding included. */
    static long size(AsapMessage message) {
        long body =
                switch (message) {
                    case AsapMessage.Registration m ->
                            FieldCodec.size(m.pool()) + PoolElementCodec.size(m.element());
                    case AsapMessage.Deregistration m -> sizeAbout(m.pool());
                    case AsapMessage.RegistrationResponse m ->
                            sizeAbout(m.pool()) + OperationErrorCodec.size(m.errors());
                    case AsapMessage.DeregistrationResponse m ->
                            sizeAbout(m.pool()) + OperationErrorCodec.size(m.errors());
                    case AsapMessage.HandleResolution m ->
                            FieldCodec.size(m.pool())
                                    + (m.items().isPresent() ? FieldCodec.SIZE_OF_ITEMS : 0);
                    case AsapMessage.HandleResolutionResponse m ->
                            FieldCodec.size(m.pool())
                                    + (m.policy().isPresent()
                                            ? PolicyCodec.size(m.policy().get())
                                            : 0)
                                    + sizeOfAll(m.elements())
                                    + OperationErrorCodec.size(m.errors());
                    case AsapMessage.EndpointKeepAlive m ->
                            4
                                    + FieldCodec.size(m.pool())
                                    + (m.element().isPresent() ? FieldCodec.SIZE_OF_ELEMENT_ID : 0);
                    case AsapMessage.EndpointKeepAliveAck m -> sizeAbout(m.pool());
                    case AsapMessage.EndpointUnreachable m -> sizeAbout(m.pool());
                    case AsapMessage.ServerAnnounce m -> {
                        long size = 4;
                        for (TransportAddress transport : m.transports()) {
                            size += TransportCodec.size(transport);
                        }
                        yield size;
                    }
                    case AsapMessage.Cookie m -> FieldCodec.sizeOfCookie(m.cookie());
                    case AsapMessage.CookieEcho m -> FieldCodec.sizeOfCookie(m.cookie());
                    case AsapMessage.BusinessCard m ->
                            FieldCodec.size(m.pool()) + sizeOfAll(m.elements());
                    case AsapMessage.AsapError m -> OperationErrorCodec.size(m.errors());
                };
        return MessageDecoder.HEADER + body;
    }

    private static long sizeAbout(PoolHandle pool) {
        return FieldCodec.size(pool) + FieldCodec.SIZE_OF_ELEMENT_ID;
    }

    static long sizeOfAll(List<PoolElementInfo> elements) {
        long size = 0;
        for (int i = 0; i < elements.size(); i++) {
            size += PoolElementCodec.size(elements.get(i));
        }
        return size;
    }
}
