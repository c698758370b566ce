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
import org.rserpool.core.Action;
import org.rserpool.core.Event;
import org.rserpool.core.Link;
import org.rserpool.core.registrar.RegistrarNotice.ElementRemoved;
import org.rserpool.core.registrar.RegistrarNotice.ElementRemoved.Reason;
import org.rserpool.core.registrar.RegistrarNotice.PeerLost;
import org.rserpool.core.registrar.RegistrarNotice.TakenOver;
import org.rserpool.core.registrar.RegistrarNotice.TakeoverAborted;
import org.rserpool.core.registrar.RegistrarNotice.TakeoverBegun;
import org.rserpool.core.registrar.RegistrarSnapshot.Standing;
import org.rserpool.testkit.Requirement;
import org.rserpool.wire.ElementId;
import org.rserpool.wire.RegistrarId;
import org.rserpool.wire.message.AsapMessage.EndpointKeepAlive;
import org.rserpool.wire.message.EnrpMessage.HandleUpdate;
import org.rserpool.wire.message.EnrpMessage.InitTakeover;
import org.rserpool.wire.message.EnrpMessage.InitTakeoverAck;
import org.rserpool.wire.message.EnrpMessage.PoolEntry;
import org.rserpool.wire.message.EnrpMessage.Presence;
import org.rserpool.wire.message.EnrpMessage.TakeoverServer;
import org.rserpool.wire.message.EnrpMessage.UpdateAction;
import org.rserpool.wire.message.Protocol;

/** How the elements of a dead registrar find a new home (RFC 5353, section 3.5). */
final class TakeoverTest {

    private static final PeersConfig PEERS = PeersConfig.FAST;
    private static final long ARBITRATION = PEERS.arbitration().toMillis();
    private static final long NO_RESPONSE = PEERS.maxTimeNoResponse().toMillis();
    private static final long CLAIM_DELAY = PEERS.claimDelay().toMillis();
    private static final long KEEP_ALIVE = MonitoringConfig.FAST.keepAliveTimeout().toMillis();

    private final RegistrarBench bench = bench(PEERS);
    private FakePeer target = FakePeer.met(bench, 0x22222222, "10.0.1.2");

    private static RegistrarBench bench(PeersConfig peers) {
        return new RegistrarBench(
                RegistrarConfig.FAST
                        .withPeers(peers)
                        .withMonitoring(
                                MonitoringConfig.FAST.withKeepAliveInterval(Duration.ofDays(1))));
    }

    private FakePeer lower() {
        return FakePeer.met(bench, 0x00000001, "10.0.1.3");
    }

    private FakePeer higher() {
        return FakePeer.met(bench, 0x33333333, "10.0.1.4");
    }

    private void die(FakePeer peer) {
        peer.lose();
        peer.refuse();
    }

    private RegistrarId ownerOf(int id) {
        return bench.find(ECHO, id(id)).orElseThrow().owner();
    }

    /** Accepts the link that the registrar opens to the ASAP transport of an element. */
    private Link contact(String host) {
        var open =
                bench.driver.opened().stream()
                        .filter(opened -> opened.protocol() == Protocol.ASAP)
                        .filter(opened -> opened.remote().equals(sctp(host, 9000)))
                        .findFirst()
                        .orElseThrow();
        bench.up(open.link(), Protocol.ASAP, sctp(host, 9000));
        return open.link();
    }

