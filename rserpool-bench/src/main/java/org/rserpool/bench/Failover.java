package org.rserpool.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.rserpool.client.PoolElement;
import org.rserpool.client.Registrars;
import org.rserpool.wire.TransportAddress;

/**
 * F3 and F4: of three registrars the one that a user and ten elements use is ended by SIGKILL, or
 * stopped by SIGSTOP for a while. Users and elements are those of the library, each with its own
 * connection and in this process.
 */
final class Failover {

    private static final int REGISTRARS = 3;
    private static final int ELEMENTS = 10;
    private static final String POOL = "failover";

    /** For so long nothing may change before all counts as over, or as calm. */
    private static final Duration CALM = Duration.ofSeconds(5);

    private final Report report;
    private final Path launcher;
    private final int rounds;
    private final List<Double> silences = new ArrayList<>();
    private final List<Double> failed = new ArrayList<>();
    private final List<Double> least = new ArrayList<>();
    private final List<Double> rehomed = new ArrayList<>();
    private final List<Double> agreed = new ArrayList<>();

    Failover(Report report, Path launcher, int rounds) {
        this.report = report;
        this.launcher = launcher;
        this.rounds = rounds;
    }

    /** F3. */
    void runKilled() throws IOException, InterruptedException {
        run((scope, victim, user, tables) -> {
            long start = System.nanoTime();
            scope.kill(victim);
            rehomed.add(awaitNewHomes(scope, victim, tables, start));
            Thread.sleep(CALM);
            scope.awaitEnd(victim);
        });
        report("F3", "after SIGKILL");
    }

    /** F4. */
    void runStopped(Duration pause) throws IOException, InterruptedException {
        run((scope, victim, user, tables) -> {
            long start = System.nanoTime();
            scope.process(victim).signal("STOP");
            rehomed.add(awaitNewHomes(scope, victim, tables, start));
            Thread.sleep(Math.max(0, pause.toMillis() - (System.nanoTime() - start) / 1_000_000));
            long continued = System.nanoTime();
            scope.process(victim).signal("CONT");
            agreed.add(awaitLastingAgreement(addresses(scope, -1), tables, continued));
        });
        report("F4", "after SIGSTOP for %d s".formatted(pause.toSeconds()));
    }

    private void report(String section, String title) {
        line(section, "longest time without an answer " + title, silences, "ms");
        line(section, "failed calls " + title, failed, "calls");
        line(section, "elements in an answer, at the least " + title, least, "elements");
        line(section, "all elements have a new home " + title, rehomed, "ms");
        if (!agreed.isEmpty()) {
            line(section, "all views agree again after SIGCONT", agreed, "ms");
        }
    }

    private void line(String section, String operation, List<Double> values, String unit) {
        report.line(section, "RR", "1x" + ELEMENTS, operation, values, unit);
    }

    /** What happens to a registrar. */
    private interface Mishap {
        void befall(LocalScope scope, int victim, SteadyUser user, Tables tables)
                throws IOException, InterruptedException;
    }

    private void run(Mishap mishap) throws IOException, InterruptedException {
        try (var scope = new LocalScope(launcher, REGISTRARS, List.of());
                var tables = new Tables()) {
            scope.startAll();
            for (int round = 0; round < rounds; round++) {
                int victim = round % REGISTRARS;
                round(scope, victim, tables, mishap);
                if (!scope.runs(victim)) {
                    scope.start(victim);
                }
                tables.awaitAgreement(addresses(scope, -1), 0);
            }
        }
    }

    private void round(LocalScope scope, int victim, Tables tables, Mishap mishap)
            throws IOException, InterruptedException {
        var order =
                IntStream.range(victim, victim + REGISTRARS)
                        .mapToObj(i -> scope.asap(i % REGISTRARS))
                        .toArray(String[]::new);
        var members = new ArrayList<Registrars>();
        try (var ofUser = Registrars.at(order)) {
            for (int i = 0; i < ELEMENTS; i++) {
                var ofElement = Registrars.at(order);
                members.add(ofElement);
                PoolElement.joining(POOL).serving(1_024 + i).start(ofElement);
            }
            tables.awaitAgreement(addresses(scope, -1), ELEMENTS);
            requireHome(scope, victim, tables);
            try (var user = new SteadyUser(ofUser.resolver(), POOL)) {
                Thread.sleep(1_000);
                var before = user.reset();
                if (before.failed() > 0 || before.least() < ELEMENTS) {
                    throw new IOException("not all was well before: " + before);
                }
                mishap.befall(scope, victim, user, tables);
                var seen = user.reset();
                silences.add(seen.longest() / 1e6);
                failed.add((double) seen.failed());
                least.add((double) seen.least());
            }
        } finally {
            members.forEach(Registrars::close);
        }
    }

    private static void requireHome(LocalScope scope, int victim, Tables tables)
            throws IOException, InterruptedException {
        var table = tables.read(scope.enrp(victim));
        if (Tables.ownedBy(table, List.of(scope.id(victim))) != ELEMENTS) {
            throw new IOException(
                    "not all elements are at %s: %s".formatted(scope.id(victim), table.owners()));
        }
    }

    /** Returns where registrars serve ENRP, without that of one. */
    private static List<TransportAddress> addresses(LocalScope scope, int without) {
        return IntStream.range(0, scope.size())
                .filter(i -> i != without)
                .mapToObj(scope::enrp)
                .toList();
    }

    /** Returns after how many milliseconds both others say that all elements are theirs. */
    private static double awaitNewHomes(LocalScope scope, int victim, Tables tables, long start)
            throws IOException, InterruptedException {
        var others = addresses(scope, victim);
        var homes =
                IntStream.range(0, scope.size())
                        .filter(i -> i != victim)
                        .mapToObj(scope::id)
                        .toList();
        while (true) {
            int least = ELEMENTS;
            for (TransportAddress other : others) {
                least = Math.min(least, Tables.ownedBy(tables.read(other), homes));
            }
            double elapsed = (System.nanoTime() - start) / 1e6;
            if (least == ELEMENTS) {
                return elapsed;
            }
            if (elapsed > 60_000) {
                throw new IOException("%d of %d have a new home".formatted(least, ELEMENTS));
            }
            Thread.sleep(5);
        }
    }

    /** Returns after how many milliseconds an agreement began that has lasted. */
    private static double awaitLastingAgreement(
            List<TransportAddress> registrars, Tables tables, long start)
            throws IOException, InterruptedException {
        long since = Long.MAX_VALUE;
        while (true) {
            boolean agree = tables.agree(registrars, ELEMENTS);
            long now = System.nanoTime();
            since = agree ? Math.min(since, now) : Long.MAX_VALUE;
            if (agree && now - since >= CALM.toNanos()) {
                return (since - start) / 1e6;
            }
            if (now - start > Duration.ofMinutes(2).toNanos()) {
                throw new IOException("no agreement that lasts");
            }
            Thread.sleep(20);
        }
    }
}
