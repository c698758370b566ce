package org.rserpool.bench;

import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
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
import org.rserpool.core.Link;
import org.rserpool.core.handlespace.ElementEntry;
import org.rserpool.core.handlespace.Handlespace;
import org.rserpool.core.handlespace.HandlespaceLimits;
import org.rserpool.core.handlespace.Outcome;
import org.rserpool.core.policy.Policies;
import org.rserpool.wire.PoolHandle;

/** H: the handlespace. */
@Fork(3)
@OutputTimeUnit(TimeUnit.SECONDS)
public class HandlespaceBenchmark {

    /** Small shapes are repeated until a timed part has so many operations. */
    private static final int MIN_OPERATIONS = 200_000;

    private static final int DRAWN = 65_536;

    /** Makes the benchmark. */
    public HandlespaceBenchmark() {}

    static Handlespace emptyHandlespace(MeasuredPolicy policy) {
        return new Handlespace(
                Workload.REGISTRAR,
                Policies.STANDARD,
                policy.selection(),
                HandlespaceLimits.DEFAULTS
                        .withMaxElements(Integer.MAX_VALUE)
                        .withMaxPools(Integer.MAX_VALUE),
                new SplittableRandom(42));
    }

    static void register(Workload workload, Handlespace handlespace, int element, long at) {
        var outcome =
                handlespace.register(
                        workload.handleOf(element),
                        workload.elements[element],
                        new Link(Workload.link(element)),
                        Workload.at(at));
        if (!(outcome instanceof Outcome.Added)) {
            throw new IllegalStateException("element %d: %s".formatted(element, outcome));
        }
    }

    static Handlespace full(Workload workload) {
        var handlespace = emptyHandlespace(workload.policy);
        long at = 0;
        for (int element : workload.registration) {
            register(workload, handlespace, element, at++);
        }
        check(workload, handlespace, workload.shape.elements());
        return handlespace;
    }

    /** A run that fails a check has no figure. */
    static void check(Workload workload, Handlespace handlespace, int expected) {
        if (handlespace.size() != expected) {
            throw new IllegalStateException(
                    "%d elements, expected %d".formatted(handlespace.size(), expected));
        }
        if (workload.shape.elements() <= 100_000) { // the others at the end: it takes long
            handlespace.verify(); // the checksums kept equal those recomputed
        }
    }

    /** What is measured on: a handlespace of one shape under one policy, full. */
    @State(Scope.Thread)
    public static class Full {

        /** Pools and elements per pool. */
        @Param({"1x10", "1x1000", "1x100000", "1000x100", "100000x10"})
        public String shape = "";

        /** The policy of all pools. */
        @Param({"RR", "WRR", "RAND", "LU", "LUD", "LUD_ALL", "PRIO"})
        public MeasuredPolicy policy = MeasuredPolicy.RR;

        Workload workload = new Workload(MeasuredPolicy.RR, new Workload.Shape(1, 1));
        Handlespace handlespace = emptyHandlespace(MeasuredPolicy.RR);
        byte[][] asked = {};
        int next;

        /** Makes the state. */
        public Full() {}

        /** Fills the handlespace. */
        @Setup
        public void fill() {
            workload = new Workload(policy, Workload.Shape.parse(shape));
            handlespace = full(workload);
            var drawn = workload.drawnPools(DRAWN);
            asked = new byte[DRAWN][];
            for (int i = 0; i < DRAWN; i++) {
                asked[i] = Workload.octets(workload.handles[drawn[i]]);
            }
        }

        /** A run in which something comes twice, or in whose end something is wrong, is void. */
        @TearDown
        public void verify() {
            for (int i = 0; i < 1_000; i++) {
                var chosen = resolve(4);
                if (Set.copyOf(chosen).size() != chosen.size()) {
                    throw new IllegalStateException("an element comes twice: " + chosen);
                }
            }
            handlespace.verify();
        }

        List<ElementEntry> resolve(int wanted) {
            var octets = asked[next++ & DRAWN - 1];
            var pool = handlespace.pool(PoolHandle.copyOf(octets, 0, octets.length)).orElseThrow();
            var chosen = handlespace.select(pool, wanted);
            if (chosen.size() != Math.min(wanted, workload.shape.elementsPerPool())) {
                throw new IllegalStateException(chosen.size() + " elements, wanted " + wanted);
            }
            return chosen;
        }
    }