    @Test
    @Requirement({
        "ENRP-109",
        "ENRP-120",
        "ENRP-121",
        "ENRP-122",
        "ENRP-130",
        "ENRP-131",
        "ENRP-133",
        "ENRP-134",
        "ENRP-135",
        "ENRP-136",
        "ENRP-009"
    })
    void whenAllOthersAgreeTheElementsAreOurs() {
        target.add(ECHO, element(1, HOST_A));
        var one = lower();
        var two = higher();
        one.sent();
        die(target);
        var expected = new InitTakeover(SELF, RegistrarId.NONE, target.id);
        assertThat(one.sent()).containsExactly(expected);
        assertThat(two.sent()).containsExactly(expected);
        assertThat(target.standing()).contains(Standing.ARBITRATING);

        one.acknowledgeTakeover(target.id);
        assertThat(one.sent(TakeoverServer.class)).isEmpty();
        assertThat(ownerOf(1)).isEqualTo(target.id);
        two.acknowledgeTakeover(target.id);

        var done = new TakeoverServer(SELF, RegistrarId.NONE, target.id);
        assertThat(one.sent()).containsExactly(done);
        assertThat(two.sent()).containsExactly(done);
        assertThat(ownerOf(1)).isEqualTo(SELF);
        assertThat(target.isPeer()).isFalse();
        assertThat(bench.driver.told(TakeoverBegun.class)).hasSize(1);
        assertThat(bench.driver.told(TakenOver.class))
                .containsExactly(new TakenOver(target.id, SELF, 1));
        assertThat(bench.driver.told(PeerLost.class)).hasSize(1);
        bench.handlespace().verify();
    }

    @Test
    @Requirement({"ENRP-120", "ENRP-133"})
    void theTargetIsToldAsWellAndTheWinnerSpeaksBeforeItActs() {
        target.add(ECHO, element(1, HOST_A));
        bench.driver.passMillis(PEERS.maxTimeLastHeard().toMillis() + NO_RESPONSE - 1);
        var other = lower();
        target.sent();
        bench.driver.take();
        bench.driver.passMillis(1);
        assertThat(target.sent(InitTakeover.class)).hasSize(1);
        bench.driver.take();

        other.acknowledgeTakeover(target.id);
        FakePeer.pass(bench, CLAIM_DELAY, other);

        var actions = bench.driver.take();
        int said = -1;
        int opened = -1;
        for (int i = 0; i < actions.size(); i++) {
            if (actions.get(i) instanceof Action.Send(_, TakeoverServer _) && said < 0) {
                said = i;
            }
            if (actions.get(i) instanceof Action.Open) {
                opened = i;
            }
        }
        assertThat(said).isNotNegative();
        assertThat(opened).isGreaterThan(said);
    }

    @Test
    @Requirement("ENRP-137")
    void eachElementIsToldByAKeepAliveWithTheHBit() {
        target.add(ECHO, element(1, HOST_A));
        target.add(ECHO, element(2, HOST_B));
        die(target);
        bench.driver.passMillis(CLAIM_DELAY);
        var link = contact(HOST_A);

        var asked = RegistrarBench.only(bench.driver.sent(link, EndpointKeepAlive.class));

        assertThat(asked.newHome()).isTrue();
        assertThat(asked.registrar()).isEqualTo(SELF);
        assertThat(asked.pool()).isEqualTo(ECHO);
        bench.acknowledge(link, ECHO, id(1));
        bench.driver.passMillis(2 * KEEP_ALIVE);
        assertThat(bench.has(ECHO, id(1))).isTrue();
        assertThat(bench.has(ECHO, id(2))).isFalse();
    }

    @Test
    @Requirement({"ENRP-130", "ENRP-131"})
    void whereNobodyElseIsNobodyHasToAgree() {
        target.add(ECHO, element(1, HOST_A));

        die(target);

        assertThat(ownerOf(1)).isEqualTo(SELF);
    }

    @Test
    void anElementThatDoesNotAnswerIsRemovedAndThePeersAreTold() {
        var other = lower();
        target.add(ECHO, element(1, HOST_A));
        die(target);
        other.acknowledgeTakeover(target.id);
        other.sent();
        FakePeer.pass(bench, CLAIM_DELAY, other);
        contact(HOST_A);

        FakePeer.pass(bench, KEEP_ALIVE + 100, other);

        assertThat(bench.driver.told(ElementRemoved.class))
                .containsExactly(new ElementRemoved(ECHO, id(1), Reason.KEEP_ALIVE_TIMEOUT));
        assertThat(RegistrarBench.only(other.sent(HandleUpdate.class)).action())
                .isEqualTo(UpdateAction.DELETE);
    }

