package org.rserpool.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;
import org.rserpool.cli.log.OneLineLogs;

/** Measures what is asked for and writes the figures to standard output. */
final class Main {

    private static final String USAGE =
            """
            usage: bench SECTION... [OPTION...]
              SECTION       H handlespace, T timers, S checksum, M memory, C messages, E end to end,
                            E8 start, F failures: all of F3 F4 TAKEOVER F6 F8, or some of them
              --shape PxE   only this shape (H, T, S, M)
              --policy P    only this policy (H): RR, WRR, RAND, PRIO, LU, LUD, LUD_ALL
              --connections N   only so many connections (E)
              --forks N     so many processes for each figure (H, T, S, C), 3 otherwise
              --seconds N   so long is each iteration (H, T, S, C), 2 otherwise; so long is a
                            registrar stopped (F4), 30 otherwise, or idle (F8), 600 otherwise
              --warm-ups N  so many iterations or passes are not counted (H, T, S, C), 5 otherwise
              --passes N    so many are (H, T, S, C), 5 or 10 otherwise
              --repetitions N   so many for each figure (E, F), 5 otherwise, and 10 for F3 and F4
              --elements N  only so many elements (TAKEOVER, F6, F8, E8)
              --registrars N    only so many registrars (F8), 1 and 3 otherwise
              --allocation  octets allocated for each operation as well (H, C)\
            """;

    private static final List<String> SHAPES =
            List.of("1x10", "1x1000", "1x100000", "1000x100", "100000x10");
    private static final List<String> FAILURES = List.of("F3", "F4", "TAKEOVER", "F6", "F8");
    private static final String LARGEST = "100000x10";
    private static final Path LAUNCHER = Path.of("rserpool").toAbsolutePath();
    private static final String JSON = "rserpool-bench/target/jmh";
    private static final String ALLOCATED = "gc.alloc.rate.norm";
    private static final String UNSAFE = "--sun-misc-unsafe-memory-access=allow";

    private final List<String> sections = new ArrayList<>();
    private final List<String> shapes = new ArrayList<>();
    private final List<String> policies = new ArrayList<>();
    private final List<Integer> connections = new ArrayList<>();
    private final Report report = new Report(System.out);
    private int forks = 3;
    private Optional<Integer> seconds = Optional.empty();
    private Optional<Integer> warmUps = Optional.empty();
    private Optional<Integer> passes = Optional.empty();
    private Optional<Integer> repetitions = Optional.empty();
    private final List<Integer> elements = new ArrayList<>();
    private final List<Integer> registrars = new ArrayList<>();
    private boolean allocation;

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
        // A registrar that is stopped does not even end when the terminal asks all to.
        Runtime.getRuntime()
                .addShutdownHook(
                        Thread.ofPlatform()
                                .name("bench-end")
                                .unstarted(() ->
                                        ProcessHandle.current()
                                                .children()
                                                .forEach(ProcessHandle::destroyForcibly)));
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
                case "F" -> sections.addAll(FAILURES);
                case "H", "T", "S", "M", "C", "E", "E8", "F3", "F4", "TAKEOVER", "F6", "F8" ->
                        sections.add(arg);
                case "--allocation" -> allocation = true;
                case "--shape",
                        "--policy",
                        "--connections",
                        "--forks",
                        "--seconds",
                        "--warm-ups",
                        "--passes",
                        "--repetitions",
                        "--elements",
                        "--registrars" -> {
                    if (!args.hasNext()) {
                        return false;
                    }
                    var value = args.next();
                    switch (arg) {
                        case "--shape" -> shapes.add(value);
                        case "--policy" -> policies.add(value);
                        case "--forks" -> forks = Integer.parseInt(value);
                        case "--seconds" -> seconds = Optional.of(Integer.parseInt(value));
                        case "--warm-ups" -> warmUps = Optional.of(Integer.parseInt(value));
                        case "--passes" -> passes = Optional.of(Integer.parseInt(value));
                        case "--repetitions" -> repetitions = Optional.of(Integer.parseInt(value));
                        case "--elements" -> elements.add(Integer.parseInt(value));
                        case "--registrars" -> registrars.add(Integer.parseInt(value));
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

    private void run(String section) throws IOException, RunnerException, InterruptedException {
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
                                    LAUNCHER,
                                    repetitions.orElse(5),
                                    connections.isEmpty() ? List.of(1, 16, 64, 256) : connections)
                            .run();
            default -> runFailures(section);
        }
    }

