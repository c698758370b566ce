package org.rserpool.core.registrar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.rserpool.core.Samples.ECHO;
import static org.rserpool.core.Samples.HOST_A;
import static org.rserpool.core.Samples.SELF;
import static org.rserpool.core.Samples.element;
import static org.rserpool.core.Samples.udp;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.rserpool.core.Event;
import org.rserpool.core.registrar.RegistrarNotice.PeerFound;
import org.rserpool.core.registrar.RegistrarNotice.PeerLost;
import org.rserpool.core.registrar.RegistrarNotice.TakeoverBegun;
import org.rserpool.core.registrar.RegistrarSnapshot.Standing;
import org.rserpool.testkit.Requirement;
import org.rserpool.wire.CauseCode;
import org.rserpool.wire.ErrorCause;
import org.rserpool.wire.message.EnrpMessage;
import org.rserpool.wire.message.EnrpMessage.EnrpError;
import org.rserpool.wire.message.EnrpMessage.HandleTableRequest;
import org.rserpool.wire.message.EnrpMessage.InitTakeover;
import org.rserpool.wire.message.EnrpMessage.InitTakeoverAck;
import org.rserpool.wire.message.EnrpMessage.ListRequest;
import org.rserpool.wire.message.EnrpMessage.ListResponse;
import org.rserpool.wire.message.EnrpMessage.Presence;
import org.rserpool.wire.message.Protocol;

/** How dead peers are found (RFC 5353, section 3.4.3). */
final class PeerMonitoringTest {

    private static final PeersConfig PEERS = PeersConfig.FAST;
    private static final long LAST_HEARD = PEERS.maxTimeLastHeard().toMillis();
    private static final long NO_RESPONSE = PEERS.maxTimeNoResponse().toMillis();

    private final RegistrarBench bench = new RegistrarBench(RegistrarConfig.FAST);
    private final FakePeer peer = FakePeer.met(bench, 0x22222222, "10.0.1.2");

    private List<Presence> questions() {
        return peer.sent(Presence.class).stream().filter(Presence::replyRequired).toList();
    }

    @Test
    @Requirement({"ENRP-105", "ENRP-107", "ENRP-108"})
    void aSilentPeerIsAskedAndThenDead() {
        bench.driver.passMillis(LAST_HEARD - 1);
        assertThat(questions()).isEmpty();
        bench.driver.passMillis(1);
        assertThat(questions())
                .singleElement()
                .satisfies(asked -> assertThat(asked.receiver()).isEqualTo(peer.id));
        assertThat(peer.standing()).contains(Standing.PROBING);

        bench.driver.passMillis(NO_RESPONSE - 1);
        assertThat(peer.isPeer()).isTrue();
        bench.driver.passMillis(1);

        assertThat(peer.isPeer()).isFalse();
        assertThat(bench.driver.told(PeerLost.class))
                .containsExactly(new PeerLost(peer.id, "it does not answer"));
        assertThat(bench.driver.closed()).hasSize(1);
    }

    @Test
    @Requirement({"ENRP-107", "ENRP-108", "ENRP-182"})
    void theRfcsTimesAreSixtyOneAndFiveSeconds() {
        var slow = new RegistrarBench(RegistrarConfig.RFC);
        var silent = FakePeer.met(slow, 0x22222222, "10.0.1.2");

        slow.driver.passMillis(60_999);
        assertThat(silent.standing()).contains(Standing.ACTIVE);
        slow.driver.passMillis(1);
        assertThat(silent.standing()).contains(Standing.PROBING);
        slow.driver.passMillis(4_999);
        assertThat(silent.isPeer()).isTrue();
        slow.driver.passMillis(1);
        assertThat(silent.isPeer()).isFalse();
    }

    @Test
    @Requirement({"ENRP-106", "ENRP-105"})
    void messagesOfAnyKindAreALifeSign() {
        var messages =
                List.<EnrpMessage>of(
                        new ListRequest(peer.id, SELF),
                        new ListResponse(peer.id, SELF, false, List.of()),
                        new HandleTableRequest(peer.id, SELF, true),
                        new InitTakeoverAck(peer.id, SELF, SELF),
                        new InitTakeover(peer.id, SELF, SELF),
                        new EnrpError(
                                peer.id,
                                SELF,
                                List.of(new ErrorCause(CauseCode.LACK_OF_RESOURCES))));
        for (EnrpMessage message : messages) {
            bench.driver.passMillis(LAST_HEARD - 1);
            assertThat(peer.standing()).contains(Standing.ACTIVE);
            peer.say(message);
        }
        bench.driver.passMillis(LAST_HEARD);
        for (EnrpMessage message : messages) {
            assertThat(peer.standing()).contains(Standing.PROBING);
            peer.say(message);
            assertThat(peer.standing()).contains(Standing.ACTIVE);
            bench.driver.passMillis(LAST_HEARD);
        }
    }

