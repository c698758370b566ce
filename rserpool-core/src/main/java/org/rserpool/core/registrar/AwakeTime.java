package org.rserpool.core.registrar;

import java.time.Duration;
import java.time.Instant;

/**
 * The registrar's own time line: the node's, less the time in which its process was stopped.
 *
 * <p>While a process is stopped, what others send waits to be read; when it goes on, deadlines have
 * passed that would have been met. So that time does not count, for any deadline, and a moment of
 * grace is added in which what waits can be read. A process that is merely late all the time,
 * because it has too much to do, has handled something a moment ago and gets no grace.
 *
 * <p>Ages are to be computed on one line, never from moments of both.
 */
final class AwakeTime {

    /** What may come from the scheduling of threads. */
    private static final Duration TOLERANCE = Duration.ofMillis(50);

    private final Duration maxGrace;
    private Duration lost = Duration.ZERO;
    private Instant last = Instant.MIN;

    /**
     * Begins a time line that is the node's.
     *
     * @param maxGrace the longest time of grace; less after a shorter stop
     */
    AwakeTime(Duration maxGrace) {
        this.maxGrace = maxGrace;
    }

    /**
     * Takes note that something happens, and returns for how long the process was stopped before,
     * as far as is known: since the deadline that was missed.
     *
     * @param now on the node's time line
     * @param earliest the earliest deadline, on our time line
     */
    Duration wake(Instant now, Instant earliest) {
        var stopped = Duration.ZERO;
        var present = present(now);
        if (!last.equals(Instant.MIN)) {
            var missed = max(earliest, last);
            var overdue =
                    missed.isAfter(present) ? Duration.ZERO : Duration.between(missed, present);
            if (overdue.compareTo(TOLERANCE) > 0) {
                stopped = overdue;
                var grace = overdue.compareTo(maxGrace) < 0 ? overdue : maxGrace;
                lost = lost.plus(overdue).plus(grace);
            }
        }
        last = present(now);
        return stopped;
    }

    /** Returns the present on our time line, as of the last {@link #wake}. */
    Instant present() {
        return last;
    }

    /** Returns when something that is due at {@code deadline} is due on the node's time line. */
    Instant onNode(Instant deadline) {
        return deadline.equals(Instant.MAX) ? deadline : deadline.plus(lost);
    }

    private Instant present(Instant now) {
        return max(now.minus(lost), last);
    }

    private static Instant max(Instant a, Instant b) {
        return a.isAfter(b) ? a : b;
    }
}
