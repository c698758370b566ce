package org.rserpool.wire.codec;

import static org.rserpool.wire.TransportUse.DATA_ONLY;
import static org.rserpool.wire.TransportUse.DATA_PLUS_CONTROL;

import java.util.List;
import org.rserpool.wire.IpAddress;
import org.rserpool.wire.TransportAddress;
import org.rserpool.wire.TransportProtocol;
import org.rserpool.wire.TransportUse;

/**
 * The transport parameters (RFC 5354, sections 3.3 to 3.7 and 3.16; PAR-030 to PAR-051).
 *
 * <pre>
 * +-------------------------------+-------------------------------+
 * |     Type = 0x0004 (SCTP)      |            Length             |
 * +-------------------------------+-------------------------------+
 * |              port             |  Transport Use: 0 data only,  |
 * |                               |  1 data plus control          |
 * +-------------------------------+-------------------------------+
 * :    IPv4 Address and IPv6 Address parameters, at least one     :
 * +---------------------------------------------------------------+
 *
 * +-------------------------------+-------------------------------+
 * | Type = 0x0005 (TCP), 0x0006   |                               |
 * | (UDP) or 0x0007 (UDP-Lite)    |       Length = 16 or 28       |
 * +-------------------------------+-------------------------------+
 * |              port             |           reserved            |
 * +-------------------------------+-------------------------------+
 * :           one IPv4 Address or IPv6 Address parameter          :
 * +---------------------------------------------------------------+
 *
 * +-------------------------------+-------------------------------+
 * |     Type = 0x0003 (DCCP)      |       Length = 20 or 32       |
 * +-------------------------------+-------------------------------+
 * |              port             |           reserved            |
 * +-------------------------------+-------------------------------+
 * |                       DCCP service code                       |
 * +---------------------------------------------------------------+
 * :           one IPv4 Address or IPv6 Address parameter          :
 * +---------------------------------------------------------------+
 *
 * +-------------------------------+-------------------------------+
 * |    Type = 0x0010 (Opaque)     |         Length = 4 + n        |
 * +-------------------------------+-------------------------------+
 * :                           n octets                            :
 * +---------------------------------------------------------------+
 * </pre>
 *
 * <p>Deviation: in dialects with {@link Dialect#tcpControl} the reserved field of a TCP Transport
 * is its Transport Use, as RSPLIB has it, because elements that cannot speak SCTP have no other way
 * to offer a control channel.
 */
final class TransportCodec {

    private TransportCodec() {}

    static boolean isTransport(int type) {
        return type >= ParameterType.DCCP_TRANSPORT && type <= ParameterType.UDP_LITE_TRANSPORT
                || type == ParameterType.OPAQUE_TRANSPORT;
    }

    /** Returns whether ASAP and ENRP can run over this: SCTP, and in some dialects TCP. */
    static boolean carriesControl(Dialect dialect, int type) {
        return type == ParameterType.SCTP_TRANSPORT
                || type == ParameterType.TCP_TRANSPORT && dialect.tcpControl();
    }

    /** Refuses a transport over which ASAP and ENRP do not run in a dialect. */
    static void checkCarriesControl(Dialect dialect, TransportAddress transport) {
        boolean carries =
                switch (transport.protocol()) {
                    case SCTP -> true;
                    case TCP -> dialect.tcpControl();
                    case DCCP, UDP, UDP_LITE, OPAQUE -> false;
                };
        if (!carries) {
            throw new IllegalArgumentException(
                    "ASAP and ENRP do not run over " + transport + " in " + dialect);
        }
    }

    /**
     * Reads the next parameter, which is a transport.
     *
     * @param ofHost whether addresses that cannot be one host's are refused
     */
    static TransportAddress read(WireReader in, boolean ofHost) throws Undecodable {
        int type = in.open();
        var transport =
                switch (protocol(type)) {
                    case SCTP -> sctp(in, in.u16("SCTP port"), sctpUse(in), ofHost);
                    case TCP ->
                            new TransportAddress.Tcp(
                                    in.u16("TCP port"), tcpUse(in), onlyAddress(in, ofHost));
                    case UDP ->
                            new TransportAddress.Udp(
                                    portBeforeReserved(in), onlyAddress(in, ofHost));
                    case UDP_LITE ->
                            new TransportAddress.UdpLite(
                                    portBeforeReserved(in), onlyAddress(in, ofHost));
                    case DCCP ->
                            new TransportAddress.Dccp(
                                    portBeforeReserved(in),
                                    in.i32("DCCP service code"),
                                    onlyAddress(in, ofHost));
                    case OPAQUE -> new TransportAddress.Opaque(in.rest());
                };
        in.close();
        return transport;
    }

    /**
     * Reads the next parameter, which is the SCTP or TCP Transport of a registrar. It has no use to
     * speak of: the field is ignored.
     */
    static TransportAddress readRegistrars(WireReader in) throws Undecodable {
        int type = in.open();
        int port = portBeforeReserved(in);
        var transport =
                type == ParameterType.SCTP_TRANSPORT
                        ? sctp(in, port, DATA_ONLY, false)
                        : new TransportAddress.Tcp(port, onlyAddress(in, false));
        in.close();
        return transport;
    }

    private static TransportProtocol protocol(int type) {
        return switch (type) {
            case ParameterType.DCCP_TRANSPORT -> TransportProtocol.DCCP;
            case ParameterType.SCTP_TRANSPORT -> TransportProtocol.SCTP;
            case ParameterType.TCP_TRANSPORT -> TransportProtocol.TCP;
            case ParameterType.UDP_TRANSPORT -> TransportProtocol.UDP;
            case ParameterType.UDP_LITE_TRANSPORT -> TransportProtocol.UDP_LITE;
            default -> TransportProtocol.OPAQUE;
        };
    }

