package org.rserpool.net.transport;

import org.rserpool.core.Link;
import org.rserpool.core.Notice;
import org.rserpool.wire.IpAddress;
import org.rserpool.wire.TransportAddress;

/** What a node or one of its transports tells people, beside what the machine tells. */
public sealed interface NetNotice extends Notice {

    /** Accepting has stopped for a while. */
    record AcceptPaused(String why) implements NetNotice {

        @Override
        public Level level() {
            return Level.WARNING;
        }

        @Override
        public String text() {
            return "no links are accepted for the time being: " + why;
        }
    }

    /** A link could not be opened, or ended for a reason that is worth a line. */
    record LinkFailed(Link link, TransportAddress remote, String why) implements NetNotice {

        @Override
        public Level level() {
            return Level.DEBUG;
        }

        @Override
        public String text() {
            return "%s with %s: %s".formatted(link, remote, why);
        }
    }

    /**
     * A message that is neither ASAP nor ENRP came over SCTP and was dropped; told of the first on
     * each link.
     *
     * @param payloadProtocolId what stood in its place, 32 bits
     */
    record ForeignPayload(Link link, int payloadProtocolId) implements NetNotice {

        @Override
        public Level level() {
            return Level.WARNING;
        }

        @Override
        public String text() {
            return "%s carries messages of payload protocol %s, which is neither ASAP nor ENRP"
                    .formatted(link, Integer.toUnsignedString(payloadProtocolId));
        }
    }

    /** An address of the other side of an SCTP association can or cannot be reached any more. */
    record PathChanged(Link link, IpAddress address, boolean reachable) implements NetNotice {

        @Override
        public Level level() {
            return Level.INFO;
        }

        @Override
        public String text() {
            return "%s: %s %s".formatted(link, address, reachable ? "is reachable" : "is cut off");
        }
    }

    /** Links cannot be opened from the port that accepts. */
    record PortNotShared(TransportAddress local, String why) implements NetNotice {

        @Override
        public Level level() {
            return Level.WARNING;
        }

        @Override
        public String text() {
            return "links are opened from other ports than that of %s: %s".formatted(local, why);
        }
    }

    /** A multicast group cannot be used, as a whole or on one interface. */
    record MulticastUnavailable(MulticastGroup group, String why) implements NetNotice {

        @Override
        public Level level() {
            return Level.WARNING;
        }

        @Override
        public String text() {
            return "no multicast with %s: %s".formatted(group.address(), why);
        }
    }

    /** The listener was too slow; so many notices before this one were dropped. */
    record NoticesDropped(long count) implements NetNotice {

        @Override
        public Level level() {
            return Level.WARNING;
        }

        @Override
        public String text() {
            return count + " notices were dropped because too many were waiting";
        }
    }
}
