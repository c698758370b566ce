package org.rserpool.sim;

import java.time.Duration;

/** How times are written for people. */
public final class Times {

    private Times() {}

    /** Returns a duration as {@code 1.25s} or, if shorter than a second, as {@code 12.5ms}. */
    public static String text(Duration duration) {
        long micros = duration.toNanos() / 1000;
        return Math.abs(micros) < 1_000_000
                ? decimal(micros, 1000) + "ms"
                : decimal(micros, 1_000_000) + "s";
    }

    /** Returns a moment in seconds with six places behind the point. */
    public static String moment(Duration sinceBeginning) {
        long micros = sinceBeginning.toNanos() / 1000;
        var fraction = Long.toString(1_000_000 + micros % 1_000_000).substring(1);
        return micros / 1_000_000 + "." + fraction;
    }

    private static String decimal(long value, long unit) {
        long whole = value / unit;
        var fraction = Long.toString(unit + Math.abs(value % unit)).substring(1);
        int end = fraction.length();
        while (end > 0 && fraction.charAt(end - 1) == '0') {
            end--;
        }
        var sign = whole == 0 && value < 0 ? "-" : "";
        return sign + whole + (end == 0 ? "" : "." + fraction.substring(0, end));
    }
}
