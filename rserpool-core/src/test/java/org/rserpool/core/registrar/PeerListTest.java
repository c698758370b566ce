package org.rserpool.core.registrar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.rserpool.core.Samples.ECHO;
import static org.rserpool.core.Samples.HOST_A;
import static org.rserpool.core.Samples.PEER;
import static org.rserpool.core.Samples.REGISTRAR_HOST;
import static org.rserpool.core.Samples.SELF;
import static org.rserpool.core.Samples.element;
import static org.rserpool.core.Samples.sctp;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.rserpool.core.registrar.RegistrarNotice.PeerFound;
import org.rserpool.core.registrar.RegistrarSnapshot.Standing;
import org.rserpool.testkit.Requirement;
import org.rserpool.wire.CauseCode;
import org.rserpool.wire.ErrorCause;
import org.rserpool.wire.RegistrarId;
import org.rserpool.wire.ServerInformation;
import org.rserpool.wire.message.EnrpMessage;
import org.rserpool.wire.message.EnrpMessage.EnrpError;
import org.rserpool.wire.message.EnrpMessage.HandleTableRequest;
import org.rserpool.wire.message.EnrpMessage.HandleTableResponse;
import org.rserpool.wire.message.EnrpMessage.InitTakeover;
import org.rserpool.wire.message.EnrpMessage.InitTakeoverAck;
import org.rserpool.wire.message.EnrpMessage.ListRequest;
import org.rserpool.wire.message.EnrpMessage.ListResponse;
import org.rserpool.wire.message.EnrpMessage.Presence;
import org.rserpool.wire.message.EnrpMessage.TakeoverServer;
import org.rserpool.wire.message.EnrpMessage.UpdateAction;

/** Who is a peer, and who is told of whom (RFC 5353, sections 3.2.2, 3.4 and 3.4.1). */
final class PeerListTest {

    private static final RegistrarId STRANGER = new RegistrarId(0x55555555);

    private final RegistrarBench bench = new RegistrarBench(RegistrarConfig.FAST);

    private static List<EnrpMessage> anything() {
        var element = element(1, HOST_A).withHome(STRANGER).withAsapTransport(sctp(HOST_A, 9000));
        return List.of(
                new Presence(STRANGER, SELF, false, Optional.empty(), Optional.empty()),
                new HandleTableRequest(STRANGER, SELF, false),
                new HandleTableResponse(STRANGER, SELF, false, false, List.of()),
                new EnrpMessage.HandleUpdate(
                        STRANGER, RegistrarId.NONE, UpdateAction.ADD, false, ECHO, element),
                new ListRequest(STRANGER, SELF),
                new ListResponse(STRANGER, SELF, false, List.of()),
                new InitTakeover(STRANGER, RegistrarId.NONE, PEER),
                new InitTakeoverAck(STRANGER, SELF, PEER),
                new TakeoverServer(STRANGER, RegistrarId.NONE, PEER),
                new EnrpError(
                        STRANGER, SELF, List.of(new ErrorCause(CauseCode.LACK_OF_RESOURCES))));
    }

    @Test
    @Requirement({"ENRP-101", "ENRP-102", "ENRP-100"})
    void whoeverSaysAnythingIsKnownAndAskedWhoItIs() {
        for (EnrpMessage message : anything()) {
            var fresh = new RegistrarBench(RegistrarConfig.FAST);
            var link = fresh.connectEnrp("10.0.1.5");

            fresh.driver.arrive(link, message);

            assertThat(fresh.snapshot().peers())
                    .extracting(RegistrarSnapshot.Peer::id)
                    .containsExactly(STRANGER);
            var asked = RegistrarBench.only(fresh.driver.sent(link, Presence.class));
            assertThat(asked.replyRequired()).isTrue();
            assertThat(asked.receiver()).isEqualTo(STRANGER);
            fresh.driver.arrive(link, message);
            assertThat(fresh.driver.sent(link, Presence.class)).isEmpty();
        }
    }

    @Test
    void aStrangerIsAPeerOnceItHasSaidWhoItIs() {
        var stranger = new FakePeer(bench, 0x22222222, "10.0.1.2").connect();
        stranger.say(new ListRequest(stranger.id, SELF));
        assertThat(stranger.standing()).contains(Standing.TENTATIVE);
        assertThat(bench.driver.told(PeerFound.class)).isEmpty();

        stranger.introduce();

        assertThat(stranger.standing()).contains(Standing.ACTIVE);
        stranger.introduce();
        assertThat(bench.driver.told(PeerFound.class))
                .containsExactly(new PeerFound(stranger.id, Optional.of(stranger.address)));
    }

    @Test
    @Requirement({"ENRP-051", "ENRP-030"})
    void whoAsksIsToldOfAllOthers() {
        var one = FakePeer.met(bench, 0x22222222, "10.0.1.2");
        var two = FakePeer.met(bench, 0x33333333, "10.0.1.3");

        one.say(new ListRequest(one.id, SELF));

        assertThat(one.sent())
                .containsExactly(
                        new ListResponse(
                                SELF,
                                one.id,
                                false,
                                List.of(
                                        new ServerInformation(SELF, sctp(REGISTRAR_HOST, 9901)),
                                        two.information())));
    }

