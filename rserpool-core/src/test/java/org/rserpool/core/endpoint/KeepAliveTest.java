package org.rserpool.core.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.rserpool.core.Samples.ECHO;
import static org.rserpool.core.Samples.HOST_A;
import static org.rserpool.core.Samples.HOST_B;
import static org.rserpool.core.Samples.OTHER;
import static org.rserpool.core.Samples.PEER;
import static org.rserpool.core.Samples.SELF;
import static org.rserpool.core.Samples.element;
import static org.rserpool.core.Samples.id;
import static org.rserpool.core.Samples.join;
import static org.rserpool.core.Samples.leastUsed;
import static org.rserpool.core.Samples.sctp;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.rserpool.core.Action;
import org.rserpool.core.Samples;
import org.rserpool.testkit.Requirement;
import org.rserpool.wire.Bytes;
import org.rserpool.wire.CauseCode;
import org.rserpool.wire.ElementId;
import org.rserpool.wire.ErrorCause;
import org.rserpool.wire.PoolHandle;
import org.rserpool.wire.message.AsapMessage;
import org.rserpool.wire.message.AsapMessage.AsapError;
import org.rserpool.wire.message.AsapMessage.EndpointKeepAlive;
import org.rserpool.wire.message.AsapMessage.EndpointKeepAliveAck;
import org.rserpool.wire.message.AsapMessage.HandleResolution;
import org.rserpool.wire.message.AsapMessage.Registration;
import org.rserpool.wire.message.Protocol;

/** What an endpoint says to registrars that ask whether it is there, or want to be its home. */
final class KeepAliveTest {

    private final EndpointBench bench = new EndpointBench(EndpointConfig.RFC, 2);

    private static EndpointKeepAlive question(PoolHandle pool, boolean newHome) {
        return new EndpointKeepAlive(SELF, pool, newHome, Optional.empty());
    }

    private static EndpointKeepAlive question(PoolHandle pool, ElementId id) {
        return new EndpointKeepAlive(SELF, pool, false, Optional.of(id));
    }

    @Test
    @Requirement({"ASAP-033", "ASAP-130", "ASAP-132", "ASAP-133", "ASAP-134", "ASAP-197"})
    void anElementAcknowledgesOverTheSameLink() {
        var link = bench.joined(join(ECHO, 1));

        bench.arrive(link, question(ECHO, false));

        assertThat(bench.only(link)).isEqualTo(new EndpointKeepAliveAck(ECHO, id(1)));
    }

    @Test
    @Requirement({"ASAP-033", "ASAP-134"})
    void whoVerifiesIsAnsweredOverItsOwnLink() {
        var home = bench.joined(join(ECHO, 1));
        var verifier = bench.accept(EndpointBench.registrar(1));

        bench.arrive(verifier, question(ECHO, false));

        assertThat(bench.only(verifier)).isEqualTo(new EndpointKeepAliveAck(ECHO, id(1)));
        assertThat(bench.driver.sent(home)).isEmpty();
        assertThat(bench.driver.told(EndpointNotice.HomeChanged.class)).isEmpty();
    }

    @Test
    @Requirement({"ASAP-131", "SEC-035"})
    void aPoolThatIsNotOursIsMetWithSilence() {
        var link = bench.joined(join(ECHO, 1));

        bench.arrive(link, question(OTHER, false));
        bench.arrive(link, question(OTHER, true));
        bench.arrive(link, question(OTHER, id(1)));
        bench.arrive(link, question(ECHO, id(2)));

        assertThat(bench.driver.take()).isEmpty();
    }

    @Test
    @Requirement("ASAP-131")
    void aPoolThatIsOnlyAboutToBeJoinedIsNotOursYet() {
        bench.ask(join(ECHO, 1));
        var stranger = bench.accept(EndpointBench.registrar(1));

        bench.arrive(stranger, question(ECHO, false));

        assertThat(bench.driver.sent(stranger)).isEmpty();
    }

