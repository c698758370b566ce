package org.rserpool.bench;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.rserpool.core.Link;
import org.rserpool.core.handlespace.ElementEntry;
import org.rserpool.core.handlespace.Handlespace;
import org.rserpool.core.handlespace.TableCursor;
import org.rserpool.wire.PolicyInfo;
import org.rserpool.wire.PolicyType;
import org.rserpool.wire.PoolHandle;

/** H: resolutions and registrations mixed, and the walk for handle tables, on 1,000 x 100. */
@Fork(3)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public class MixedBenchmark {

    private static final int DRAWN = 1 << 20;
    private static final int PAGE = 128;

    /** Makes the benchmark. */
    public MixedBenchmark() {}

    /** A full handlespace under least used. */
    @State(Scope.Thread)
    public static class Full {
        private static final Workload.Shape SHAPE = new Workload.Shape(1_000, 100);

        final Workload workload = new Workload(MeasuredPolicy.LU, SHAPE);
        Handlespace handlespace = HandlespaceBenchmark.emptyHandlespace(MeasuredPolicy.LU);
        final byte[][] octets = new byte[SHAPE.pools()][];
        final byte[] kinds = new byte[DRAWN];
        final int[] elements = new int[DRAWN];
        final int[] loads = new int[DRAWN];
        int next;
        long at;
        TableCursor all = TableCursor.START;
        TableCursor own = TableCursor.START;

        /** Makes the state. */
        public Full() {}

        /** Fills the handlespace and draws the operations. */
        @Setup
        public void fill() {
            handlespace = HandlespaceBenchmark.full(workload);
            Arrays.setAll(octets, pool -> Workload.octets(workload.handles[pool]));
            for (int i = 0; i < DRAWN; i++) {
                kinds[i] = (byte) workload.bound(100);
                elements[i] = workload.bound(SHAPE.elements());
                loads[i] = workload.random.nextInt();
            }
            at = SHAPE.elements();
        }

        private void renew(int i, int element) {
            var load = Integer.toUnsignedLong(loads[i]);
            handlespace.register(
                    workload.handleOf(element),
                    workload.elements[element].withPolicy(
                            new PolicyInfo(PolicyType.LEAST_USED, load)),
                    new Link(Workload.link(element)),
                    Workload.at(at++));
        }
    }

    /** 90 % resolutions, 9 % renewals with another load, 1 % deregistration and registration. */
    @Benchmark
    public int mixed(Full full, CpuTime cpu) {
        cpu.operations++;
        int i = full.next++ & DRAWN - 1;
        int element = full.elements[i];
        var handle = full.workload.handleOf(element);
        if (full.kinds[i] < 90) {
            var octets = full.octets[element / Full.SHAPE.elementsPerPool()];
            var asked = PoolHandle.copyOf(octets, 0, octets.length);
            return full.handlespace.select(full.handlespace.pool(asked).orElseThrow(), 1).size();
        }
        if (full.kinds[i] == 99) {
            var id = full.workload.elements[element].id();
            full.handlespace.remove(full.handlespace.find(handle, id).orElseThrow());
        }
        full.renew(i, element);
        return 1;
    }

    /** Walks all elements in pages of 128, counted as elements. */
    @Benchmark
    public int tableOfAll(Full full, CpuTime cpu) {
        var page = full.handlespace.table(full.all, PAGE);
        full.all = end(page);
        cpu.operations += page.size();
        return page.size();
    }

    /** Walks the elements of one owner in pages of 128, counted as elements. */
    @Benchmark
    public int tableOfOwner(Full full, CpuTime cpu) {
        var page = full.handlespace.table(Workload.REGISTRAR, full.own, PAGE);
        full.own = end(page);
        cpu.operations += page.size();
        return page.size();
    }

    private static TableCursor end(java.util.List<ElementEntry> page) {
        return page.size() < PAGE ? TableCursor.START : TableCursor.after(page.getLast());
    }
}