    @Test
    void whomAPeerKnowsIsMetAsWell() {
        var known = new FakePeer(bench, 0x22222222, "10.0.1.2").connect().introduce();
        assertThat(known.asked()).contains(new ListRequest(SELF, known.id));
        var other = new FakePeer(bench, 0x33333333, "10.0.1.3");

        known.list(other);
        other.accept().introduce();

        assertThat(other.standing()).contains(Standing.ACTIVE);
        assertThat(other.asked()).containsExactly(new ListRequest(SELF, other.id));
        other.list(known, other);
        known.list(other, known);
        assertThat(bench.driver.opened()).isEmpty();
    }

    @Test
    void whomWeOnlyKnowByALaterListIsInNoneOfOurs() {
        var one = FakePeer.met(bench, 0x22222222, "10.0.1.2");
        var two = FakePeer.met(bench, 0x44444444, "10.0.1.4");
        one.list(new FakePeer(bench, 0x33333333, "10.0.1.3"));
        assertThat(bench.snapshot().peers()).hasSize(3);

        two.say(new ListRequest(two.id, SELF));

        assertThat(RegistrarBench.only(two.sent(ListResponse.class)).servers())
                .extracting(ServerInformation::id)
                .containsExactly(SELF, one.id);
    }

    @Test
    void peersThatHaveLostEachOtherMeetAgain() {
        var one = FakePeer.met(bench, 0x22222222, "10.0.1.2");
        var two = FakePeer.met(bench, 0x33333333, "10.0.1.3");

        FakePeer.pass(bench, 2 * PeersConfig.FAST.heartbeatCycle().toMillis(), one, two);

        assertThat(one.sent(ListRequest.class)).isNotEmpty();
        assertThat(two.sent(ListRequest.class)).isNotEmpty();
    }

    @Test
    void twoLinksThatCrossAreOnePeer() {
        var peer = FakePeer.met(bench, 0x22222222, "10.0.1.2");
        var first = peer.link;
        peer.connect().introduce();
        peer.sent();

        assertThat(bench.snapshot().peers()).hasSize(1);
        bench.lose(first);
        assertThat(peer.standing()).contains(Standing.ACTIVE);
        bench.driver.pass(PeersConfig.FAST.heartbeatCycle());
        assertThat(peer.sent(Presence.class)).isNotEmpty();
    }

    @Test
    void strangersWhoseConnectionEndsAreForgotten() {
        var links = new ArrayList<FakePeer>();
        for (int i = 1; i <= 100; i++) {
            var stranger = new FakePeer(bench, i, "10.0.2.1").connect();
            stranger.say(new ListRequest(stranger.id, SELF));
            links.add(stranger);
        }
        assertThat(bench.snapshot().peers()).hasSize(100);

        links.forEach(FakePeer::lose);

        assertThat(bench.snapshot().peers()).isEmpty();
    }

    @Test
    void strangersCrowdOutNoPeer() {
        var peer = FakePeer.met(bench, 0x22222222, "10.0.1.2");
        for (int i = 1; i <= 1_000; i++) {
            var stranger = new FakePeer(bench, i, "10.0.2.1").connect();
            stranger.say(new ListRequest(stranger.id, SELF));
        }

        assertThat(bench.snapshot().peers()).hasSize(PeersConfig.FAST.maxPeers());
        assertThat(peer.isPeer()).isTrue();
        var late = FakePeer.met(bench, 0x33333333, "10.0.1.3");
        assertThat(late.isPeer()).isTrue();
    }

    @Test
    void manyNamesOverOneLinkAreOneStranger() {
        var link = bench.connectEnrp("10.0.2.1");
        for (int i = 1; i <= 1_000; i++) {
            bench.driver.arrive(link, new ListRequest(new RegistrarId(i), SELF));
        }

        assertThat(bench.snapshot().peers()).hasSize(1);
    }

    @Test
    void aStrangerThatWasCrowdedOutTakesNoPeerWithIt() {
        var early = new FakePeer(bench, 1, "10.0.2.1").connect();
        early.say(new ListRequest(early.id, SELF));
        for (int i = 2; i <= 300; i++) {
            var stranger = new FakePeer(bench, i, "10.0.2.1").connect();
            stranger.say(new ListRequest(stranger.id, SELF));
        }
        assertThat(early.isPeer()).isFalse();
        var again = FakePeer.met(bench, 1, "10.0.2.1");

        bench.driver.arrive(early.link, new ListRequest(STRANGER, SELF));

        assertThat(again.standing()).contains(Standing.ACTIVE);
    }

    @Test
    void messagesForOthersAndFromNobodyMakeNoPeer() {
        var link = bench.connectEnrp("10.0.2.1");
        bench.driver.arrive(link, new ListRequest(STRANGER, PEER));
        bench.driver.arrive(link, new ListRequest(RegistrarId.NONE, SELF));

        assertThat(bench.driver.sent(link)).isEmpty();
        assertThat(bench.snapshot().peers()).isEmpty();
        assertThat(bench.driver.told(RegistrarNotice.Complaint.class)).isNotEmpty();
    }
}
