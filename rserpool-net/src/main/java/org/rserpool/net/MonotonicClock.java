package org.rserpool.net;

import java.time.Instant;

/**
 * The time line of one node: it begins at {@link Instant#EPOCH} when the clock is made, and never
 * goes back. It has nothing to do with the time of day. For one thread.
 */
final class MonotonicClock {

    private final long origin = System.nanoTime();
    private long latest;

    Instant now() {
        latest = Math.max(latest, System.nanoTime() - origin);
        return Instant.EPOCH.plusNanos(latest);
    }
}
