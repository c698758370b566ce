package org.rserpool.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.rserpool.client.PoolException;
import org.rserpool.client.Registrars;
import org.rserpool.client.ScopeConfig;
import org.rserpool.core.profile.Profile;

/**
 * Three registrars over TCP, elements and a user, and one registrar after the other that is killed
 * and started again, or stopped and continued: no resolution fails, no element is lost, and soon
 * after all registrars hold the same again.
 */
class FailoverTest {

    private static final int ELEMENTS = 4;

    /** How often the user asks. */
    private static final Duration INTERVAL = Duration.ofMillis(25);

    /** How long a registrar is stopped; it counts as dead before half of that is over. */
    private static final Duration STOPPED = Duration.ofSeconds(8);

    /** How soon all must be well when the registrar is there again. */
    private static final Duration SETTLED = Duration.ofSeconds(5);

    /** What a loaded machine may take beyond that: to look costs it time as well. */
    private static final Duration ALLOWANCE = Duration.ofSeconds(5);

    /** A user who resolves again and again. */
    private static final class User implements AutoCloseable {
        private final Registrars registrars;
        private final CountDownLatch over = new CountDownLatch(1);
        private final List<String> failures = new CopyOnWriteArrayList<>();
        private final AtomicInteger resolutions = new AtomicInteger();
        private final AtomicLong slowest = new AtomicLong();
        private final AtomicInteger fewest = new AtomicInteger(ELEMENTS);
        private final Thread thread;

        User(List<String> addresses) {
            registrars =
                    Registrars.of(
                            ScopeConfig.of(Profile.FAST)
                                    .withRegistrars(addresses.toArray(String[]::new)));
            thread = Thread.ofPlatform().name("user").start(this::resolve);
        }

        private void resolve() {
            try {
                while (!pause(INTERVAL)) {
                    resolveOnce();
                }
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        }

        private void resolveOnce() {
            long begun = System.nanoTime();
            try {
                int offered = registrars.resolver().resolve("web").elements().size();
                fewest.accumulateAndGet(offered, Math::min);
            } catch (PoolException e) {
                failures.add("%s, resolution %s".formatted(e, resolutions));
            }
            slowest.accumulateAndGet(System.nanoTime() - begun, Math::max);
            resolutions.incrementAndGet();
        }

        /** Waits for a while, and returns whether the user has been told to go. */
        boolean pause(Duration time) throws InterruptedException {
            return over.await(time.toNanos(), TimeUnit.NANOSECONDS);
        }

        /** Returns how few elements an answer had, since the last time. */
        int takeFewest() {
            return fewest.getAndSet(ELEMENTS);
        }

        Duration takeSlowest() {
            return Duration.ofNanos(slowest.getAndSet(0));
        }

        @Override
        public void close() {
            over.countDown();
            try {
                thread.join();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
            registrars.close();
        }
    }

    @Test
    void aKilledAndAStoppedRegistrarAreMissedByNobody() throws IOException, InterruptedException {
        play(2, SETTLED.plus(ALLOWANCE));
    }

    /** {@code make failover}. */
    @Test
    @Tag("soak")
    void anyRegistrarMayBeKilledOrStoppedAgainAndAgain() throws IOException, InterruptedException {
        play(Integer.getInteger("failover.rounds", 6), SETTLED);
    }

    private static void play(int rounds, Duration settled)
            throws IOException, InterruptedException {
        try (var trio = new Trio()) {
            for (int i = 0; i < ELEMENTS; i++) {
                trio.join(i % Trio.SIZE, "0x%x".formatted(0x1001 + i));
            }
            var all = IntStream.range(0, Trio.SIZE).boxed().toList();
            trio.awaitSettled(all, settled);
            try (var user = new User(trio.asap())) {
                for (int round = 0; round < rounds; round++) {
                    int victim = round % Trio.SIZE;
                    var others = all.stream().filter(number -> number != victim).toList();
                    boolean kill = round % 2 == 0;
                    if (kill) {
                        // Every other time it is there again before it is missed.
                        kill(trio, victim, others, round % 4 == 0);
                    } else {
                        stop(trio, victim, others, user);
                    }
                    long back = System.nanoTime();
                    trio.awaitSettled(all, settled);
                    tell(round, kill, victim, back, user);
                    assertThat(user.failures)
                            .as("round %d: %s", round, trio.complaints())
                            .isEmpty();
                }
                assertThat(user.resolutions).hasValueGreaterThan(rounds);
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError(trio.complaints(), e);
            }
        }
    }

    private static void kill(Trio trio, int victim, List<Integer> others, boolean missed)
            throws IOException, InterruptedException {
        trio.registrar(victim).signal("KILL");
        assertThat(trio.registrar(victim).code()).isEqualTo(128 + 9);
        if (missed) {
            trio.awaitSettled(others, STOPPED);
        }
        trio.restart(victim);
        trio.awaitServing(victim);
    }

    private static void stop(Trio trio, int victim, List<Integer> others, User user)
            throws IOException, InterruptedException {
        long begun = System.nanoTime();
        trio.registrar(victim).signal("STOP");
        trio.awaitSettled(others, STOPPED);
        user.pause(STOPPED.minusNanos(System.nanoTime() - begun));
        trio.registrar(victim).signal("CONT");
    }

    private static void tell(int round, boolean kill, int victim, long back, User user) {
        System.out.printf(
                "round %d: registrar %d %s; all the same %d ms after; %d resolutions, %d failed,"
                        + " the slowest took %d ms, %d elements at least were offered%n",
                round + 1,
                victim + 1,
                kill ? "killed and started" : "stopped and continued",
                TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - back),
                user.resolutions.get(),
                user.failures.size(),
                user.takeSlowest().toMillis(),
                user.takeFewest());
    }
}
