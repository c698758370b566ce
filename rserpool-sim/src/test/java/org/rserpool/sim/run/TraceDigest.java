package org.rserpool.sim.run;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** What a run comes down to: a digest of its trace. Also a program, to be run in another JVM. */
public final class TraceDigest {

    private TraceDigest() {}

    static String of(long seed) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            var options =
                    Options.DEFAULTS.withTrace(
                            line -> digest.update((line + "\n").getBytes(StandardCharsets.UTF_8)));
            Simulation.run(seed, options);
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Prints the digests of the seeds that are given as arguments. */
    public static void main(String[] seeds) {
        for (String seed : seeds) {
            System.out.println(of(Long.parseLong(seed)));
        }
    }
}
