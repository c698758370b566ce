package org.rserpool.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** F8: what it costs registrars to watch elements that do nothing but live. */
final class Idleness {

    /** Until what is called often has been compiled. */
    private static final Duration WARM_UP = Duration.ofSeconds(15);

    private final Report report;
    private final Path launcher;
    private final Duration time;

    Idleness(Report report, Path launcher, Duration time) {
        this.report = report;
        this.launcher = launcher;
        this.time = time;
    }

    /** Measures with so many elements, each on its own connection, and so many registrars. */
    void run(int count, int registrars) throws IOException, InterruptedException {
        var shape = new Workload.Shape(count / 10, 10);
        try (var scope = new LocalScope(launcher, registrars, List.of());
                var tables = new Tables()) {
            scope.startAll();
            var ports = IntStream.range(0, registrars).map(scope::asapPort).boxed().toList();
            try (var elements = new RawElements(shape, ports)) {
                elements.awaitRegistered();
                Thread.sleep(WARM_UP);
                measure(shape, scope, tables, elements);
            }
        }
    }

    private void measure(
            Workload.Shape shape, LocalScope scope, Tables tables, RawElements elements)
            throws IOException, InterruptedException {
        var before = cpuSeconds(scope);
        double ownBefore = ServerProcess.cpuSeconds("self");
        long messagesBefore = elements.picture().messages();
        long start = System.nanoTime();
        Thread.sleep(time);
        double seconds = (System.nanoTime() - start) / 1e9;
        long messages = elements.picture().messages() - messagesBefore;
        double own = ServerProcess.cpuSeconds("self") - ownBefore;
        var after = cpuSeconds(scope);

        int registrars = scope.size();
        var shares = new ArrayList<Double>();
        var gone = new ArrayList<Double>();
        for (int i = 0; i < registrars; i++) {
            shares.add(100 * (after.get(i) - before.get(i)) / seconds);
            gone.add((double) shape.elements() - tables.read(scope.enrp(i)).size());
        }
        var picture = elements.picture();
        if (picture.strange() > 0) {
            throw new IOException("what is this: " + picture);
        }
        var title = ", scope of %d, %.0f s".formatted(registrars, seconds);
        line(shape, "registrar cpu" + title, shares, "% of a core");
        line(
                shape,
                "asap messages per registrar" + title,
                List.of(messages / seconds / registrars),
                "messages/s");
        line(shape, "elements missing at a registrar" + title, gone, "elements");
        line(
                shape,
                "elements told of their removal" + title,
                List.of((double) picture.removed()),
                "elements");
        line(
                shape,
                "connections closed by registrars" + title,
                List.of((double) picture.lost()),
                "connections");
        line(shape, "load cpu" + title, List.of(100 * own / seconds), "% of a core");
    }

    private void line(Workload.Shape shape, String operation, List<Double> values, String unit) {
        report.line("F8", "RR", shape.toString(), operation, values, unit);
    }

    private static List<Double> cpuSeconds(LocalScope scope) throws IOException {
        var all = new ArrayList<Double>();
        for (int i = 0; i < scope.size(); i++) {
            all.add(scope.process(i).cpuSeconds());
        }
        return all;
    }
}
