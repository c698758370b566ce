package org.rserpool.wire;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;

/**
 * An IPv4 or IPv6 address as it stands in an address parameter: without scope (RFC 5354, sections
 * 3.1 and 3.2).
 */
public sealed interface IpAddress {

    /** Returns the address in network byte order, 4 or 16 octets. */
    byte[] octets();

    /** Returns whether this is the wildcard address, which names no host. */
    boolean isUnspecified();

    /** Returns whether this is a loopback address. */
    boolean isLoopback();

    /** Returns whether this is a link-local address, which means nothing without a link. */
    boolean isLinkLocal();

    /** Returns whether this is a multicast address. */
    boolean isMulticast();

    /**
     * An IPv4 address.
     *
     * @param bits the address, the first octet in the highest bits
     */
    record V4(int bits) implements IpAddress {

        @Override
        public byte[] octets() {
            return ByteBuffer.allocate(4).putInt(bits).array();
        }

        @Override
        public boolean isUnspecified() {
            return bits == 0;
        }

        @Override
        public boolean isLoopback() {
            return bits >>> 24 == 127;
        }

        @Override
        public boolean isLinkLocal() {
            return bits >>> 16 == 0xa9fe;
        }

        @Override
        public boolean isMulticast() {
            return bits >>> 28 == 0xe;
        }

        @Override
        public String toString() {
            return (bits >>> 24)
                    + "."
                    + (bits >>> 16 & 0xff)
                    + "."
                    + (bits >>> 8 & 0xff)
                    + "."
                    + (bits & 0xff);
        }
    }

    /**
     * An IPv6 address.
     *
     * @param high the first eight octets
     * @param low the last eight octets
     */
    record V6(long high, long low) implements IpAddress {

        /** Refuses an IPv4-mapped address: it is written as the IPv4 address that it stands for. */
        public V6 {
            if (isMapped(high, low)) {
                throw new IllegalArgumentException(
                        "::ffff:%s is an IPv4 address".formatted(new V4((int) low)));
            }
        }

        @Override
        public byte[] octets() {
            return ByteBuffer.allocate(16).putLong(high).putLong(low).array();
        }

        @Override
        public boolean isUnspecified() {
            return high == 0 && low == 0;
        }

        @Override
        public boolean isLoopback() {
            return high == 0 && low == 1;
        }

        @Override
        public boolean isLinkLocal() {
            return high >>> 54 == 0x3fa;
        }

        @Override
        public boolean isMulticast() {
            return high >>> 56 == 0xff;
        }

        /** Returns the text of RFC 5952: lower case, the longest run of zero groups as "::". */
        @Override
        public String toString() {
            int start = 0;
            int length = 0;
            for (int i = 0; i < 8; i++) {
                int run = 0;
                while (i + run < 8 && group(i + run) == 0) {
                    run++;
                }
                if (run > length) {
                    start = i;
                    length = run;
                }
            }
            if (length < 2) {
                return groups(0, 8);
            }
            return groups(0, start) + "::" + groups(start + length, 8);
        }

        private int group(int index) {
            long half = index < 4 ? high : low;
            return (int) (half >>> (48 - 16 * (index & 3))) & 0xffff;
        }

        private String groups(int from, int to) {
            var text = new StringBuilder();
            for (int i = from; i < to; i++) {
                text.append(i == from ? "" : ":").append(Integer.toHexString(group(i)));
            }
            return text.toString();
        }
    }

    /**
     * Returns the address with these octets; an IPv4-mapped IPv6 address becomes the IPv4 one.
     *
     * @param octets 4 or 16 octets in network byte order
     * @throws IllegalArgumentException if there are neither 4 nor 16
     */
    static IpAddress of(byte... octets) {
        var buffer = ByteBuffer.wrap(octets);
        return switch (octets.length) {
            case 4 -> new V4(buffer.getInt());
            case 16 -> ofHalves(buffer.getLong(), buffer.getLong());
            default ->
                    throw new IllegalArgumentException(
                            "an IP address has 4 or 16 octets, not " + octets.length);
        };
    }

    /**
     * Returns the address with these octets; an IPv4-mapped IPv6 address becomes the IPv4 one.
     *
     * @param high the first eight octets
     * @param low the last eight octets
     */
    static IpAddress ofHalves(long high, long low) {
        return isMapped(high, low) ? new V4((int) low) : new V6(high, low);
    }

    private static boolean isMapped(long high, long low) {
        return high == 0 && low >>> 32 == 0xffff;
    }

    /**
     * Returns the address that {@code text} writes, four decimal numbers or the forms of RFC 4291;
     * no name is looked up.
     *
     * @throws IllegalArgumentException if {@code text} is no address, or has a scope, which cannot
     *     travel
     */
    static IpAddress parse(String text) {
        // The JDK also takes fewer numbers than four, brackets and scopes.
        if (!text.matches("\\d{1,3}(\\.\\d{1,3}){3}|[0-9a-fA-F.]*:[0-9a-fA-F:.]*")) {
            throw new IllegalArgumentException(
                    "an IP address is written as 10.1.0.3 or fd01::3, not '%s'".formatted(text));
        }
        return of(InetAddress.ofLiteral(text).getAddress());
    }

    /** Returns the JDK's form of this address. */
    default InetAddress toInetAddress() {
        try {
            return InetAddress.getByAddress(octets());
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an address of 4 or 16 octets was refused: " + this, e);
        }
    }
}
