package org.rserpool.bench;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * Counts operations and the processor time of the thread that does them, since on a machine with
 * others at work only the time on the processor can be compared.
 */
@State(Scope.Thread)
@AuxCounters(AuxCounters.Type.EVENTS)
public class CpuTime {

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    /** Operations done. */
    public long operations;

    /** Nanoseconds of processor time that they took. */
    public long cpu;

    /** Nanoseconds that they took. */
    public long wall;

    private long cpuStart;
    private long wallStart;

    /** Makes a clock. */
    public CpuTime() {}

    /** Begins an iteration. */
    @Setup(Level.Iteration)
    public void begin() {
        operations = 0;
        cpu = 0;
        start();
    }

    /** Ends an iteration of operations that were counted one by one. */
    @TearDown(Level.Iteration)
    public void end() {
        if (cpu == 0) {
            stop();
        }
    }

    /** Begins the timed part. */
    void start() {
        wallStart = System.nanoTime();
        cpuStart = THREADS.getCurrentThreadCpuTime();
    }

    /** Ends the timed part. */
    void stop() {
        cpu = THREADS.getCurrentThreadCpuTime() - cpuStart;
        wall = System.nanoTime() - wallStart;
    }
}