    @Test
    @Requirement({"ASAP-033", "ASAP-133"})
    void allElementsOfThePoolAnswerOrTheOneThatIsNamed() {
        var link = bench.joined(join(ECHO, 1));
        for (var wish : List.of(join(ECHO, 2), join(OTHER, 3))) {
            bench.ask(wish);
            bench.grant(link);
        }
        bench.driver.take();

        bench.arrive(link, question(ECHO, false));
        assertThat(bench.driver.sent(link))
                .containsExactly(
                        new EndpointKeepAliveAck(ECHO, id(1)),
                        new EndpointKeepAliveAck(ECHO, id(2)));
        bench.arrive(link, question(ECHO, id(2)));
        assertThat(bench.only(link)).isEqualTo(new EndpointKeepAliveAck(ECHO, id(2)));
    }

    @Test
    @Requirement({"ASAP-034", "ASAP-135", "ASAP-033", "ASAP-005", "REQ-064"})
    void aRegistrarThatWantsToBeHomeIsAcknowledgedAndRegisteredWithALittleLater() {
        bench.joined(join(ECHO, 1));
        var taker = bench.accept(sctp("10.0.1.2", 41_000));

        bench.arrive(taker, new EndpointKeepAlive(PEER, ECHO, true, Optional.empty()));

        assertThat(bench.only(taker)).isEqualTo(new EndpointKeepAliveAck(ECHO, id(1)));
        assertThat(bench.driver.told(EndpointNotice.HomeChanged.class))
                .extracting(EndpointNotice.HomeChanged::registrar)
                .containsExactly(PEER);
        bench.driver.passSeconds(1);
        assertThat(bench.grant(taker)).containsExactly(new Registration(ECHO, element(1, HOST_A)));
        var told = bench.driver.told(EndpointNotice.Registered.class);
        assertThat(told).hasSize(1);
        assertThat(told.getFirst().registrar()).isEqualTo(EndpointBench.registrar(2));
        bench.driver.take();
        bench.driver.passSeconds(280);
        assertThat(bench.grant(taker)).hasSize(1);
        assertThat(bench.driver.opened()).isEmpty();
    }

    @Test
    @Requirement("REQ-008")
    void elementsDoNotAllComeToTheirNewHomeAtOnce() {
        var link = bench.joined(join(ECHO, 1));
        for (int i = 2; i <= 100; i++) {
            bench.ask(join(ECHO, i));
        }
        bench.grant(link);
        var taker = bench.accept(EndpointBench.registrar(2));
        bench.arrive(taker, new EndpointKeepAlive(PEER, ECHO, true, Optional.of(id(1))));
        bench.driver.take();

        for (int i = 0; i < 10; i++) {
            bench.driver.passMillis(100);
            assertThat(bench.grant(taker)).hasSizeBetween(1, 30);
        }
        assertThat(bench.grant(taker)).isEmpty();
    }

    @Test
    @Requirement({"ASAP-135", "SEC-035"})
    void aStrangerThatWantsToBeHomeIsAcknowledgedButNotObeyed() {
        var home = bench.joined(join(ECHO, 1));
        var stranger = bench.accept(sctp(HOST_B, 3863));

        bench.arrive(stranger, new EndpointKeepAlive(PEER, ECHO, true, Optional.empty()));

        assertThat(bench.only(stranger)).isEqualTo(new EndpointKeepAliveAck(ECHO, id(1)));
        assertThat(bench.driver.closed()).isEmpty();
        assertThat(bench.driver.told(EndpointNotice.Complaint.class)).hasSize(1);
        bench.driver.passSeconds(280);
        assertThat(bench.grant(home)).hasSize(1);
    }

    @Test
    void theHomeRegistrarNeedNotInsist() {
        var link = bench.joined(join(ECHO, 1));

        bench.arrive(link, question(ECHO, true));

        assertThat(bench.only(link)).isEqualTo(new EndpointKeepAliveAck(ECHO, id(1)));
        assertThat(bench.driver.take()).isEmpty();
    }

    @Test
    @Requirement("ASAP-135")
    void withoutHomeRegistrarTheOneThatWantsToBeItIsWelcome() {
        var link = bench.joined(join(ECHO, 1));
        bench.lose(link);
        var hunted = bench.driver.opened();
        var taker = bench.accept(EndpointBench.registrar(2));

        bench.arrive(taker, new EndpointKeepAlive(PEER, ECHO, true, Optional.empty()));

        assertThat(bench.driver.closed())
                .extracting(Action.Close::link)
                .containsExactlyInAnyOrderElementsOf(
                        hunted.stream().map(Action.Open::link).toList());
        bench.driver.passSeconds(1);
        assertThat(bench.grant(taker)).hasSize(1);
    }

