package org.rserpool.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.HdrHistogram.Histogram;

/**
 * E: the registrar end to end over TCP on loopback, in a process of its own with its defaults
 * except for the keep-alive interval: E0 echo ceiling, E1 register, E2 register again, E3 resolve,
 * E4 deregister, E5 large.
 */
final class EndToEnd {

    private static final long SECOND = 1_000_000_000L;

    /** How many elements the registrar gives for an answer. */
    private static final int GIVEN = 3;

    private final Report report;
    private final Path launcher;
    private final int repetitions;
    private final List<Integer> connections;
    private final List<Series> series = new ArrayList<>();

    EndToEnd(Report report, Path launcher, int repetitions, List<Integer> connections) {
        this.report = report;
        this.launcher = launcher;
        this.repetitions = repetitions;
        this.connections = connections;
    }

    /** How the load comes: over how many connections, and which processors serve whom. */
    private record Setting(int connections, String title, String ofServer, String ofLoad) {

        static Setting unpinned(int connections) {
            var all = "0-" + (Runtime.getRuntime().availableProcessors() - 1);
            return new Setting(connections, "A=" + connections, all, all);
        }

        /** With one request at a time the cost of waking the other side is most of it. */
        static List<Setting> of(int connections) {
            return connections > 1
                    ? List.of(unpinned(connections))
                    : List.of(
                            new Setting(1, "A=1 same processor", "0", "0"),
                            new Setting(1, "A=1 different processors", "0", "1"));
        }
    }

    /** Runs everything; the echo server and the registrar take turns. */
    void run() throws IOException {
        report.comment(
                "transport: tcp on loopback; sctp was not measured, the load speaks tcp alone");
        var config = Files.createTempFile("registrar", ".conf");
        Files.writeString(config, "registrar.monitoring.keep-alive-interval = 1h\n");
        try {
            for (int count : connections) {
                for (var setting : Setting.of(count)) {
                    series.clear();
                    for (int i = 0; i < repetitions; i++) {
                        registrar(config, setting, echo(setting));
                    }
                    series.forEach(done -> done.report(report));
                }
            }
            series.clear();
            large(config, Setting.unpinned(16));
            series.forEach(done -> done.report(report));
        } finally {
            ServerProcess.pinSelf(Setting.unpinned(1).ofLoad());
            Files.delete(config);
        }
    }

    /** One test under one setting: what its repetitions showed. */
    private static final class Series {
        final String section;
        final String shape;
        final String operation;
        final Setting setting;
        final List<Double> rates = new ArrayList<>();
        final List<Double> shares = new ArrayList<>();
        final List<Double> cpu = new ArrayList<>();
        final List<Double> ownCpu = new ArrayList<>();
        final Histogram latencies = new Histogram(3);

        Series(String section, String shape, String operation, Setting setting) {
            this.section = section;
            this.shape = shape;
            this.operation = operation;
            this.setting = setting;
        }

        void report(Report report) {
            line(report, "", rates, "requests/s");
            if (!shares.isEmpty()) {
                line(report, " share of echo", shares, "%");
            }
            line(report, " server cpu", cpu, "us/request");
            line(report, " load cpu", ownCpu, "%");
            for (double percentile : new double[] {50, 99, 99.9, 100}) {
                double latency = latencies.getValueAtPercentile(percentile) / 1e3;
                line(report, " latency p" + percentile, List.of(latency), "us");
            }
        }

        private void line(Report report, String what, List<Double> values, String unit) {
            var title = operation + what + " " + setting.title();
            report.line(section, section.equals("E0") ? "-" : "RR", shape, title, values, unit);
        }
    }

    private Series series(String section, String shape, String operation, Setting setting) {
        var same =
                series.stream()
                        .filter(known -> known.section.equals(section))
                        .filter(known -> known.shape.equals(shape))
                        .filter(known -> known.operation.equals(operation))
                        .findFirst();
        return same.orElseGet(() -> {
            var added = new Series(section, shape, operation, setting);
            series.add(added);
            return added;
        });
    }

    /** What sends the load. */
    private interface Load {
        ClosedLoop.Run run() throws IOException;
    }

    /** Runs a load, and takes note of what it showed; returns the rate. */
    private static double measure(Series series, ServerProcess server, double ceiling, Load load)
            throws IOException {
        double before = server.cpuSeconds();
        double ownBefore = ServerProcess.cpuSeconds("self");
        var run = load.run();
        if (run.errors() > 0) {
            throw new IllegalStateException(
                    "%s %s: %d of %d answers are not those expected"
                            .formatted(
                                    series.section, series.operation, run.errors(), run.answers()));
        }
        series.rates.add(run.rate());
        if (ceiling > 0) {
            series.shares.add(100 * run.rate() / ceiling);
        }
        series.cpu.add((server.cpuSeconds() - before) * 1e6 / run.answers());
        series.ownCpu.add(100 * (ServerProcess.cpuSeconds("self") - ownBefore) / run.seconds());
        series.latencies.add(run.nanoseconds());
        return run.rate();
    }

