package org.rserpool.bench;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.rserpool.client.PoolException;
import org.rserpool.client.PoolResolver;
import org.rserpool.wire.PoolHandle;

/**
 * Resolves a pool every ten milliseconds, or as soon as the last call is over, from a thread of its
 * own. Each call asks a registrar; one that has no answer within two seconds has failed.
 */
final class SteadyUser implements AutoCloseable {

    private static final long PERIOD = 10_000_000;
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final PoolResolver resolver;
    private final PoolHandle pool;
    private final Thread thread;

    private final AtomicBoolean closing = new AtomicBoolean();
    private final AtomicReference<Seen> seen =
            new AtomicReference<>(Seen.nothing(System.nanoTime()));

    /**
     * What was seen.
     *
     * @param lastAnswer when there was an answer, by {@link System#nanoTime}
     * @param longest the longest time without an answer, in nanoseconds
     * @param answers calls that were answered
     * @param failed calls that were not
     * @param least the fewest elements that an answer had
     */
    record Seen(long lastAnswer, long longest, int answers, int failed, int least) {

        static Seen nothing(long lastAnswer) {
            return new Seen(lastAnswer, 0, 0, 0, Integer.MAX_VALUE);
        }

        Seen answered(int elements) {
            long now = System.nanoTime();
            return new Seen(
                    now,
                    Math.max(longest, now - lastAnswer),
                    answers + 1,
                    failed,
                    Math.min(least, elements));
        }

        Seen andFailed() {
            return new Seen(lastAnswer, longest, answers, failed + 1, least);
        }

        /** Returns this at its end, when the next answer is still to come. */
        Seen ended() {
            long silence = System.nanoTime() - lastAnswer;
            return new Seen(lastAnswer, Math.max(longest, silence), answers, failed, least);
        }
    }

    SteadyUser(PoolResolver resolver, String pool) {
        this.resolver = resolver.withTimeout(PATIENCE);
        this.pool = PoolHandle.of(pool);
        this.thread = Thread.ofPlatform().name("steady-user").daemon().start(this::run);
    }

    private void run() {
        long due = System.nanoTime();
        try {
            while (!closing.get()) {
                call();
                due = Math.max(due + PERIOD, System.nanoTime());
                Thread.sleep(Duration.ofNanos(due - System.nanoTime()));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void call() {
        try {
            int elements = resolver.resolve(pool).elements().size();
            seen.updateAndGet(before -> before.answered(elements));
        } catch (PoolException e) {
            seen.updateAndGet(Seen::andFailed);
        }
    }

    /** Returns what was seen since the last time, and begins anew. */
    Seen reset() {
        return seen.getAndUpdate(before -> Seen.nothing(before.lastAnswer)).ended();
    }

    @Override
    public void close() {
        closing.set(true);
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
