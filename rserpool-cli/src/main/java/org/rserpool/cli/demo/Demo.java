package org.rserpool.cli.demo;

import java.io.IOException;
import java.time.Duration;
import java.util.function.Consumer;
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
import org.rserpool.wire.PoolHandle;
import org.rserpool.wire.TransportAddress;

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
                RegistrarSettings.of(profile).withAsap(TransportAddresses.parse("tcp:127.0.0.1:0"));
        var relay = new Relay();
        try (var registrar = Registrar.start(settings, relay::hear)) {
            var address = registrar.asap().getFirst();
            try (var fleet = new Fleet(POOL, address, chronicle)) {
                relay.to(fleet);
                run(fleet, address, registrar);
            }
        }
        return tally.summary();
    }

    private void run(Fleet fleet, TransportAddress address, Registrar registrar)
            throws IOException, InterruptedException {
        var title = "pool demo, registrar %s at %s".formatted(registrar.id(), address);
        var board = new Board(shell.looks(), title, config.duration());
        try (var screen = new Screen(shell, live)) {
            for (int number = 1; number <= Script.FIRST; number++) {
                fleet.add(number);
            }
            gather(fleet, board, screen);
            var scope = ScopeConfig.of(profile).withRegistrars(java.util.List.of(address));
            try (var crowd = new Crowd(scope, POOL, config, tally)) {
                chronicle.begin();
                crowd.start();
                play(fleet, board, screen);
                crowd.finish();
                screen.show(board.draw(tally, fleet.statuses(), chronicle));
            }
        }
    }

    private void gather(Fleet fleet, Board board, Screen screen)
            throws IOException, InterruptedException {
        long end = System.nanoTime() + GATHERING.toNanos();
        while (fleet.statuses().stream().anyMatch(m -> m.phase() != Member.Phase.SERVING)) {
            screen.show(board.draw(tally, fleet.statuses(), chronicle));
            if (System.nanoTime() - end > 0) {
                throw new IOException("the elements did not join within " + GATHERING);
            }
            if (shell.stop().await(FRAME)) {
                return;
            }
        }
    }

    private void play(Fleet fleet, Board board, Screen screen)
            throws IOException, InterruptedException {
        var script = new Script(config.duration());
        var nextReport = REPORT;
        while (chronicle.time().compareTo(config.duration()) < 0 && !shell.stop().await(FRAME)) {
            var time = chronicle.time();
            script.play(time, fleet);
            screen.show(board.draw(tally, fleet.statuses(), chronicle));
            if (time.compareTo(nextReport) >= 0) {
                nextReport = nextReport.plus(REPORT);
                report(fleet);
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

    /** Hands on what the registrar says; it is there before the elements that it speaks of. */
    private static final class Relay {
        private final java.util.concurrent.CompletableFuture<Fleet> fleet =
                new java.util.concurrent.CompletableFuture<>();

        void to(Fleet listener) {
            fleet.complete(listener);
        }

        void hear(Notice notice) {
            if (notice instanceof RegistrarNotice told) {
                fleet.join().heard(told);
            }
        }
    }
}
