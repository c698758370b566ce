package org.rserpool.cli.terminal;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.regex.Pattern;

/** Times as people and other programs write them. */
public final class Times {

    private static final DateTimeFormatter RFC3339 =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    private static final Pattern DURATION = Pattern.compile("([0-9]{1,9})(ms|s|m|h|d)");

    private Times() {}

    /** Returns the time of day in UTC with milliseconds (RFC 3339). */
    public static String now() {
        return RFC3339.format(Instant.now());
    }

    /**
     * Reads {@code 500ms}, {@code 5s}, {@code 10m}, {@code 2h} or {@code 1d}.
     *
     * @throws IllegalArgumentException if {@code text} is something else
     */
    public static Duration duration(String text) {
        var matcher = DURATION.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "a time is written as 500ms, 5s, 10m, 2h or 1d, not '%s'".formatted(text));
        }
        long number = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "ms" -> Duration.ofMillis(number);
            case "s" -> Duration.ofSeconds(number);
            case "m" -> Duration.ofMinutes(number);
            case "h" -> Duration.ofHours(number);
            default -> Duration.ofDays(number);
        };
    }

    /** Writes a short time with its unit: {@code 0.3 ms}, {@code 12 ms}, {@code 1.25 s}. */
    public static String shortly(Duration duration) {
        double millis = duration.toNanos() / 1e6;
        if (millis < 10) {
            return String.format(java.util.Locale.ROOT, "%.1f ms", millis);
        }
        return millis < 1000
                ? Math.round(millis) + " ms"
                : String.format(java.util.Locale.ROOT, "%.2f s", millis / 1000);
    }
}
