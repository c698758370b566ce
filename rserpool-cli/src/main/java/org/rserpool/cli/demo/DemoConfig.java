package org.rserpool.cli.demo;

import java.time.Duration;

/**
 * How long and how much.
 *
 * @param duration how long users send requests
 * @param rate requests per second of all users together, 1 to 1000
 * @param users users, each with a view of the pool of its own, 1 to 16
 */
public record DemoConfig(Duration duration, int rate, int users) {

    /** Refuses what could not be seen, or would take too much. */
    public DemoConfig {
        if (duration.toMillis() < 1_000) {
            throw new IllegalArgumentException("a demonstration takes at least 1s");
        }
        if (rate < 1 || rate > 1_000) {
            throw new IllegalArgumentException(
                    "the rate is 1 to 1000 requests per second, not " + rate);
        }
        if (users < 1 || users > 16) {
            throw new IllegalArgumentException("there are 1 to 16 users, not " + users);
        }
    }
}
