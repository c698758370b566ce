package org.rserpool.wire;

import java.time.Duration;

/**
 * How long a registration is good for without renewal (RFC 5354, section 3.10; PAR-062).
 *
 * @param milliseconds more than 0, or {@link #INFINITE}'s -1
 */
public record RegistrationLife(long milliseconds) {

    /** A registration that never ends by itself. */
    public static final RegistrationLife INFINITE = new RegistrationLife(-1);

    /** Refuses 0 and negative lives other than infinite. */
    public RegistrationLife {
        if (milliseconds == 0 || milliseconds < -1) {
            throw new IllegalArgumentException(
                    "a registration life is positive or infinite, not %d ms"
                            .formatted(milliseconds));
        }
    }

    /**
     * Returns a life of this length.
     *
     * @throws IllegalArgumentException if it is shorter than a millisecond
     * @throws ArithmeticException if its milliseconds do not fit into 64 bits
     */
    public static RegistrationLife of(Duration duration) {
        if (!duration.isPositive()) {
            throw new IllegalArgumentException(
                    "a registration life is positive or infinite, not " + duration);
        }
        return new RegistrationLife(duration.toMillis());
    }

    /**
     * Returns a life of so many seconds.
     *
     * @throws IllegalArgumentException if they are not positive
     * @throws ArithmeticException if the milliseconds do not fit into 64 bits
     */
    public static RegistrationLife ofSeconds(long seconds) {
        return new RegistrationLife(Math.multiplyExact(seconds, 1000));
    }

    /** Returns whether the registration never ends by itself. */
    public boolean isInfinite() {
        return milliseconds == -1;
    }

    /**
     * Returns the length.
     *
     * @throws IllegalStateException if it is infinite
     */
    public Duration toDuration() {
        if (isInfinite()) {
            throw new IllegalStateException("an infinite registration life has no length");
        }
        return Duration.ofMillis(milliseconds);
    }

    @Override
    public String toString() {
        return isInfinite() ? "infinite" : milliseconds + " ms";
    }
}
