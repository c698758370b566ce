package org.rserpool.cli.demo;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import org.rserpool.cli.service.Dialogue;
import org.rserpool.cli.terminal.Stop;
import org.rserpool.client.PoolException;
import org.rserpool.client.PoolResolver;
import org.rserpool.client.Registrars;
import org.rserpool.client.ResolvedElement;
import org.rserpool.client.ScopeConfig;
import org.rserpool.wire.PoolHandle;

/**
 * The users: they send requests at a steady rate, whether the ones before were answered or not, and
 * each request tries one element after the other until one answers.
 */
final class Crowd implements AutoCloseable {

    /** How long an element may take to answer; it does in a millisecond. */
    private static final Duration REPLY = Duration.ofMillis(300);

    /** After what time a request counts as lost. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** How long to wait when there is nobody to ask. */
    private static final Duration PAUSE = Duration.ofMillis(50);

    private static final int MAX_REQUESTS = 2_000;

    private final PoolHandle pool;
    private final Tally tally;
    private final Duration interval;
    private final List<Registrars> users = new ArrayList<>();
    private final Semaphore places = new Semaphore(MAX_REQUESTS);
    private final Stop closing = new Stop();

    /** Makes users who each turn to the registrars in an order of their own. */
    Crowd(IntFunction<ScopeConfig> scopes, PoolHandle pool, DemoConfig config, Tally tally) {
        this.pool = pool;
        this.tally = tally;
        this.interval = Duration.ofSeconds(1).dividedBy(config.rate());
        for (int i = 0; i < config.users(); i++) {
            users.add(Registrars.of(scopes.apply(i)));
        }
    }

    /** Begins to send, on a thread of its own. */
    void start() {
        Thread.ofVirtual().name("users").start(this::send);
    }

    private void send() {
        try {
            long due = System.nanoTime();
            for (long number = 1; !closing.await(untilDue(due)); number++) {
                places.acquire();
                tally.sent();
                long current = number;
                var resolver = users.get((int) (number % users.size())).resolver();
                Thread.ofVirtual().name("request-" + number).start(() -> ask(resolver, current));
                due += interval.toNanos();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Duration untilDue(long due) {
        return Duration.ofNanos(Math.max(0, due - System.nanoTime()));
    }

    private void ask(PoolResolver resolver, long number) {
        try {
            var line = ("request " + number).getBytes(StandardCharsets.US_ASCII);
            long begun = System.nanoTime();
            boolean failed = false;
            while (!tryOnce(resolver, line)) {
                failed = true;
                if (System.nanoTime() - begun > PATIENCE.toNanos()) {
                    tally.lost();
                    return;
                }
            }
            if (failed) {
                tally.failedOver(Duration.ofNanos(System.nanoTime() - begun));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            tally.lost();
        } finally {
            places.release();
        }
    }

    /** Asks the element whose turn it is. */
    private boolean tryOnce(PoolResolver resolver, byte[] line) throws InterruptedException {
        ResolvedElement element;
        try {
            element = resolver.next(pool);
        } catch (PoolException e) {
            TimeUnit.NANOSECONDS.sleep(PAUSE.toNanos());
            return false;
        }
        try (var dialogue = Dialogue.with(element.transport(), REPLY)) {
            if (Arrays.equals(line, dialogue.ask(line, REPLY))) {
                tally.answered(element.id());
                return true;
            }
        } catch (IOException e) {
            element.reportFailure();
        }
        return false;
    }

    /**
     * Sends no more, and waits for the answers that are still to come.
     *
     * @throws InterruptedException if the thread is interrupted
     */
    void finish() throws InterruptedException {
        closing.ask();
        if (places.tryAcquire(MAX_REQUESTS, PATIENCE.toMillis() * 2, TimeUnit.MILLISECONDS)) {
            places.release(MAX_REQUESTS);
        }
    }

    @Override
    public void close() {
        closing.ask();
        users.forEach(Registrars::close);
    }
}