    @Test
    void anElementThatCannotBeReachedHasTimeToComeByItself() {
        target.add(ECHO, element(1, HOST_A));
        die(target);
        bench.driver.passMillis(CLAIM_DELAY);
        for (var open : bench.driver.opened()) {
            bench.driver.feed(new Event.LinkDown(open.link(), Event.LinkDown.Reason.UNREACHABLE));
        }
        bench.driver.passMillis(KEEP_ALIVE - 10);
        assertThat(bench.has(ECHO, id(1))).isTrue();

        bench.register(bench.connect(HOST_A), ECHO, element(1, HOST_A));
        bench.driver.passMillis(10 * KEEP_ALIVE);

        assertThat(bench.has(ECHO, id(1))).isTrue();
    }

    @Test
    void noMoreElementsPerSecondAreToldThanAllowed() {
        for (int i = 1; i <= 1_000; i++) {
            target.add(ECHO, element(i, "10.1.%d.%d".formatted(i / 200, 1 + i % 200)));
        }
        die(target);

        bench.driver.passMillis(CLAIM_DELAY + 49);

        assertThat(bench.driver.opened()).hasSizeBetween(490, 500);
        bench.driver.passMillis(51);
        assertThat(bench.driver.opened()).hasSizeBetween(500, 510);
    }

    @Test
    @Requirement({"ENRP-124", "ENRP-132"})
    void aTargetThatLivesKeepsItsElements() {
        target.add(ECHO, element(1, HOST_A));
        var other = lower();
        die(target);
        assertThat(target.standing()).contains(Standing.ARBITRATING);

        target.connect().introduce();

        assertThat(target.standing()).contains(Standing.ACTIVE);
        assertThat(bench.driver.told(TakeoverAborted.class)).hasSize(1);
        other.sent();
        other.acknowledgeTakeover(target.id);
        assertThat(other.sent()).isEmpty();
        assertThat(ownerOf(1)).isEqualTo(target.id);
        FakePeer.pass(bench, 20_000, target, other);
        assertThat(ownerOf(1)).isEqualTo(target.id);
    }

    @Test
    @Requirement("ENRP-123")
    void whoIsThoughtDeadSaysToAllThatItLives() {
        var other = lower();
        other.sent();
        target.sent();

        other.initTakeover(SELF);

        for (FakePeer peer : List.of(other, target)) {
            var presence = RegistrarBench.only(peer.sent(Presence.class));
            assertThat(presence.receiver()).isEqualTo(RegistrarId.NONE);
            assertThat(presence.replyRequired()).isFalse();
        }
        assertThat(other.sent(InitTakeoverAck.class)).isEmpty();
    }

    @Test
    @Requirement({"ENRP-128", "ENRP-129"})
    void anotherTakeoverIsAgreedToAndItsTargetIsNotWatched() {
        target.add(ECHO, element(1, HOST_A));
        target.sent();
        var initiator = lower();

        initiator.initTakeover(target.id);

        assertThat(initiator.sent())
                .containsExactly(new InitTakeoverAck(SELF, initiator.id, target.id));
        assertThat(target.standing()).contains(Standing.NOT_ACTIVE);
        FakePeer.pass(bench, 2 * ARBITRATION + 999, initiator);
        assertThat(target.standing()).contains(Standing.NOT_ACTIVE);
        assertThat(target.sent(Presence.class)).noneMatch(Presence::replyRequired);
    }

    @Test
    void aTakeoverOfSomebodyUnknownIsAgreedTo() {
        var initiator = lower();

        initiator.initTakeover(new RegistrarId(77));

        assertThat(initiator.sent())
                .containsExactly(new InitTakeoverAck(SELF, initiator.id, new RegistrarId(77)));
    }

