package org.rserpool.cli;

import static org.awaitility.Awaitility.await;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.rserpool.cli.terminal.Looks;
import org.rserpool.cli.terminal.Shell;
import org.rserpool.cli.terminal.Stop;

/** A command that somebody typed, run within this process. */
final class Typed implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final Stop stop = new Stop();
    private final CompletableFuture<Integer> code = new CompletableFuture<>();

    private Typed(Looks looks, String in, String... arguments) {
        var shell =
                new Shell(
                        new ByteArrayInputStream(in.getBytes(StandardCharsets.UTF_8)),
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8),
                        looks,
                        stop);
        // Like the main thread of the program: a platform thread.
        Thread.ofPlatform()
                .name("main-" + arguments.length)
                .daemon()
                .start(() ->
                        code.completeAsync(() -> Program.run(shell, arguments), Runnable::run));
    }

    /** Runs a command to its end. */
    static Typed run(String... arguments) {
        return on(Looks.PLAIN, arguments);
    }

    /** Runs a command to its end, with such an output. */
    static Typed on(Looks looks, String... arguments) {
        var typed = new Typed(looks, "", arguments);
        typed.code();
        return typed;
    }

    /** Runs a command to its end, with such an input. */
    static Typed with(String in, String... arguments) {
        var typed = new Typed(Looks.PLAIN, in, arguments);
        typed.code();
        return typed;
    }

    /** Starts a command that runs until it is stopped. */
    static Typed start(String... arguments) {
        return new Typed(Looks.PLAIN, "", arguments);
    }

    /** Returns the exit code, and waits for it. */
    int code() {
        return code.orTimeout(PATIENCE.toMillis(), java.util.concurrent.TimeUnit.MILLISECONDS)
                .join();
    }

    /** Returns standard output. */
    String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    /** Returns the lines of standard output. */
    List<String> lines() {
        return out().lines().toList();
    }

    /** Returns standard error. */
    String err() {
        return err.toString(StandardCharsets.UTF_8);
    }

    /** Waits until there are so many lines with this beginning, and returns the last of them. */
    String awaitLine(String beginning, int count) {
        await().atMost(PATIENCE)
                .until(() ->
                        lines().stream().filter(l -> l.startsWith(beginning)).count() >= count);
        return lines().stream().filter(l -> l.startsWith(beginning)).toList().get(count - 1);
    }

    /** Waits until there is a line with this beginning, and returns it. */
    String awaitLine(String beginning) {
        return awaitLine(beginning, 1);
    }

    /** Returns the value behind {@code name=} in a line. */
    static String value(String line, String name) {
        for (String word : line.split(" ", -1)) {
            if (word.startsWith(name + "=")) {
                return word.substring(name.length() + 1);
            }
        }
        throw new AssertionError("there is no " + name + " in: " + line);
    }

    /** Asks it to stop, as SIGTERM does, and returns the exit code. */
    int stop() {
        stop.ask();
        return code();
    }

    @Override
    public void close() {
        stop();
    }
}
