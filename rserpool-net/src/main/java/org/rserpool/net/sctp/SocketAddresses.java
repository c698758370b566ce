package org.rserpool.net.sctp;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.rserpool.wire.IpAddress;

/**
 * The socket addresses of the operating system (Linux).
 *
 * <pre>
 * sockaddr_in:  family (2), port (2), address (4), nothing (8)
 * sockaddr_in6: family (2), port (2), flow (4), address (16), scope (4)
 * </pre>
 */
@SuppressWarnings("restricted")
final class SocketAddresses {

    /** The octets of the largest. */
    static final int MAX_SIZE = 128;

    private static final short INET = 2;
    private static final short INET6 = 10;
    private static final int INET_SIZE = 16;
    private static final int INET6_SIZE = 28;
    private static final int PORT = 2;
    private static final int INET_ADDRESS = 4;
    private static final int INET6_ADDRESS = 8;
    private static final ValueLayout.OfShort NETWORK_SHORT =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

    private SocketAddresses() {}

    static int port(MemorySegment address) {
        return address.get(NETWORK_SHORT, PORT) & 0xffff;
    }

    /** Returns the IP address; empty if it is of another family. */
    static Optional<IpAddress> address(MemorySegment address) {
        return switch (address.get(JAVA_SHORT, 0)) {
            case INET -> Optional.of(read(address, INET_ADDRESS, 4));
            case INET6 -> Optional.of(read(address, INET6_ADDRESS, 16));
            default -> Optional.empty();
        };
    }

    private static IpAddress read(MemorySegment address, int at, int length) {
        return IpAddress.of(address.asSlice(at, length).toArray(JAVA_BYTE));
    }

    /** Writes addresses one behind the other, each as long as its family is. */
    static MemorySegment pack(Arena arena, List<IpAddress> addresses, int port) {
        var packed = arena.allocate((long) INET6_SIZE * addresses.size(), 8);
        long position = 0;
        for (IpAddress address : addresses) {
            var octets = MemorySegment.ofArray(address.octets());
            boolean v4 = address instanceof IpAddress.V4;
            packed.set(ValueLayout.JAVA_SHORT_UNALIGNED, position, v4 ? INET : INET6);
            packed.set(NETWORK_SHORT, position + PORT, (short) port);
            packed.asSlice(position + (v4 ? INET_ADDRESS : INET6_ADDRESS)).copyFrom(octets);
            position += v4 ? INET_SIZE : INET6_SIZE;
        }
        return packed.asSlice(0, position);
    }

    /** Reads what {@link #pack} writes. */
    static List<IpAddress> unpack(MemorySegment packed, int count) {
        var all = packed.reinterpret((long) INET6_SIZE * count);
        var addresses = new ArrayList<IpAddress>();
        long position = 0;
        for (int i = 0; i < count; i++) {
            boolean v4 = all.get(ValueLayout.JAVA_SHORT_UNALIGNED, position) == INET;
            int size = v4 ? INET_SIZE : INET6_SIZE;
            var slice = all.asSlice(position + (v4 ? INET_ADDRESS : INET6_ADDRESS), v4 ? 4 : 16);
            addresses.add(IpAddress.of(slice.toArray(JAVA_BYTE)));
            position += size;
        }
        return addresses;
    }
}