    @Test
    @Requirement({"ENRP-125", "ENRP-126"})
    void theSmallerIdentifierGivesInToTheLarger() {
        target.add(ECHO, element(1, HOST_A));
        var rival = higher();
        die(target);
        rival.sent();

        rival.initTakeover(target.id);

        assertThat(rival.sent()).containsExactly(new InitTakeoverAck(SELF, rival.id, target.id));
        assertThat(target.standing()).contains(Standing.NOT_ACTIVE);
        assertThat(bench.driver.told(TakeoverAborted.class)).hasSize(1);
        rival.acknowledgeTakeover(target.id);
        assertThat(rival.sent()).isEmpty();
        assertThat(ownerOf(1)).isEqualTo(target.id);
    }

    @Test
    @Requirement("ENRP-127")
    void theLargerIdentifierIgnoresTheSmaller() {
        target.add(ECHO, element(1, HOST_A));
        var rival = lower();
        die(target);
        rival.sent();

        rival.initTakeover(target.id);

        assertThat(rival.sent()).isEmpty();
        assertThat(target.standing()).contains(Standing.ARBITRATING);
        rival.acknowledgeTakeover(target.id);
        assertThat(ownerOf(1)).isEqualTo(SELF);
    }

    @Test
    void inScopesOfRsplibTheLowerIdentifierWins() {
        var ours = bench(PeersConfig.RSPLIB);
        var dead = FakePeer.met(ours, 0x22222222, "10.0.1.2");
        dead.add(ECHO, element(1, HOST_A));
        var low = FakePeer.met(ours, 0x00000001, "10.0.1.3");
        var high = FakePeer.met(ours, 0x33333333, "10.0.1.4");
        dead.lose();
        dead.refuse();
        low.sent();
        high.sent();

        high.initTakeover(dead.id);
        assertThat(high.sent()).isEmpty();
        assertThat(dead.standing()).contains(Standing.ARBITRATING);
        low.initTakeover(dead.id);

        assertThat(low.sent()).containsExactly(new InitTakeoverAck(SELF, low.id, dead.id));
        assertThat(dead.standing()).contains(Standing.NOT_ACTIVE);
    }

    @Test
    @Requirement({"ENRP-138", "ENRP-139"})
    void whoHasTakenOverOwnsWhatTheTargetOwned() {
        target.add(ECHO, element(1, HOST_A));
        var winner = lower();
        winner.add(ECHO, element(2, HOST_B));
        var other = higher();
        other.add(ECHO, element(3, HOST_B));
        winner.initTakeover(target.id);

        winner.takeoverServer(target.id);

        assertThat(ownerOf(1)).isEqualTo(winner.id);
        assertThat(ownerOf(2)).isEqualTo(winner.id);
        assertThat(ownerOf(3)).isEqualTo(other.id);
        assertThat(target.isPeer()).isFalse();
        assertThat(bench.driver.told(TakenOver.class))
                .containsExactly(new TakenOver(target.id, winner.id, 1));
        assertThat(bench.driver.told(PeerLost.class)).hasSize(1);
        assertThat(bench.driver.opened()).isEmpty();
        bench.handlespace().verify();
    }

    @Test
    void aTakeoverOfSomebodyUnknownIsNoNews() {
        var winner = lower();
        winner.takeoverServer(new RegistrarId(77));
        winner.takeoverServer(new RegistrarId(77));

        assertThat(bench.driver.told(TakenOver.class)).isEmpty();
        assertThat(winner.sent(TakeoverServer.class)).isEmpty();
    }

    @Test
    void aTakeoverThatAnotherHasDoneEndsOurs() {
        target.add(ECHO, element(1, HOST_A));
        var winner = lower();
        die(target);

        winner.takeoverServer(target.id);

        assertThat(bench.driver.told(TakeoverAborted.class)).hasSize(1);
        assertThat(ownerOf(1)).isEqualTo(winner.id);
        winner.sent();
        winner.acknowledgeTakeover(target.id);
        assertThat(winner.sent()).isEmpty();
    }

