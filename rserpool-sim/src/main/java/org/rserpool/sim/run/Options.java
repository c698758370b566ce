package org.rserpool.sim.run;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.rserpool.core.profile.Profile;
import org.rserpool.sim.Scenario;
import org.rserpool.sim.Workload;

/**
 * What a run depends on besides its seed.
 *
 * @param profile the timers of all nodes; empty: drawn from the seed, mostly {@link Profile#FAST}
 * @param registrars how many registrars there are, 1 to 9; empty: drawn from the seed
 * @param mutation changes what is installed on nodes; for tests of the checks
 * @param trace takes the trace line by line; empty: there is none, which is faster
 */
public record Options(
        Optional<Profile> profile,
        OptionalInt registrars,
        Workload.Mutation mutation,
        Optional<Consumer<String>> trace) {

    /** All is drawn from the seed, no trace. */
    public static final Options DEFAULTS =
            new Options(
                    Optional.empty(),
                    OptionalInt.empty(),
                    Workload.Mutation.NONE,
                    Optional.empty());

    /** Refuses a number of registrars out of range. */
    public Options {
        registrars.ifPresent(Options::check);
    }

    private static void check(int registrars) {
        if (registrars < 1 || registrars > Scenario.MAX_REGISTRARS) {
            throw new IllegalArgumentException("registrars must be 1 to 9, is " + registrars);
        }
    }

    /** Returns a copy with a fixed profile. */
    public Options withProfile(Profile newProfile) {
        return new Options(Optional.of(newProfile), registrars, mutation, trace);
    }

    /** Returns a copy with so many registrars. */
    public Options withRegistrars(int number) {
        return new Options(profile, OptionalInt.of(number), mutation, trace);
    }

    /** Returns a copy with changed machines. */
    public Options withMutation(Workload.Mutation newMutation) {
        return new Options(profile, registrars, newMutation, trace);
    }

    /** Returns a copy that writes a trace. */
    public Options withTrace(Consumer<String> newTrace) {
        return new Options(profile, registrars, mutation, Optional.of(newTrace));
    }
}
