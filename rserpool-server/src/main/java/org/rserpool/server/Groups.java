package org.rserpool.server;

import java.util.List;
import java.util.stream.Collectors;
import org.rserpool.net.transport.MulticastGroup;
import org.rserpool.wire.IpAddress;
import org.rserpool.wire.message.Protocol;

/**
 * Multicast groups as people write them: {@code GROUP:PORT}, several with commas between them, or
 * {@code off}.
 */
public final class Groups {

    private Groups() {}

    /**
     * Returns the groups of ASAP announcements that {@code text} names; none for {@code off}.
     *
     * @throws IllegalArgumentException if it is not written so, or an address is no multicast group
     */
    public static List<MulticastGroup> parse(String text) {
        if (text.equals("off")) {
            return List.of();
        }
        return List.of(text.split(",", -1)).stream().map(Groups::group).toList();
    }

    private static MulticastGroup group(String text) {
        int colon = text.lastIndexOf(':');
        if (colon < 1 || !text.substring(colon + 1).matches("[0-9]{1,5}")) {
            throw new IllegalArgumentException(
                    "a group is written as GROUP:PORT or off, not '%s'".formatted(text));
        }
        var host = text.substring(0, colon);
        boolean bracketed = host.startsWith("[") && host.endsWith("]");
        var address = IpAddress.parse(bracketed ? host.substring(1, host.length() - 1) : host);
        return new MulticastGroup(
                Protocol.ASAP, address, Integer.parseInt(text.substring(colon + 1)));
    }

    /** Writes groups as {@link #parse} reads them. */
    static String text(List<MulticastGroup> groups) {
        return groups.isEmpty()
                ? "off"
                : groups.stream()
                        .map(group -> host(group.address()) + ":" + group.port())
                        .collect(Collectors.joining(",", "\"", "\""));
    }

    private static String host(IpAddress address) {
        return address instanceof IpAddress.V6 ? "[" + address + "]" : address.toString();
    }
}