    @Test
    void whoDoesNotAnswerIsAskedAgainAndThenWhetherItLives() {
        target.add(ECHO, element(1, HOST_A));
        var mute = lower();
        var agrees = higher();
        die(target);
        agrees.acknowledgeTakeover(target.id);
        mute.sent();
        agrees.sent();

        FakePeer.pass(bench, ARBITRATION, mute, agrees);
        assertThat(mute.sent(InitTakeover.class)).hasSize(1);
        assertThat(agrees.sent(InitTakeover.class)).isEmpty();
        assertThat(mute.sent(Presence.class)).noneMatch(Presence::replyRequired);
        FakePeer.pass(bench, ARBITRATION, mute, agrees);
        assertThat(mute.sent(Presence.class)).anyMatch(Presence::replyRequired);
        assertThat(ownerOf(1)).isEqualTo(target.id);

        FakePeer.pass(bench, NO_RESPONSE + ARBITRATION, mute, agrees);

        assertThat(ownerOf(1)).isEqualTo(SELF);
    }

    @Test
    void againstALargerIdentifierThatLivesAndIsMuteNobodyWins() {
        target.add(ECHO, element(1, HOST_A));
        var mute = higher();
        die(target);
        FakePeer.pass(bench, 3 * ARBITRATION + NO_RESPONSE, mute);

        assertThat(ownerOf(1)).isEqualTo(target.id);
        assertThat(bench.driver.told(TakeoverAborted.class)).hasSize(1);
        FakePeer.pass(bench, 2 * ARBITRATION + 1_000 + NO_RESPONSE, mute);
        assertThat(bench.driver.told(TakeoverBegun.class)).hasSize(2);
        mute.acknowledgeTakeover(target.id);
        assertThat(ownerOf(1)).isEqualTo(SELF);
    }

    @Test
    void whoDiesMeanwhileNeedNotAgree() {
        target.add(ECHO, element(1, HOST_A));
        var other = higher();
        die(target);
        assertThat(ownerOf(1)).isEqualTo(target.id);

        die(other);

        assertThat(ownerOf(1)).isEqualTo(SELF);
    }

    @Test
    void whoIsTakenOverMeanwhileNeedNotAgree() {
        target.add(ECHO, element(1, HOST_A));
        var agrees = lower();
        var dies = higher();
        die(target);
        agrees.acknowledgeTakeover(target.id);

        agrees.takeoverServer(dies.id);

        assertThat(ownerOf(1)).isEqualTo(SELF);
    }

    @Test
    @Requirement("ENRP-130")
    void whoComesMeanwhileNeedNotAgreeButIsTold() {
        target.add(ECHO, element(1, HOST_A));
        var other = lower();
        die(target);
        var late = higher();
        late.sent();

        other.acknowledgeTakeover(target.id);

        assertThat(ownerOf(1)).isEqualTo(SELF);
        assertThat(late.sent(TakeoverServer.class)).hasSize(1);
    }

    @Test
    void onlyThoseWhoWereAskedAgree() {
        target.add(ECHO, element(1, HOST_A));
        var other = lower();
        die(target);
        var late = higher();
        late.acknowledgeTakeover(target.id);
        other.acknowledgeTakeover(new RegistrarId(77));
        assertThat(ownerOf(1)).isEqualTo(target.id);

        other.acknowledgeTakeover(target.id);
        other.acknowledgeTakeover(target.id);

        assertThat(bench.driver.told(TakenOver.class)).hasSize(1);
    }

    @Test
    void aDeadRegistrarWithoutElementsIsForgotten() {
        var other = lower();
        other.sent();

        die(target);

        assertThat(target.isPeer()).isFalse();
        assertThat(other.sent()).isEmpty();
        assertThat(bench.driver.told(TakeoverBegun.class)).isEmpty();
    }

    @Test
    void ifWhoWantedToTakeOverStallsTheTargetIsAskedAgain() {
        target.add(ECHO, element(1, HOST_A));
        var initiator = higher();
        initiator.initTakeover(target.id);

        FakePeer.pass(bench, 2 * ARBITRATION + 1_000, initiator);
        assertThat(target.standing()).contains(Standing.PROBING);
        FakePeer.pass(bench, NO_RESPONSE, initiator);

        assertThat(target.standing()).contains(Standing.ARBITRATING);
        initiator.acknowledgeTakeover(target.id);
        assertThat(ownerOf(1)).isEqualTo(SELF);
    }