    private void runFailures(String section) throws IOException, InterruptedException {
        build();
        OneLineLogs.level(System.Logger.Level.ERROR); // that registrars are lost is no news here
        int times = repetitions.orElse(5);
        switch (section) {
            case "F3" -> new Failover(report, LAUNCHER, repetitions.orElse(10)).runKilled();
            case "F4" ->
                    new Failover(report, LAUNCHER, repetitions.orElse(10))
                            .runStopped(Duration.ofSeconds(seconds.orElse(30)));
            case "TAKEOVER" -> {
                for (int count : elementsOr(1_000, 10_000)) {
                    new Takeover(report, LAUNCHER, times).run(count);
                }
            }
            case "F6" -> {
                for (int count : elementsOr(10_000, 100_000)) {
                    new Joining(report, LAUNCHER, times).join(count);
                }
            }
            case "E8" -> {
                for (int count : elementsOr(100_000)) {
                    new Joining(report, LAUNCHER, times).start(count);
                }
            }
            case "F8" -> {
                var time = Duration.ofSeconds(seconds.orElse(600));
                for (int count : elementsOr(10_000)) {
                    for (int servers : registrars.isEmpty() ? List.of(1, 3) : registrars) {
                        new Idleness(report, LAUNCHER, time).run(count, servers);
                    }
                }
            }
            default -> throw new IllegalStateException(section);
        }
    }

    private List<Integer> elementsOr(Integer... otherwise) {
        return elements.isEmpty() ? List.of(otherwise) : elements;
    }

    /** The program is built when it is first run, which must not be measured. */
    private static void build() throws IOException {
        var program = new ProcessBuilder(LAUNCHER.toString(), "--version").start();
        program.getInputStream().readAllBytes();
        if (program.onExit().join().exitValue() != 0) {
            throw new IOException(LAUNCHER + " cannot be run");
        }
    }

    private void jmh(String section, Class<?> benchmark, boolean hasShapes)
            throws IOException, RunnerException {
        if (!hasShapes) {
            jmh(section, benchmark, List.of(), "4g");
            return;
        }
        var measured = shapes.isEmpty() ? SHAPES : shapes;
        jmh(section, benchmark, measured.stream().filter(s -> !s.equals(LARGEST)).toList(), "4g");
        jmh(section, benchmark, measured.stream().filter(LARGEST::equals).toList(), "8g");
    }

    private void jmh(String section, Class<?> benchmark, List<String> ofShapes, String heap)
            throws IOException, RunnerException {
        ChainedOptionsBuilder options =
                new OptionsBuilder()
                        .include("\\." + benchmark.getSimpleName() + "\\.")
                        .verbosity(VerboseMode.SILENT)
                        .shouldFailOnError(true)
                        .forks(forks)
                        .warmupTime(TimeValue.seconds(seconds.orElse(2)))
                        .measurementTime(TimeValue.seconds(seconds.orElse(2)))
                        .resultFormat(ResultFormatType.JSON)
                        .result("%s/%s-%s.json".formatted(JSON, benchmark.getSimpleName(), heap))
                        .jvmArgs("-Xms" + heap, "-Xmx" + heap, UNSAFE);
        warmUps.ifPresent(options::warmupIterations);
        passes.ifPresent(options::measurementIterations);
        Files.createDirectories(Path.of(JSON));
        if (!ofShapes.isEmpty()) {
            options.param("shape", ofShapes.toArray(new String[0]));
        } else if (heap.equals("8g")) {
            return;
        }
        if (benchmark == HandlespaceBenchmark.class && !policies.isEmpty()) {
            options.param("policy", policies.toArray(new String[0]));
        }
        if (allocation) {
            options.addProfiler(GCProfiler.class);
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
                    var octets = allocated(result);
                    if (!octets.isEmpty()) {
                        report.line(section, policy, shape, what, octets, "octets/op");
                    }
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

    /** What the profiler counts for each call; where a call is a pass, it has many operations. */
    private static List<Double> allocated(RunResult result) {
        boolean isPass = result.getParams().getMode() == Mode.SingleShotTime;
        return iterations(result)
                .filter(iteration -> iteration.getSecondaryResults().containsKey(ALLOCATED))
                .map(iteration ->
                        counter(iteration, ALLOCATED)
                                / (isPass ? counter(iteration, "operations") : 1))
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
        var measured = shapes.isEmpty() ? SHAPES : shapes;
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
