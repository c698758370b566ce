package org.rserpool.core.registrar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.rserpool.core.Samples.ECHO;
import static org.rserpool.core.Samples.HOST_A;
import static org.rserpool.core.Samples.HOST_B;
import static org.rserpool.core.Samples.SELF;
import static org.rserpool.core.Samples.element;
import static org.rserpool.core.Samples.id;
import static org.rserpool.core.Samples.leastUsed;
import static org.rserpool.core.Samples.udp;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.rserpool.core.Event;
import org.rserpool.core.registrar.RegistrarNotice.ElementRemoved;
import org.rserpool.core.registrar.RegistrarNotice.ElementRemoved.Reason;
import org.rserpool.core.registrar.RegistrarNotice.Resynchronised;
import org.rserpool.testkit.Requirement;
import org.rserpool.wire.PoolElementInfo;
import org.rserpool.wire.ServerInformation;
import org.rserpool.wire.message.EnrpMessage.HandleTableRequest;
import org.rserpool.wire.message.EnrpMessage.HandleUpdate;
import org.rserpool.wire.message.EnrpMessage.PoolEntry;
import org.rserpool.wire.message.EnrpMessage.Presence;
import org.rserpool.wire.message.Protocol;

/** How copies are compared and mended (RFC 5353, section 3.6). */
final class AuditTest {

    private static final PeersConfig PEERS = PeersConfig.FAST;

    private final RegistrarBench bench = new RegistrarBench(RegistrarConfig.FAST);
    private final FakePeer peer = FakePeer.met(bench, 0x22222222, "10.0.1.2");

    private List<HandleTableRequest> requests() {
        return peer.sent(HandleTableRequest.class);
    }

    private PoolEntry entry(PoolElementInfo... elements) {
        return new PoolEntry(ECHO, List.of(elements));
    }

    @Test
    @Requirement({"ENRP-150", "ENRP-153", "ENRP-154"})
    void equalChecksumsMeanNothing() {
        peer.add(ECHO, element(1, HOST_A));

        FakePeer.pass(bench, 60_000, peer);

        assertThat(requests()).isEmpty();
    }

    @Test
    @Requirement({
        "ENRP-153",
        "ENRP-155",
        "ENRP-161",
        "ENRP-163",
        "ENRP-165",
        "ENRP-150",
        "REQ-063"
    })
    void whatWasMissedIsReadAtOnce() {
        var missed = peer.own(ECHO, element(1, HOST_A));

        peer.introduce();

        assertThat(requests()).containsExactly(new HandleTableRequest(SELF, peer.id, true));
        peer.page(false, entry(missed));
        assertThat(bench.find(ECHO, id(1)).orElseThrow().info()).isEqualTo(missed);
        FakePeer.pass(bench, 60_000, peer);
        assertThat(requests()).isEmpty();
    }

    @Test
    @Requirement({"ENRP-162", "ENRP-166", "ENRP-167"})
    void whatThePeerHasNoMoreIsRemovedSilentlyAtTheEnd() {
        var stays = peer.add(ECHO, element(1, HOST_A, leastUsed(1)));
        var goes = peer.add(ECHO, element(2, HOST_A, leastUsed(1)));
        peer.elements.find(ECHO, goes.id()).ifPresent(peer.elements::remove);
        var other = FakePeer.met(bench, 0x33333333, "10.0.1.3");
        var foreign = other.add(ECHO, element(3, HOST_B, leastUsed(1)));
        peer.introduce();
        var changed = peer.own(ECHO, element(1, HOST_A, leastUsed(2)));

        peer.page(true, entry(changed));
        assertThat(bench.has(ECHO, id(2))).isTrue();
        peer.page(false);

        assertThat(bench.has(ECHO, id(2))).isFalse();
        assertThat(bench.find(ECHO, stays.id()).orElseThrow().info()).isEqualTo(changed);
        assertThat(bench.has(ECHO, foreign.id())).isTrue();
        assertThat(bench.driver.told(ElementRemoved.class))
                .containsExactly(new ElementRemoved(ECHO, id(2), Reason.WITHDRAWN));
        assertThat(other.sent(HandleUpdate.class)).isEmpty();
        assertThat(bench.driver.told(Resynchronised.class))
                .containsExactly(new Resynchronised(peer.id, 1, 1));
    }

