package org.rserpool.sim.check;

import java.time.Duration;
import org.rserpool.sim.Times;

/**
 * Something that must not be.
 *
 * @param check which check found it
 * @param at when, counted from the beginning of the world
 * @param what the facts, with identifiers
 */
public record Failure(String check, Duration at, String what) {

    /** Returns all of it in one line. */
    @Override
    public String toString() {
        return "%s at %s: %s".formatted(check, Times.moment(at), what);
    }
}
