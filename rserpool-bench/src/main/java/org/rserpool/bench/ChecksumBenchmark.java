package org.rserpool.bench;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.rserpool.core.handlespace.Handlespace;
import org.rserpool.wire.PeChecksum;

/** S: the checksum over elements. */
@Fork(3)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public class ChecksumBenchmark {

    /** Makes the benchmark. */
    public ChecksumBenchmark() {}

    /** A full handlespace under round robin. */
    @State(Scope.Thread)
    public static class Full {

        /** Pools and elements per pool. */
        @Param({"1x10", "1x1000", "1x100000", "1000x100", "100000x10"})
        public String shape = "";

        Workload workload = new Workload(MeasuredPolicy.RR, new Workload.Shape(1, 1));
        Handlespace handlespace = HandlespaceBenchmark.emptyHandlespace(MeasuredPolicy.RR);
        int next;

        /** Makes the state. */
        public Full() {}

        /** Fills the handlespace. */
        @Setup
        public void fill() {
            workload = new Workload(MeasuredPolicy.RR, Workload.Shape.parse(shape));
            handlespace = HandlespaceBenchmark.full(workload);
            if (!recompute(this).equals(handlespace.ownChecksum())) {
                throw new IllegalStateException("the checksum kept is not the one recomputed");
            }
        }

        private static PeChecksum recompute(Full full) {
            long sum = 0;
            for (int j = 0; j < full.workload.elements.length; j++) {
                sum += full.contribution(j);
            }
            return PeChecksum.ofSum(sum);
        }

        private long contribution(int element) {
            return PeChecksum.contribution(
                    workload.handleOf(element), workload.elements[element].id());
        }
    }

    /** Computes what one element contributes. */
    @Benchmark
    public long peChecksum(Full full, CpuTime cpu) {
        cpu.operations++;
        full.next = full.next + 1 == full.workload.elements.length ? 0 : full.next + 1;
        return full.contribution(full.next);
    }

    /** Computes the sum over all elements, counted as elements. */
    @Benchmark
    public PeChecksum fullRecompute(Full full, CpuTime cpu) {
        cpu.operations += full.workload.elements.length;
        return Full.recompute(full);
    }

    /** Reads the checksums that are kept. */
    @Benchmark
    public int readCurrent(Full full, CpuTime cpu) {
        cpu.operations++;
        return full.handlespace.ownChecksum().value() + full.handlespace.totalChecksum().value();
    }
}
