package org.rserpool.cli.demo;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** What is done to the elements while users are served. For one thread. */
final class Script {

    /** Elements that are there before the users. */
    static final int FIRST = 4;

    /** All elements that there will be. */
    static final int ALL = 8;

    private interface Act {
        void on(Fleet fleet) throws IOException;
    }

    /**
     * Something that is done.
     *
     * @param at when, as a part of the whole time
     */
    private record Step(double at, Act act) {}

    private static final List<Step> STEPS =
            List.of(
                    new Step(0.08, fleet -> fleet.kill(1)),
                    new Step(0.18, fleet -> fleet.add(5)),
                    new Step(0.28, fleet -> fleet.drain(2)),
                    new Step(0.36, fleet -> fleet.add(6)),
                    new Step(0.45, fleet -> fleet.freeze(3)),
                    new Step(0.55, fleet -> fleet.thaw(3)),
                    new Step(
                            0.66,
                            fleet -> {
                                fleet.kill(4);
                                fleet.kill(5);
                            }),
                    new Step(
                            0.74,
                            fleet -> {
                                fleet.add(7);
                                fleet.add(8);
                            }),
                    new Step(0.88, fleet -> fleet.kill(6)));

    private final Duration whole;
    private final Deque<Step> steps = new ArrayDeque<>(STEPS);

    Script(Duration whole) {
        this.whole = whole;
    }

    /** Does what is due. */
    void play(Duration time, Fleet fleet) throws IOException {
        double part = (double) time.toNanos() / whole.toNanos();
        while (!steps.isEmpty() && steps.getFirst().at <= part) {
            steps.removeFirst().act.on(fleet);
        }
    }
}
