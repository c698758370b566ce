package org.rserpool.core.internal;

import java.time.Instant;

/**
 * Instants as nanoseconds in a {@code long}, which is a quarter of the memory. Exact within 146
 * years of 1970; beyond that, they are {@link Instant#MIN} and {@link Instant#MAX}. So any two of
 * them are less than 2<sup>63</sup> apart.
 */
public final class Moments {

    private static final long NANOS_PER_SECOND = 1_000_000_000;
    private static final long NEVER = (1L << 62) - 1;
    private static final long MAX_SECONDS = NEVER / NANOS_PER_SECOND - 1;

    private Moments() {}

    /** Returns the nanoseconds from 1970 to {@code instant}. */
    public static long nanos(Instant instant) {
        long seconds = instant.getEpochSecond();
        if (seconds > MAX_SECONDS) {
            return NEVER;
        }
        if (seconds < -MAX_SECONDS) {
            return -NEVER;
        }
        return seconds * NANOS_PER_SECOND + instant.getNano();
    }

    /** Returns the instant that {@link #nanos} made {@code nanos} of. */
    public static Instant instant(long nanos) {
        if (nanos == NEVER) {
            return Instant.MAX;
        }
        if (nanos == -NEVER) {
            return Instant.MIN;
        }
        return Instant.ofEpochSecond(
                Math.floorDiv(nanos, NANOS_PER_SECOND), Math.floorMod(nanos, NANOS_PER_SECOND));
    }
}
