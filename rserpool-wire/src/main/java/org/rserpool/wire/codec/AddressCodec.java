package org.rserpool.wire.codec;

import org.rserpool.wire.IpAddress;

/**
 * IPv4 Address and IPv6 Address (RFC 5354, sections 3.1 and 3.2; PAR-028, PAR-029).
 *
 * <pre>
 * +-------------------------------+-------------------------------+
 * |         Type = 0x0001         |          Length = 8           |
 * +-------------------------------+-------------------------------+
 * |                          IPv4 Address                         |
 * +---------------------------------------------------------------+
 *
 * +-------------------------------+-------------------------------+
 * |         Type = 0x0002         |          Length = 20          |
 * +-------------------------------+-------------------------------+
 * |                                                               |
 * |                          IPv6 Address                         |
 * |                                                               |
 * |                                                               |
 * +---------------------------------------------------------------+
 * </pre>
 */
final class AddressCodec {

    private AddressCodec() {}

    static boolean isAddress(int type) {
        return type == ParameterType.IPV4_ADDRESS || type == ParameterType.IPV6_ADDRESS;
    }

    /**
     * Reads the next parameter, which is an address.
     *
     * @param ofHost whether an address that cannot be one host's is refused
     */
    static IpAddress read(WireReader in, boolean ofHost) throws Undecodable {
        int type = in.open();
        IpAddress address;
        if (type == ParameterType.IPV4_ADDRESS) {
            FieldCodec.exactly(in, 4, "an IPv4 Address");
            address = new IpAddress.V4(in.i32("IPv4 Address"));
        } else {
            FieldCodec.exactly(in, 16, "an IPv6 Address");
            address = IpAddress.ofHalves(in.i64("IPv6 Address"), in.i64("IPv6 Address"));
        }
        if (ofHost && (address.isUnspecified() || address.isMulticast())) {
            throw in.invalid(address + " is the address of no host");
        }
        in.close();
        return address;
    }

    static void write(WireWriter out, IpAddress address) {
        switch (address) {
            case IpAddress.V4(int bits) -> {
                int start = out.open(ParameterType.IPV4_ADDRESS);
                out.i32(bits);
                out.close(start);
            }
            case IpAddress.V6(long high, long low) -> {
                int start = out.open(ParameterType.IPV6_ADDRESS);
                out.i64(high);
                out.i64(low);
                out.close(start);
            }
        }
    }

    static int size(IpAddress address) {
        return switch (address) {
            case IpAddress.V4 _ -> 8;
            case IpAddress.V6 _ -> 20;
        };
    }
}
