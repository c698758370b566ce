package org.rserpool.core;

import java.time.Duration;
import java.time.Instant;

/** Admits so many things per second, counted in seconds that begin with the first of them. */
public final class RateLimit {

    private static final Duration SECOND = Duration.ofSeconds(1);

    private final int perSecond;
    private Instant begin = Instant.MIN;
    private int admitted;

    /**
     * Makes a limit.
     *
     * @param perSecond how many are admitted; 0 for none
     */
    public RateLimit(int perSecond) {
        this.perSecond = perSecond;
    }

    /** Returns whether one more is admitted at this moment, and counts it if so. */
    public boolean admits(Instant now) {
        if (begin.equals(Instant.MIN) || !now.isBefore(begin.plus(SECOND))) {
            begin = now;
            admitted = 0;
        }
        if (admitted == perSecond) {
            return false;
        }
        admitted++;
        return true;
    }
}
