package org.rserpool.wire.codec;

import org.rserpool.wire.RegistrarId;
import org.rserpool.wire.ServerInformation;
import org.rserpool.wire.message.EnrpMessage;
import org.rserpool.wire.message.EnrpMessage.PoolEntry;

/** ENRP messages to octets. The layouts are shown at {@link EnrpDecoder}. */
final class EnrpEncoder {

    /** What every message has: the common header and two identifiers. */
    static final int HEADER = 12;

    private EnrpEncoder() {}

    /** Writes a message and returns its Message Length. */
    static int write(WireWriter out, EnrpMessage message) {
        return switch (message) {
            case EnrpMessage.Presence m -> presence(out, m);
            case EnrpMessage.HandleTableRequest m -> {
                int flags = m.ownChildrenOnly() ? EnrpDecoder.FLAG : 0;
                yield out.close(open(out, MessageType.Enrp.HANDLE_TABLE_REQUEST, flags, m));
            }
            case EnrpMessage.HandleTableResponse m -> handleTableResponse(out, m);
            case EnrpMessage.HandleUpdate m -> handleUpdate(out, m);
            case EnrpMessage.ListRequest m ->
                    out.close(open(out, MessageType.Enrp.LIST_REQUEST, 0, m));
            case EnrpMessage.ListResponse m -> listResponse(out, m);
            case EnrpMessage.InitTakeover m ->
                    takeover(out, MessageType.Enrp.INIT_TAKEOVER, m, m.target());
            case EnrpMessage.InitTakeoverAck m ->
                    takeover(out, MessageType.Enrp.INIT_TAKEOVER_ACK, m, m.target());
            case EnrpMessage.TakeoverServer m ->
                    takeover(out, MessageType.Enrp.TAKEOVER_SERVER, m, m.target());
            case EnrpMessage.EnrpError m -> {
                int start = open(out, MessageType.Enrp.ERROR, 0, m);
                OperationErrorCodec.write(out, m.errors());
                yield out.close(start);
            }
        };
    }

    private static int presence(WireWriter out, EnrpMessage.Presence message) {
        int flags = message.replyRequired() ? EnrpDecoder.FLAG : 0;
        int start = open(out, MessageType.Enrp.PRESENCE, flags, message);
        if (message.checksum().isPresent()) {
            FieldCodec.write(out, message.checksum().get());
        }
        if (message.information().isPresent()) {
            ServerInformationCodec.write(out, message.information().get());
        }
        return out.close(start);
    }

    private static int handleTableResponse(
            WireWriter out, EnrpMessage.HandleTableResponse message) {
        int flags =
                (message.rejected() ? EnrpDecoder.FLAG : 0)
                        | (message.moreToSend() ? EnrpDecoder.MORE_TO_SEND : 0);
        int start = open(out, MessageType.Enrp.HANDLE_TABLE_RESPONSE, flags, message);
        var entries = message.entries();
        for (int i = 0; i < entries.size(); i++) {
            FieldCodec.write(out, entries.get(i).pool());
            AsapEncoder.writeAll(out, entries.get(i).elements());
        }
        return out.close(start);
    }

    private static int handleUpdate(WireWriter out, EnrpMessage.HandleUpdate message) {
        int flags = message.takeoverSuggested() ? EnrpDecoder.FLAG : 0;
        int start = open(out, MessageType.Enrp.HANDLE_UPDATE, flags, message);
        out.u16(
                switch (message.action()) {
                    case ADD -> EnrpDecoder.ADD_PE;
                    case DELETE -> EnrpDecoder.DEL_PE;
                });
        out.u16(0);
        FieldCodec.write(out, message.pool());
        PoolElementCodec.write(out, message.element());
        return out.close(start);
    }

    private static int listResponse(WireWriter out, EnrpMessage.ListResponse message) {
        int flags = message.rejected() ? EnrpDecoder.FLAG : 0;
        int start = open(out, MessageType.Enrp.LIST_RESPONSE, flags, message);
        for (ServerInformation server : message.servers()) {
            ServerInformationCodec.write(out, server);
        }
        return out.close(start);
    }

    private static int takeover(
            WireWriter out, MessageType.Enrp type, EnrpMessage message, RegistrarId target) {
        int start = open(out, type, 0, message);
        out.i32(target.value());
        return out.close(start);
    }

    private static int open(WireWriter out, MessageType.Enrp type, int flags, EnrpMessage message) {
        int start = out.openMessage(type.number(), flags);
        out.i32(message.sender().value());
        out.i32(message.receiver().value());
        return start;
    }

    /** Returns how many octets a message takes up, padding included. */
    static long size(EnrpMessage message) {
        long body =
                switch (message) {
                    case EnrpMessage.Presence m ->
                            (m.checksum().isPresent() ? FieldCodec.SIZE_OF_CHECKSUM : 0)
                                    + (m.information().isPresent()
                                            ? ServerInformationCodec.size(m.information().get())
                                            : 0);
                    case EnrpMessage.HandleTableResponse m -> {
                        long size = 0;
                        var entries = m.entries();
                        for (int i = 0; i < entries.size(); i++) {
                            size += size(entries.get(i));
                        }
                        yield size;
                    }
                    case EnrpMessage.HandleUpdate m ->
                            4 + FieldCodec.size(m.pool()) + PoolElementCodec.size(m.element());
                    case EnrpMessage.HandleTableRequest _, EnrpMessage.ListRequest _ -> 0;
                    case EnrpMessage.ListResponse m -> {
                        long size = 0;
                        for (ServerInformation server : m.servers()) {
                            size += ServerInformationCodec.size(server);
                        }
                        yield size;
                    }
                    case EnrpMessage.InitTakeover _,
                            EnrpMessage.InitTakeoverAck _,
                            EnrpMessage.TakeoverServer _ ->
                            4;
                    case EnrpMessage.EnrpError m -> OperationErrorCodec.size(m.errors());
                };
        return HEADER + body;
    }

    private static long size(PoolEntry entry) {
        return FieldCodec.size(entry.pool()) + AsapEncoder.sizeOfAll(entry.elements());
    }
}
