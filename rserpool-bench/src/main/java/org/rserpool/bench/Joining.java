package org.rserpool.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/**
 * F6 and E8: a registrar starts, and joins another one that has many elements. The elements' home
 * has keep-alives put off, since the load does not answer them.
 */
final class Joining {

    private static final int CONNECTIONS = 16;
    private static final Duration STEADY = Duration.ofSeconds(4);

    private final Report report;
    private final Path launcher;
    private final int repetitions;

    Joining(Report report, Path launcher, int repetitions) {
        this.report = report;
        this.launcher = launcher;
        this.repetitions = repetitions;
    }

    /** What is done with a registrar that has elements. */
    private interface Measurement {
        void run(LocalScope scope, ClosedLoop loop, Requests requests)
                throws IOException, InterruptedException;
    }

    /** Starts the first of two registrars and registers elements with it. */
    private void withMentor(Workload.Shape shape, Measurement measurement)
            throws IOException, InterruptedException {
        var config = Files.createTempFile("registrar", ".conf");
        Files.writeString(config, "registrar.monitoring.keep-alive-interval = 1h\n");
        try (var scope = new LocalScope(launcher, 2, List.of("--config", config.toString()))) {
            scope.start(0);
            try (var loop = new ClosedLoop(scope.asapPort(0), CONNECTIONS)) {
                var requests = new Requests(shape);
                var run = requests.register(loop);
                if (run.errors() > 0) {
                    throw new IOException("%d were not registered".formatted(run.errors()));
                }
                measurement.run(scope, loop, requests);
            }
        } finally {
            Files.delete(config);
        }
    }

    // ---- F6 ----

    /** F6 with so many elements. */
    void join(int elements) throws IOException, InterruptedException {
        var shape = new Workload.Shape(elements / 10, 10);
        var alone = new ArrayList<Double>();
        var aloneCpu = new ArrayList<Double>();
        try (var scope = new LocalScope(launcher, 1, List.of())) {
            for (int i = 0; i < repetitions; i++) {
                alone.add(startMillis(scope, 0));
                aloneCpu.add(1_000 * scope.process(0).cpuSeconds());
                scope.kill(0);
                scope.awaitEnd(0);
            }
        }
        var none = new Workload.Shape(0, 0);
        line("F6", none, "start to ready, no peer", alone, "ms");
        line("F6", none, "start to ready, no peer, cpu of the new registrar", aloneCpu, "ms");
        withMentor(shape, (scope, loop, requests) -> join(shape, scope, loop, requests));
    }

    private void join(Workload.Shape shape, LocalScope scope, ClosedLoop loop, Requests requests)
            throws IOException, InterruptedException {
        var quiet = new ArrayList<Double>();
        var cpu = new ArrayList<Double>();
        var loaded = new ArrayList<Double>();
        var before = new ArrayList<Double>();
        var during = new ArrayList<Double>();
        var ratios = new ArrayList<Double>();
        loop.timed(2 * STEADY.toNanos(), requests::resolution, Answer.resolved(3));
        try (var tables = new Tables()) {
            for (int i = 0; i < repetitions; i++) {
                quiet.add(startMillis(scope, 1));
                cpu.add(1_000 * scope.process(1).cpuSeconds());
                leave(scope, tables, shape);
                double usual =
                        p99(loop.timed(STEADY.toNanos(), requests::resolution, Answer.resolved(3)));
                var joining = CompletableFuture.supplyAsync(() -> startMillisUnchecked(scope));
                double meanwhile =
                        p99(loop.until(joining::isDone, requests::resolution, Answer.resolved(3)));
                loaded.add(joining.get());
                before.add(usual);
                during.add(meanwhile);
                ratios.add(meanwhile / usual);
                leave(scope, tables, shape);
            }
        } catch (ExecutionException e) {
            throw new IOException("the registrar did not start", e);
        }
        line("F6", shape, "start to ready, mentor idle", quiet, "ms");
        line("F6", shape, "start to ready, cpu of the new registrar", cpu, "ms");
        line("F6", shape, "start to ready, mentor under load of E3", loaded, "ms");
        line("F6", shape, "mentor resolve latency p99 before", before, "us");
        line("F6", shape, "mentor resolve latency p99 from start to ready", during, "us");
        line("F6", shape, "mentor resolve latency p99, ratio", ratios, "times");
    }

