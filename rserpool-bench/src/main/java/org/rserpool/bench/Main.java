package org.rserpool.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Measures what is asked for and writes the figures to standard output. */
final class Main {

    private static final String USAGE =
            """
            usage: bench SECTION... [OPTION...]
              SECTION       H handlespace, T timers, S checksum, M memory, C messages, E end to end
              --shape PxE   only this shape (H, T, S, M)
              --policy P    only this policy (H): RR, WRR, RAND, PRIO, LU, LUD
              --connections N   only so many connections (E)
              --quick       one fork and short iterations: a first impression, no figure\
            """;

    private final List<String> sections = new ArrayList<>();
    private final List<String> shapes = new ArrayList<>();
    private final List<String> policies = new ArrayList<>();
    private final List<Integer> connections = new ArrayList<>();
    private final Report report = new Report(System.out);
    private boolean quick;

    private Main() {}

    /**
     * Runs sections.
     *
     * @param args as the usage says
     */
    public static void main(String[] args) throws Exception {
        var main = new Main();
        if (!main.parse(List.of(args).iterator()) || main.sections.isEmpty()) {
            System.err.println(USAGE);
            System.exit(2);
        }
        main.report.environment(
                Stream.concat(Stream.of("tools/bench"), Arrays.stream(args)).toList());
        for (String section : main.sections) {
            main.run(section);
        }
    }

    private boolean parse(Iterator<String> args) {
        while (args.hasNext()) {
            var arg = args.next();
            switch (arg) {
                case "H", "T", "S", "M", "C", "E" -> sections.add(arg);
                case "--quick" -> quick = true;
                case "--shape", "--policy", "--connections" -> {
                    if (!args.hasNext()) {
                        return false;
                    }
                    var value = args.next();
                    switch (arg) {
                        case "--shape" -> shapes.add(value);
                        case "--policy" -> policies.add(value);
                        default -> connections.add(Integer.parseInt(value));
                    }
                }
                default -> {
                    return false;
                }
            }
        }
        return true;
    }

    private void run(String section) throws IOException, RunnerException {
        switch (section) {
            case "H" -> {
                jmh("H", HandlespaceBenchmark.class, true);
                jmh("H", MixedBenchmark.class, false);
            }
            case "T" -> jmh("T", TimerBenchmark.class, true);
            case "S" -> jmh("S", ChecksumBenchmark.class, true);
            case "C" -> jmh("C", CodecBenchmark.class, false);
            case "M" -> memory();
            case "E" ->
                    new EndToEnd(
                                    report,
                                    Path.of("rserpool").toAbsolutePath(),
                                    quick ? 1 : 5,
                                    connections.isEmpty() ? List.of(1, 16, 64, 256) : connections)
                            .run();
            default -> throw new IllegalStateException(section);
        }
    }

    private void jmh(String section, Class<?> benchmark, boolean hasShapes) throws RunnerException {
        ChainedOptionsBuilder options =
                new OptionsBuilder()
                        .include("\\." + benchmark.getSimpleName() + "\\.")
                        .verbosity(VerboseMode.SILENT)
                        .shouldFailOnError(true)
                        .jvmArgs("-Xms4g", "-Xmx4g", "--sun-misc-unsafe-memory-access=allow");
        if (hasShapes && !shapes.isEmpty()) {
            options.param("shape", shapes.toArray(new String[0]));
        }
        if (benchmark == HandlespaceBenchmark.class && !policies.isEmpty()) {
            options.param("policy", policies.toArray(new String[0]));
        }
        if (quick) {
            options.forks(1)
                    .warmupTime(TimeValue.milliseconds(500))
                    .measurementTime(TimeValue.milliseconds(500));
        }
        write(section, new Runner(options.build()).run());
    }

    /** The rate per second of processor time first, since that is the one to compare. */
    private void write(String section, Collection<RunResult> results) {
        results.stream()
                .sorted(Comparator.comparing(result -> result.getParams().id()))
                .forEach(result -> {
                    var params = result.getParams();
                    var name = params.getBenchmark();
                    var operation = name.substring(name.lastIndexOf('.') + 1);
                    var policy = param(result, "policy");
                    var shape = param(result, "shape");
                    var sample = param(result, "sample");
                    var what = sample.equals("-") ? operation : operation + " " + sample;
                    report.line(section, policy, shape, what, rates(result, "cpu"), "/cpu-s");
                    report.line(section, policy, shape, what, rates(result, "wall"), "/wall-s");
                });
    }

    private static String param(RunResult result, String name) {
        return result.getParams().getParamsKeys().contains(name)
                ? result.getParams().getParam(name)
                : "-";
    }

    private static List<Double> rates(RunResult result, String clock) {
        return iterations(result)
                .map(iteration ->
                        counter(iteration, "operations") / counter(iteration, clock) * 1e9)
                .toList();
    }

    private static double counter(IterationResult iteration, String name) {
        return Optional.ofNullable(iteration.getSecondaryResults().get(name))
                .orElseThrow()
                .getScore();
    }

    private static Stream<IterationResult> iterations(RunResult result) {
        return result.getBenchmarkResults().stream()
                .map(BenchmarkResult::getIterationResults)
                .flatMap(Collection::stream);
    }

    private void memory() throws IOException {
        var measured =
                shapes.isEmpty()
                        ? List.of("1x10", "1x1000", "1x100000", "1000x100", "100000x10")
                        : shapes;
        for (String shape : measured) {
            var values = new ArrayList<Double>();
            for (int i = 0; i < 3; i++) {
                values.add(octetsPerElement(shape));
            }
            report.line("M", "RR", shape, "live heap per element", values, "octets");
        }
    }

    private static double octetsPerElement(String shape) throws IOException {
        var process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Xms4g",
                                "-Xmx4g",
                                "-cp",
                                System.getProperty("java.class.path"),
                                MemoryMeasurement.class.getName(),
                                shape)
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        try (var lines =
                new BufferedReader(
                        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            return Double.parseDouble(lines.readLine());
        }
    }
}
