package org.rserpool.cli.demo;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.rserpool.cli.terminal.Colour;
import org.rserpool.cli.terminal.Looks;
import org.rserpool.cli.terminal.Shell;
import org.rserpool.client.ScopeConfig;
import org.rserpool.core.Notice;
import org.rserpool.core.profile.Profile;
import org.rserpool.core.registrar.RegistrarNotice;
import org.rserpool.net.TransportAddresses;
import org.rserpool.server.Registrar;
import org.rserpool.server.RegistrarSettings;
import org.rserpool.wire.PoolElementInfo;
import org.rserpool.wire.PoolHandle;
import org.rserpool.wire.RegistrarId;

/** Runs a demonstration from its beginning to its end. For one thread. */
public final class Demo {

    private static final PoolHandle POOL = PoolHandle.of("demo");

    /** Between two pictures. */
    private static final Duration FRAME = Duration.ofMillis(200);

    /** Between two lines, where there is no terminal. */
    private static final Duration REPORT = Duration.ofSeconds(5);

    /** How long all elements may take to be there. */
    private static final Duration GATHERING = Duration.ofSeconds(60);

    private final Shell shell;
    private final DemoConfig config;
    private final Profile profile;
    private final Consumer<String> progress;
    private final boolean live;
    private final Tally tally = new Tally();
    private final Chronicle chronicle = new Chronicle(this::tell);

    /**
     * Prepares a demonstration.
     *
     * @param progress where lines of progress go where there is no terminal
     */
    public Demo(Shell shell, DemoConfig config, Profile profile, Consumer<String> progress) {
        this.shell = shell;
        this.config = config;
        this.profile = profile;
        this.progress = progress;
        this.live = shell.looks().terminal();
    }

    /**
     * Runs it, until its time is over or the program is asked to stop.
     *
     * @throws IOException if a process could not be started, or nothing came of it
     * @throws InterruptedException if the thread is interrupted
     */
    public Summary run() throws IOException, InterruptedException {
        shell.stop().heed();
        var settings =
                RegistrarSettings.of(profile)
                        .withAsap(TransportAddresses.parse("tcp:127.0.0.1:0"))
                        .withEnrp(TransportAddresses.parse("tcp:127.0.0.1:0"));
        var relay = new Relay();
        try (var registrar = Registrar.start(settings, relay::hear);
                var stations = new Stations(registrar, profile, chronicle, tally);
                var fleet = new Fleet(POOL, profile, stations, chronicle)) {
            relay.to(notice -> {
                fleet.heard(notice);
                stations.heard(notice);
            });
            run(new Scene(registrar, stations, fleet));
        }
        return tally.summary();
    }

    /** All that there is to be seen. */
    private record Scene(Registrar observer, Stations registrars, Fleet fleet) {

        /** Returns how many elements are at home with each registrar. */
        Map<RegistrarId, Long> homes() {
            return observer.snapshot().join().pools().stream()
                    .flatMap(pool -> pool.elements().stream())
                    .collect(Collectors.groupingBy(PoolElementInfo::home, Collectors.counting()));
        }
    }

    private void run(Scene scene) throws IOException, InterruptedException {
        var board =
                new Board(shell.looks(), "pool " + POOL + ", three registrars", config.duration());
        try (var screen = new Screen(shell, live)) {
            scene.registrars().start();
            gather(scene, scene.registrars()::allServe, "registrars", board, screen);
            for (int number = 1; number <= Script.FIRST; number++) {
                scene.fleet().add(number);
            }
            gather(scene, scene.fleet()::allServe, "elements", board, screen);
            try (var crowd = new Crowd(user -> scope(scene, user), POOL, config, tally)) {
                chronicle.begin();
                crowd.start();
                play(scene, board, screen);
                crowd.finish();
                show(scene, board, screen);
            }
        }
    }

    private ScopeConfig scope(Scene scene, int user) {
        return ScopeConfig.of(profile).withRegistrars(scene.registrars().from(user));
    }

    private void show(Scene scene, Board board, Screen screen) {
        if (live) {
            screen.show(
                    board.draw(
                            tally,
                            scene.registrars().statuses(),
                            scene.homes(),
                            scene.fleet().statuses(),
                            chronicle));
        }
    }

    private void gather(
            Scene scene, BooleanSupplier complete, String what, Board board, Screen screen)
            throws IOException, InterruptedException {
        long end = System.nanoTime() + GATHERING.toNanos();
        while (!complete.getAsBoolean()) {
            show(scene, board, screen);
            if (System.nanoTime() - end > 0) {
                throw new IOException("the %s did not join within %s".formatted(what, GATHERING));
            }
            if (shell.stop().await(FRAME)) {
                return;
            }
        }
    }

    private void play(Scene scene, Board board, Screen screen)
            throws IOException, InterruptedException {
        var script = new Script(config.duration());
        var nextReport = REPORT;
        while (chronicle.time().compareTo(config.duration()) < 0 && !shell.stop().await(FRAME)) {
            var time = chronicle.time();
            script.play(time, scene.fleet(), scene.registrars());
            show(scene, board, screen);
            if (time.compareTo(nextReport) >= 0) {
                nextReport = nextReport.plus(REPORT);
                report(scene.fleet());
            }
        }
    }

    private void report(Fleet fleet) {
        if (!live) {
            var shares = tally.shares();
            var line = new StringBuilder(Board.clock(chronicle.time())).append(' ');
            line.append(tally.summary().line());
            for (Member.Status member : fleet.statuses()) {
                line.append(' ')
                        .append(member.id())
                        .append('=')
                        .append(shares.getOrDefault(member.id(), 0L));
            }
            progress.accept(line.toString());
        }
    }

    private void tell(Chronicle.Entry entry) {
        if (!live) {
            progress.accept(
                    Board.clock(entry.at()) + " " + Colour.PLAIN.paint(entry.text(), Looks.PLAIN));
        }
    }

    /** Hands on what the registrar says; it is there before those whom that concerns. */
    private static final class Relay {
        private final CompletableFuture<Consumer<RegistrarNotice>> listener =
                new CompletableFuture<>();

        void to(Consumer<RegistrarNotice> hearer) {
            listener.complete(hearer);
        }

        void hear(Notice notice) {
            if (notice instanceof RegistrarNotice told) {
                listener.join().accept(told);
            }
        }
    }
}
