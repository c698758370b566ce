package org.rserpool.wire.codec;

import static org.rserpool.wire.codec.ParameterType.OPERATION_ERROR;
import static org.rserpool.wire.codec.ParameterType.PE_CHECKSUM;
import static org.rserpool.wire.codec.ParameterType.POOL_ELEMENT;
import static org.rserpool.wire.codec.ParameterType.POOL_HANDLE;
import static org.rserpool.wire.codec.ParameterType.SERVER_INFORMATION;
import static org.rserpool.wire.codec.ParameterType.setOf;

import java.util.List;
import org.rserpool.wire.RegistrarId;
import org.rserpool.wire.message.EnrpMessage;
import org.rserpool.wire.message.EnrpMessage.UpdateAction;

/**
 * Octets to ENRP messages, in the order of their type numbers (RFC 5353, section 2).
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +---------------+---------------+-------------------------------+
 * | Message Type  | Message Flags |        Message Length         |
 * +---------------+---------------+-------------------------------+
 * |                      Sending Server's ID                      |
 * +---------------------------------------------------------------+
 * |                     Receiving Server's ID                     |
 * +---------------------------------------------------------------+
 * :                    fields and parameters                      :
 * +---------------------------------------------------------------+
 * </pre>
 *
 * <p>Each reader starts behind these twelve octets. The pictures list what follows in the order in
 * which it is sent; what is in brackets may be absent, {@code ...} stands for more of the same.
 */
final class EnrpDecoder {

    /** Reply required, W, R and T, whichever the message has. */
    static final int FLAG = 0x01;

    /** M, which only HANDLE_TABLE_RESPONSE has. */
    static final int MORE_TO_SEND = 0x02;

    static final int ADD_PE = 0x0000;
    static final int DEL_PE = 0x0001;

    private EnrpDecoder() {}

    static EnrpMessage decode(MessageType.Enrp type, int flags, WireReader in) throws Undecodable {
        var from = in.registrarId("Sending Server's ID");
        var to = in.registrarId("Receiving Server's ID");
        if (from.equals(RegistrarId.NONE)) {
            throw Undecodable.silently("the Sending Server's ID is 0");
        }
        boolean flag = (flags & FLAG) != 0;
        return switch (type) {
            case PRESENCE -> presence(from, to, flag, in);
            case HANDLE_TABLE_REQUEST -> handleTableRequest(from, to, flag, in);
            case HANDLE_TABLE_RESPONSE ->
                    handleTableResponse(from, to, flag, (flags & MORE_TO_SEND) != 0, in);
            case HANDLE_UPDATE -> handleUpdate(from, to, flag, in);
            case LIST_REQUEST -> listRequest(from, to, in);
            case LIST_RESPONSE -> listResponse(from, to, flag, in);
            case INIT_TAKEOVER -> new EnrpMessage.InitTakeover(from, to, target(in));
            case INIT_TAKEOVER_ACK -> new EnrpMessage.InitTakeoverAck(from, to, target(in));
            case TAKEOVER_SERVER -> new EnrpMessage.TakeoverServer(from, to, target(in));
            case ERROR -> error(from, to, in);
        };
    }

    /**
     * ENRP_PRESENCE.
     *
     * <pre>
     * +---------------------------------------------------------------+
     * :  0x01  |  reply required  |  [PE Checksum]                    :
     * :                           |  [Server Information]             :
     * +---------------------------------------------------------------+
     * </pre>
     */
    private static EnrpMessage presence(
            RegistrarId from, RegistrarId to, boolean replyRequired, WireReader in)
            throws Undecodable {
        var parameters = new Parameters(in, setOf(PE_CHECKSUM) | setOf(SERVER_INFORMATION), 0);
        return new EnrpMessage.Presence(
                from, to, replyRequired, parameters.checksum(), parameters.serverInformation());
    }

    /**
     * ENRP_HANDLE_TABLE_REQUEST.
     *
     * <pre>
     * +---------------------------------------------------------------+
     * :  0x02  |  W  |                                                :
     * +---------------------------------------------------------------+
     * </pre>
     */
    private static EnrpMessage handleTableRequest(
            RegistrarId from, RegistrarId to, boolean ownChildrenOnly, WireReader in)
            throws Undecodable {
        withoutParameters(in);
        return new EnrpMessage.HandleTableRequest(from, to, ownChildrenOnly);
    }

