package org.rserpool.server;

import java.util.List;
import org.rserpool.core.Notice;
import org.rserpool.wire.TransportAddress;

/** What is told of the names by which peers are looked for. */
public sealed interface NamesNotice extends Notice {

    /** A name stands for other addresses than before. */
    record Found(PeerAddress peer, List<TransportAddress> addresses) implements NamesNotice {

        /** Copies the list. */
        public Found {
            addresses = List.copyOf(addresses);
        }

        @Override
        public Level level() {
            return Level.INFO;
        }

        @Override
        public String text() {
            return "peers are looked for at %s, which is %s"
                    .formatted(
                            peer,
                            String.join(
                                    " and ",
                                    addresses.stream().map(TransportAddress::toString).toList()));
        }
    }

    /**
     * A name is not known, at first or any more; it is looked up again. Told once, until it was
     * known in between.
     */
    record Unknown(PeerAddress peer, String why) implements NamesNotice {

        @Override
        public Level level() {
            return Level.WARNING;
        }

        @Override
        public String text() {
            return "no peers are looked for at %s until its name is known: %s".formatted(peer, why);
        }
    }
}
