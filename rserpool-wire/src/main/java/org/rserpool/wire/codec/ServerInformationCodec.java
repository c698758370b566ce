package org.rserpool.wire.codec;

import org.rserpool.wire.ServerInformation;

/**
 * Server Information (RFC 5354, section 3.11; PAR-069).
 *
 * <pre>
 * +-------------------------------+-------------------------------+
 * |         Type = 0x000b         |            Length             |
 * +-------------------------------+-------------------------------+
 * |                       Server Identifier                       |
 * +---------------------------------------------------------------+
 * :                        SCTP Transport                         :
 * +---------------------------------------------------------------+
 * </pre>
 *
 * <p>Deviation: in dialects with {@link Dialect#tcpControl} it may be a TCP Transport, for
 * registrars that meet where there is no SCTP.
 */
final class ServerInformationCodec {

    private static final int ABSENT = -1;

    private ServerInformationCodec() {}

    /** Reads the next parameter, which is a Server Information. */
    static ServerInformation read(WireReader in) throws Undecodable {
        in.open();
        var id = in.registrarId("Server Identifier");
        int transportAt = ABSENT;
        while (in.hasParameter()) {
            if (!TransportCodec.carriesControl(in.dialect(), in.peekType())) {
                in.skipUnknown();
            } else if (transportAt == ABSENT) {
                transportAt = in.position();
                in.skip();
            } else {
                throw in.invalidNext("a Server Information has one transport");
            }
        }
        if (transportAt == ABSENT) {
            throw in.invalid("a Server Information has a transport");
        }
        in.moveTo(transportAt);
        var transport = TransportCodec.readRegistrars(in);
        in.close();
        return new ServerInformation(id, transport);
    }

    static void write(WireWriter out, ServerInformation server) {
        TransportCodec.checkCarriesControl(out.dialect(), server.transport());
        int start = out.open(ParameterType.SERVER_INFORMATION);
        out.i32(server.id().value());
        TransportCodec.writeRegistrars(out, server.transport());
        out.close(start);
    }

    static long size(ServerInformation server) {
        return 8 + TransportCodec.size(server.transport());
    }
}