    @Test
    void aTargetThatIsHeardIsWatchedAgain() {
        var initiator = higher();
        initiator.initTakeover(target.id);
        assertThat(target.standing()).contains(Standing.NOT_ACTIVE);

        target.introduce();

        assertThat(target.standing()).contains(Standing.ACTIVE);
    }

    @Test
    void ifWhoHasTakenOverDiesAllIsTakenOver() {
        target.add(ECHO, element(1, HOST_A));
        var winner = higher();
        winner.add(ECHO, element(2, HOST_B));
        winner.takeoverServer(target.id);

        die(winner);

        assertThat(ownerOf(1)).isEqualTo(SELF);
        assertThat(ownerOf(2)).isEqualTo(SELF);
        assertThat(bench.driver.told(TakenOver.class)).contains(new TakenOver(winner.id, SELF, 2));
    }

    @Test
    void strangersTakeOverNothing() {
        target.add(ECHO, element(1, HOST_A));
        var stranger = new FakePeer(bench, 0x55555555, "10.0.2.1").connect();
        stranger.initTakeover(target.id);
        stranger.takeoverServer(target.id);

        assertThat(ownerOf(1)).isEqualTo(target.id);
        assertThat(target.standing()).contains(Standing.ACTIVE);
        assertThat(stranger.sent(InitTakeoverAck.class)).isEmpty();
    }

    @Test
    void elementsWhoseHomeIsNobodysPeerAreTakenOverAfterAWhile() {
        var orphan =
                element(1, HOST_A)
                        .withHome(new RegistrarId(77))
                        .withAsapTransport(sctp(HOST_A, 9000));
        bench.handlespace().learn(ECHO, orphan, bench.driver.now());
        long patience = 2 * ARBITRATION + 1_000 + PEERS.maxTimeLastHeard().toMillis() + NO_RESPONSE;
        FakePeer.pass(bench, patience, target);
        assertThat(ownerOf(1)).isEqualTo(new RegistrarId(77));

        FakePeer.pass(bench, 2 * PEERS.heartbeatCycle().toMillis(), target);

        assertThat(target.sent(InitTakeover.class))
                .containsExactly(new InitTakeover(SELF, RegistrarId.NONE, new RegistrarId(77)));
        target.acknowledgeTakeover(new RegistrarId(77));
        assertThat(ownerOf(1)).isEqualTo(SELF);
        assertThat(bench.snapshot().peers()).hasSize(1);
        assertThat(bench.driver.told(PeerLost.class)).isEmpty();
    }

    @Test
    void ofTwoWhoHaveWonTheSmallerHandsOver() {
        target.add(ECHO, element(1, HOST_A));
        die(target);
        assertThat(ownerOf(1)).isEqualTo(SELF);
        var winner = higher();
        winner.sent();

        winner.takeoverServer(target.id);

        assertThat(ownerOf(1)).isEqualTo(winner.id);
        assertThat(winner.sent()).isEmpty();
        bench.driver.passMillis(2 * KEEP_ALIVE);
        assertThat(bench.has(ECHO, id(1))).isTrue();
    }

    @Test
    void ofTwoWhoHaveWonTheLargerSaysSoAgainAndOnce() {
        target.add(ECHO, element(1, HOST_A));
        die(target);
        var loser = lower();
        loser.sent();

        loser.takeoverServer(target.id);

        assertThat(loser.sent()).containsExactly(new TakeoverServer(SELF, loser.id, target.id));
        assertThat(ownerOf(1)).isEqualTo(SELF);
    }

    @Test
    void whoIsAnsweredThatItHasLostDoesNotAnswer() {
        target.add(ECHO, element(1, HOST_A));
        die(target);
        var other = lower();
        other.sent();

        // It has another notion of who wins.
        other.say(new TakeoverServer(other.id, SELF, target.id));

        assertThat(other.sent()).isEmpty();
    }

