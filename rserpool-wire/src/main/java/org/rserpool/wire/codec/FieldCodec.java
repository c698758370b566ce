package org.rserpool.wire.codec;

import org.rserpool.wire.Bytes;
import org.rserpool.wire.ElementId;
import org.rserpool.wire.PeChecksum;
import org.rserpool.wire.PoolHandle;

/**
 * The parameters whose value is a single field (RFC 5354, sections 3.9 and 3.13 to 3.15).
 *
 * <pre>
 * +-------------------------------+-------------------------------+
 * |      Type = 0x0009, 0x000d    |          Length = 4 + n       |
 * +-------------------------------+-------------------------------+
 * :            Pool Handle, Cookie: n octets                      :
 * +---------------------------------------------------------------+
 *
 * +-------------------------------+-------------------------------+
 * |      Type = 0x000e, 0x803f    |          Length = 8           |
 * +-------------------------------+-------------------------------+
 * |   PE Identifier, number of items of Handle Resolution Option  |
 * +---------------------------------------------------------------+
 *
 * +-------------------------------+-------------------------------+
 * |         Type = 0x000f         |          Length = 6           |
 * +-------------------------------+-------------------------------+
 * |          PE Checksum          |            padding            |
 * +-------------------------------+-------------------------------+
 * </pre>
 */
final class FieldCodec {

    static final int SIZE_OF_ELEMENT_ID = 8;
    static final int SIZE_OF_CHECKSUM = 8;
    static final int SIZE_OF_ITEMS = 8;

    private FieldCodec() {}

    static PoolHandle readPoolHandle(WireReader in) throws Undecodable {
        in.open();
        if (in.remaining() == 0) {
            throw in.invalid("a Pool Handle needs at least one octet");
        }
        var pool = in.poolHandle();
        in.close();
        return pool;
    }

    static void write(WireWriter out, PoolHandle pool) {
        int start = out.open(ParameterType.POOL_HANDLE);
        out.octets(pool);
        out.close(start);
    }

    static long size(PoolHandle pool) {
        return 4 + padded(pool.length());
    }

    static Bytes readCookie(WireReader in) throws Undecodable {
        in.open();
        var cookie = in.rest();
        in.close();
        return cookie;
    }

    static void writeCookie(WireWriter out, Bytes cookie) {
        int start = out.open(ParameterType.COOKIE);
        out.octets(cookie);
        out.close(start);
    }

    static long sizeOfCookie(Bytes cookie) {
        return 4 + padded(cookie.size());
    }

    static ElementId readElementId(WireReader in) throws Undecodable {
        in.open();
        exactly(in, 4, "a PE Identifier");
        var element = new ElementId(in.i32("PE Identifier"));
        in.close();
        return element;
    }

    static void write(WireWriter out, ElementId element) {
        int start = out.open(ParameterType.PE_IDENTIFIER);
        out.i32(element.value());
        out.close(start);
    }

    static PeChecksum readChecksum(WireReader in) throws Undecodable {
        in.open();
        exactly(in, 2, "a PE Checksum");
        var checksum = new PeChecksum(in.u16("PE Checksum"));
        in.close();
        return checksum;
    }

    static void write(WireWriter out, PeChecksum checksum) {
        int start = out.open(ParameterType.PE_CHECKSUM);
        out.u16(checksum.value());
        out.close(start);
    }

    static long readItems(WireReader in) throws Undecodable {
        in.open();
        exactly(in, 4, "a Handle Resolution Option");
        long items = in.i32("Handle Resolution Option") & 0xffffffffL;
        in.close();
        return items;
    }

    static void writeItems(WireWriter out, long items) {
        int start = out.open(ParameterType.HANDLE_RESOLUTION_OPTION);
        out.i32((int) items);
        out.close(start);
    }

    /** Returns {@code length} with padding; of what fits into no parameter as well. */
    static long padded(long length) {
        return (length + 3) & ~3;
    }

    /** Refuses an open parameter whose value has not exactly {@code length} octets. */
    static void exactly(WireReader in, int length, String what) throws Undecodable {
        if (in.remaining() != length) {
            throw in.invalid(what + " has " + length + " octets, not " + in.remaining());
        }
    }
}
