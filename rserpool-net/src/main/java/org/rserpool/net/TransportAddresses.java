package org.rserpool.net;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.rserpool.wire.IpAddress;
import org.rserpool.wire.TransportAddress;
import org.rserpool.wire.TransportUse;

/**
 * Transport addresses as people write them: {@code TRANSPORT:HOST[,HOST...]:PORT}, IPv6 addresses
 * in brackets, as {@code tcp:127.0.0.1:3863}, {@code sctp:10.1.0.1,10.2.0.1:3863} or {@code
 * tcp:[::1]:3863}. A {@link TransportAddress} writes itself so.
 */
public final class TransportAddresses {

    private static final String FORM = "TRANSPORT:HOST[,HOST...]:PORT";

    private TransportAddresses() {}

    /**
     * Returns the addresses that {@code text} stands for. Several hosts are one SCTP address with
     * several paths, but as many TCP addresses; a host name stands for all its addresses.
     *
     * @throws IllegalArgumentException if it is not written so, or a host is unknown
     */
    public static List<TransportAddress> parse(String text) {
        int first = text.indexOf(':');
        int last = text.lastIndexOf(':');
        if (first < 1 || last <= first + 1 || last == text.length() - 1) {
            throw new IllegalArgumentException(
                    "an address is written as %s, not '%s'".formatted(FORM, text));
        }
        int port = port(text.substring(last + 1), text);
        var hosts = hosts(text.substring(first + 1, last), text);
        return switch (text.substring(0, first).toLowerCase(Locale.ROOT)) {
            case "tcp" ->
                    hosts.stream()
                            .<TransportAddress>map(host -> new TransportAddress.Tcp(port, host))
                            .toList();
            case "sctp" -> List.of(new TransportAddress.Sctp(port, TransportUse.DATA_ONLY, hosts));
            case String transport ->
                    throw new IllegalArgumentException(
                            "the transport is tcp or sctp, not '%s' as in '%s'"
                                    .formatted(transport, text));
        };
    }

    private static int port(String digits, String text) {
        if (!digits.matches("[0-9]{1,5}") || Integer.parseInt(digits) > 0xffff) {
            throw new IllegalArgumentException(
                    "a port is 0 to 65535, not '%s' as in '%s'".formatted(digits, text));
        }
        return Integer.parseInt(digits);
    }

    private static List<IpAddress> hosts(String names, String text) {
        var hosts = new ArrayList<IpAddress>();
        for (String name : names.split(",", -1)) {
            boolean bracketed = name.startsWith("[") && name.endsWith("]");
            if (name.isBlank() || (name.contains(":") && !bracketed)) {
                throw new IllegalArgumentException(
                        "'%s' in '%s' is no host; IPv6 addresses stand in brackets"
                                .formatted(name, text));
            }
            try {
                // A literal is not looked up.
                Arrays.stream(InetAddress.getAllByName(name))
                        .map(address -> IpAddress.of(address.getAddress()))
                        .filter(address -> !hosts.contains(address))
                        .forEach(hosts::add);
            } catch (UnknownHostException e) {
                throw new IllegalArgumentException(
                        "host '%s' in '%s' is unknown".formatted(name, text), e);
            }
        }
        return hosts;
    }
}
