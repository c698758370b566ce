package org.rserpool.wire.codec;

import static org.rserpool.wire.TransportUse.DATA_ONLY;
import static org.rserpool.wire.TransportUse.DATA_PLUS_CONTROL;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.rserpool.testkit.Fixtures;
import org.rserpool.wire.Bytes;
import org.rserpool.wire.CauseCode;
import org.rserpool.wire.ElementId;
import org.rserpool.wire.ErrorCause;
import org.rserpool.wire.IpAddress;
import org.rserpool.wire.PeChecksum;
import org.rserpool.wire.PolicyInfo;
import org.rserpool.wire.PoolElementInfo;
import org.rserpool.wire.PoolHandle;
import org.rserpool.wire.RegistrarId;
import org.rserpool.wire.RegistrationLife;
import org.rserpool.wire.ServerInformation;
import org.rserpool.wire.TransportAddress;
import org.rserpool.wire.TransportUse;
import org.rserpool.wire.message.AsapMessage;
import org.rserpool.wire.message.EnrpMessage;
import org.rserpool.wire.message.EnrpMessage.UpdateAction;
import org.rserpool.wire.message.Message;

/** A message of which the octets are known: {@code golden/NAME.hex} among the test resources. */
record Golden(String name, Dialect dialect, Message message) {

    static final PoolHandle ECHO1 = PoolHandle.of("Echo1");
    static final ElementId ELEMENT = new ElementId(0x12345678);
    static final RegistrarId PR1 = new RegistrarId(0xabcd0001);
    static final RegistrarId PR2 = new RegistrarId(0xabcd0002);

    static final TransportAddress.Sctp TWO_ADDRESSES =
            sctp(5001, DATA_PLUS_CONTROL, "192.0.2.1", "198.51.100.1");

    /** As the element registers itself. */
    static final PoolElementInfo REGISTERING =
            new PoolElementInfo(
                    ELEMENT,
                    RegistrationLife.ofSeconds(300),
                    TWO_ADDRESSES,
                    PolicyInfo.ROUND_ROBIN);

    /** As its home registrar passes it on. */
    static final PoolElementInfo AT_HOME =
            REGISTERING.withHome(PR1).withAsapTransport(sctp(10_000, DATA_ONLY, "192.0.2.1"));

    private static final RegistrarId A = new RegistrarId(0x1a2b3c4d);
    private static final RegistrarId B = new RegistrarId(0x5e6f7081);
    private static final RegistrarId T = new RegistrarId(0x00c0ffee);
    private static final PoolHandle ECHO_POOL = PoolHandle.of("EchoPool");
    private static final PoolElementInfo OF_ECHO_POOL =
            new PoolElementInfo(
                            new ElementId(0x5562e917),
                            RegistrationLife.ofSeconds(300),
                            sctp(2000, DATA_ONLY, "10.1.1.7"),
                            PolicyInfo.ROUND_ROBIN)
                    .withAsapTransport(sctp(3000, DATA_ONLY, "10.1.1.7"));

