package org.rserpool.core.registrar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.rserpool.core.Samples.ECHO;
import static org.rserpool.core.Samples.HOST_A;
import static org.rserpool.core.Samples.element;
import static org.rserpool.core.Samples.id;
import static org.rserpool.core.Samples.withLife;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.rserpool.core.Event;
import org.rserpool.core.Link;
import org.rserpool.wire.RegistrationLife;
import org.rserpool.wire.message.AsapMessage.EndpointKeepAlive;

/** Time in which the registrar's own process was stopped does not count. */
final class StallTest {

    private final RegistrarBench bench = new RegistrarBench(RegistrarConfig.FAST);
    private final Link link = bench.connect(HOST_A);

    private void stoppedAfterAsking(Duration stop) {
        bench.register(link, ECHO, element(1, HOST_A));
        bench.driver.passMillis(751);
        assertThat(bench.driver.sent(link, EndpointKeepAlive.class)).hasSize(1);
        bench.driver.passMillis(100);
        bench.driver.stop(stop);
    }

    @Test
    void aTimeoutThatFellIntoTheStopDoesNotCountEvenIfTimeIsTheFirstToBeHandled() {
        for (long stop : new long[] {1_100, 1_200, 2_000, 30_000, 3_600_000}) {
            var fresh = new StallTest();
            fresh.stoppedAfterAsking(Duration.ofMillis(stop));

            fresh.bench.driver.feed(new Event.TimeReached());
            fresh.bench.driver.feed(new Event.TimeReached());
            assertThat(fresh.bench.has(ECHO, id(1))).isTrue();

            // What came meanwhile is read a little later.
            fresh.bench.driver.passMillis(40);
            fresh.bench.acknowledge(fresh.link, ECHO, id(1));
            fresh.bench.passAnswering(5_000, fresh.link);
            assertThat(fresh.bench.has(ECHO, id(1))).isTrue();
        }
    }

    @Test
    void whoIsStillSilentAfterwardsGoesAsUsual() {
        stoppedAfterAsking(Duration.ofSeconds(10));

        bench.driver.passMillis(2_200);

        assertThat(bench.has(ECHO, id(1))).isFalse();
    }

    @Test
    void theStopIsTold() {
        stoppedAfterAsking(Duration.ofSeconds(10));

        bench.driver.feed(new Event.TimeReached());

        var told = bench.driver.told(RegistrarNotice.Stalled.class);
        assertThat(told).hasSize(1);
        assertThat(told.getFirst().stall().toMillis()).isBetween(9_000L, 9_301L);
    }

    @Test
    void aConnectionThatEndedMeanwhileCounts() {
        stoppedAfterAsking(Duration.ofSeconds(10));

        bench.lose(link);

        assertThat(bench.has(ECHO, id(1))).isFalse();
    }

    @Test
    void aRegistrationLifeThatEndedMeanwhileMayStillBeRenewed() {
        bench.register(link, ECHO, withLife(element(1, HOST_A), RegistrationLife.ofSeconds(3)));
        bench.passAnswering(2_000, link);
        bench.driver.stop(Duration.ofSeconds(10));
        for (int i = 0; i < 3; i++) {
            bench.driver.feed(new Event.TimeReached());
        }

        assertThat(bench.register(link, ECHO, element(1, HOST_A)).rejected()).isFalse();

        bench.passAnswering(4_000, link);
        assertThat(bench.has(ECHO, id(1))).isTrue();
    }

    @Test
    void repeatedStopsDoNotKeepADeadElementForLong() {
        bench.register(link, ECHO, element(1, HOST_A));
        long running = 0;
        while (bench.has(ECHO, id(1)) && running < 60_000) {
            bench.driver.passMillis(300);
            bench.driver.stop(Duration.ofMillis(300));
            bench.driver.feed(new Event.TimeReached());
            running += 300;
        }

        assertThat(running).isLessThan(4_000);
    }

    @Test
    void aRegistrarThatIsAlwaysALittleLateStillFindsTheDead() {
        bench.register(link, ECHO, element(1, HOST_A));
        Instant dead = bench.driver.now();
        while (bench.has(ECHO, id(1))) {
            bench.driver.stop(Duration.between(bench.driver.now(), bench.driver.deadline()));
            bench.driver.stop(Duration.ofMillis(40));
            bench.driver.feed(new Event.TimeReached());
        }

        assertThat(Duration.between(dead, bench.driver.now())).isLessThan(Duration.ofSeconds(2));
        assertThat(bench.driver.told(RegistrarNotice.Stalled.class)).isEmpty();
    }

    @Test
    void aRegistrarWithTooMuchToDoStillFindsTheDead() {
        bench.register(link, ECHO, element(1, HOST_A));
        var busy = bench.connect(HOST_A);
        bench.driver.passMillis(751);
        // From here on messages are handled all the time, and timers never in time.
        for (int i = 0; i < 200 && bench.has(ECHO, id(1)); i++) {
            bench.driver.stop(Duration.ofMillis(20));
            bench.resolve(busy, ECHO);
            if (i % 20 == 0) {
                bench.driver.feed(new Event.TimeReached());
            }
        }

        assertThat(bench.has(ECHO, id(1))).isFalse();
    }

    @Test
    void timeGoesOnEvenlyForAllDeadlines() {
        var time = new AwakeTime(Duration.ofSeconds(1));
        var start = Instant.ofEpochSecond(1_000);
        time.wake(start, Instant.MAX);
        var deadline = start.plusMillis(500);

        assertThat(time.wake(start.plusMillis(540), deadline)).isZero();
        assertThat(time.present()).isEqualTo(start.plusMillis(540));
        assertThat(time.wake(start.plusMillis(5_540), deadline.plusMillis(100)))
                .isEqualTo(Duration.ofMillis(4_940));
        // 4.94 s did not count, and a second of grace is added, in which time stands still.
        assertThat(time.present()).isEqualTo(start.plusMillis(540));
        assertThat(time.onNode(start.plusMillis(600))).isEqualTo(start.plusMillis(6_540));
        time.wake(start.plusMillis(6_540), Instant.MAX);
        assertThat(time.present()).isEqualTo(start.plusMillis(600));
        assertThat(time.onNode(Instant.MAX)).isEqualTo(Instant.MAX);
    }
}
