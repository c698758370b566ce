package org.rserpool.net.testing;

import org.junit.jupiter.api.Assumptions;

/** Leaves out a test that cannot run on this machine. */
public final class Skip {

    private Skip() {}

    /** Skips the test that calls, and prints why. */
    public static void because(String why) {
        System.out.println("SKIPPED: " + why);
        Assumptions.abort(why);
    }
}
