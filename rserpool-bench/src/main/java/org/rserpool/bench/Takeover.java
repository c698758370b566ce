package org.rserpool.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.rserpool.core.inspect.HandleTable;

/**
 * TAKEOVER: of three registrars the one with all elements is ended by SIGKILL. The elements do not
 * look for another registrar, but let themselves be taken over.
 */
final class Takeover {

    private final Report report;
    private final Path launcher;
    private final int repetitions;

    Takeover(Report report, Path launcher, int repetitions) {
        this.report = report;
        this.launcher = launcher;
        this.repetitions = repetitions;
    }

    void run(int elements) throws IOException, InterruptedException {
        var shape = new Workload.Shape(elements / 10, 10);
        var shown = new ArrayList<Double>();
        var adopted = new ArrayList<Double>();
        var cpu = new ArrayList<Double>();
        for (int i = 0; i < repetitions; i++) {
            once(shape, shown, adopted, cpu);
        }
        line(shape, "both others show the last element's new home after SIGKILL", shown);
        line(shape, "last element acknowledged its new home after SIGKILL", adopted);
        line(shape, "cpu of both others until then", cpu);
    }

    private void line(Workload.Shape shape, String operation, List<Double> values) {
        report.line("TAKEOVER", "RR", shape.toString(), operation, values, "ms");
    }

    private void once(
            Workload.Shape shape, List<Double> shown, List<Double> adopted, List<Double> cpu)
            throws IOException, InterruptedException {
        int count = shape.elements();
        try (var scope = new LocalScope(launcher, 3, List.of());
                var tables = new Tables()) {
            scope.startAll();
            var all = List.of(scope.enrp(0), scope.enrp(1), scope.enrp(2));
            try (var elements = new RawElements(shape, List.of(scope.asapPort(0)))) {
                elements.awaitRegistered();
                tables.awaitAgreement(all, count);
                Thread.sleep(2_000);
                if (elements.picture().lost() > 0 || elements.picture().removed() > 0) {
                    throw new IOException("not all was well before: " + elements.picture());
                }
                double before = cpuSeconds(scope);
                long start = System.nanoTime();
                scope.kill(0);
                awaitShown(scope, tables, count, start);
                shown.add((System.nanoTime() - start) / 1e6);
                adopted.add((elements.awaitAdopted() - start) / 1e6);
                cpu.add(1_000 * (cpuSeconds(scope) - before));
                // They have to be there still when the registrar has asked them several times.
                Thread.sleep(5_000);
                require(scope, tables, count, elements.picture());
            }
        }
    }

    private static double cpuSeconds(LocalScope scope) throws IOException {
        return scope.process(1).cpuSeconds() + scope.process(2).cpuSeconds();
    }

    /** Reads in turns, which costs the registrars some time. */
    private static void awaitShown(LocalScope scope, Tables tables, int count, long start)
            throws IOException, InterruptedException {
        for (int i : new int[] {1, 2}) {
            while (ownedByOthers(scope, tables.read(scope.enrp(i))) < count) {
                if (System.nanoTime() - start > 60_000_000_000L) {
                    throw new IOException(
                            "not all have a new home: " + tables.read(scope.enrp(i)).owners());
                }
                Thread.sleep(100);
            }
        }
    }

    private static int ownedByOthers(LocalScope scope, HandleTable table) {
        return Tables.ownedBy(table, List.of(scope.id(1), scope.id(2)));
    }

    private static void require(
            LocalScope scope, Tables tables, int count, RawElements.Picture picture)
            throws IOException, InterruptedException {
        boolean agree = tables.agree(List.of(scope.enrp(1), scope.enrp(2)), count);
        if (!agree || picture.removed() > 0 || picture.strange() > 0) {
            throw new IOException(
                    "elements were lost: %s, %s, %s"
                            .formatted(
                                    tables.read(scope.enrp(1)).owners(),
                                    tables.read(scope.enrp(2)).owners(),
                                    picture));
        }
    }
}
