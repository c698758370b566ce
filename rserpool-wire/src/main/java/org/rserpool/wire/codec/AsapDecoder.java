package org.rserpool.wire.codec;

import static org.rserpool.wire.codec.ParameterType.COOKIE;
import static org.rserpool.wire.codec.ParameterType.HANDLE_RESOLUTION_OPTION;
import static org.rserpool.wire.codec.ParameterType.OPERATION_ERROR;
import static org.rserpool.wire.codec.ParameterType.PE_IDENTIFIER;
import static org.rserpool.wire.codec.ParameterType.POLICY;
import static org.rserpool.wire.codec.ParameterType.POOL_ELEMENT;
import static org.rserpool.wire.codec.ParameterType.POOL_HANDLE;
import static org.rserpool.wire.codec.ParameterType.SCTP_TRANSPORT;
import static org.rserpool.wire.codec.ParameterType.TCP_TRANSPORT;
import static org.rserpool.wire.codec.ParameterType.setOf;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.rserpool.wire.Bytes;
import org.rserpool.wire.message.AsapMessage;

/**
 * Octets to ASAP messages, in the order of their type numbers (RFC 5352, section 2.2).
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +---------------+---------------+-------------------------------+
 * | Message Type  | Message Flags |        Message Length         |
 * +---------------+---------------+-------------------------------+
 * :   Server Identifier, in ENDPOINT_KEEP_ALIVE, SERVER_ANNOUNCE  :
 * +---------------------------------------------------------------+
 * :                          parameters                           :
 * +---------------------------------------------------------------+
 * </pre>
 *
 * <p>Each reader starts behind the common header. The pictures list the parameters in the order in
 * which they are sent; those in brackets may be absent, {@code ...} stands for more of the same.
 */
final class AsapDecoder {

    /** R, S, A and H, whichever the message has. */
    static final int FLAG = 0x01;

    private AsapDecoder() {}

    static AsapMessage decode(MessageType.Asap type, int flags, WireReader in) throws Undecodable {
        boolean flag = (flags & FLAG) != 0;
        return switch (type) {
            case REGISTRATION -> registration(in);
            case DEREGISTRATION -> deregistration(in);
            case REGISTRATION_RESPONSE -> registrationResponse(flag, in);
            case DEREGISTRATION_RESPONSE -> deregistrationResponse(in);
            case HANDLE_RESOLUTION -> handleResolution(flag, in);
            case HANDLE_RESOLUTION_RESPONSE -> handleResolutionResponse(flag, in);
            case ENDPOINT_KEEP_ALIVE -> endpointKeepAlive(flag, in);
            case ENDPOINT_KEEP_ALIVE_ACK -> endpointKeepAliveAck(in);
            case ENDPOINT_UNREACHABLE -> endpointUnreachable(in);
            case SERVER_ANNOUNCE -> serverAnnounce(in);
            case COOKIE -> new AsapMessage.Cookie(cookie(in));
            case COOKIE_ECHO -> new AsapMessage.CookieEcho(cookie(in));
            case BUSINESS_CARD -> businessCard(in);
            case ERROR -> error(in);
        };
    }

    /**
     * ASAP_REGISTRATION.
     *
     * <pre>
     * +---------------------------------------------------------------+
     * :  0x01  |  0  |  Pool Handle  |  Pool Element                  :
     * +---------------------------------------------------------------+
     * </pre>
     */
    private static AsapMessage registration(WireReader in) throws Undecodable {
        var parameters = new Parameters(in, setOf(POOL_HANDLE) | setOf(POOL_ELEMENT), 0);
        return new AsapMessage.Registration(parameters.poolHandle(), parameters.poolElement(true));
    }

    /**
     * ASAP_DEREGISTRATION.
     *
     * <pre>
     * +---------------------------------------------------------------+
     * :  0x02  |  0  |  Pool Handle  |  PE Identifier                 :
     * +---------------------------------------------------------------+
     * </pre>
     */
    private static AsapMessage deregistration(WireReader in) throws Undecodable {
        var parameters = handleAndIdentifier(in);
        return new AsapMessage.Deregistration(parameters.poolHandle(), parameters.elementId());
    }

