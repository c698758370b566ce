package org.rserpool.core.endpoint;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.rserpool.wire.CauseCode;
import org.rserpool.wire.ErrorCause;
import org.rserpool.wire.RegistrationLife;

/** Whether an element registers once more, and how long it waits until then. */
final class Pauses {

    private static final Set<CauseCode> PASSING =
            Set.of(
                    CauseCode.LACK_OF_RESOURCES,
                    CauseCode.NON_UNIQUE_PE_IDENTIFIER); // never iterated

    private final EndpointConfig.Registrations timers;
    private final RandomGenerator random;

    Pauses(EndpointConfig.Registrations timers, RandomGenerator random) {
        this.timers = timers;
        this.random = random;
    }

    /** T4-reregistration: before the life ends, and early enough even for short lives. */
    Duration renewal(RegistrationLife life) {
        var latest = timers.maxRenewal();
        if (!life.isInfinite()) {
            var whole = life.toDuration();
            latest = min(latest, max(whole.minus(timers.renewalMargin()), whole.dividedBy(2)));
        }
        return latest.minus(random(latest.multipliedBy(timers.renewalSpread()).dividedBy(100)));
    }

    /** After a home registrar was given, so that not all elements come at once. */
    Duration newHome() {
        return random(timers.newHomeDelay());
    }

    /**
     * Returns whether causes may be none later: want of room passes, and so does what a registrar
     * still knows of an element's former self.
     */
    boolean isPassing(List<ErrorCause> errors) {
        return timers.persistent()
                && !errors.isEmpty()
                && errors.stream().map(ErrorCause::code).allMatch(PASSING::contains);
    }

    /**
     * After refusals that may be none later: T2-registration at first, and twice as long after each
     * further one, but no longer than between two renewals.
     *
     * @param refusals in a row, at least 1
     */
    Duration afterRefusal(int refusals) {
        var pause = timers.registration();
        for (int i = 1; i < refusals && pause.compareTo(timers.maxRenewal()) < 0; i++) {
            pause = pause.multipliedBy(2);
        }
        return min(pause, max(timers.maxRenewal(), timers.registration()));
    }

    /** Returns a time from 0 to {@code max}. */
    private Duration random(Duration max) {
        return max.isZero() ? max : Duration.ofNanos(random.nextLong(max.toNanos() + 1));
    }

    private static Duration min(Duration a, Duration b) {
        return a.compareTo(b) <= 0 ? a : b;
    }

    private static Duration max(Duration a, Duration b) {
        return a.compareTo(b) >= 0 ? a : b;
    }
}
