package org.rserpool.bench;

import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.rserpool.core.Deadlines;

/** T: one timer per element. */
@Fork(3)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public class TimerBenchmark {

    private static final int DRAWN = 65_536;
    private static final int SPAN = 30_000_000;

    /** Makes the benchmark. */
    public TimerBenchmark() {}

    /** The timers, all set. */
    @State(Scope.Thread)
    public static class Timers {

        /** Pools and elements per pool. */
        @Param({"1x10", "1x1000", "1x100000", "1000x100", "100000x10"})
        public String shape = "";

        final Deadlines<Integer> deadlines = new Deadlines<>();
        Deadlines.Timer<Integer>[] timers = array(0);
        final int[] drawn = new int[DRAWN];
        final int[] offsets = new int[DRAWN];
        long now;
        int next;

        /** Makes the state. */
        public Timers() {}

        /** Sets every timer for the first time. */
        @Setup
        public void set() {
            var size = Workload.Shape.parse(shape);
            var workload = new Workload(MeasuredPolicy.RR, new Workload.Shape(1, 1));
            timers = array(size.elements());
            for (int j = 0; j < timers.length; j++) {
                timers[j] = deadlines.timer(j);
                timers[j].set(at(workload.bound(SPAN)));
            }
            for (int i = 0; i < DRAWN; i++) {
                drawn[i] = workload.bound(timers.length);
                offsets[i] = workload.bound(SPAN);
            }
        }

        /** Checks that none was lost. */
        @TearDown(Level.Iteration)
        public void check() {
            if (deadlines.size() != timers.length) {
                throw new IllegalStateException(
                        "%d timers of %d are set".formatted(deadlines.size(), timers.length));
            }
        }

        private static Instant at(long microsecond) {
            return Instant.ofEpochSecond(microsecond / 1_000_000, microsecond % 1_000_000 * 1_000);
        }

        @SuppressWarnings({"unchecked", "rawtypes"}) // an array of a generic type cannot be made
        private static Deadlines.Timer<Integer>[] array(int size) {
            return new Deadlines.Timer[size];
        }
    }

    /** Moves the timer of a random element. */
    @Benchmark
    public void reschedule(Timers timers, CpuTime cpu) {
        cpu.operations++;
        int i = timers.next++ & DRAWN - 1;
        timers.now += 3;
        timers.timers[timers.drawn[i]].set(Timers.at(timers.now + timers.offsets[i]));
    }

    /** Takes the earliest timer and sets it anew. */
    @Benchmark
    public void popRearm(Timers timers, CpuTime cpu) {
        cpu.operations++;
        int i = timers.next++ & DRAWN - 1;
        var earliest = timers.deadlines.earliest();
        int element = timers.deadlines.takeExpired(earliest).orElseThrow();
        timers.timers[element].set(earliest.plusNanos((SPAN + (long) timers.offsets[i]) * 1_000));
    }
}