    /**
     * ASAP_REGISTRATION_RESPONSE.
     *
     * <pre>
     * +---------------------------------------------------------------+
     * :  0x03  |  R  |  Pool Handle  |  PE Identifier                 :
     * :              |  [Operation Error]                             :
     * +---------------------------------------------------------------+
     * </pre>
     */
    private static AsapMessage registrationResponse(boolean rejected, WireReader in)
            throws Undecodable {
        var parameters = handleIdentifierAndError(in);
        return new AsapMessage.RegistrationResponse(
                parameters.poolHandle(), parameters.elementId(), rejected, parameters.errors());
    }

    /**
     * ASAP_DEREGISTRATION_RESPONSE.
     *
     * <pre>
     * +---------------------------------------------------------------+
     * :  0x04  |  0  |  Pool Handle  |  PE Identifier                 :
     * :              |  [Operation Error]                             :
     * +---------------------------------------------------------------+
     * </pre>
     */
    private static AsapMessage deregistrationResponse(WireReader in) throws Undecodable {
        var parameters = handleIdentifierAndError(in);
        return new AsapMessage.DeregistrationResponse(
                parameters.poolHandle(), parameters.elementId(), parameters.errors());
    }

    /**
     * ASAP_HANDLE_RESOLUTION.
     *
     * <pre>
     * +---------------------------------------------------------------+
     * :  0x05  |  S  |  Pool Handle  |  [Handle Resolution Option]    :
     * +---------------------------------------------------------------+
     * </pre>
     */
    private static AsapMessage handleResolution(boolean subscribe, WireReader in)
            throws Undecodable {
        var parameters =
                new Parameters(in, setOf(POOL_HANDLE) | setOf(HANDLE_RESOLUTION_OPTION), 0);
        return new AsapMessage.HandleResolution(
                parameters.poolHandle(),
                subscribe,
                parameters.has(HANDLE_RESOLUTION_OPTION)
                        ? OptionalLong.of(parameters.items())
                        : OptionalLong.empty());
    }

    /**
     * ASAP_HANDLE_RESOLUTION_RESPONSE.
     *
     * <pre>
     * +---------------------------------------------------------------+
     * :  0x06  |  A  |  Pool Handle  |  [Pool Member Selection Policy]:
     * :              |  Pool Element ...                              :
     * +---------------------------------------------------------------+
     *
     * +---------------------------------------------------------------+
     * :  0x06  |  A  |  Pool Handle  |  Operation Error               :
     * +---------------------------------------------------------------+
     * </pre>
     *
     * With an Operation Error the answer is negative, whatever else it holds (ASAP-032).
     */
    private static AsapMessage handleResolutionResponse(boolean updates, WireReader in)
            throws Undecodable {
        var parameters =
                new Parameters(
                        in,
                        setOf(POOL_HANDLE) | setOf(POLICY) | setOf(OPERATION_ERROR),
                        setOf(POOL_ELEMENT));
        var pool = parameters.poolHandle();
        var errors = parameters.errors();
        return errors.isEmpty()
                ? new AsapMessage.HandleResolutionResponse(
                        pool, updates, parameters.policy(), parameters.poolElements(), errors)
                : new AsapMessage.HandleResolutionResponse(
                        pool, updates, Optional.empty(), List.of(), errors);
    }

    /**
     * ASAP_ENDPOINT_KEEP_ALIVE.
     *
     * <pre>
     * +---------------------------------------------------------------+
     * :  0x07  |  H  |  Server Identifier, 4 octets                   :
     * :              |  Pool Handle  |  [PE Identifier]               :
     * +---------------------------------------------------------------+
     * </pre>
     *
     * Deviation: the PE Identifier is an extension of RSPLIB. Without it several elements of one
     * pool on one association cannot be told apart.
     */
    private static AsapMessage endpointKeepAlive(boolean newHome, WireReader in)
            throws Undecodable {
        var registrar = in.registrarId("Server Identifier");
        var parameters = handleAndIdentifier(in);
        return new AsapMessage.EndpointKeepAlive(
                registrar,
                parameters.poolHandle(),
                newHome,
                parameters.has(PE_IDENTIFIER)
                        ? Optional.of(parameters.elementId())
                        : Optional.empty());
    }

