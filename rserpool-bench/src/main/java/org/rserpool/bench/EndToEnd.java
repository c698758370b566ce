package org.rserpool.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;
import org.HdrHistogram.Histogram;
import org.rserpool.wire.ElementId;
import org.rserpool.wire.IpAddress;
import org.rserpool.wire.PolicyInfo;
import org.rserpool.wire.PoolElementInfo;
import org.rserpool.wire.PoolHandle;
import org.rserpool.wire.RegistrationLife;
import org.rserpool.wire.TransportAddress;
import org.rserpool.wire.codec.Dialect;
import org.rserpool.wire.codec.Wire;
import org.rserpool.wire.message.AsapMessage;
import org.rserpool.wire.message.Message;

/**
 * E: the registrar end to end over TCP on loopback, in a process of its own with its defaults
 * except for the keep-alive interval: E0 echo ceiling, E1 register, E2 register again, E3 resolve,
 * E4 deregister, E5 large.
 */
final class EndToEnd {

    private static final long WARM_UP = 2_000_000_000L;
    private static final long MEASURED = 8_000_000_000L;
    private static final int DRAWN = 65_536;

    /** Octets of a request and of an answer with as many elements as the registrar gives. */
    private static final int REQUEST = 20;

    private final Report report;
    private final Path launcher;
    private final int repetitions;
    private final List<Integer> connections;
    private final Wire wire = new Wire(Dialect.EXTENDED);

    EndToEnd(Report report, Path launcher, int repetitions, List<Integer> connections) {
        this.report = report;
        this.launcher = launcher;
        this.repetitions = repetitions;
        this.connections = connections;
    }

    /** Runs everything; the echo server and the registrar take turns. */
    void run() throws IOException {
        var config = Files.createTempFile("registrar", ".conf");
        Files.writeString(config, "registrar.monitoring.keep-alive-interval = 1h\n");
        try {
            for (int count : connections) {
                var ceilings = new ArrayList<Double>();
                var figures = new Figures(count);
                for (int i = 0; i < repetitions; i++) {
                    ceilings.add(echo(count, answerSize(3)));
                    registrar(config, count, figures);
                }
                report.line("E0", "-", "-", count, "echo", ceilings, "requests/s");
                figures.report(report, ceilings);
            }
            large(config);
        } finally {
            Files.delete(config);
        }
    }

    /** What repetitions showed, by test. */
    private static final class Figures {
        final int connections;
        final List<Double> register = new ArrayList<>();
        final List<Double> reregister = new ArrayList<>();
        final List<Double> resolve = new ArrayList<>();
        final List<Double> resolveLarge = new ArrayList<>();
        final List<Double> deregister = new ArrayList<>();
        final List<Double> cpu = new ArrayList<>();
        final List<Double> ownCpu = new ArrayList<>();
        final Histogram latencies = new Histogram(3);

        Figures(int connections) {
            this.connections = connections;
        }

        void report(Report report, List<Double> ceilings) {
            var unit = "requests/s";
            report.line("E1", "RR", "1000x10", connections, "register", register, unit);
            report.line("E2", "RR", "1000x10", connections, "reregister", reregister, unit);
            report.line("E3", "RR", "1000x10", connections, "resolve", resolve, unit);
            var shares = new ArrayList<Double>();
            for (int i = 0; i < resolve.size(); i++) {
                shares.add(100 * resolve.get(i) / ceilings.get(i));
            }
            report.line("E3", "RR", "1000x10", connections, "share of echo", shares, "%");
            report.line("E3", "RR", "1000x10", connections, "registrar cpu", cpu, "us/request");
            report.line("E3", "RR", "1000x10", connections, "generator cpu", ownCpu, "%");
            for (double percentile : new double[] {50, 99, 99.9, 100}) {
                report.line(
                        "E3",
                        "RR",
                        "1000x10",
                        connections,
                        "latency p" + percentile,
                        List.of(latencies.getValueAtPercentile(percentile) / 1e3),
                        "us");
            }
            report.line("E3", "RR", "1x1000", connections, "resolve", resolveLarge, unit);
            report.line("E4", "RR", "1000x10", connections, "deregister", deregister, unit);
        }
    }