    @Test
    @Requirement("ENRP-204")
    void aPresenceByMulticastIsNoLifeSign() {
        var casting =
                new RegistrarBench(
                        RegistrarConfig.FAST, RegistrarBench.PLACE.announcing(Protocol.ENRP), 1);
        casting.driver.pass(PEERS.mentorDiscovery());
        var silent = FakePeer.met(casting, 0x22222222, "10.0.1.2");
        casting.driver.passMillis(LAST_HEARD - 1);
        casting.driver.feed(new Event.Overheard(udp("10.0.1.2", 9901), silent.presence(false)));

        casting.driver.passMillis(1);

        assertThat(silent.standing()).contains(Standing.PROBING);
    }

    @Test
    @Requirement("ENRP-109")
    void aDeadPeerThatOwnsElementsIsToBeTakenOver() {
        peer.add(ECHO, element(1, HOST_A));

        bench.driver.passMillis(LAST_HEARD + NO_RESPONSE);

        assertThat(bench.driver.told(TakeoverBegun.class))
                .containsExactly(new TakeoverBegun(peer.id, 1));
    }

    @Test
    void aLostLinkIsWorthOneReconnect() {
        peer.lose();
        assertThat(peer.standing()).contains(Standing.PROBING);

        peer.accept();

        assertThat(questions()).hasSize(1);
        assertThat(peer.standing()).contains(Standing.PROBING);
        peer.introduce();
        assertThat(peer.standing()).contains(Standing.ACTIVE);
        bench.driver.passMillis(LAST_HEARD - 1);
        assertThat(peer.standing()).contains(Standing.ACTIVE);
    }

    @Test
    @Requirement("ENRP-108")
    void whoRefusesTheReconnectIsDeadAtOnce() {
        peer.lose();

        peer.refuse();

        assertThat(peer.isPeer()).isFalse();
        assertThat(bench.driver.told(PeerLost.class)).hasSize(1);
        bench.driver.passSeconds(60);
        assertThat(bench.driver.opened()).isEmpty();
    }

    @Test
    void whoDoesNotAnswerOverTheNewLinkIsDead() {
        peer.lose();
        peer.accept();
        bench.driver.passMillis(NO_RESPONSE);

        assertThat(peer.isPeer()).isFalse();
    }

    @Test
    void whoseNewLinkEndsTooIsDead() {
        peer.lose();
        peer.accept();

        peer.lose();

        assertThat(peer.isPeer()).isFalse();
    }

    @Test
    void whoComesByItselfIsAlive() {
        peer.lose();
        peer.connect().introduce();
        assertThat(peer.standing()).contains(Standing.ACTIVE);

        var newLink = peer.link;
        peer.refuse();

        assertThat(peer.standing()).contains(Standing.ACTIVE);
        peer.link = newLink;
        peer.sent();
        FakePeer.pass(bench, 1_000, peer);
        assertThat(peer.sent(Presence.class)).isNotEmpty();
    }

    @Test
    @Requirement("ENRP-106")
    void aRegistrarThatWasStartedAnewAtTheSamePlaceHasTheFormerOneAsked() {
        var successor = new FakePeer(bench, 0x33333333, "10.0.1.2").connect().introduce();

        assertThat(successor.standing()).contains(Standing.ACTIVE);
        assertThat(peer.standing()).contains(Standing.PROBING);
        bench.driver.passMillis(NO_RESPONSE);
        assertThat(peer.isPeer()).isFalse();
        assertThat(successor.standing()).contains(Standing.ACTIVE);
    }

    @Test
    void whoComesBackIsFoundAnew() {
        bench.driver.told(PeerFound.class);
        peer.lose();
        peer.refuse();

        var again = FakePeer.met(bench, 0x22222222, "10.0.1.2");

        assertThat(again.standing()).contains(Standing.ACTIVE);
        assertThat(bench.driver.told(PeerFound.class)).hasSize(1);
    }

    @Test
    void whatALivingPeerSaysForHoursKeepsIt() {
        FakePeer.pass(bench, 3_600_000, peer);

        assertThat(peer.standing()).contains(Standing.ACTIVE);
        assertThat(questions()).isEmpty();
    }

    @Test
    void aListedPeerThatIsNotThereIsForgottenAndNobodyIsToldOfIt() {
        var listed = new FakePeer(bench, 0x33333333, "10.0.1.3");
        peer.list(listed);
        assertThat(listed.standing()).contains(Standing.PROBING);

        listed.refuse();

        assertThat(listed.isPeer()).isFalse();
        assertThat(bench.driver.told(PeerLost.class)).isEmpty();
    }
}