    private static int portBeforeReserved(WireReader in) throws Undecodable {
        return in.i32("port") >>> 16;
    }

    private static TransportUse sctpUse(WireReader in) throws Undecodable {
        int use = in.u16("Transport Use");
        return switch (use) {
            case 0 -> DATA_ONLY;
            case 1 -> DATA_PLUS_CONTROL;
            default -> throw in.invalid("Transport Use is 0 or 1, not " + use);
        };
    }

    private static TransportUse tcpUse(WireReader in) throws Undecodable {
        int reserved = in.u16("reserved field");
        return reserved == 1 && in.dialect().tcpControl() ? DATA_PLUS_CONTROL : DATA_ONLY;
    }

    private static TransportAddress.Sctp sctp(
            WireReader in, int port, TransportUse use, boolean ofHost) throws Undecodable {
        int count = countAddresses(in);
        if (count == 0) {
            throw in.invalid("an SCTP Transport needs at least one address");
        }
        if (count == 1) {
            return new TransportAddress.Sctp(port, use, List.of(nextAddress(in, ofHost)));
        }
        var addresses = new IpAddress[count];
        for (int i = 0; i < count; i++) {
            addresses[i] = nextAddress(in, ofHost);
        }
        return new TransportAddress.Sctp(port, use, List.of(addresses));
    }

    private static IpAddress onlyAddress(WireReader in, boolean ofHost) throws Undecodable {
        int count = countAddresses(in);
        if (count != 1) {
            throw in.invalid("a transport other than SCTP has one address, not " + count);
        }
        return nextAddress(in, ofHost);
    }

    /** Counts the addresses from here on and judges what else there is; the position stays. */
    private static int countAddresses(WireReader in) throws Undecodable {
        int first = in.position();
        int count = 0;
        while (in.hasParameter()) {
            if (AddressCodec.isAddress(in.peekType())) {
                in.skip();
                count++;
            } else {
                in.skipUnknown();
            }
        }
        in.moveTo(first);
        return count;
    }

    /** Reads the next of the addresses that were counted. */
    private static IpAddress nextAddress(WireReader in, boolean ofHost) throws Undecodable {
        while (!AddressCodec.isAddress(in.peekType())) {
            in.skip();
        }
        return AddressCodec.read(in, ofHost);
    }

    static void write(WireWriter out, TransportAddress transport) {
        switch (transport) {
            case TransportAddress.Sctp sctp -> writeSctp(out, sctp, sctp.use());
            case TransportAddress.Tcp tcp ->
                    writeIp(
                            out,
                            ParameterType.TCP_TRANSPORT,
                            tcp.port(),
                            out.dialect().tcpControl() ? number(tcp.use()) : 0,
                            tcp.address());
            case TransportAddress.Udp udp ->
                    writeIp(out, ParameterType.UDP_TRANSPORT, udp.port(), 0, udp.address());
            case TransportAddress.UdpLite lite ->
                    writeIp(out, ParameterType.UDP_LITE_TRANSPORT, lite.port(), 0, lite.address());
            case TransportAddress.Dccp dccp -> {
                int start = out.open(ParameterType.DCCP_TRANSPORT);
                out.i32(dccp.port() << 16);
                out.i32(dccp.serviceCode());
                AddressCodec.write(out, dccp.address());
                out.close(start);
            }
            case TransportAddress.Opaque opaque -> {
                int start = out.open(ParameterType.OPAQUE_TRANSPORT);
                out.octets(opaque.content());
                out.close(start);
            }
        }
    }

    /** Writes where a registrar is; for SCTP and TCP without use. */
    static void writeRegistrars(WireWriter out, TransportAddress transport) {
        switch (transport) {
            case TransportAddress.Sctp sctp -> writeSctp(out, sctp, DATA_ONLY);
            case TransportAddress.Tcp tcp ->
                    writeIp(out, ParameterType.TCP_TRANSPORT, tcp.port(), 0, tcp.address());
            case TransportAddress.Udp _,
                    TransportAddress.UdpLite _,
                    TransportAddress.Dccp _,
                    TransportAddress.Opaque _ ->
                    write(out, transport);
        }
    }

    private static void writeSctp(
            WireWriter out, TransportAddress.Sctp transport, TransportUse use) {
        int start = out.open(ParameterType.SCTP_TRANSPORT);
        out.i32(transport.port() << 16 | number(use));
        var addresses = transport.addresses();
        for (int i = 0; i < addresses.size(); i++) {
            AddressCodec.write(out, addresses.get(i));
        }
        out.close(start);
    }

    private static void writeIp(
            WireWriter out, int type, int port, int reserved, IpAddress address) {
        int start = out.open(type);
        out.i32(port << 16 | reserved);
        AddressCodec.write(out, address);
        out.close(start);
    }

    private static int number(TransportUse use) {
        return switch (use) {
            case DATA_ONLY -> 0;
            case DATA_PLUS_CONTROL -> 1;
        };
    }

    static long size(TransportAddress transport) {
        return switch (transport) {
            case TransportAddress.Sctp sctp -> {
                long size = 8;
                var addresses = sctp.addresses();
                for (int i = 0; i < addresses.size(); i++) {
                    size += AddressCodec.size(addresses.get(i));
                }
                yield size;
            }
            case TransportAddress.Tcp tcp -> 8 + AddressCodec.size(tcp.address());
            case TransportAddress.Udp udp -> 8 + AddressCodec.size(udp.address());
            case TransportAddress.UdpLite lite -> 8 + AddressCodec.size(lite.address());
            case TransportAddress.Dccp dccp -> 12 + AddressCodec.size(dccp.address());
            case TransportAddress.Opaque opaque -> 4 + FieldCodec.padded(opaque.content().size());
        };
    }
}