    /**
     * ASAP_ENDPOINT_KEEP_ALIVE_ACK.
     *
     * <pre>
     * +---------------------------------------------------------------+
     * :  0x08  |  0  |  Pool Handle  |  PE Identifier                 :
     * +---------------------------------------------------------------+
     * </pre>
     */
    private static AsapMessage endpointKeepAliveAck(WireReader in) throws Undecodable {
        var parameters = handleAndIdentifier(in);
        return new AsapMessage.EndpointKeepAliveAck(
                parameters.poolHandle(), parameters.elementId());
    }

    /**
     * ASAP_ENDPOINT_UNREACHABLE.
     *
     * <pre>
     * +---------------------------------------------------------------+
     * :  0x09  |  0  |  Pool Handle  |  PE Identifier                 :
     * +---------------------------------------------------------------+
     * </pre>
     */
    private static AsapMessage endpointUnreachable(WireReader in) throws Undecodable {
        var parameters = handleAndIdentifier(in);
        return new AsapMessage.EndpointUnreachable(parameters.poolHandle(), parameters.elementId());
    }

    /**
     * ASAP_SERVER_ANNOUNCE.
     *
     * <pre>
     * +---------------------------------------------------------------+
     * :  0x0a  |  0  |  Server Identifier, 4 octets                   :
     * :              |  [SCTP Transport or TCP Transport ...]         :
     * +---------------------------------------------------------------+
     * </pre>
     */
    private static AsapMessage serverAnnounce(WireReader in) throws Undecodable {
        var registrar = in.registrarId("Server Identifier");
        var parameters = new Parameters(in, 0, setOf(SCTP_TRANSPORT) | setOf(TCP_TRANSPORT));
        return new AsapMessage.ServerAnnounce(registrar, parameters.transports());
    }

    /**
     * ASAP_COOKIE and ASAP_COOKIE_ECHO.
     *
     * <pre>
     * +---------------------------------------------------------------+
     * :  0x0b, 0x0c  |  0  |  Cookie                                  :
     * +---------------------------------------------------------------+
     * </pre>
     */
    private static Bytes cookie(WireReader in) throws Undecodable {
        return new Parameters(in, setOf(COOKIE), 0).cookie();
    }

    /**
     * ASAP_BUSINESS_CARD.
     *
     * <pre>
     * +---------------------------------------------------------------+
     * :  0x0d  |  0  |  Pool Handle  |  Pool Element ...              :
     * +---------------------------------------------------------------+
     * </pre>
     */
    private static AsapMessage businessCard(WireReader in) throws Undecodable {
        var parameters = new Parameters(in, setOf(POOL_HANDLE), setOf(POOL_ELEMENT));
        return new AsapMessage.BusinessCard(parameters.poolHandle(), parameters.poolElements());
    }

    /**
     * ASAP_ERROR.
     *
     * <pre>
     * +---------------------------------------------------------------+
     * :  0x0e  |  0  |  Operation Error                               :
     * +---------------------------------------------------------------+
     * </pre>
     */
    private static AsapMessage error(WireReader in) throws Undecodable {
        return new AsapMessage.AsapError(
                new Parameters(in, setOf(OPERATION_ERROR), 0).requiredErrors());
    }

    private static Parameters handleAndIdentifier(WireReader in) throws Undecodable {
        return new Parameters(in, setOf(POOL_HANDLE) | setOf(PE_IDENTIFIER), 0);
    }

    private static Parameters handleIdentifierAndError(WireReader in) throws Undecodable {
        return new Parameters(
                in, setOf(POOL_HANDLE) | setOf(PE_IDENTIFIER) | setOf(OPERATION_ERROR), 0);
    }
}
