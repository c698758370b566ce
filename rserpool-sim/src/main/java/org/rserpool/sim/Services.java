package org.rserpool.sim;

import java.time.Duration;
import java.util.function.Consumer;
import org.rserpool.wire.PoolElementInfo;
import org.rserpool.wire.PoolHandle;

/** What elements do for users: a question and an answer, past all registrars. */
final class Services {

    private final World world;
    private final Truth truth;

    Services(World world, Truth truth) {
        this.world = world;
        this.truth = truth;
    }

    /** What became of a call. */
    enum Outcome {
        SERVED,
        /** The host says that nobody serves there. */
        REFUSED,
        /** There was no answer in time. */
        SILENT
    }

    /** Calls an element. */
    void call(
            Node user,
            PoolHandle pool,
            PoolElementInfo element,
            Duration patience,
            Consumer<Outcome> then) {
        var address = element.userTransport();
        var target = world.at(address);
        var end = world.now().plus(patience);
        if (target.isEmpty()) {
            world.at(end, () -> then.accept(Outcome.SILENT));
            return;
        }
        var host = target.get();
        world.after(
                world.network().latency(user, host),
                () -> {
                    boolean arrives = world.network().reaches(user, host);
                    if (!arrives || host.state() == Node.State.FROZEN) {
                        world.at(end, () -> then.accept(Outcome.SILENT));
                        return;
                    }
                    boolean serves =
                            truth.at(address, new Truth.Key(pool, element.id()))
                                    .filter(Truth.Member::isAlive)
                                    .isPresent();
                    answer(user, host, serves ? Outcome.SERVED : Outcome.REFUSED, end, then);
                });
    }

    private void answer(
            Node user, Node host, Outcome outcome, Duration end, Consumer<Outcome> then) {
        world.after(
                world.network().latency(host, user),
                () -> {
                    if (world.network().reaches(host, user)) {
                        then.accept(outcome);
                    } else {
                        world.at(end, () -> then.accept(Outcome.SILENT));
                    }
                });
    }
}