    /** Selects one element of a random pool. */
    @Benchmark
    @BenchmarkMode(Mode.Throughput)
    @Warmup(iterations = 5, time = 2)
    @Measurement(iterations = 5, time = 2)
    public List<ElementEntry> resolve1(Full full, CpuTime cpu) {
        cpu.operations++;
        return full.resolve(1);
    }

    /** Selects four elements of a random pool. */
    @Benchmark
    @BenchmarkMode(Mode.Throughput)
    @Warmup(iterations = 5, time = 2)
    @Measurement(iterations = 5, time = 2)
    public List<ElementEntry> resolve4(Full full, CpuTime cpu) {
        cpu.operations++;
        return full.resolve(4);
    }

    /** Handlespaces that one pass changes from end to end, as many as it takes for small ones. */
    @State(Scope.Thread)
    public static class Pass {

        /** Pools and elements per pool. */
        @Param({"1x10", "1x1000", "1x100000", "1000x100", "100000x10"})
        public String shape = "";

        /** The policy of all pools. */
        @Param({"RR", "WRR", "RAND", "LU", "LUD", "PRIO"})
        public MeasuredPolicy policy = MeasuredPolicy.RR;

        Workload workload = new Workload(MeasuredPolicy.RR, new Workload.Shape(1, 1));
        Handlespace[] fresh = {};
        Handlespace[] filled = {};
        long at;

        /** Makes the state. */
        public Pass() {}

        /** Draws the elements. */
        @Setup
        public void draw() {
            workload = new Workload(policy, Workload.Shape.parse(shape));
        }

        /** A run in whose end something is wrong is void. */
        @TearDown
        public void verify() {
            fresh[0].verify();
            filled[0].verify();
        }

        /** Makes new handlespaces, outside the timed part. */
        @Setup(Level.Invocation)
        public void renew() {
            int count = Math.max(1, MIN_OPERATIONS / workload.shape.elements());
            fresh = new Handlespace[count];
            filled = new Handlespace[count];
            at = workload.shape.elements();
            for (int i = 0; i < count; i++) {
                fresh[i] = emptyHandlespace(policy);
                filled[i] = full(workload);
                for (int j = 0; j < Math.min(1_000, workload.shape.elements()); j++) {
                    filled[i].select(filled[i].pool(workload.handleOf(j)).orElseThrow(), 1);
                }
            }
        }
    }

    /** Registers all elements with an empty handlespace. */
    @Benchmark
    @BenchmarkMode(Mode.SingleShotTime)
    @Warmup(iterations = 5)
    @Measurement(iterations = 10)
    public void register(Pass pass, CpuTime cpu) {
        var workload = pass.workload;
        cpu.start();
        for (Handlespace handlespace : pass.fresh) {
            long at = 0;
            for (int element : workload.registration) {
                register(workload, handlespace, element, at++);
            }
        }
        finish(pass, pass.fresh, workload.shape.elements(), cpu);
    }

    /** Registers all elements again. */
    @Benchmark
    @BenchmarkMode(Mode.SingleShotTime)
    @Warmup(iterations = 5)
    @Measurement(iterations = 10)
    public void reregister(Pass pass, CpuTime cpu) {
        var workload = pass.workload;
        cpu.start();
        for (Handlespace handlespace : pass.filled) {
            long at = pass.at;
            for (int element : workload.reregistration) {
                var outcome =
                        handlespace.register(
                                workload.handleOf(element),
                                workload.renewed[element],
                                new Link(Workload.link(element)),
                                Workload.at(at++));
                if (!(outcome instanceof Outcome.Updated)) {
                    throw new IllegalStateException("element %d: %s".formatted(element, outcome));
                }
            }
        }
        finish(pass, pass.filled, workload.shape.elements(), cpu);
    }

    /** Deregisters all elements. */
    @Benchmark
    @BenchmarkMode(Mode.SingleShotTime)
    @Warmup(iterations = 5)
    @Measurement(iterations = 10)
    public void deregister(Pass pass, CpuTime cpu) {
        var workload = pass.workload;
        cpu.start();
        for (Handlespace handlespace : pass.filled) {
            for (int element : workload.deregistration) {
                var entry =
                        handlespace.find(
                                workload.handleOf(element), workload.elements[element].id());
                handlespace.remove(entry.orElseThrow());
            }
        }
        finish(pass, pass.filled, 0, cpu);
    }

    private static void finish(Pass pass, Handlespace[] handlespaces, int expected, CpuTime cpu) {
        cpu.stop();
        cpu.operations = (long) handlespaces.length * pass.workload.shape.elements();
        for (Handlespace handlespace : handlespaces) {
            check(pass.workload, handlespace, expected);
        }
    }
}
