package org.rserpool.cli.demo;

import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.rserpool.cli.terminal.Times;
import org.rserpool.wire.ElementId;

/** One element, a process of this program. May be shared between threads. */
final class Member {

    /** What an element does, or what was done to it. */
    enum Phase {
        /** Its process starts. */
        STARTING,
        /** It is registered and serves. */
        SERVING,
        /** It was killed. */
        KILLED,
        /** It was stopped by SIGSTOP. */
        FROZEN,
        /** It runs on, and is not registered yet. */
        THAWED,
        /** It was told to leave. */
        LEAVING,
        /** It has left. */
        LEFT;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * The element as it is shown.
     *
     * @param note what has happened to it last
     */
    record Status(ElementId id, Phase phase, String note) {

        private Status with(Phase newPhase, String newNote) {
            return new Status(id, newPhase, newNote);
        }
    }

    private final Process process;
    private final AtomicReference<Status> status;

    /** When the last thing was done to it, in nanoseconds of the JVM's clock. */
    private final AtomicReference<Long> since = new AtomicReference<>(System.nanoTime());

    Member(ElementId id, Process process) {
        this.process = process;
        this.status = new AtomicReference<>(new Status(id, Phase.STARTING, "new process"));
    }

    Status status() {
        return status.get();
    }

    long pid() {
        return process.pid();
    }

    private void act(Phase phase, String note) {
        since.set(System.nanoTime());
        status.updateAndGet(former -> former.with(phase, note));
    }

    void kill() {
        act(Phase.KILLED, "SIGKILL");
        process.destroyForcibly();
    }

    void drain() {
        act(Phase.LEAVING, "SIGTERM");
        process.destroy();
    }

    void freeze() throws IOException {
        act(Phase.FROZEN, "SIGSTOP");
        signal("STOP");
    }

    void thaw() throws IOException {
        act(Phase.THAWED, "SIGCONT");
        signal("CONT");
    }

    /** The JDK cannot send these; every shell can. */
    private void signal(String name) throws IOException {
        new ProcessBuilder("sh", "-c", "kill -%s %d".formatted(name, process.pid()))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    /** The registrar has it; returns how long that took. */
    Duration joined() {
        var took = sinceLastAct();
        status.updateAndGet(former -> former.with(Phase.SERVING, "joined, " + Times.shortly(took)));
        return took;
    }

    /** The registrar has removed it; returns how long that took. */
    Duration removed(String reason) {
        var took = sinceLastAct();
        status.updateAndGet(former ->
                former.with(
                        former.phase == Phase.LEAVING ? Phase.LEFT : former.phase,
                        "%s, %s".formatted(reason, Times.shortly(took))));
        return took;
    }

    private Duration sinceLastAct() {
        return Duration.ofNanos(System.nanoTime() - since.get());
    }

    /** Ends the process, whatever it does; it was started here, and nobody else's is touched. */
    void end(Duration patience) throws InterruptedException {
        if (status.get().phase == Phase.FROZEN) {
            process.destroyForcibly();
        }
        process.destroy();
        if (!process.waitFor(patience.toNanos(), TimeUnit.NANOSECONDS)) {
            process.destroyForcibly();
        }
    }
}
