package org.rserpool.cli.demo;

import java.time.Duration;
import java.util.Optional;
import org.rserpool.cli.terminal.Times;
import tools.jackson.core.JsonGenerator;

/**
 * The result of a demonstration.
 *
 * @param sent requests of the users
 * @param answered those that an element has answered
 * @param failedOver those of the former that another element had failed before
 * @param lost those that nobody has answered for as long as users wait
 * @param median of the times that failovers took, from the first attempt to the answer
 * @param worst the longest of them
 * @param registrarsKilled registrars that were killed meanwhile
 * @param homeChanges how often an element has had another home registrar than before
 */
public record Summary(
        long sent,
        long answered,
        long failedOver,
        long lost,
        Optional<Duration> median,
        Optional<Duration> worst,
        long registrarsKilled,
        long homeChanges) {

    /** Returns whether every request was answered, and there were some. */
    public boolean isGreen() {
        return lost == 0 && answered == sent && sent > 0;
    }

    /** Returns the result in one line. */
    public String line() {
        return ("sent=%d answered=%d failed-over=%d lost=%d failover-median=%s failover-worst=%s"
                        + " registrars-killed=%d home-changes=%d")
                .formatted(
                        sent,
                        answered,
                        failedOver,
                        lost,
                        text(median),
                        text(worst),
                        registrarsKilled,
                        homeChanges);
    }

    /** Returns the result for people, in fewer than 80 columns. */
    public String words() {
        return "%,d sent, %,d answered, %,d failed over (median %s, worst %s), %,d lost"
                .formatted(sent, answered, failedOver, text(median), text(worst), lost);
    }

    /** Returns a time for people, without blanks; {@code -} if there is none. */
    private static String text(Optional<Duration> time) {
        return time.map(known -> Times.shortly(known).replace(" ", "")).orElse("-");
    }

    /** Writes the result into an object; times in milliseconds, absent if there are none. */
    public void write(JsonGenerator json) {
        json.writeNumberProperty("sent", sent);
        json.writeNumberProperty("answered", answered);
        json.writeNumberProperty("failedOver", failedOver);
        json.writeNumberProperty("lost", lost);
        median.ifPresent(time -> json.writeNumberProperty("failoverMedianMillis", millis(time)));
        worst.ifPresent(time -> json.writeNumberProperty("failoverWorstMillis", millis(time)));
        json.writeNumberProperty("registrarsKilled", registrarsKilled);
        json.writeNumberProperty("homeChanges", homeChanges);
    }

    private static double millis(Duration time) {
        return time.toNanos() / 1_000_000.0;
    }
}