    private double echo(int count, int answer) throws IOException {
        try (var server =
                        ServerProcess.startClass(
                                EchoServer.class, "" + REQUEST, Integer.toString(answer));
                var loop = new ClosedLoop(server.port(), count)) {
            var request = ByteBuffer.allocateDirect(REQUEST);
            warmUp(loop, _ -> request, _ -> false);
            return loop.timed(MEASURED, _ -> request, _ -> false).rate();
        }
    }

    private ServerProcess startRegistrar(Path config) throws IOException {
        return ServerProcess.start(
                List.of(
                        launcher.toString(),
                        "registrar",
                        "--asap",
                        "tcp:127.0.0.1:0",
                        "--config",
                        config.toString(),
                        "-q"),
                line -> line.startsWith("ready"));
    }

    private void registrar(Path config, int count, Figures figures) throws IOException {
        var shape = new Workload.Shape(1_000, 10);
        var large = new Workload.Shape(1, 1_000);
        try (var server = startRegistrar(config);
                var loop = new ClosedLoop(server.port(), count)) {
            var requests = new Requests(shape);
            for (int i = 0; i < 5; i++) { // the start of the process is not measured here
                pass(loop, requests.registrations, EndToEnd::isRefused);
                pass(loop, requests.deregistrations, _ -> false);
            }
            figures.register.add(pass(loop, requests.registrations, EndToEnd::isRefused));
            figures.reregister.add(pass(loop, requests.registrations, EndToEnd::isRefused));
            resolve(server, loop, requests, figures);
            figures.deregister.add(pass(loop, requests.deregistrations, _ -> false));
            var ofLarge = new Requests(large);
            pass(loop, ofLarge.registrations, EndToEnd::isRefused);
            IntFunction<ByteBuffer> next = ofLarge::resolution;
            warmUp(loop, next, _ -> false);
            figures.resolveLarge.add(good(loop.timed(MEASURED, next, _ -> false)).rate());
        }
    }

    private void resolve(ServerProcess server, ClosedLoop loop, Requests requests, Figures figures)
            throws IOException {
        IntFunction<ByteBuffer> next = requests::resolution;
        warmUp(loop, next, _ -> false);
        double before = server.cpuSeconds();
        double ownBefore = ServerProcess.cpuSeconds("self");
        var run = good(loop.timed(MEASURED, next, _ -> false));
        figures.resolve.add(run.rate());
        figures.cpu.add((server.cpuSeconds() - before) * 1e6 / run.answers());
        figures.ownCpu.add(100 * (ServerProcess.cpuSeconds("self") - ownBefore) / run.seconds());
        figures.latencies.add(run.nanoseconds());
    }

    /** E5: 100,000 elements, and what they take up. */
    private void large(Path config) throws IOException {
        int count = 16;
        try (var server = startRegistrar(config);
                var loop = new ClosedLoop(server.port(), count)) {
            var requests = new Requests(new Workload.Shape(10_000, 10));
            int tenth = requests.registrations.length / 10;
            resident("0", count, server);
            pass(loop, Arrays.copyOf(requests.registrations, tenth), EndToEnd::isRefused);
            resident("10000", count, server);
            double rate =
                    pass(
                            loop,
                            Arrays.copyOfRange(
                                    requests.registrations, tenth, requests.registrations.length),
                            EndToEnd::isRefused);
            report.line("E5", "RR", "10000x10", count, "register", List.of(rate), "requests/s");
            resident("100000", count, server);
            IntFunction<ByteBuffer> next = requests::resolution;
            warmUp(loop, next, _ -> false);
            var rates = new ArrayList<Double>();
            var latencies = new Histogram(3);
            for (int i = 0; i < repetitions; i++) {
                var run = good(loop.timed(MEASURED, next, _ -> false));
                rates.add(run.rate());
                latencies.add(run.nanoseconds());
            }
            report.line("E5", "RR", "10000x10", count, "resolve", rates, "requests/s");
            report.line(
                    "E5",
                    "RR",
                    "10000x10",
                    count,
                    "latency p99",
                    List.of(latencies.getValueAtPercentile(99) / 1e3),
                    "us");
        }
    }

