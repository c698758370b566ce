package org.rserpool.client;

import java.time.Duration;

/** How things are written for people. */
final class Words {

    private Words() {}

    /** Writes a time as {@code 5s} or {@code 500ms}. */
    static String of(Duration duration) {
        return duration.toMillisPart() == 0
                ? duration.toSeconds() + "s"
                : duration.toMillis() + "ms";
    }
}
