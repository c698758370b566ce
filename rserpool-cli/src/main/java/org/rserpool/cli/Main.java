package org.rserpool.cli;

import java.util.concurrent.CompletableFuture;
import org.rserpool.cli.terminal.Shell;
import org.rserpool.cli.terminal.Stop;

/** Where the program begins and ends. */
public final class Main {

    private static final System.Logger LOGGER = System.getLogger(Main.class.getName());

    private Main() {}

    /** Runs the program and ends the process with its exit code. */
    public static void main(String[] args) {
        var stop = new Stop();
        var ended = new CompletableFuture<Integer>();
        Runtime.getRuntime()
                .addShutdownHook(
                        Thread.ofPlatform().name("shutdown").unstarted(() -> end(stop, ended)));
        int code = ExitCode.FAILED;
        try {
            code = Program.run(Shell.ofProcess(stop), args);
        } catch (RuntimeException | Error e) {
            // The exit comes before the JVM would tell of it.
            LOGGER.log(System.Logger.Level.ERROR, "the program has failed", e);
        } finally {
            ended.complete(code);
            System.exit(code);
        }
    }

    /**
     * Runs when the JVM ends. By a signal it would end at once, and not with exit code 0: whoever
     * heeds the wish to stop is given the time for it. Each step of that is bounded.
     */
    private static void end(Stop stop, CompletableFuture<Integer> ended) {
        if (stop.isHeeded() && !ended.isDone()) {
            stop.ask();
            Runtime.getRuntime().halt(ended.join());
        }
    }
}