    @Test
    void whatIsAskedMeanwhileGoesToTheNewHome() {
        bench.joined(join(ECHO, 1));
        bench.ask(new EndpointRequest.Resolve(OTHER, 0, Duration.ZERO, EndpointBench.PATIENCE));
        bench.driver.take();
        var taker = bench.accept(EndpointBench.registrar(2));

        bench.arrive(taker, new EndpointKeepAlive(PEER, ECHO, true, Optional.empty()));

        assertThat(bench.driver.sent(taker))
                .containsExactly(
                        new EndpointKeepAliveAck(ECHO, id(1)), new HandleResolution(OTHER));
    }

    @Test
    void aHomeThatWasGivenAndBreaksLeadsToAHunt() {
        bench.joined(join(ECHO, 1));
        var taker = bench.accept(EndpointBench.registrar(2));
        bench.arrive(taker, new EndpointKeepAlive(PEER, ECHO, true, Optional.empty()));
        bench.driver.take();

        bench.lose(taker);

        assertThat(bench.openedTo()).isNotEmpty();
        bench.driver.passSeconds(2);
    }

    @Test
    void aKeepAliveOfTheHomeRegistrarIsASignOfLife() {
        var fast = new EndpointBench(EndpointConfig.FAST, 2);
        var link = fast.joined(join(ECHO, 1));
        fast.ask(join(ECHO, 1, leastUsed(1)));
        fast.driver.passMillis(700);
        assertThat(fast.driver.opened()).hasSize(1);

        fast.arrive(link, question(ECHO, id(1)));

        assertThat(fast.driver.closed()).hasSize(1); // the attempt at the other one
    }

    @Test
    void noMoreThanTheElementsThereMayBeAreAcknowledgedToOthers() {
        var limits = EndpointConfig.Limits.DEFAULTS;
        var small =
                new EndpointBench(
                        EndpointConfig.RFC
                                .withRegistrars(EndpointBench.registrars(1))
                                .withLimits(
                                        new EndpointConfig.Limits(
                                                limits.maxRegistrars(),
                                                3,
                                                limits.maxPools(),
                                                limits.maxRequests(),
                                                limits.maxHandedOut(),
                                                limits.maxReportsPerSecond(),
                                                limits.maxErrorsPerSecond(),
                                                limits.maxAcceptedLinks(),
                                                limits.maxPoolHandleLength())));
        var home = small.joined(join(ECHO, 1));
        var stranger = small.accept(sctp(HOST_B, 9_000));
        for (int i = 0; i < 100; i++) {
            small.arrive(stranger, question(ECHO, false));
            small.arrive(home, question(ECHO, false));
        }

        assertThat(small.driver.sent(stranger)).hasSize(3);
        assertThat(small.driver.sent(home)).hasSize(100);
    }

    @Test
    void ofTooManyLinksThatOthersOpenedTheOldestIsEnded() {
        bench.joined(join(ECHO, 1));
        var taker = bench.accept(EndpointBench.registrar(2));
        bench.arrive(taker, new EndpointKeepAlive(PEER, ECHO, true, Optional.empty()));
        bench.driver.take();
        var first = bench.accept(sctp(HOST_B, 1));
        for (int i = 2; i <= 63; i++) {
            bench.accept(sctp(HOST_B, i));
        }
        assertThat(bench.driver.closed()).isEmpty();

        bench.accept(sctp(HOST_B, 64));

        assertThat(bench.driver.closed())
                .containsExactly(new Action.Close(first, Action.Close.Manner.ABORT));
    }

    @Test
    void theFormerHomeRegistrarHasAMomentToLearnOfTheNewOne() {
        var former = bench.joined(join(ECHO, 1));
        var taker = bench.accept(sctp("10.0.1.2", 41_000));
        bench.arrive(taker, new EndpointKeepAlive(PEER, ECHO, true, Optional.empty()));
        bench.driver.passMillis(999);
        assertThat(bench.driver.closed()).isEmpty();

        bench.driver.passMillis(1);

        assertThat(bench.driver.closed()).extracting(Action.Close::link).containsExactly(former);
    }

