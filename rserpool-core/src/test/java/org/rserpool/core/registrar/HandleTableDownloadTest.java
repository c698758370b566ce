package org.rserpool.core.registrar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.rserpool.core.Samples.ECHO;
import static org.rserpool.core.Samples.HOST_A;
import static org.rserpool.core.Samples.HOST_B;
import static org.rserpool.core.Samples.SELF;
import static org.rserpool.core.Samples.element;
import static org.rserpool.core.Samples.id;
import static org.rserpool.core.Samples.sctp;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.rserpool.core.registrar.RegistrarNotice.Resynchronised;
import org.rserpool.testkit.Requirement;
import org.rserpool.wire.RegistrarId;
import org.rserpool.wire.message.EnrpMessage.HandleTableRequest;
import org.rserpool.wire.message.EnrpMessage.HandleTableResponse;
import org.rserpool.wire.message.EnrpMessage.PoolEntry;
import org.rserpool.wire.message.EnrpMessage.UpdateAction;

/** How a handle table passes between two registrars (RFC 5353, sections 3.2.3 and 3.6.3). */
final class HandleTableDownloadTest {

    private static final PeersConfig PEERS = PeersConfig.FAST;
    private static final long NO_RESPONSE = PEERS.maxTimeNoResponse().toMillis();

    private final RegistrarBench bench =
            new RegistrarBench(
                    RegistrarConfig.FAST.withMonitoring(
                            MonitoringConfig.FAST.withKeepAliveInterval(Duration.ofDays(1))));
    private final FakePeer peer = FakePeer.met(bench, 0x22222222, "10.0.1.2");

    private List<HandleTableRequest> requests() {
        return peer.sent(HandleTableRequest.class);
    }

    /** A presence from which it follows that something was missed. */
    private void differ() {
        peer.own(ECHO, element(1, HOST_A));
        peer.introduce();
    }

    private PoolEntry entry(int id) {
        return new PoolEntry(ECHO, List.of(peer.elements.find(ECHO, id(id)).orElseThrow().info()));
    }

    @Test
    void whoPromisesMoreAndSendsNothingIsNotAskedForEver() {
        differ();
        for (int i = 0; i < 4; i++) {
            assertThat(requests()).hasSize(1);
            peer.page(true);
        }

        assertThat(requests()).isEmpty();
        assertThat(bench.driver.told(Resynchronised.class)).isEmpty();
    }

    @Test
    @Requirement({"ENRP-163", "ENRP-016", "ENRP-061", "ENRP-168"})
    void eachPageIsAskedForWithTheSameWBit() {
        differ();
        assertThat(requests()).containsExactly(new HandleTableRequest(SELF, peer.id, true));
        peer.page(true, entry(1));
        assertThat(requests()).containsExactly(new HandleTableRequest(SELF, peer.id, true));
        peer.page(false);

        assertThat(requests()).isEmpty();
        assertThat(bench.driver.told(Resynchronised.class))
                .containsExactly(new Resynchronised(peer.id, 1, 0));
    }

    @Test
    @Requirement("ENRP-069")
    void aPageThatDoesNotComeEndsTheDownload() {
        differ();
        requests();
        FakePeer.pass(bench, NO_RESPONSE - 1, peer);
        assertThat(requests()).isEmpty();
        assertThat(bench.driver.told(Resynchronised.class)).isEmpty();

        FakePeer.pass(bench, 1_000, peer);
        assertThat(requests()).isEmpty(); // an answer may still come, and it is not numbered
    }

    @Test
    void aLateAnswerIsReadToItsEndAndCountsForNothing() {
        differ();
        requests();
        FakePeer.pass(bench, NO_RESPONSE + 1, peer);
        assertThat(requests()).isEmpty();

        peer.page(true, entry(1));
        assertThat(bench.has(ECHO, id(1))).isFalse();
        assertThat(requests()).hasSize(1);
        peer.page(false);
        FakePeer.pass(bench, 1_000, peer);

        assertThat(requests()).containsExactly(new HandleTableRequest(SELF, peer.id, true));
        peer.page(false, entry(1));
        assertThat(bench.has(ECHO, id(1))).isTrue();
    }

    @Test
    void aDownloadEndsWithItsLink() {
        differ();
        requests();
        peer.lose();
        peer.accept();
        peer.introduce();
        FakePeer.pass(bench, 1_000, peer);

        assertThat(requests()).containsExactly(new HandleTableRequest(SELF, peer.id, true));
    }

    @Test
    void aTableForWhichNobodyAskedIsIgnored() {
        peer.own(ECHO, element(1, HOST_A));

        peer.page(true, entry(1));

        assertThat(bench.has(ECHO, id(1))).isFalse();
        assertThat(requests()).isEmpty();
    }

    @Test
    void inAnAuditOnlyThePeersOwnElementsCount() {
        differ();
        var foreign =
                element(2, HOST_B)
                        .withHome(new RegistrarId(0x33333333))
                        .withAsapTransport(sctp(HOST_B, 9000));
        var ours = element(3, HOST_B).withHome(SELF).withAsapTransport(sctp(HOST_B, 9000));

        peer.page(false, entry(1), new PoolEntry(ECHO, List.of(foreign, ours)));

        assertThat(bench.has(ECHO, id(1))).isTrue();
        assertThat(bench.has(ECHO, id(2))).isFalse();
        assertThat(bench.has(ECHO, id(3))).isFalse();
    }

    @Test
    @Requirement({"ENRP-057", "ENRP-017", "ENRP-164"})
    void aPeerReadsOursAtOnce() {
        bench.register(bench.connect(HOST_A), ECHO, element(1, HOST_A));
        peer.add(ECHO, element(2, HOST_B));
        peer.sent();

        peer.say(new HandleTableRequest(peer.id, SELF, true));

        var own = RegistrarBench.only(peer.sent(HandleTableResponse.class));
        assertThat(own.entries())
                .containsExactly(
                        new PoolEntry(ECHO, List.of(bench.find(ECHO, id(1)).orElseThrow().info())));
        peer.say(new HandleTableRequest(peer.id, SELF, false));
        assertThat(
                        RegistrarBench.only(peer.sent(HandleTableResponse.class))
                                .entries()
                                .getFirst()
                                .elements())
                .hasSize(2);
    }

    @Test
    void updatesThatComeBetweenTwoPagesStay() {
        differ();
        requests();
        var second = peer.own(ECHO, element(2, HOST_B));
        peer.say(peer.update(UpdateAction.ADD, ECHO, second));

        peer.page(false, entry(1));

        assertThat(bench.has(ECHO, id(2))).isTrue();
    }
}
