package org.rserpool.server;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.rserpool.core.profile.Profile;
import org.rserpool.net.transport.MulticastGroup;
import org.rserpool.wire.IpAddress;
import org.rserpool.wire.message.Protocol;

/**
 * Multicast groups as people write them: {@code GROUP:PORT}, several with commas between them, or
 * {@code off}.
 */
public final class Groups {

    /** The scope of the IPv6 group. */
    private static final int SITE = 5;

    /** 239.0.0.50 */
    private static final int RSPLIB_ASAP = 239 << 24 | 50;

    /** 239.0.0.51 */
    private static final int RSPLIB_ENRP = 239 << 24 | 51;

    private Groups() {}

    /**
     * Returns the groups in which the registrars of a scope make themselves known to elements and
     * users by default: those of ASAP-232, or RSPLIB's.
     */
    public static List<MulticastGroup> of(Profile profile) {
        return switch (profile) {
            case RFC, FAST -> List.of(MulticastGroup.asapV4(), MulticastGroup.asapV6(SITE));
            case RSPLIB -> List.of(group(Protocol.ASAP, RSPLIB_ASAP));
        };
    }

    /**
     * Returns the groups in which registrars make themselves known to each other by default. There
     * is none that was assigned to ENRP; all profiles have RSPLIB's, 239.0.0.51, which ends at the
     * border of the organisation.
     */
    public static List<MulticastGroup> ofPeers() {
        return List.of(group(Protocol.ENRP, RSPLIB_ENRP));
    }

    private static MulticastGroup group(Protocol protocol, int address) {
        return new MulticastGroup(protocol, new IpAddress.V4(address), protocol.port());
    }

    /**
     * Returns the groups of ASAP announcements that {@code text} names; none for {@code off}.
     *
     * @throws IllegalArgumentException if it is not written so, or an address is no multicast group
     */
    public static List<MulticastGroup> parse(String text) {
        return parse(Protocol.ASAP, text);
    }

    /**
     * Returns the groups of ENRP announcements that {@code text} names; none for {@code off}.
     *
     * @throws IllegalArgumentException if it is not written so, or an address is no multicast group
     */
    public static List<MulticastGroup> parsePeers(String text) {
        return parse(Protocol.ENRP, text);
    }

    private static List<MulticastGroup> parse(Protocol protocol, String text) {
        if (text.equals("off")) {
            return List.of();
        }
        return Arrays.stream(text.split(",", -1)).map(group -> parseOne(protocol, group)).toList();
    }

    private static MulticastGroup parseOne(Protocol protocol, String text) {
        int colon = text.lastIndexOf(':');
        var host = text.substring(0, Math.max(0, colon));
        boolean bracketed = host.startsWith("[") && host.endsWith("]");
        if (colon < 1
                || !text.substring(colon + 1).matches("[0-9]{1,5}")
                || bracketed != host.contains(":")) {
            throw new IllegalArgumentException(
                    "a group is written as GROUP:PORT, IPv6 in brackets, or off, not '%s'"
                            .formatted(text));
        }
        var address = IpAddress.parse(bracketed ? host.substring(1, host.length() - 1) : host);
        return new MulticastGroup(protocol, address, Integer.parseInt(text.substring(colon + 1)));
    }

    /** Writes groups as {@link #parse} reads them. */
    public static String print(List<MulticastGroup> groups) {
        return groups.isEmpty()
                ? "off"
                : groups.stream()
                        .map(group -> host(group.address()) + ":" + group.port())
                        .collect(Collectors.joining(","));
    }

    private static String host(IpAddress address) {
        return address instanceof IpAddress.V6 ? "[" + address + "]" : address.toString();
    }
}
