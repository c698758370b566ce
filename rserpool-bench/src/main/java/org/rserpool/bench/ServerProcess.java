package org.rserpool.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** A server in a process of its own, and what it costs. */
final class ServerProcess implements AutoCloseable {

    private static final long TICKS_PER_SECOND = 100;

    private final Process process;
    private final String ready;

    private ServerProcess(Process process, String ready) {
        this.process = process;
        this.ready = ready;
    }

    /** Starts a server and waits for the line by which it says that it serves. */
    static ServerProcess start(List<String> command, Predicate<String> isReady) throws IOException {
        var process =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        var lines =
                new BufferedReader(
                        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        for (var line = lines.readLine(); line != null; line = lines.readLine()) {
            if (isReady.test(line)) {
                return new ServerProcess(process, line);
            }
        }
        throw new IOException("the server ended without being ready: " + command);
    }

    /** Starts a main class of this class path in a process of its own. */
    static ServerProcess startClass(Class<?> main, String... args) throws IOException {
        var command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-cp",
                                System.getProperty("java.class.path"),
                                main.getName()));
        command.addAll(List.of(args));
        return start(command, line -> line.startsWith("ready"));
    }

    /** Returns the port in {@code ready}'s first address. */
    int port() {
        var address = ready.replaceAll(".*?(tcp:[^ ]*).*", "$1");
        return Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
    }

    /** Returns what {@code ready} says of {@code key}, as {@code id=0x00000001}. */
    String said(String key) {
        return Arrays.stream(ready.split(" ", -1))
                .filter(word -> word.startsWith(key + "="))
                .map(word -> word.substring(key.length() + 1))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no " + key + " in: " + ready));
    }

    /** Sends a signal, as {@code STOP}. */
    void signal(String name) throws IOException {
        var kill = new ProcessBuilder("kill", "-" + name, "" + process.pid()).inheritIO().start();
        if (kill.onExit().join().exitValue() != 0) {
            throw new IOException("kill -%s %d failed".formatted(name, process.pid()));
        }
    }

    /** Ends the server by SIGKILL; returns at once. */
    void kill() {
        process.destroyForcibly();
    }

    /** Waits until the server has ended, and its ports are free. */
    void awaitEnd() {
        process.onExit().join();
    }

    /** Lets the server run on these processors only, as {@code 0} or {@code 0-3}. */
    void pin(String processors) throws IOException {
        pin(process.pid(), processors);
    }

    /** Lets this process run on these processors only. */
    static void pinSelf(String processors) throws IOException {
        pin(ProcessHandle.current().pid(), processors);
    }

    private static void pin(long pid, String processors) throws IOException {
        var taskset =
                new ProcessBuilder("taskset", "-a", "-c", "-p", processors, Long.toString(pid))
                        .redirectErrorStream(true)
                        .start();
        var said = new String(taskset.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (taskset.onExit().join().exitValue() != 0) {
            throw new IOException("taskset failed: " + said);
        }
    }

    /** Returns the processor time used so far, in seconds, user and system. */
    double cpuSeconds() throws IOException {
        return cpuSeconds(Long.toString(process.pid()));
    }

    static double cpuSeconds(String pid) throws IOException {
        var stat = Files.readString(Path.of("/proc", pid, "stat"));
        var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return (Long.parseLong(fields[11]) + Long.parseLong(fields[12]))
                / (double) TICKS_PER_SECOND;
    }

    /** Returns the memory that is resident, in octets. */
    long residentOctets() throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc", "" + process.pid(), "status"))) {
            if (line.startsWith("VmRSS:")) {
                return 1024 * Long.parseLong(line.replaceAll("[^0-9]", ""));
            }
        }
        throw new IOException("no resident size of process " + process.pid());
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