    private static double p99(ClosedLoop.Run run) {
        if (run.errors() > 0) {
            throw new IllegalStateException(
                    "%d of %d answers are not those expected"
                            .formatted(run.errors(), run.answers()));
        }
        return run.nanoseconds().getValueAtPercentile(99) / 1e3;
    }

    private static double startMillis(LocalScope scope, int registrar) throws IOException {
        long start = System.nanoTime();
        scope.start(registrar);
        return (System.nanoTime() - start) / 1e6;
    }

    private static double startMillisUnchecked(LocalScope scope) {
        try {
            return startMillis(scope, 1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The second registrar has what the first has, in number and checksum; then it goes. */
    private static void leave(LocalScope scope, Tables tables, Workload.Shape shape)
            throws IOException, InterruptedException {
        require(scope, tables, shape);
        scope.kill(1);
        scope.awaitEnd(1);
        Thread.sleep(1_000);
    }

    private static void require(LocalScope scope, Tables tables, Workload.Shape shape)
            throws IOException, InterruptedException {
        var mentors = tables.read(scope.enrp(0));
        var own = tables.read(scope.enrp(1));
        if (own.size() != shape.elements() || !own.owners().equals(mentors.owners())) {
            throw new IOException(
                    "the new registrar has %s, its mentor %s"
                            .formatted(own.owners(), mentors.owners()));
        }
    }

    // ---- E8 ----

    /** E8: alone, and with so many elements to be fetched. */
    void start(int elements) throws IOException, InterruptedException {
        var alone = new ArrayList<Double>();
        var resolution = new Requests(new Workload.Shape(1, 10)).resolutions[0];
        try (var scope = new LocalScope(launcher, 1, List.of())) {
            for (int i = 0; i < repetitions; i++) {
                alone.add(firstAnswer(scope, 0, resolution, false));
                scope.kill(0);
                scope.awaitEnd(0);
            }
        }
        var title = "process start to first answer";
        line("E8", new Workload.Shape(0, 0), title, alone, "ms");
        var shape = new Workload.Shape(elements / 10, 10);
        var joining = new ArrayList<Double>();
        withMentor(
                shape,
                (scope, _, requests) -> {
                    try (var tables = new Tables()) {
                        for (int i = 0; i < repetitions; i++) {
                            joining.add(firstAnswer(scope, 1, requests.resolutions[0], true));
                            leave(scope, tables, shape);
                        }
                    }
                });
        line("E8", shape, title + ", all fetched from a peer", joining, "ms");
    }

    /** Asks from the start on, and returns after how many milliseconds there was an answer. */
    private static double firstAnswer(
            LocalScope scope, int registrar, ByteBuffer resolution, boolean positive)
            throws IOException, InterruptedException {
        long start = System.nanoTime();
        var starting =
                CompletableFuture.supplyAsync(() -> {
                    try {
                        scope.start(registrar);
                        return true;
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                });
        int port = scope.asapPort(registrar);
        try (var channel = connected(port, starting)) {
            channel.write(resolution.duplicate());
            var answer = ByteBuffer.allocate(0x10000);
            while (answer.position() < 4 || answer.position() < answer.getShort(2)) {
                if (channel.read(answer) < 0) {
                    throw new IOException("the registrar has closed the connection");
                }
            }
            double elapsed = (System.nanoTime() - start) / 1e6;
            boolean met = Answer.resolved(3).isMet(answer.getShort(0), answer.getShort(2));
            if (answer.get(0) != 0x06 || met != positive) {
                throw new IOException("not the answer that was expected");
            }
            starting.get();
            return elapsed;
        } catch (ExecutionException e) {
            throw new IOException("the registrar did not start", e);
        }
    }

    /** A port at which nobody listens yet refuses at once. */
    private static SocketChannel connected(int port, CompletableFuture<Boolean> starting)
            throws IOException, InterruptedException {
        while (true) {
            try {
                return SocketChannel.open(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            } catch (SocketException refused) {
                if (starting.isCompletedExceptionally()) {
                    throw new IOException("the registrar did not start", refused);
                }
                Thread.sleep(1);
            }
        }
    }

    private void line(
            String section,
            Workload.Shape shape,
            String operation,
            List<Double> values,
            String unit) {
        report.line(section, "RR", shape.toString(), operation, values, unit);
    }
}
