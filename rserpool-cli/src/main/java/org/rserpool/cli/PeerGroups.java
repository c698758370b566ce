package org.rserpool.cli;

import java.util.List;
import org.rserpool.net.transport.MulticastGroup;

/** The same as {@link AnnounceGroups}, for what registrars say to each other. */
record PeerGroups(List<MulticastGroup> all) {

    /** Copies the list. */
    PeerGroups {
        all = List.copyOf(all);
    }
}
