package org.rserpool.core.registrar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.rserpool.core.Samples.ECHO;
import static org.rserpool.core.Samples.HOST_A;
import static org.rserpool.core.Samples.REGISTRAR_HOST;
import static org.rserpool.core.Samples.SELF;
import static org.rserpool.core.Samples.element;
import static org.rserpool.core.Samples.sctp;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.rserpool.testkit.Requirement;
import org.rserpool.wire.PeChecksum;
import org.rserpool.wire.RegistrarId;
import org.rserpool.wire.ServerInformation;
import org.rserpool.wire.message.EnrpMessage.ListRequest;
import org.rserpool.wire.message.EnrpMessage.Presence;
import org.rserpool.wire.message.Protocol;

/** How a registrar makes itself heard (RFC 5353, sections 2.1 and 3.4.2). */
final class HeartbeatTest {

    private static final PeersConfig PEERS = PeersConfig.FAST;

    private final RegistrarBench bench = new RegistrarBench(RegistrarConfig.FAST);

    private static Presence heartbeat(PeChecksum checksum) {
        return new Presence(
                SELF,
                RegistrarId.NONE,
                false,
                Optional.of(checksum),
                Optional.of(new ServerInformation(SELF, sctp(REGISTRAR_HOST, 9901))));
    }

    @Test
    @Requirement({"ENRP-103", "ENRP-104", "ENRP-009", "ENRP-035", "ENRP-013", "ENRP-150"})
    void everyPeerIsToldOncePerCycleThatWeAreThere() {
        var one = FakePeer.met(bench, 0x22222222, "10.0.1.2");
        var two = FakePeer.met(bench, 0x33333333, "10.0.1.3");

        FakePeer.pass(bench, 10_000, one, two);

        for (FakePeer peer : new FakePeer[] {one, two}) {
            var heard = peer.sent(Presence.class);
            assertThat(heard).hasSizeBetween(20, 23);
            assertThat(heard).containsOnly(heartbeat(new PeChecksum(0xffff)));
        }
    }

    @Test
    @Requirement({"ENRP-103", "ENRP-182"})
    void theRfcsCycleIsThirtySeconds() {
        var slow = new RegistrarBench(RegistrarConfig.RFC);
        var peer = FakePeer.met(slow, 0x22222222, "10.0.1.2");
        Instant last = slow.driver.now();
        for (int beats = 0; beats < 20; ) {
            FakePeer.pass(slow, 100, peer);
            if (!peer.sent(Presence.class).isEmpty()) {
                assertThat(Duration.between(last, slow.driver.now()).toMillis())
                        .isBetween(26_100L, 30_100L);
                last = slow.driver.now();
                beats++;
            }
        }
    }

    @Test
    @Requirement({"ENRP-152", "ENRP-159", "ENRP-158"})
    void eachBeatHasTheChecksumOfThatMoment() {
        var peer = FakePeer.met(bench, 0x22222222, "10.0.1.2");
        var element = bench.connect(HOST_A);
        bench.register(element, ECHO, element(1, HOST_A));
        peer.sent();

        FakePeer.pass(bench, 500, peer);

        assertThat(peer.sent(Presence.class).getFirst())
                .isEqualTo(heartbeat(bench.handlespace().recomputedChecksum(SELF)));
    }

    @Test
    void strangersAreNotTold() {
        var stranger = new FakePeer(bench, 0x22222222, "10.0.1.2").connect();
        stranger.say(new ListRequest(stranger.id, SELF));
        FakePeer.met(bench, 0x33333333, "10.0.1.3");
        stranger.sent();

        bench.driver.pass(PEERS.heartbeatCycle().multipliedBy(2));

        assertThat(stranger.sent()).isEmpty();
    }

    @Test
    void whoIsAloneIsSilent() {
        bench.driver.passSeconds(60);

        assertThat(bench.driver.take()).isEmpty();
        assertThat(bench.driver.deadline()).isEqualTo(Instant.MAX);
    }

    @Test
    void whoIsFoundByMulticastIsHeardByItAlways() {
        var casting =
                new RegistrarBench(
                        RegistrarConfig.FAST, RegistrarBench.PLACE.announcing(Protocol.ENRP), 1);

        casting.driver.passSeconds(10);

        var announced = casting.driver.announced();
        assertThat(announced).hasSizeBetween(20, 23);
        assertThat(announced).containsOnly(heartbeat(new PeChecksum(0xffff)));
    }
}
