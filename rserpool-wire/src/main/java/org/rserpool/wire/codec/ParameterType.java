package org.rserpool.wire.codec;

import java.util.HexFormat;

/** The numbers of the parameters (RFC 5354, table 1; PAR-015). */
final class ParameterType {

    static final int IPV4_ADDRESS = 0x0001;
    static final int IPV6_ADDRESS = 0x0002;
    static final int DCCP_TRANSPORT = 0x0003;
    static final int SCTP_TRANSPORT = 0x0004;
    static final int TCP_TRANSPORT = 0x0005;
    static final int UDP_TRANSPORT = 0x0006;
    static final int UDP_LITE_TRANSPORT = 0x0007;
    static final int POLICY = 0x0008;
    static final int POOL_HANDLE = 0x0009;
    static final int POOL_ELEMENT = 0x000a;
    static final int SERVER_INFORMATION = 0x000b;
    static final int OPERATION_ERROR = 0x000c;
    static final int COOKIE = 0x000d;
    static final int PE_IDENTIFIER = 0x000e;
    static final int PE_CHECKSUM = 0x000f;
    static final int OPAQUE_TRANSPORT = 0x0010;

    /**
     * How many elements a handle resolution is to return. Deviation: an extension of RSPLIB, whose
     * highest bits let others skip it.
     */
    static final int HANDLE_RESOLUTION_OPTION = 0x803f;

    private ParameterType() {}

    /** Returns a set that has {@code type} alone; sets are joined by {@code |}. */
    static int setOf(int type) {
        if (type <= OPAQUE_TRANSPORT) {
            return 1 << type;
        }
        return type == HANDLE_RESOLUTION_OPTION ? 1 << 31 : 0;
    }

    /** Returns the name of RFC 5354 and the number. */
    static String describe(int type) {
        var name =
                switch (type) {
                    case IPV4_ADDRESS -> "IPv4 Address";
                    case IPV6_ADDRESS -> "IPv6 Address";
                    case DCCP_TRANSPORT -> "DCCP Transport";
                    case SCTP_TRANSPORT -> "SCTP Transport";
                    case TCP_TRANSPORT -> "TCP Transport";
                    case UDP_TRANSPORT -> "UDP Transport";
                    case UDP_LITE_TRANSPORT -> "UDP-Lite Transport";
                    case POLICY -> "Pool Member Selection Policy";
                    case POOL_HANDLE -> "Pool Handle";
                    case POOL_ELEMENT -> "Pool Element";
                    case SERVER_INFORMATION -> "Server Information";
                    case OPERATION_ERROR -> "Operation Error";
                    case COOKIE -> "Cookie";
                    case PE_IDENTIFIER -> "PE Identifier";
                    case PE_CHECKSUM -> "PE Checksum";
                    case OPAQUE_TRANSPORT -> "Opaque Transport";
                    case HANDLE_RESOLUTION_OPTION -> "Handle Resolution Option";
                    default -> "parameter";
                };
        return name + " 0x" + HexFormat.of().toHexDigits((short) type);
    }
}