    /**
     * ENRP_HANDLE_TABLE_RESPONSE.
     *
     * <pre>
     * +---------------------------------------------------------------+
     * :  0x03  |  M R  |  [Pool Handle  |  Pool Element ...]  ...     :
     * +---------------------------------------------------------------+
     * </pre>
     *
     * A rejection has no entries, so what follows it is not read.
     */
    private static EnrpMessage handleTableResponse(
            RegistrarId from, RegistrarId to, boolean rejected, boolean moreToSend, WireReader in)
            throws Undecodable {
        var parameters = new Parameters(in, 0, setOf(POOL_HANDLE) | setOf(POOL_ELEMENT));
        return new EnrpMessage.HandleTableResponse(
                from, to, rejected, moreToSend, rejected ? List.of() : parameters.poolEntries());
    }

    /**
     * ENRP_HANDLE_UPDATE.
     *
     * <pre>
     * +---------------------------------------------------------------+
     * :  0x04  |  T  |  Update Action, 2 octets  |  reserved, 2       :
     * :              |  Pool Handle  |  Pool Element                  :
     * +---------------------------------------------------------------+
     * </pre>
     */
    private static EnrpMessage handleUpdate(
            RegistrarId from, RegistrarId to, boolean takeoverSuggested, WireReader in)
            throws Undecodable {
        int number = in.u16("Update Action");
        var action =
                switch (number) {
                    case ADD_PE -> UpdateAction.ADD;
                    case DEL_PE -> UpdateAction.DELETE;
                    default -> throw in.invalid("Update Action is 0 or 1, not " + number);
                };
        in.u16("reserved field");
        var parameters = new Parameters(in, setOf(POOL_HANDLE) | setOf(POOL_ELEMENT), 0);
        return new EnrpMessage.HandleUpdate(
                from,
                to,
                action,
                takeoverSuggested,
                parameters.poolHandle(),
                parameters.poolElement(false));
    }

    /**
     * ENRP_LIST_REQUEST.
     *
     * <pre>
     * +---------------------------------------------------------------+
     * :  0x05  |  0  |                                                :
     * +---------------------------------------------------------------+
     * </pre>
     */
    private static EnrpMessage listRequest(RegistrarId from, RegistrarId to, WireReader in)
            throws Undecodable {
        withoutParameters(in);
        return new EnrpMessage.ListRequest(from, to);
    }

    /**
     * ENRP_LIST_RESPONSE.
     *
     * <pre>
     * +---------------------------------------------------------------+
     * :  0x06  |  R  |  [Server Information ...]                      :
     * +---------------------------------------------------------------+
     * </pre>
     *
     * A rejection lists no servers, so what follows it is not read.
     */
    private static EnrpMessage listResponse(
            RegistrarId from, RegistrarId to, boolean rejected, WireReader in) throws Undecodable {
        var parameters = new Parameters(in, 0, setOf(SERVER_INFORMATION));
        return new EnrpMessage.ListResponse(
                from, to, rejected, rejected ? List.of() : parameters.serverInformations());
    }

    /**
     * ENRP_INIT_TAKEOVER, ENRP_INIT_TAKEOVER_ACK and ENRP_TAKEOVER_SERVER.
     *
     * <pre>
     * +---------------------------------------------------------------+
     * :  0x07, 0x08, 0x09  |  0  |  Targeting Server's ID, 4 octets   :
     * +---------------------------------------------------------------+
     * </pre>
     */
    private static RegistrarId target(WireReader in) throws Undecodable {
        var target = in.registrarId("Targeting Server's ID");
        withoutParameters(in);
        return target;
    }

    /**
     * ENRP_ERROR.
     *
     * <pre>
     * +---------------------------------------------------------------+
     * :  0x0a  |  0  |  Operation Error                               :
     * +---------------------------------------------------------------+
     * </pre>
     */
    private static EnrpMessage error(RegistrarId from, RegistrarId to, WireReader in)
            throws Undecodable {
        return new EnrpMessage.EnrpError(
                from, to, new Parameters(in, setOf(OPERATION_ERROR), 0).requiredErrors());
    }

    /** Judges the parameters of a message that has none. */
    private static void withoutParameters(WireReader in) throws Undecodable {
        while (in.hasParameter()) {
            in.skipUnknown();
        }
    }
}
