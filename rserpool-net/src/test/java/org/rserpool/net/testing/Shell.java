package org.rserpool.net.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Runs commands of the operating system. */
public final class Shell {

    private Shell() {}

    /** Returns whether the machine is a guest whose network a test may change. */
    public static boolean isGuest() {
        return "yes".equals(System.getenv("RSERPOOL_GUEST"));
    }

    /** Runs a command, of words separated by blanks, and returns what it prints. */
    public static String run(String command) {
        try {
            var process =
                    new ProcessBuilder(List.of(command.split(" ")))
                            .redirectErrorStream(true)
                            .start();
            var output =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int status = process.waitFor();
            if (status != 0) {
                throw new IllegalStateException(
                        "%s ended with %d: %s".formatted(command, status, output));
            }
            return output;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