    @Test
    void aFormerHomeRegistrarThatAsksIsAnsweredByTheEndOfItsLink() {
        var former = bench.joined(join(ECHO, 1));
        var taker = bench.accept(sctp("10.0.1.2", 41_000));
        bench.arrive(taker, new EndpointKeepAlive(PEER, ECHO, true, Optional.empty()));
        bench.driver.take();

        bench.arrive(former, question(ECHO, false));

        assertThat(bench.driver.sent(former)).isEmpty();
        assertThat(bench.driver.closed()).extracting(Action.Close::link).containsExactly(former);
    }

    @Test
    void aLinkThatTheEndpointItselfClosedIsNoneOfThoseThatOthersOpened() {
        bench.joined(join(ECHO, 1));
        var former = bench.accept(EndpointBench.registrar(2));
        bench.arrive(former, new EndpointKeepAlive(PEER, ECHO, true, Optional.empty()));
        var home = bench.accept(EndpointBench.registrar(1));
        bench.arrive(home, new EndpointKeepAlive(SELF, ECHO, true, Optional.empty()));
        bench.driver.passMillis(1_000);
        assertThat(bench.driver.closed()).extracting(Action.Close::link).contains(former);

        for (int i = 2; i <= 64; i++) {
            bench.accept(sctp(HOST_B, i));
        }

        assertThat(bench.driver.closed()).isEmpty();
    }

    @Test
    @Requirement({"ASAP-038", "ASAP-039", "ASAP-193", "ASAP-197"})
    void whatMustBeReportedIsReportedWithinLimits() {
        var link = bench.joined(join(ECHO, 1));
        for (int i = 0; i < 100; i++) {
            bench.driver.arrive(link, Protocol.ASAP, Bytes.ofHex("0700000c 11111111 41230004"));
        }

        var errors = bench.driver.sent(link);
        assertThat(errors).hasSize(10);
        assertThat(errors)
                .containsOnly(
                        new AsapError(
                                List.of(
                                        new ErrorCause(
                                                CauseCode.UNRECOGNIZED_PARAMETER,
                                                Bytes.ofHex("41230004")))));
    }

    @Test
    void whatOthersDoWrongIsToldBrieflyAndWithinLimits() {
        var link = bench.joined(join(ECHO, 1));
        var huge = new ErrorCause(CauseCode.INVALID_VALUES, Samples.handleOf(60_000).octets());
        for (int i = 0; i < 100; i++) {
            bench.arrive(link, new AsapError(List.of(huge)));
            bench.driver.arrive(link, Protocol.ASAP, Bytes.ofHex("0700000c 11111111 41230004"));
        }

        assertThat(bench.driver.told(EndpointNotice.Complaint.class))
                .hasSize(10)
                .allSatisfy(notice -> assertThat(notice.text()).hasSizeLessThan(300))
                .contains(new EndpointNotice.Complaint("the registrar complains: invalid values"));
        bench.driver.passSeconds(1);
        bench.arrive(link, new AsapError(List.of(huge)));
        assertThat(bench.driver.told(EndpointNotice.Complaint.class)).hasSize(1);
    }

    @Test
    void anEndpointIsNoRegistrar() {
        var link = bench.accept(sctp(HOST_B, 9_000));
        for (AsapMessage message :
                List.of(
                        new Registration(ECHO, element(1, HOST_B)),
                        new AsapMessage.Deregistration(ECHO, id(1)),
                        new HandleResolution(ECHO),
                        new EndpointKeepAliveAck(ECHO, id(1)),
                        new AsapMessage.EndpointUnreachable(ECHO, id(1)),
                        new AsapMessage.ServerAnnounce(PEER, List.of()),
                        new AsapMessage.Cookie(Bytes.ofHex("00")),
                        new AsapMessage.CookieEcho(Bytes.ofHex("00")),
                        new AsapMessage.BusinessCard(ECHO, List.of(element(1, HOST_B))))) {
            bench.arrive(link, message);
        }

        assertThat(bench.driver.take()).isEmpty();
    }
}
