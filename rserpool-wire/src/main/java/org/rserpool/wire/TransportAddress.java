package org.rserpool.wire;

import java.util.List;

/** Where something can be reached: a transport parameter (RFC 5354, sections 3.3 to 3.7, 3.16). */
public sealed interface TransportAddress {

    /** Returns the transport. */
    TransportProtocol protocol();

    /** Returns the port, 0 to 65535; 0 if there is none. */
    int port();

    /** Returns the IP addresses in the order of preference; empty for an opaque transport. */
    List<IpAddress> addresses();

    /** Returns what the transport carries; {@link TransportUse#DATA_ONLY} except where stated. */
    default TransportUse use() {
        return TransportUse.DATA_ONLY;
    }

    /**
     * SCTP Transport: one association may have several addresses.
     *
     * @param addresses at least one
     */
    record Sctp(int port, TransportUse use, List<IpAddress> addresses) implements TransportAddress {

        /** Refuses a port out of range and an empty list. */
        public Sctp {
            checkPort(port);
            addresses = List.copyOf(addresses);
            if (addresses.isEmpty()) {
                throw new IllegalArgumentException("an SCTP transport needs an address");
            }
        }

        @Override
        public TransportProtocol protocol() {
            return TransportProtocol.SCTP;
        }

        @Override
        public String toString() {
            return text(this);
        }
    }

    /**
     * TCP Transport.
     *
     * @param use RFC 5354 knows data only; {@link TransportUse#DATA_PLUS_CONTROL} stands for 1 in
     *     the reserved field, as RSPLIB writes it. Deviation: an extension, see the dialects of the
     *     codec
     */
    record Tcp(int port, TransportUse use, IpAddress address) implements TransportAddress {

        /** Refuses a port out of range. */
        public Tcp {
            checkPort(port);
        }

        /** Makes an address for data only. */
        public Tcp(int port, IpAddress address) {
            this(port, TransportUse.DATA_ONLY, address);
        }

        @Override
        public TransportProtocol protocol() {
            return TransportProtocol.TCP;
        }

        @Override
        public List<IpAddress> addresses() {
            return List.of(address);
        }

        @Override
        public String toString() {
            return text(this);
        }
    }

    /** UDP Transport. */
    record Udp(int port, IpAddress address) implements TransportAddress {

        /** Refuses a port out of range. */
        public Udp {
            checkPort(port);
        }

        @Override
        public TransportProtocol protocol() {
            return TransportProtocol.UDP;
        }

        @Override
        public List<IpAddress> addresses() {
            return List.of(address);
        }

        @Override
        public String toString() {
            return text(this);
        }
    }

    /** UDP-Lite Transport. */
    record UdpLite(int port, IpAddress address) implements TransportAddress {

        /** Refuses a port out of range. */
        public UdpLite {
            checkPort(port);
        }

        @Override
        public TransportProtocol protocol() {
            return TransportProtocol.UDP_LITE;
        }

        @Override
        public List<IpAddress> addresses() {
            return List.of(address);
        }

        @Override
        public String toString() {
            return text(this);
        }
    }

    /**
     * DCCP Transport.
     *
     * @param serviceCode the DCCP service code, 32 bits
     */
    record Dccp(int port, int serviceCode, IpAddress address) implements TransportAddress {

        /** Refuses a port out of range. */
        public Dccp {
            checkPort(port);
        }

        @Override
        public TransportProtocol protocol() {
            return TransportProtocol.DCCP;
        }

        @Override
        public List<IpAddress> addresses() {
            return List.of(address);
        }

        @Override
        public String toString() {
            return text(this);
        }
    }

    /**
     * Opaque Transport: octets whose meaning only the application knows.
     *
     * @param content the octets
     */
    record Opaque(Bytes content) implements TransportAddress {

        @Override
        public TransportProtocol protocol() {
            return TransportProtocol.OPAQUE;
        }

        @Override
        public int port() {
            return 0;
        }

        @Override
        public List<IpAddress> addresses() {
            return List.of();
        }

        @Override
        public String toString() {
            return "opaque:" + content;
        }
    }

    private static void checkPort(int port) {
        if (port < 0 || port > 0xffff) {
            throw new IllegalArgumentException("a port is 0 to 65535, not " + port);
        }
    }

    /** Writes an address as {@code sctp:10.1.0.1,10.2.0.1:3863}, IPv6 addresses in brackets. */
    private static String text(TransportAddress address) {
        var text = new StringBuilder();
        text.append(
                switch (address.protocol()) {
                    case DCCP -> "dccp:";
                    case SCTP -> "sctp:";
                    case TCP -> "tcp:";
                    case UDP -> "udp:";
                    case UDP_LITE -> "udplite:";
                    case OPAQUE -> "opaque:";
                });
        var separator = "";
        for (IpAddress host : address.addresses()) {
            text.append(separator).append(host instanceof IpAddress.V6 ? "[" + host + "]" : host);
            separator = ",";
        }
        return text.append(':').append(address.port()).toString();
    }
}