    @Test
    void whatWasTakenOverLongAgoCanBeTakenOverByOthers() {
        target.add(ECHO, element(1, HOST_A));
        die(target);
        bench.driver.passSeconds(120);
        target = FakePeer.met(bench, target.id.value(), target.host);
        target.add(ECHO, element(1, HOST_A));
        var winner = lower();
        winner.initTakeover(target.id);
        winner.sent();

        winner.takeoverServer(target.id);

        assertThat(ownerOf(1)).isEqualTo(winner.id);
        assertThat(winner.sent(TakeoverServer.class)).isEmpty();
        assertThat(target.isPeer()).isFalse();
    }

    @Test
    void whatCameBackMeanwhileCanBeTakenOverByOthers() {
        target.add(ECHO, element(1, HOST_A));
        die(target);
        target = FakePeer.met(bench, target.id.value(), target.host);
        target.add(ECHO, element(1, HOST_A));
        var winner = lower();
        winner.initTakeover(target.id);
        winner.sent();

        winner.takeoverServer(target.id);

        assertThat(ownerOf(1)).isEqualTo(winner.id);
        assertThat(winner.sent(TakeoverServer.class)).isEmpty();
    }

    @Test
    void whatAnswersUsButHasRegisteredWithItsFormerHomeIsTheOthersAgain() {
        var link = takenOverAndAcknowledged();
        target = FakePeer.met(bench, target.id.value(), target.host);

        target.add(ECHO, element(1, HOST_A));

        assertThat(ownerOf(1)).isEqualTo(target.id);
        assertThat(bench.driver.sent(link, EndpointKeepAlive.class)).isEmpty();
        assertThat(target.sent(HandleUpdate.class)).isEmpty();
    }

    @Test
    void whatHasRegisteredHereSinceItWasTakenOverIsAskedWhoseItIs() {
        var link = takenOverAndAcknowledged();
        bench.register(link, ECHO, element(1, HOST_A));
        target = FakePeer.met(bench, target.id.value(), target.host);

        target.add(ECHO, element(1, HOST_A));

        assertThat(ownerOf(1)).isEqualTo(SELF);
        assertThat(bench.driver.sent(link, EndpointKeepAlive.class)).hasSize(1);
    }

    private Link takenOverAndAcknowledged() {
        target.add(ECHO, element(1, HOST_A));
        die(target);
        bench.driver.passMillis(CLAIM_DELAY);
        var link = contact(HOST_A);
        bench.acknowledge(link, ECHO, id(1));
        bench.driver.take();
        return link;
    }

    @Test
    void whoWasTakenOverAndLivesAsksItsElementsWhoseTheyAre() {
        var stays = bench.connect(HOST_A);
        var left = bench.connect(HOST_B);
        bench.register(stays, ECHO, element(1, HOST_A));
        bench.register(left, ECHO, element(2, HOST_B));
        var winner = higher();
        winner.sent();

        winner.takeoverServer(SELF);

        assertThat(RegistrarBench.only(winner.sent(Presence.class)).receiver())
                .isEqualTo(RegistrarId.NONE);
        assertThat(bench.driver.sent(stays, EndpointKeepAlive.class)).hasSize(1);
        bench.acknowledge(stays, ECHO, id(1));
        bench.lose(left);
        assertThat(ownerOf(1)).isEqualTo(SELF);
        assertThat(ownerOf(2)).isEqualTo(winner.id);
        assertThat(winner.sent(HandleUpdate.class))
                .extracting(update -> update.element().id())
                .isEqualTo(List.<ElementId>of(id(1)));
    }

    @Test
    void aPeerThatMissedTheTakeoverSeesItInTheAudit() {
        target.add(ECHO, element(1, HOST_A));
        var winner = higher();
        var taken = winner.own(ECHO, element(1, HOST_A));
        winner.introduce();

        winner.page(false, new PoolEntry(ECHO, List.of(taken)));

        assertThat(ownerOf(1)).isEqualTo(winner.id);
    }
}
