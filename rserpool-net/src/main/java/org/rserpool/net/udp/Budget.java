package org.rserpool.net.udp;

import java.time.Duration;
import java.time.Instant;

/** How much may be done in the current tenth of a second. */
final class Budget {

    private static final Duration SLICE = Duration.ofMillis(100);

    private final int perSlice;
    private int left;
    private Instant nextSlice = Instant.MIN;

    Budget(int perSecond) {
        this.perSlice = Math.max(1, perSecond / 10);
    }

    /** Returns whether one more may be done, and counts it if so. */
    boolean take(Instant now) {
        if (!nextSlice.isAfter(now)) {
            nextSlice = now.plus(SLICE);
            left = perSlice;
        }
        if (left == 0) {
            return false;
        }
        left--;
        return true;
    }

    /** Returns when there is more to do again. */
    Instant nextSlice() {
        return nextSlice;
    }
}
