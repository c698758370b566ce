package org.rserpool.cli.terminal;

import java.io.Console;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * How standard output looks to whoever reads it.
 *
 * @param terminal whether it is a terminal
 * @param colours whether colours are wanted
 * @param unicode whether characters beyond ASCII can be shown
 */
public record Looks(boolean terminal, boolean colours, boolean unicode) {

    /** Standard output that goes into a file, to a pipe or another program. */
    public static final Looks PLAIN = new Looks(false, false, true);

    private static final Path DESCRIPTOR = Path.of("/proc/self/fd/1");

    /**
     * Finds out about this process.
     *
     * @param environment its environment variables: {@code NO_COLOR}, {@code TERM}
     */
    public static Looks of(Map<String, String> environment) {
        if (!isTerminal()) {
            return PLAIN;
        }
        var term = environment.getOrDefault("TERM", "dumb");
        boolean capable = !term.equals("dumb");
        boolean colours = capable && environment.getOrDefault("NO_COLOR", "").isEmpty();
        boolean unicode = System.getProperty("stdout.encoding", "").equalsIgnoreCase("UTF-8");
        return new Looks(capable, colours, unicode);
    }

    /** The JDK only tells whether both input and output are terminals. */
    private static boolean isTerminal() {
        try {
            if (Files.isSymbolicLink(DESCRIPTOR)) {
                var target = Files.readSymbolicLink(DESCRIPTOR).toString();
                return target.startsWith("/dev/pts/")
                        || target.startsWith("/dev/tty")
                        || target.equals("/dev/console");
            }
        } catch (IOException | UnsupportedOperationException e) {
            return isConsole();
        }
        return isConsole();
    }

    private static boolean isConsole() {
        return Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent();
    }
}
