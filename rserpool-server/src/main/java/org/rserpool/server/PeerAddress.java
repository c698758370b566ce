package org.rserpool.server;

import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.rserpool.wire.IpAddress;
import org.rserpool.wire.TransportAddress;
import org.rserpool.wire.TransportProtocol;
import org.rserpool.wire.TransportUse;

/**
 * Where peers are looked for: an address for ENRP in which names may stand for hosts. It is written
 * as {@code TRANSPORT:HOST[,HOST...]:PORT}. Names are looked up each time that they are needed, for
 * a name may stand for several registrars, and for others tomorrow.
 *
 * @param protocol TCP or SCTP
 * @param hosts names and addresses, one at least. Several hosts, or a name's several addresses, are
 *     as many TCP addresses. With SCTP several hosts are the paths to one registrar, but where a
 *     name stands alone each of its addresses is a registrar
 * @param port 1 to 65535
 */
public record PeerAddress(TransportProtocol protocol, List<String> hosts, int port) {

    private static final String FORM = "TRANSPORT:HOST[,HOST...]:PORT";

    private static final int MAX_NAME = 253;

    /** Refuses what nobody can be reached by. */
    public PeerAddress {
        hosts = List.copyOf(hosts);
        if (protocol != TransportProtocol.TCP && protocol != TransportProtocol.SCTP) {
            throw new IllegalArgumentException("a peer is reached by TCP or SCTP, not " + protocol);
        }
        if (hosts.isEmpty()) {
            throw new IllegalArgumentException("a peer's address needs a host");
        }
        for (String host : hosts) {
            if (literal(host).isEmpty() && !isName(host)) {
                throw new IllegalArgumentException(
                        "'%s' is neither an IP address nor the name of a host".formatted(host));
            }
        }
        if (port < 1 || port > 0xffff) {
            throw new IllegalArgumentException("a peer's port is 1 to 65535, not " + port);
        }
    }

    /**
     * Reads an address; names in it are not looked up.
     *
     * @throws IllegalArgumentException if it is not written so
     */
    public static PeerAddress parse(String text) {
        int first = text.indexOf(':');
        int last = text.lastIndexOf(':');
        if (first < 1 || last <= first + 1 || !text.substring(last + 1).matches("[0-9]{1,5}")) {
            throw new IllegalArgumentException(
                    "an address is written as %s, not '%s'".formatted(FORM, text));
        }
        var protocol =
                switch (text.substring(0, first).toLowerCase(Locale.ROOT)) {
                    case "tcp" -> TransportProtocol.TCP;
                    case "sctp" -> TransportProtocol.SCTP;
                    case String other ->
                            throw new IllegalArgumentException(
                                    "the transport is tcp or sctp, not '%s' as in '%s'"
                                            .formatted(other, text));
                };
        var hosts = new ArrayList<String>();
        for (String host : text.substring(first + 1, last).split(",", -1)) {
            boolean bracketed = host.startsWith("[") && host.endsWith("]");
            if (host.contains(":") && !bracketed) {
                throw new IllegalArgumentException(
                        "'%s' in '%s' is no host; IPv6 addresses stand in brackets"
                                .formatted(host, text));
            }
            hosts.add(bracketed ? host.substring(1, host.length() - 1) : host);
        }
        return new PeerAddress(protocol, hosts, Integer.parseInt(text.substring(last + 1)));
    }

    /** Returns an address without names. */
    public static PeerAddress of(TransportAddress address) {
        var hosts = address.addresses().stream().map(IpAddress::toString).toList();
        return new PeerAddress(address.protocol(), hosts, address.port());
    }

    /** Returns whether what it stands for may change. */
    boolean hasNames() {
        return hosts.stream().anyMatch(host -> literal(host).isEmpty());
    }

    /**
     * Returns what it stands for at this moment.
     *
     * @throws UnknownHostException if one of its names is unknown
     */
    List<TransportAddress> resolve(HostNames names) throws UnknownHostException {
        var addresses = new ArrayList<IpAddress>();
        for (String host : hosts) {
            var literal = literal(host);
            addresses.addAll(literal.isPresent() ? List.of(literal.get()) : lookUp(names, host));
        }
        boolean paths = protocol == TransportProtocol.SCTP && !(hosts.size() == 1 && hasNames());
        return paths
                ? List.of(sctp(addresses.stream().distinct().toList()))
                : addresses.stream().distinct().map(this::address).toList();
    }

    private static List<IpAddress> lookUp(HostNames names, String host)
            throws UnknownHostException {
        var found = names.addresses(host);
        if (found.isEmpty()) {
            throw new UnknownHostException(host + " has no address");
        }
        return found;
    }

    private TransportAddress address(IpAddress host) {
        return protocol == TransportProtocol.SCTP
                ? sctp(List.of(host))
                : new TransportAddress.Tcp(port, host);
    }

    private TransportAddress sctp(List<IpAddress> paths) {
        return new TransportAddress.Sctp(port, TransportUse.DATA_ONLY, paths);
    }

    private static Optional<IpAddress> literal(String host) {
        try {
            return Optional.of(IpAddress.parse(host));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    /** What looks like an address but is none is no name either: it would never be found. */
    private static boolean isName(String host) {
        return host.length() <= MAX_NAME
                && host.matches("[A-Za-z0-9_]([A-Za-z0-9_.-]*[A-Za-z0-9_.])?")
                && !host.matches("[0-9.]+");
    }

    /** Writes it as {@link #parse} reads it. */
    @Override
    public String toString() {
        var written =
                hosts.stream()
                        .map(host -> host.contains(":") ? "[" + host + "]" : host)
                        .collect(Collectors.joining(","));
        return "%s:%s:%d".formatted(protocol.name().toLowerCase(Locale.ROOT), written, port);
    }
}
