package org.rserpool.cli;

import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** A process of the program. */
final class Launched implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Process process;
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final List<String> complaints = new CopyOnWriteArrayList<>();
    private final List<Thread> readers = new ArrayList<>();

    private Launched(Process process) {
        this.process = process;
        read(process.inputReader(), lines);
        read(process.errorReader(), complaints);
    }

    static Launched start(String... arguments) throws IOException {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp"));
        command.add(System.getProperty("java.class.path"));
        command.add("org.rserpool.cli.Main");
        command.addAll(List.of(arguments));
        return new Launched(new ProcessBuilder(command).start());
    }

    private void read(BufferedReader reader, List<String> into) {
        readers.add(
                Thread.ofVirtual()
                        .start(() -> {
                            try (reader) {
                                reader.lines().forEach(into::add);
                            } catch (IOException e) {
                                throw new UncheckedIOException(e);
                            }
                        }));
    }

    /** Returns the lines of standard output up to here. */
    List<String> lines() {
        return lines;
    }

    /** Returns the lines of standard error up to here. */
    List<String> complaints() {
        return complaints;
    }

    /** Waits until there are so many lines with this text in them, and returns the last of them. */
    String awaitLine(String text, int count) {
        await().atMost(PATIENCE)
                .until(() -> lines.stream().filter(l -> l.contains(text)).count() >= count);
        return lines.stream().filter(l -> l.contains(text)).toList().get(count - 1);
    }

    /** Sends a signal: TERM, KILL, STOP, CONT or INT. */
    void signal(String name) throws IOException, InterruptedException {
        int code =
                new ProcessBuilder("sh", "-c", "kill -%s %d".formatted(name, process.pid()))
                        .inheritIO()
                        .start()
                        .waitFor();
        if (code != 0) {
            throw new IOException("kill -%s has failed".formatted(name));
        }
    }

    /** Waits for the end and returns the exit code. */
    int code() throws InterruptedException {
        if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            throw new AssertionError("the program does not end: " + lines + complaints);
        }
        for (Thread reader : readers) {
            reader.join();
        }
        return process.exitValue();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