    @Test
    @Requirement("ENRP-168")
    void aRejectedAuditRemovesNothingAndIsRepeatedLater() {
        var kept = peer.add(ECHO, element(1, HOST_A));
        peer.elements.find(ECHO, kept.id()).ifPresent(peer.elements::remove);
        peer.introduce();
        requests();

        peer.rejectTable();

        assertThat(bench.has(ECHO, id(1))).isTrue();
        peer.introduce();
        assertThat(requests()).isEmpty();
        FakePeer.pass(bench, PEERS.heartbeatCycle().toMillis() + 100, peer);
        assertThat(requests()).hasSize(1);
        peer.page(false);
        assertThat(bench.has(ECHO, id(1))).isFalse();
    }

    @Test
    void aPeerWhoseChecksumNeverFitsIsReadMoreAndMoreSeldom() {
        peer.own(ECHO, element(1, HOST_A));
        int downloads = 0;
        for (int step = 0; step < 600; step++) {
            FakePeer.pass(bench, 100, peer);
            int asked = requests().size();
            downloads += asked;
            if (asked > 0) {
                peer.page(false);
            }
        }

        assertThat(downloads).isBetween(8, 16); // in a minute of 120 heartbeats
    }

    @Test
    void aChecksumByMulticastIsNoAudit() {
        var casting =
                new RegistrarBench(
                        RegistrarConfig.FAST, RegistrarBench.PLACE.announcing(Protocol.ENRP), 1);
        casting.driver.pass(PEERS.mentorDiscovery());
        var heard = FakePeer.met(casting, 0x22222222, "10.0.1.2");
        heard.own(ECHO, element(1, HOST_A));

        casting.driver.feed(new Event.Overheard(udp("10.0.1.2", 9901), heard.presence(false)));

        assertThat(heard.sent(HandleTableRequest.class)).isEmpty();
        heard.introduce();
        assertThat(heard.sent(HandleTableRequest.class)).hasSize(1);
    }

    @Test
    void aPresenceWithoutChecksumIsNoAudit() {
        peer.own(ECHO, element(1, HOST_A));
        peer.say(
                new Presence(
                        peer.id,
                        SELF,
                        false,
                        Optional.empty(),
                        Optional.of(new ServerInformation(peer.id, peer.address))));

        assertThat(requests()).isEmpty();
    }

    @Test
    void oneAuditOfAPeerAtATime() {
        peer.own(ECHO, element(1, HOST_A));
        FakePeer.pass(bench, 1_000, peer);

        assertThat(requests()).hasSize(1);
    }

    @Test
    void afterALostLinkAttributesMayHaveChangedUnseen() {
        peer.add(ECHO, element(1, HOST_A, leastUsed(1)));
        peer.lose();
        var changed = peer.own(ECHO, element(1, HOST_A, leastUsed(2)));
        peer.accept();

        peer.introduce();

        assertThat(requests()).hasSize(1);
        peer.page(false, entry(changed));
        assertThat(bench.find(ECHO, id(1)).orElseThrow().info()).isEqualTo(changed);
    }

    @Test
    @Requirement("ENRP-150")
    void attributesAreReadAnewFromTimeToTime() {
        var same = peer.add(ECHO, element(1, HOST_A));
        int downloads = 0;
        for (int second = 0; second < 7_200; second++) {
            FakePeer.pass(bench, 1_000, peer);
            if (!requests().isEmpty()) {
                downloads++;
                peer.page(false, entry(same));
            }
        }

        assertThat(downloads).isBetween(8, 24);
    }

    @Test
    void aPeerThatWasAwayForLongIsReadAnewEvenIfItsChecksumIsTheSame() {
        bench.driver.pass(Duration.ofSeconds(2));
        assertThat(requests()).isEmpty();
        var element = peer.add(ECHO, element(1, HOST_A));
        peer.lose();
        peer.connect().introduce();

        assertThat(requests()).hasSize(1);
        peer.page(false, entry(element));
        assertThat(bench.has(ECHO, id(1))).isTrue();
    }
}
