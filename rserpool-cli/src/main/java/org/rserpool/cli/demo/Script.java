package org.rserpool.cli.demo;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** What is done to elements and registrars while users are served. For one thread. */
final class Script {

    /** Elements that are there before the users. */
    static final int FIRST = 4;

    /** All elements that there will be. */
    static final int ALL = 8;

    private interface Act {
        void on(Fleet fleet, Stations registrars) throws IOException;
    }

    /**
     * Something that is done.
     *
     * @param at when, as a part of the whole time
     */
    private record Step(double at, Act act) {}

    private static final List<Step> STEPS =
            List.of(
                    new Step(0.08, (fleet, _) -> fleet.kill(1)),
                    new Step(0.18, (fleet, _) -> fleet.add(5)),
                    new Step(0.28, (fleet, _) -> fleet.drain(2)),
                    new Step(0.32, (_, registrars) -> registrars.kill(2)),
                    new Step(0.36, (fleet, _) -> fleet.add(6)),
                    new Step(0.45, (fleet, _) -> fleet.freeze(3)),
                    new Step(0.55, (fleet, _) -> fleet.thaw(3)),
                    new Step(0.60, (_, registrars) -> registrars.restart(2)),
                    new Step(
                            0.66,
                            (fleet, _) -> {
                                fleet.kill(4);
                                fleet.kill(5);
                            }),
                    new Step(
                            0.74,
                            (fleet, _) -> {
                                fleet.add(7);
                                fleet.add(8);
                            }),
                    new Step(0.88, (fleet, _) -> fleet.kill(6)));

    private final Duration whole;
    private final Deque<Step> steps = new ArrayDeque<>(STEPS);

    Script(Duration whole) {
        this.whole = whole;
    }

    /** Does what is due. */
    void play(Duration time, Fleet fleet, Stations registrars) throws IOException {
        double part = (double) time.toNanos() / whole.toNanos();
        while (!steps.isEmpty() && steps.getFirst().at <= part) {
            steps.removeFirst().act.on(fleet, registrars);
        }
    }
}
