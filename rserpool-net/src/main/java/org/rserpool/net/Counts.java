package org.rserpool.net;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLongArray;
import org.rserpool.net.transport.Counter;

/** The counters of one node: written by any thread, read by any thread. */
final class Counts {

    private static final Counter[] COUNTERS = Counter.values();

    private final AtomicLongArray values = new AtomicLongArray(COUNTERS.length);

    /** Counts by the loop thread, which is the only one to count this counter. */
    void byLoop(Counter counter) {
        int index = counter.ordinal();
        values.setOpaque(index, values.getPlain(index) + 1);
    }

    /** Counts by any thread, or one counter by several. */
    void byAny(Counter counter) {
        values.getAndIncrement(counter.ordinal());
    }

    Map<Counter, Long> snapshot() {
        var snapshot = new EnumMap<Counter, Long>(Counter.class);
        for (Counter counter : COUNTERS) {
            snapshot.put(counter, values.getOpaque(counter.ordinal()));
        }
        return snapshot;
    }
}
