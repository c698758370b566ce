package org.rserpool.sim.run;

import java.util.List;
import org.rserpool.sim.check.Failure;

/**
 * What a run has shown.
 *
 * @param seed of the world
 * @param failures what the checks found; empty if all is well
 * @param statistics what the run was like
 * @param command what repeats the run
 */
public record Result(long seed, List<Failure> failures, Statistics statistics, String command) {

    /** Copies the list. */
    public Result {
        failures = List.copyOf(failures);
    }

    /** Returns whether nothing was found. */
    public boolean isGood() {
        return failures.isEmpty();
    }

    /** Returns the seed, what was found, and how to see it again. */
    @Override
    public String toString() {
        var text = new StringBuilder("seed " + Long.toString(seed));
        text.append(isGood() ? ": all is well" : ":");
        failures.forEach(failure -> text.append("\n  ").append(failure));
        return isGood() ? text.toString() : text.append("\n  repeat: ").append(command).toString();
    }
}
