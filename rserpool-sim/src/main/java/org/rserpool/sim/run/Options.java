package org.rserpool.sim.run;

import java.util.Optional;
import java.util.function.Consumer;
import org.rserpool.core.profile.Profile;
import org.rserpool.sim.Workload;

/**
 * What a run depends on besides its seed.
 *
 * @param profile the timers of all nodes; empty: drawn from the seed, mostly {@link Profile#FAST}
 * @param registrars how many registrars there are, 1 to 9
 * @param mutation changes what is installed on nodes; for tests of the checks
 * @param trace takes the trace line by line; empty: there is none, which is faster
 */
public record Options(
        Optional<Profile> profile,
        int registrars,
        Workload.Mutation mutation,
        Optional<Consumer<String>> trace) {

    /** One registrar, a drawn profile, no trace. */
    public static final Options DEFAULTS =
            new Options(Optional.empty(), 1, Workload.Mutation.NONE, Optional.empty());

    /** Refuses a number of registrars out of range. */
    public Options {
        if (registrars < 1 || registrars > 9) {
            throw new IllegalArgumentException("registrars must be 1 to 9, is " + registrars);
        }
    }

    /** Returns a copy with a fixed profile. */
    public Options withProfile(Profile newProfile) {
        return new Options(Optional.of(newProfile), registrars, mutation, trace);
    }

    /** Returns a copy with so many registrars. */
    public Options withRegistrars(int number) {
        return new Options(profile, number, mutation, trace);
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
