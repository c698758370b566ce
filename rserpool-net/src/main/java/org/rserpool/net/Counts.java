package org.rserpool.net;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.rserpool.net.transport.Counter;

/** The counters of one node, which any thread may read. */
final class Counts {

    /** Never changes after the constructor. */
    private final Map<Counter, AtomicLong> values = new EnumMap<>(Counter.class);

    Counts() {
        for (Counter counter : Counter.values()) {
            values.put(counter, new AtomicLong());
        }
    }

    /** Counts what only the loop thread counts. */
    void byLoop(Counter counter) {
        var value = of(counter);
        value.setOpaque(value.getPlain() + 1); // cheaper than an increment, and as good here
    }

    /** Counts what several threads count. */
    void byAny(Counter counter) {
        of(counter).getAndIncrement();
    }

    AtomicLong of(Counter counter) {
        var value = values.get(counter);
        if (value == null) {
            throw new IllegalStateException(counter + " has no value");
        }
        return value;
    }

    Map<Counter, Long> snapshot() {
        var snapshot = new EnumMap<Counter, Long>(Counter.class);
        values.forEach((counter, value) -> snapshot.put(counter, value.getOpaque()));
        return snapshot;
    }
}