    /** What an echo server reaches with the sizes of each kind of request. */
    private record Ceilings(double registration, double deregistration, double resolution) {}

    private Ceilings echo(Setting setting) throws IOException {
        var requests = new Requests(new Workload.Shape(1, GIVEN));
        int response = Answer.REGISTERED.length();
        return new Ceilings(
                echo("registration", requests.registrations[0], response, 4, setting),
                echo("deregistration", requests.deregistrations[0], response, 4, setting),
                echo(
                        "resolution",
                        requests.resolutions[0],
                        Answer.resolved(GIVEN).length(),
                        8,
                        setting));
    }

    private double echo(String sizes, ByteBuffer request, int answer, int seconds, Setting setting)
            throws IOException {
        var sized = Integer.toString(request.remaining());
        try (var server =
                        ServerProcess.startClass(
                                EchoServer.class, sized, Integer.toString(answer));
                var loop = loop(server, setting)) {
            ClosedLoop.Expectation any = (_, length) -> length == answer;
            warmUp(loop, _ -> request, any);
            return measure(
                    series("E0", "-", "echo of " + sizes, setting),
                    server,
                    0,
                    () -> loop.timed(seconds * SECOND, _ -> request, any));
        }
    }

    private static ClosedLoop loop(ServerProcess server, Setting setting) throws IOException {
        server.pin(setting.ofServer());
        ServerProcess.pinSelf(setting.ofLoad());
        return new ClosedLoop(server.port(), setting.connections());
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

    private void registrar(Path config, Setting setting, Ceilings ceilings) throws IOException {
        try (var server = startRegistrar(config);
                var loop = loop(server, setting)) {
            var requests = new Requests(new Workload.Shape(1_000, 10));
            Load register = () -> requests.register(loop);
            Load deregister = () -> requests.deregister(loop);
            for (int i = 0; i < 5; i++) { // the start of the process is not measured here
                register.run();
                deregister.run();
            }
            var shape = "1000x10";
            double ceiling = ceilings.registration;
            measure(series("E1", shape, "register", setting), server, ceiling, register);
            measure(series("E2", shape, "reregister", setting), server, ceiling, register);
            resolve(server, loop, requests, series("E3", shape, "resolve", setting), ceilings);
            measure(
                    series("E4", shape, "deregister", setting),
                    server,
                    ceilings.deregistration,
                    deregister);
            var ofLarge = new Requests(new Workload.Shape(1, 1_000));
            ofLarge.register(loop);
            resolve(server, loop, ofLarge, series("E3", "1x1000", "resolve", setting), ceilings);
        }
    }

    private void resolve(
            ServerProcess server,
            ClosedLoop loop,
            Requests requests,
            Series series,
            Ceilings ceilings)
            throws IOException {
        IntFunction<ByteBuffer> next = requests::resolution;
        warmUp(loop, next, Answer.resolved(GIVEN));
        measure(
                series,
                server,
                ceilings.resolution,
                () -> loop.timed(8 * SECOND, next, Answer.resolved(GIVEN)));
    }

    /** E5: 100,000 elements, and what they take up. */
    private void large(Path config, Setting setting) throws IOException {
        var shape = "10000x10";
        try (var server = startRegistrar(config);
                var loop = loop(server, setting)) {
            var requests = new Requests(new Workload.Shape(10_000, 10));
            int tenth = requests.registrations.length / 10;
            resident("0", server);
            requests.register(loop, 0, tenth);
            resident("10000", server);
            measure(
                    series("E5", shape, "register", setting),
                    server,
                    0,
                    () -> requests.register(loop, tenth, requests.registrations.length));
            resident("100000", server);
            var noCeiling = new Ceilings(0, 0, 0);
            for (int i = 0; i < repetitions; i++) {
                resolve(server, loop, requests, series("E5", shape, "resolve", setting), noCeiling);
            }
        }
    }

    private void resident(String elements, ServerProcess server) throws IOException {
        report.line(
                "E5",
                "RR",
                elements,
                "resident memory",
                List.of(server.residentOctets() / 1e6),
                "MB");
    }

    private static void warmUp(
            ClosedLoop loop, IntFunction<ByteBuffer> request, ClosedLoop.Expectation expected)
            throws IOException {
        var last = new ArrayList<Double>();
        for (int second = 0; second < 30; second++) {
            last.add(loop.timed(SECOND, request, expected).rate());
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
}