    private void resident(String elements, int count, ServerProcess server) throws IOException {
        report.line(
                "E5",
                "RR",
                elements,
                count,
                "resident memory",
                List.of(server.residentOctets() / 1e6),
                "MB");
    }

    private static double pass(ClosedLoop loop, ByteBuffer[] requests, IntPredicate isError)
            throws IOException {
        return good(loop.pass(requests.length, i -> requests[i], isError)).rate();
    }

    private static void warmUp(
            ClosedLoop loop, IntFunction<ByteBuffer> request, IntPredicate isError)
            throws IOException {
        var last = new ArrayList<Double>();
        for (int second = 0; second < 30; second++) {
            last.add(loop.timed(WARM_UP / 2, request, isError).rate());
            if (second >= 3) {
                var three = last.subList(second - 2, second + 1);
                double least = three.stream().mapToDouble(x -> x).min().orElseThrow();
                double most = three.stream().mapToDouble(x -> x).max().orElseThrow();
                if (most < 1.05 * least) {
                    return;
                }
            }
        }
    }

    private static ClosedLoop.Run good(ClosedLoop.Run run) {
        if (run.errors() > 0) {
            throw new IllegalStateException(
                    "%d of %d answers are errors".formatted(run.errors(), run.answers()));
        }
        return run;
    }

    /** The R flag of a registration response. */
    private static boolean isRefused(int head) {
        return head != 0x0300;
    }

    private int answerSize(int elements) {
        var workload = new Workload(MeasuredPolicy.RR, new Workload.Shape(1, elements));
        var answer =
                new AsapMessage.HandleResolutionResponse(
                        workload.handles[0],
                        false,
                        Optional.of(PolicyInfo.ROUND_ROBIN),
                        Arrays.stream(workload.elements).map(EndToEnd::onLoopback).toList(),
                        List.of());
        return wire.encode(answer).size();
    }

    private static PoolElementInfo onLoopback(PoolElementInfo element) {
        return new PoolElementInfo(
                new ElementId(element.id().value()),
                RegistrationLife.ofSeconds(300_000),
                new TransportAddress.Tcp(
                        element.userTransport().port(), IpAddress.parse("127.0.0.1")),
                element.policy());
    }

    /** The requests about one shape, encoded. */
    private final class Requests {
        final ByteBuffer[] registrations;
        final ByteBuffer[] deregistrations;
        final ByteBuffer[] resolutions;
        final int[] drawn;

        Requests(Workload.Shape shape) {
            var workload = new Workload(MeasuredPolicy.RR, shape);
            registrations = new ByteBuffer[shape.elements()];
            deregistrations = new ByteBuffer[shape.elements()];
            for (int i = 0; i < shape.elements(); i++) {
                int j = workload.registration[i];
                registrations[i] =
                        octets(
                                new AsapMessage.Registration(
                                        workload.handleOf(j), onLoopback(workload.elements[j])));
                int gone = workload.deregistration[i];
                deregistrations[i] =
                        octets(
                                new AsapMessage.Deregistration(
                                        workload.handleOf(gone), workload.elements[gone].id()));
            }
            resolutions = new ByteBuffer[shape.pools()];
            for (int p = 0; p < shape.pools(); p++) {
                resolutions[p] = octets(resolution(workload.handles[p]));
            }
            drawn = workload.drawnPools(DRAWN);
        }

        private AsapMessage.HandleResolution resolution(PoolHandle pool) {
            return new AsapMessage.HandleResolution(pool, false, OptionalLong.empty());
        }

        ByteBuffer resolution(int i) {
            return resolutions[drawn[i & DRAWN - 1]];
        }

        private ByteBuffer octets(Message message) {
            var octets = wire.encode(message).toArray();
            return ByteBuffer.allocateDirect(octets.length).put(octets).flip();
        }
    }
}
