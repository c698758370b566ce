package org.rserpool.cli;

import java.util.List;
import org.rserpool.wire.TransportAddress;

/** What one {@code ADDRESS} on the command line stands for. */
record Addresses(List<TransportAddress> all) {

    /** Copies the list. */
    Addresses {
        all = List.copyOf(all);
    }

    /** Returns what several of them stand for. */
    static List<TransportAddress> all(List<Addresses> several) {
        return several.stream().flatMap(addresses -> addresses.all.stream()).toList();
    }
}
