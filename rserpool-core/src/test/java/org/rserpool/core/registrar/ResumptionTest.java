package org.rserpool.core.registrar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.rserpool.core.Samples.ECHO;
import static org.rserpool.core.Samples.HOST_A;
import static org.rserpool.core.Samples.HOST_B;
import static org.rserpool.core.Samples.OTHER;
import static org.rserpool.core.Samples.SELF;
import static org.rserpool.core.Samples.element;
import static org.rserpool.core.Samples.id;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.rserpool.core.Event;
import org.rserpool.core.Link;
import org.rserpool.core.registrar.RegistrarNotice.ElementRemoved;
import org.rserpool.core.registrar.RegistrarNotice.Serving;
import org.rserpool.core.registrar.RegistrarNotice.Stalled;
import org.rserpool.wire.message.AsapMessage.HandleResolution;
import org.rserpool.wire.message.AsapMessage.HandleResolutionResponse;
import org.rserpool.wire.message.EnrpMessage.HandleTableRequest;
import org.rserpool.wire.message.EnrpMessage.HandleTableResponse;
import org.rserpool.wire.message.EnrpMessage.PoolEntry;
import org.rserpool.wire.message.EnrpMessage.Presence;

/** A registrar whose process was stopped so long that it may have been taken for dead. */
final class ResumptionTest {

    private static final PeersConfig PEERS = PeersConfig.FAST;

    private final RegistrarBench bench = new RegistrarBench(RegistrarConfig.FAST);
    private final FakePeer one = FakePeer.met(bench, 0x22222222, "10.0.1.2");
    private final FakePeer two = FakePeer.met(bench, 0x33333333, "10.0.1.3");
    private final Link user = bench.connect("10.0.9.9");

    private void stop(Duration duration) {
        bench.driver.take();
        bench.driver.stop(duration);
        bench.driver.feed(new Event.TimeReached());
    }

    private boolean isServing() {
        return bench.snapshot().serving();
    }

    @Test
    void usersWaitUntilAllPeersHaveBeenRead() {
        one.add(ECHO, element(1, HOST_A));
        stop(Duration.ofSeconds(10));
        assertThat(bench.driver.told(Stalled.class)).hasSize(1);
        assertThat(one.sent(Presence.class)).anyMatch(Presence::replyRequired);
        assertThat(two.sent(Presence.class)).anyMatch(Presence::replyRequired);
        bench.driver.arrive(user, new HandleResolution(OTHER));
        assertThat(isServing()).isFalse();

        var missed = one.own(OTHER, element(2, HOST_B));
        one.introduce();
        two.introduce();
        assertThat(one.sent(HandleTableRequest.class)).hasSize(1);
        assertThat(two.sent(HandleTableRequest.class)).hasSize(1);
        two.page(false);
        assertThat(bench.driver.sent(user)).isEmpty();
        one.page(
                false,
                new PoolEntry(ECHO, List.of(bench.find(ECHO, id(1)).orElseThrow().info())),
                new PoolEntry(OTHER, List.of(missed)));

        assertThat(isServing()).isTrue();
        var answer = RegistrarBench.only(bench.driver.sent(user, HandleResolutionResponse.class));
        assertThat(answer.elements()).hasSize(1);
        assertThat(bench.driver.told(Serving.class)).isEmpty();
    }

    @Test
    void aShortStopIsNoReason() {
        stop(PEERS.maxTimeLastHeard().minusMillis(100));

        assertThat(bench.driver.told(Stalled.class)).hasSize(1);
        assertThat(isServing()).isTrue();
    }

    @Test
    void whereNobodyAnswersUsersAreServedAfterAWhile() {
        stop(Duration.ofSeconds(10));
        bench.driver.arrive(user, new HandleResolution(OTHER));
        bench.driver.pass(PEERS.maxTimeNoResponse().minusMillis(1));
        assertThat(isServing()).isFalse();

        bench.driver.pass(MonitoringConfig.FAST.keepAliveTimeout().plusMillis(1));

        assertThat(isServing()).isTrue();
        assertThat(bench.driver.sent(user)).hasSize(1);
    }

    @Test
    void untilThenItIsNobodysMentor() {
        stop(Duration.ofSeconds(10));
        one.sent();

        one.say(new HandleTableRequest(one.id, SELF, true));

        assertThat(RegistrarBench.only(one.sent(HandleTableResponse.class)).rejected()).isTrue();
    }

    @Test
    void elementsThatWereTakenOverMeanwhileAreNotRemoved() {
        var link = bench.connect(HOST_A);
        bench.register(link, ECHO, element(1, HOST_A));
        stop(Duration.ofSeconds(10));
        bench.lose(link);
        assertThat(bench.has(ECHO, id(1))).isTrue();
        var taken = one.own(ECHO, element(1, HOST_A));
        one.introduce();
        two.introduce();
        two.page(false);
        one.page(false, new PoolEntry(ECHO, List.of(taken)));

        assertThat(bench.find(ECHO, id(1)).orElseThrow().owner()).isEqualTo(one.id);
        assertThat(bench.driver.told(ElementRemoved.class)).isEmpty();
    }

    @Test
    void elementsThatAreGoneAreRemovedAllTheSame() {
        var link = bench.connect(HOST_A);
        bench.register(link, ECHO, element(1, HOST_A));
        stop(Duration.ofSeconds(10));
        bench.lose(link);
        one.introduce();
        two.introduce();
        one.page(false);
        two.page(false);
        assertThat(isServing()).isTrue();

        FakePeer.pass(bench, 5_000, one, two);

        assertThat(bench.has(ECHO, id(1))).isFalse();
    }

    @Test
    void whoIsAloneGoesOnAtOnce() {
        one.lose();
        one.refuse();
        two.lose();
        two.refuse();

        stop(Duration.ofSeconds(10));

        assertThat(isServing()).isTrue();
    }
}