    static final List<Golden> ALL =
            List.of(
                    rfc("asap-registration", new AsapMessage.Registration(ECHO1, REGISTERING)),
                    rfc(
                            "asap-registration-response",
                            new AsapMessage.RegistrationResponse(ECHO1, ELEMENT, false, List.of())),
                    rfc(
                            "asap-registration-response-rejected",
                            new AsapMessage.RegistrationResponse(
                                    ECHO1,
                                    ELEMENT,
                                    true,
                                    List.of(
                                            new ErrorCause(
                                                    CauseCode.INCONSISTENT_POOLING_POLICY,
                                                    Bytes.ofHex("0008 0008 00000001"))))),
                    rfc("asap-deregistration", new AsapMessage.Deregistration(ECHO1, ELEMENT)),
                    rfc(
                            "asap-deregistration-response",
                            new AsapMessage.DeregistrationResponse(ECHO1, ELEMENT, List.of())),
                    rfc(
                            "asap-handle-resolution",
                            new AsapMessage.HandleResolution(ECHO1, true, OptionalLong.empty())),
                    rfc(
                            "asap-handle-resolution-option",
                            new AsapMessage.HandleResolution(ECHO1, false, OptionalLong.of(3))),
                    rfc(
                            "asap-handle-resolution-response",
                            new AsapMessage.HandleResolutionResponse(
                                    ECHO1,
                                    true,
                                    Optional.of(PolicyInfo.ROUND_ROBIN),
                                    List.of(REGISTERING.withHome(PR1)),
                                    List.of())),
                    rfc(
                            "asap-handle-resolution-response-negative",
                            AsapMessage.HandleResolutionResponse.negative(
                                    ECHO1, new ErrorCause(CauseCode.UNKNOWN_POOL_HANDLE))),
                    rfc(
                            "asap-endpoint-keep-alive",
                            new AsapMessage.EndpointKeepAlive(PR1, ECHO1, true, Optional.empty())),
                    rfc(
                            "asap-endpoint-keep-alive-identifier",
                            new AsapMessage.EndpointKeepAlive(
                                    PR1, ECHO1, false, Optional.of(ELEMENT))),
                    rfc(
                            "asap-endpoint-keep-alive-ack",
                            new AsapMessage.EndpointKeepAliveAck(ECHO1, ELEMENT)),
                    rfc(
                            "asap-endpoint-unreachable",
                            new AsapMessage.EndpointUnreachable(ECHO1, ELEMENT)),
                    rfc(
                            "asap-server-announce",
                            new AsapMessage.ServerAnnounce(
                                    PR1,
                                    List.of(
                                            sctp(3863, DATA_ONLY, "192.0.2.10"),
                                            new TransportAddress.Tcp(
                                                    3863, IpAddress.parse("192.0.2.10"))))),
                    rfc(
                            "asap-server-announce-bare",
                            new AsapMessage.ServerAnnounce(PR1, List.of())),
                    rfc("asap-cookie", new AsapMessage.Cookie(Bytes.ofHex("c0ffee112233"))),
                    rfc(
                            "asap-cookie-echo",
                            new AsapMessage.CookieEcho(Bytes.ofHex("c0ffee112233"))),
                    rfc(
                            "asap-business-card",
                            new AsapMessage.BusinessCard(ECHO1, List.of(REGISTERING))),
                    rfc(
                            "asap-error",
                            new AsapMessage.AsapError(List.of(unrecognized("4123 0006 aabb")))),
                    rfc(
                            "enrp-presence-reply-required",
                            new EnrpMessage.Presence(
                                    PR1,
                                    PR2,
                                    true,
                                    Optional.of(new PeChecksum(0xb880)),
                                    Optional.of(server(PR1, "192.0.2.10")))),
                    rfc("enrp-presence-minimal", minimalPresence(PR1, 0xb880)),
                    new Golden(
                            "enrp-presence-minimal-rsplib",
                            Dialect.RSPLIB,
                            minimalPresence(PR1, 0xb880)),
                    rfc(
                            "enrp-handle-update",
                            new EnrpMessage.HandleUpdate(
                                    PR1, PR2, UpdateAction.ADD, false, ECHO1, AT_HOME)),
                    rfc(
                            "enrp-presence",
                            new EnrpMessage.Presence(
                                    A,
                                    B,
                                    true,
                                    Optional.of(new PeChecksum(0x53d7)),
                                    Optional.of(server(A, "10.0.0.1")))),
                    rfc("enrp-presence-checksum", minimalPresence(A, 0x53d7)),
                    rfc(
                            "enrp-handle-table-request",
                            new EnrpMessage.HandleTableRequest(A, B, true)),
                    rfc(
                            "enrp-handle-table-response",
                            new EnrpMessage.HandleTableResponse(
                                    B,
                                    A,
                                    false,
                                    true,
                                    List.of(
                                            new EnrpMessage.PoolEntry(
                                                    ECHO_POOL,
                                                    List.of(OF_ECHO_POOL.withHome(B)))))),
                    rfc(
                            "enrp-handle-table-response-rejected",
                            new EnrpMessage.HandleTableResponse(B, A, true, false, List.of())),
                    rfc(
                            "enrp-handle-update-announced",
                            new EnrpMessage.HandleUpdate(
                                    A,
                                    RegistrarId.NONE,
                                    UpdateAction.ADD,
                                    false,
                                    ECHO_POOL,
                                    OF_ECHO_POOL.withHome(A))),
                    rfc("enrp-list-request", new EnrpMessage.ListRequest(A, B)),
                    rfc(
                            "enrp-list-response",
                            new EnrpMessage.ListResponse(
                                    B, A, false, List.of(server(T, "10.0.0.3")))),
                    rfc("enrp-init-takeover", new EnrpMessage.InitTakeover(A, RegistrarId.NONE, T)),
                    rfc("enrp-init-takeover-ack", new EnrpMessage.InitTakeoverAck(B, A, T)),
                    rfc(
                            "enrp-takeover-server",
                            new EnrpMessage.TakeoverServer(A, RegistrarId.NONE, T)),
                    rfc(
                            "enrp-error",
                            new EnrpMessage.EnrpError(
                                    A, B, List.of(unrecognized("4123 0008 deadbeef")))));

    /** Returns the octets of the message, read from its file. */
    byte[] octets() {
        return octets(name);
    }

    static byte[] octets(String name) {
        return Fixtures.hex(Golden.class, "/golden/" + name + ".hex");
    }

    static TransportAddress.Sctp sctp(int port, TransportUse use, String... addresses) {
        return new TransportAddress.Sctp(
                port, use, List.of(addresses).stream().map(IpAddress::parse).toList());
    }

    @Override
    public String toString() {
        return name;
    }

    private static Golden rfc(String name, Message message) {
        return new Golden(name, Dialect.RFC, message);
    }

    private static ErrorCause unrecognized(String parameter) {
        return new ErrorCause(CauseCode.UNRECOGNIZED_PARAMETER, Bytes.ofHex(parameter));
    }

    private static ServerInformation server(RegistrarId id, String address) {
        return new ServerInformation(id, sctp(9901, DATA_ONLY, address));
    }

    private static EnrpMessage.Presence minimalPresence(RegistrarId sender, int checksum) {
        return new EnrpMessage.Presence(
                sender,
                RegistrarId.NONE,
                false,
                Optional.of(new PeChecksum(checksum)),
                Optional.empty());
    }
}
