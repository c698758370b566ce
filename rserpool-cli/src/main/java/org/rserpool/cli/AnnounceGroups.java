package org.rserpool.cli;

import java.util.List;
import org.rserpool.net.transport.MulticastGroup;

/** What {@code GROUP:PORT} or {@code off} on the command line stands for. */
record AnnounceGroups(List<MulticastGroup> all) {

    /** Copies the list. */
    AnnounceGroups {
        all = List.copyOf(all);
    }
}
