package org.rserpool.core.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.rserpool.core.Samples.ECHO;
import static org.rserpool.core.Samples.HOST_A;
import static org.rserpool.core.Samples.HOST_B;
import static org.rserpool.core.Samples.LIFE;
import static org.rserpool.core.Samples.OTHER;
import static org.rserpool.core.Samples.element;
import static org.rserpool.core.Samples.handleOf;
import static org.rserpool.core.Samples.id;
import static org.rserpool.core.Samples.ip;
import static org.rserpool.core.Samples.join;
import static org.rserpool.core.Samples.leastUsed;
import static org.rserpool.core.Samples.sctp;
import static org.rserpool.core.Samples.tcp;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.rserpool.core.Event;
import org.rserpool.core.Link;
import org.rserpool.core.Samples;
import org.rserpool.testkit.Requirement;
import org.rserpool.wire.CauseCode;
import org.rserpool.wire.ErrorCause;
import org.rserpool.wire.PolicyInfo;
import org.rserpool.wire.PoolElementInfo;
import org.rserpool.wire.RegistrarId;
import org.rserpool.wire.RegistrationLife;
import org.rserpool.wire.TransportProtocol;
import org.rserpool.wire.TransportUse;
import org.rserpool.wire.message.AsapMessage.AsapError;
import org.rserpool.wire.message.AsapMessage.Deregistration;
import org.rserpool.wire.message.AsapMessage.DeregistrationResponse;
import org.rserpool.wire.message.AsapMessage.EndpointKeepAlive;
import org.rserpool.wire.message.AsapMessage.Registration;
import org.rserpool.wire.message.AsapMessage.RegistrationResponse;
import org.rserpool.wire.message.Protocol;

/** Registration and renewal at the element. */
final class JoiningTest {

    private final EndpointBench bench = new EndpointBench(EndpointConfig.RFC, 2);

    private EndpointRequest.Join withLife(RegistrationLife life) {
        var join = join(ECHO, 1);
        return new EndpointRequest.Join(
                join.pool(), join.id(), life, join.service(), join.policy(), join.asapTransport());
    }

    @Test
    @Requirement({
        "ASAP-012", "ASAP-013", "ASAP-041", "ASAP-042", "ASAP-043", "ASAP-045", "ASAP-046",
        "ASAP-048", "ASAP-050", "ASAP-052", "ASAP-053", "ASAP-055", "ASAP-196", "PAR-061",
        "REQ-050"
    })
    void anElementFindsARegistrarAndRegistersThere() {
        var ticket = bench.ask(join(ECHO, 1, leastUsed(7)));
        assertThat(bench.driver.sent(Registration.class)).isEmpty();
        var link = bench.upFirst();

        var request = (Registration) bench.only(link);
        assertThat(request).isEqualTo(new Registration(ECHO, element(1, HOST_A, leastUsed(7))));
        assertThat(request.element().home()).isEqualTo(RegistrarId.NONE);
        assertThat(request.element().life()).isEqualTo(LIFE);
        assertThat(bench.answer(ticket)).isEmpty();

        bench.grant(link, request);
        assertThat(bench.answer(ticket))
                .contains(
                        new EndpointAnswer.Joined(
                                ECHO, request.element(), EndpointBench.registrar(1)));
        assertThat(bench.driver.told(EndpointNotice.Registered.class)).hasSize(1);
    }

    @Test
    @Requirement({"ASAP-054", "ASAP-056", "ASAP-057", "ASAP-230"})
    void withoutAnswerWithinT2AnotherRegistrarIsTried() {
        var ticket = bench.ask(join(ECHO, 1));
        var opened = bench.driver.opened();
        var silent = bench.up(opened.getFirst());
        bench.refuse(opened.getLast());
        bench.driver.take();

        bench.driver.pass(Duration.ofMillis(29_999));
        assertThat(bench.driver.sent(silent)).isEmpty();
        bench.driver.passMillis(1);
        var retried = bench.driver.opened();
        assertThat(retried).hasSize(1);
        assertThat(retried.getFirst().remote()).isEqualTo(EndpointBench.registrar(2));

        var other = bench.upFirst(retried);
        assertThat(bench.grant(other)).hasSize(1);
        assertThat(bench.answer(ticket).orElseThrow()).isInstanceOf(EndpointAnswer.Joined.class);
    }

    @Test
    @Requirement("ASAP-058")
    void anAnswerStopsT2() {
        var link = bench.joined(join(ECHO, 1));

        bench.driver.passSeconds(200);

        assertThat(bench.driver.opened()).isEmpty();
        assertThat(bench.driver.sent(link)).isEmpty();
    }

    @Test
    @Requirement({"ASAP-056", "ASAP-057", "ASAP-174", "REQ-004"})
    void aLostConnectionLeadsToTheNextRegistrarAtOnce() {
        bench.ask(join(ECHO, 1));
        var opened = bench.driver.opened();
        var first = bench.up(opened.getFirst());
        var second = bench.up(opened.getLast());
        assertThat(bench.driver.sent(first)).hasSize(1);
        assertThat(bench.driver.sent(second)).isEmpty();

        bench.lose(first);

        assertThat(bench.only(second)).isEqualTo(new Registration(ECHO, element(1, HOST_A)));
    }

    @Test
    @Requirement({"ASAP-059", "ASAP-060", "ASAP-051"})
    void aRefusalIsReportedAndNotTriedAgain() {
        var ticket = bench.ask(join(ECHO, 1));
        var link = bench.upFirst();
        var request = (Registration) bench.only(link);

        bench.reject(link, request, CauseCode.INCONSISTENT_TRANSPORT_TYPE);

        assertThat(bench.answer(ticket))
                .contains(
                        new EndpointAnswer.Refused(
                                "the registrar refused the registration",
                                List.of(new ErrorCause(CauseCode.INCONSISTENT_TRANSPORT_TYPE))));
        assertThat(bench.driver.told(EndpointNotice.RegistrationRefused.class)).hasSize(1);
        bench.driver.take();
        bench.driver.passSeconds(10_000);
        assertThat(bench.driver.sent(Registration.class)).isEmpty();
    }

    @Test
    @Requirement({"ASAP-062", "ASAP-063", "ASAP-064", "ASAP-049"})
    void aRegistrationIsRenewedAtT4UnderTheSameIdentifier() {
        var link = bench.joined(join(ECHO, 1)); // a life of 300 s: T4 is 280 s

        for (int i = 0; i < 5; i++) {
            bench.driver.pass(Duration.ofMillis(279_999));
            assertThat(bench.driver.sent(link)).isEmpty();
            bench.driver.passMillis(1);
            assertThat(bench.grant(link))
                    .containsExactly(new Registration(ECHO, element(1, HOST_A)));
        }
        assertThat(bench.driver.told(EndpointNotice.Registered.class)).isEmpty();
    }

    @Test
    @Requirement({"ASAP-049", "ASAP-063"})
    void shortAndEndlessLivesAreRenewedInTime() {
        for (var expected :
                List.of(
                        List.of(RegistrationLife.ofSeconds(30), 15),
                        List.of(RegistrationLife.ofSeconds(50), 30),
                        List.of(RegistrationLife.ofSeconds(10_000), 600),
                        List.of(RegistrationLife.INFINITE, 600))) {
            var fresh = new EndpointBench(EndpointConfig.RFC, 1);
            var link = fresh.joined(withLife((RegistrationLife) expected.get(0)));

            fresh.driver.passSeconds((int) expected.get(1) - 1);
            assertThat(fresh.driver.sent(link)).isEmpty();
            fresh.driver.passSeconds(1);
            assertThat(fresh.driver.sent(link)).hasSize(1);
        }
    }

    @Test
    @Requirement("REQ-008")
    void withTheFastProfileRenewalsAreSpread() {
        var registrations = EndpointConfig.FAST.registrations().withMaxSilence(Duration.ZERO);
        var fast = new EndpointBench(EndpointConfig.FAST.withRegistrations(registrations), 1);
        fast.ask(join(ECHO, 1));
        var link = fast.upFirst();
        for (int i = 2; i <= 200; i++) {
            fast.ask(join(ECHO, i));
        }
        fast.grant(link);

        fast.driver.pass(Duration.ofMillis(26_990));
        assertThat(fast.driver.sent(link)).isEmpty();
        for (int second = 0; second < 3; second++) {
            int renewed = 0;
            for (int i = 0; i < 100; i++) {
                fast.driver.passMillis(10);
                renewed += fast.grant(link).size();
            }
            assertThat(renewed).isBetween(40, 95);
        }
        assertThat(fast.driver.opened()).isEmpty();
    }

    @Test
    @Requirement({"ASAP-061", "REQ-026"})
    void otherValuesAreRegisteredAtOnce() {
        var link = bench.joined(join(ECHO, 1, leastUsed(1)));

        var ticket = bench.ask(join(ECHO, 1, leastUsed(2)));

        assertThat(bench.grant(link))
                .containsExactly(new Registration(ECHO, element(1, HOST_A, leastUsed(2))));
        assertThat(bench.answer(ticket).orElseThrow()).isInstanceOf(EndpointAnswer.Joined.class);
    }

    @Test
    void otherValuesWaitUntilTheAnswerThatIsOnItsWay() {
        var link = bench.joined(join(ECHO, 1, leastUsed(1)));
        var first = bench.ask(join(ECHO, 1, leastUsed(2)));
        var second = bench.ask(join(ECHO, 1, leastUsed(3)));
        var third = bench.ask(join(ECHO, 1, leastUsed(4)));
        var request = (Registration) bench.only(link);
        assertThat(request.element().policy()).isEqualTo(leastUsed(2));

        bench.grant(link, request);

        assertThat(bench.answer(first).orElseThrow()).isInstanceOf(EndpointAnswer.Joined.class);
        assertThat(bench.answer(second)).isEmpty();
        var next = (Registration) bench.only(link);
        assertThat(next.element().policy()).isEqualTo(leastUsed(4));
        bench.grant(link, next);
        for (var ticket : List.of(second, third)) {
            var joined = (EndpointAnswer.Joined) bench.answer(ticket).orElseThrow();
            assertThat(joined.element().policy()).isEqualTo(leastUsed(4));
        }
        bench.driver.passSeconds(100);
        assertThat(bench.driver.sent(link)).isEmpty();
    }

    @Test
    void backToTheValuesOnTheirWayAnswersEverybody() {
        var link = bench.joined(join(ECHO, 1, leastUsed(1)));
        var first = bench.ask(join(ECHO, 1, leastUsed(2)));
        var second = bench.ask(join(ECHO, 1, leastUsed(3)));
        var third = bench.ask(join(ECHO, 1, leastUsed(2)));

        bench.grant(link);

        for (var ticket : List.of(first, second, third)) {
            assertThat(bench.answer(ticket).orElseThrow())
                    .isInstanceOf(EndpointAnswer.Joined.class);
        }
        assertThat(bench.driver.sent(link)).isEmpty();
    }

    @Test
    void refusedValuesLeaveTheFormerOnes() {
        var link = bench.joined(join(ECHO, 1, leastUsed(1)));
        var ticket = bench.ask(join(ECHO, 1, PolicyInfo.ROUND_ROBIN));
        bench.reject(link, (Registration) bench.only(link), CauseCode.INCONSISTENT_POOLING_POLICY);

        assertThat(bench.answer(ticket).orElseThrow()).isInstanceOf(EndpointAnswer.Refused.class);
        bench.driver.passSeconds(280);
        assertThat(bench.grant(link))
                .containsExactly(new Registration(ECHO, element(1, HOST_A, leastUsed(1))));
    }

    @Test
    @Requirement("ASAP-063")
    void valuesThatAreRefusedDoNotPutOffTheRenewalOfTheFormerOnes() {
        var link = bench.joined(join(ECHO, 1, leastUsed(1)));
        for (int i = 0; i < 27; i++) {
            bench.driver.passSeconds(10);
            bench.ask(join(ECHO, 1, PolicyInfo.ROUND_ROBIN));
            bench.reject(
                    link, (Registration) bench.only(link), CauseCode.INCONSISTENT_POOLING_POLICY);
        }

        bench.driver.passSeconds(10);

        assertThat(bench.grant(link))
                .containsExactly(new Registration(ECHO, element(1, HOST_A, leastUsed(1))));
    }

    @Test
    void valuesRefusedByANewHomeAreReplacedThereByTheFormerOnes() {
        var link = bench.joined(join(ECHO, 1, leastUsed(1)));
        bench.lose(link);
        var ticket = bench.ask(join(ECHO, 1, PolicyInfo.ROUND_ROBIN));
        var other = bench.upFirst();
        bench.reject(
                other, (Registration) bench.only(other), CauseCode.INCONSISTENT_POOLING_POLICY);
        assertThat(bench.answer(ticket).orElseThrow()).isInstanceOf(EndpointAnswer.Refused.class);

        var former = (Registration) bench.only(other);
        assertThat(former.element().policy()).isEqualTo(leastUsed(1));
        bench.reject(other, former, CauseCode.INCONSISTENT_POOLING_POLICY);

        assertThat(bench.driver.told(EndpointNotice.RegistrationRefused.class)).hasSize(1);
        bench.driver.passSeconds(1_000);
        assertThat(bench.driver.sent(other)).isEmpty();
    }

    @Test
    void valuesRefusedWhileOthersAreWantedByNowAreNotTheEnd() {
        var ticket = bench.ask(join(ECHO, 1, leastUsed(1)));
        var link = bench.upFirst();
        var next = bench.ask(join(ECHO, 1, PolicyInfo.ROUND_ROBIN));
        bench.reject(link, (Registration) bench.only(link), CauseCode.INCONSISTENT_POOLING_POLICY);

        assertThat(bench.answer(ticket).orElseThrow()).isInstanceOf(EndpointAnswer.Refused.class);
        bench.grant(link);
        assertThat(bench.answer(next).orElseThrow()).isInstanceOf(EndpointAnswer.Joined.class);
    }

    @Test
    void aLateAnswerIsAnAnswer() {
        var alone = new EndpointBench(EndpointConfig.RFC, 1);
        var ticket = alone.ask(join(ECHO, 1));
        var link = alone.upFirst();
        var request = (Registration) alone.only(link);
        alone.driver.passSeconds(31);
        assertThat(alone.driver.opened()).hasSize(1);

        alone.grant(link, request);

        assertThat(alone.answer(ticket).orElseThrow()).isInstanceOf(EndpointAnswer.Joined.class);
        assertThat(alone.driver.closed()).hasSize(1); // the second attempt
        alone.driver.passSeconds(100);
        assertThat(alone.driver.sent(link)).isEmpty();
    }

    @Test
    void ofSeveralRegistrationsOnOneLinkTheLastAnswerCounts() {
        var alone = new EndpointBench(EndpointConfig.FAST, 1);
        var link = alone.joined(join(ECHO, 1, leastUsed(1)));
        alone.ask(join(ECHO, 1, leastUsed(2)));
        var older = (Registration) alone.only(link);
        alone.driver.passMillis(701); // T2: the link stays in use as long as no other one is up
        var ticket = alone.ask(join(ECHO, 1, leastUsed(3)));
        var newer = (Registration) alone.only(link);

        alone.reject(link, older, CauseCode.LACK_OF_RESOURCES);
        assertThat(alone.answer(ticket)).isEmpty();
        alone.grant(link, newer);

        assertThat(alone.answer(ticket).orElseThrow()).isInstanceOf(EndpointAnswer.Joined.class);
        assertThat(alone.driver.told(EndpointNotice.RegistrationRefused.class)).isEmpty();
    }

    @Test
    void whatWasGrantedBeforeIsTriedAgainWhereTheRegistrarHasNoRoomForIt() {
        var fast = new EndpointBench(EndpointConfig.FAST, 1);
        fast.lose(fast.joined(join(ECHO, 1)));
        var link = fast.upFirst();
        for (long pause : List.of(700, 1_400, 2_800, 5_600, 11_200, 22_400, 30_000, 30_000)) {
            fast.reject(link, (Registration) fast.only(link), CauseCode.LACK_OF_RESOURCES);
            fast.driver.passMillis(pause - 1);
            assertThat(fast.driver.sent(link)).isEmpty();
            fast.driver.passMillis(1);
        }

        fast.grant(link);

        assertThat(fast.driver.told(EndpointNotice.RegistrationRefused.class)).isEmpty();
        assertThat(fast.driver.told(EndpointNotice.Registered.class)).hasSize(1);
        fast.driver.passSeconds(3); // nothing was heard: is it still there?
        fast.reject(link, (Registration) fast.only(link), CauseCode.NON_UNIQUE_PE_IDENTIFIER);
        fast.driver.passMillis(700);
        assertThat(fast.grant(link)).hasSize(1);
    }

    @Test
    void whatWasGrantedBeforeAndIsRefusedAgainAndAgainIsTriedElsewhere() {
        var fast = new EndpointBench(EndpointConfig.FAST, 2);
        var link = fast.joined(join(ECHO, 1));
        fast.driver.passSeconds(3); // nothing was heard: is it still there?
        for (int i = 1; i <= 4; i++) {
            fast.reject(link, (Registration) fast.only(link), CauseCode.NON_UNIQUE_PE_IDENTIFIER);
            fast.driver.passMillis(700L << (i - 1));
        }
        assertThat(fast.driver.opened()).isEmpty();
        fast.reject(link, (Registration) fast.only(link), CauseCode.NON_UNIQUE_PE_IDENTIFIER);

        assertThat(fast.driver.told(EndpointNotice.RegistrationFails.class))
                .containsExactly(new EndpointNotice.RegistrationFails(ECHO, id(1), true));
        var other = fast.upFirst();
        assertThat(fast.grant(other)).hasSize(1);
        assertThat(fast.driver.told(EndpointNotice.Registered.class)).hasSize(1);
    }

    @Test
    @Requirement({"ASAP-059", "ASAP-060"})
    void whatIsRefusedForGoodIsNotTriedAgainEvenIfItWasGrantedBefore() {
        for (CauseCode cause :
                List.of(
                        CauseCode.INCONSISTENT_POOLING_POLICY,
                        CauseCode.INCONSISTENT_TRANSPORT_TYPE,
                        CauseCode.INVALID_VALUES)) {
            var fast = new EndpointBench(EndpointConfig.FAST, 1);
            fast.lose(fast.joined(join(ECHO, 1)));
            var link = fast.upFirst();

            fast.reject(link, (Registration) fast.only(link), cause);

            assertThat(fast.driver.told(EndpointNotice.RegistrationRefused.class)).hasSize(1);
            fast.driver.passSeconds(100);
            assertThat(fast.driver.sent(link)).isEmpty();
        }
        var link = bench.joined(join(ECHO, 1));
        bench.driver.passSeconds(280);
        bench.reject(link, (Registration) bench.only(link), CauseCode.LACK_OF_RESOURCES);
        assertThat(bench.driver.told(EndpointNotice.RegistrationRefused.class)).hasSize(1);
    }

    @Test
    void whileNoRegistrarAnswersOnlyTheNewestRequestForAnElementWaits() {
        var fast = new EndpointBench(EndpointConfig.FAST, 1);
        fast.lose(fast.joined(join(ECHO, 1)));
        fast.refuse(fast.driver.opened().getFirst());
        for (int load = 1; load <= 20_000; load++) {
            var earlier = fast.ask(join(ECHO, 1, leastUsed(load)));
            var newest = fast.ask(join(ECHO, 1, leastUsed(load)));

            assertThat(fast.answer(earlier).orElseThrow())
                    .isInstanceOf(EndpointAnswer.NoRegistrar.class);
            assertThat(fast.answer(newest)).isEmpty();
            fast.driver.take();
        }
        var ticket = fast.ask(join(ECHO, 1, leastUsed(7)));
        fast.driver.passSeconds(4);

        assertThat(fast.grant(fast.up(fast.driver.opened().getLast())))
                .containsExactly(new Registration(ECHO, element(1, HOST_A, leastUsed(7))));
        assertThat(fast.answer(ticket).orElseThrow()).isInstanceOf(EndpointAnswer.Joined.class);
    }

    @Test
    void answersThatNobodyWaitsForChangeNothing() {
        var link = bench.joined(join(ECHO, 1));

        bench.arrive(
                link,
                new RegistrationResponse(
                        ECHO, id(1), true, List.of(new ErrorCause(CauseCode.INVALID_VALUES))));
        bench.arrive(link, new RegistrationResponse(ECHO, id(2), false, List.of()));
        bench.arrive(link, new RegistrationResponse(OTHER, id(1), false, List.of()));

        assertThat(bench.driver.take()).isEmpty();
        bench.driver.passSeconds(280);
        assertThat(bench.driver.sent(link)).hasSize(1);
    }

    @Test
    void answersOfOthersThanTheHomeRegistrarChangeNothing() {
        var ticket = bench.ask(join(ECHO, 1));
        var link = bench.upFirst();
        bench.driver.take();
        var stranger = bench.accept(sctp(HOST_B, 9_000));

        bench.arrive(
                stranger,
                new RegistrationResponse(
                        ECHO, id(1), true, List.of(new ErrorCause(CauseCode.INVALID_VALUES))));
        bench.arrive(stranger, new RegistrationResponse(ECHO, id(1), false, List.of()));
        bench.arrive(stranger, new DeregistrationResponse(ECHO, id(1), List.of()));

        assertThat(bench.driver.take()).isEmpty();
        bench.arrive(link, new RegistrationResponse(ECHO, id(1), false, List.of()));
        assertThat(bench.answer(ticket).orElseThrow()).isInstanceOf(EndpointAnswer.Joined.class);
    }

    @Test
    @Requirement({"ASAP-065", "ASAP-066"})
    void withTheRfcAfterTooManyAttemptsTheElementGivesUp() {
        var alone = new EndpointBench(EndpointConfig.RFC, 1);
        var ticket = alone.ask(join(ECHO, 1));
        int attempts = 0;
        while (alone.driver.sinceStart().compareTo(Duration.ofSeconds(2_000)) < 0) {
            for (var open : alone.driver.opened()) {
                alone.up(open);
            }
            attempts += alone.driver.sent(Registration.class).size();
            alone.driver.passSeconds(1);
        }

        assertThat(attempts).isEqualTo(3);
        assertThat(alone.driver.told(EndpointNotice.RegistrationFails.class))
                .containsExactly(new EndpointNotice.RegistrationFails(ECHO, id(1), false));
        assertThat(alone.answer(ticket).orElseThrow())
                .isInstanceOf(EndpointAnswer.NoRegistrar.class);
    }

    @Test
    @Requirement("ASAP-065")
    void aSuccessBeginsTheCountAnew() {
        var alone = new EndpointBench(EndpointConfig.RFC, 1);
        alone.ask(join(ECHO, 1));
        var link = alone.upFirst();
        for (int round = 0; round < 5; round++) {
            alone.driver.sent(link);
            alone.driver.passSeconds(45); // unanswered once
            for (var open : alone.driver.opened()) {
                link = alone.up(open);
            }
            alone.grant(link);
            alone.driver.passSeconds(280);
        }

        assertThat(alone.driver.told(EndpointNotice.RegistrationFails.class)).isEmpty();
    }

    @Test
    @Requirement({"REQ-004", "REQ-012"})
    void withTheFastProfileTheElementNeverGivesUp() {
        var alone = new EndpointBench(EndpointConfig.FAST, 1);
        var ticket = alone.ask(join(ECHO, 1));
        for (int second = 0; second < 600; second++) {
            alone.driver.opened().forEach(alone::up);
            alone.driver.passSeconds(1);
        }
        assertThat(alone.driver.told(EndpointNotice.RegistrationFails.class)).isNotEmpty();
        alone.driver.take();

        alone.driver.passSeconds(10);
        var links = alone.driver.opened().stream().map(alone::up).toList();
        assertThat(links).isNotEmpty();
        alone.grant(links.getLast());

        assertThat(alone.answer(ticket).orElseThrow()).isInstanceOf(EndpointAnswer.Joined.class);
    }

    @Test
    @Requirement("ASAP-088")
    void anElementThatWasRemovedRegistersAgainByItself() {
        var link = bench.joined(join(ECHO, 1));

        bench.arrive(link, new DeregistrationResponse(ECHO, id(1), List.of()));

        assertThat(bench.driver.told(EndpointNotice.Removed.class)).hasSize(1);
        assertThat(bench.grant(link)).hasSize(1);
        assertThat(bench.driver.told(EndpointNotice.Registered.class)).hasSize(1);
    }

    @Test
    void wordOfARemovalThatARenewalHasCrossedIsOutdated() {
        var link = bench.joined(join(ECHO, 1));
        bench.driver.passSeconds(280);

        bench.arrive(link, new DeregistrationResponse(ECHO, id(1), List.of()));
        assertThat(bench.grant(link)).hasSize(1);

        assertThat(bench.driver.told(EndpointNotice.Removed.class)).isEmpty();
        assertThat(bench.driver.sent(link)).isEmpty();
    }

    @Test
    @Requirement({"REQ-016", "ASAP-005"})
    void allElementsRegisterOverOneLink() {
        bench.ask(join(ECHO, 1));
        bench.ask(join(ECHO, 2));
        bench.ask(join(OTHER, 1));
        var link = bench.upFirst();

        assertThat(bench.grant(link))
                .containsExactlyInAnyOrder(
                        new Registration(ECHO, element(1, HOST_A)),
                        new Registration(ECHO, element(2, HOST_A)),
                        new Registration(OTHER, element(1, HOST_A)));
    }

    @Test
    void twoElementsInOnePoolAreToldApart() {
        var link = bench.joined(join(ECHO, 1));
        var second = bench.ask(join(ECHO, 2));
        var request = (Registration) bench.only(link);

        bench.reject(link, request, CauseCode.NON_UNIQUE_PE_IDENTIFIER);

        assertThat(bench.answer(second).orElseThrow()).isInstanceOf(EndpointAnswer.Refused.class);
        bench.driver.passSeconds(280);
        assertThat(bench.grant(link)).containsExactly(new Registration(ECHO, element(1, HOST_A)));
    }

    @Test
    void anErrorInsteadOfARefusalIsARefusal() {
        var ticket = bench.ask(join(ECHO, 1));
        var link = bench.upFirst();
        var unknownPolicy = new ErrorCause(new CauseCode(0x100b));

        bench.arrive(link, new AsapError(List.of(unknownPolicy)));

        assertThat(bench.answer(ticket))
                .contains(
                        new EndpointAnswer.Refused(
                                "the registrar refused the registration", List.of(unknownPolicy)));
    }

    @Test
    void anErrorThatMayConcernSomethingElseIsNoRefusal() {
        bench.ask(join(ECHO, 1));
        bench.ask(join(ECHO, 2));
        var link = bench.upFirst();

        bench.arrive(link, new AsapError(List.of(new ErrorCause(CauseCode.INVALID_VALUES))));

        assertThat(bench.driver.told(EndpointNotice.RegistrationRefused.class)).isEmpty();
        assertThat(bench.grant(link)).hasSize(2);
    }

    @Test
    @Requirement("ASAP-016")
    void whoGaveUpJoiningLeaves() {
        var ticket = bench.ask(join(ECHO, 1));
        var link = bench.upFirst();
        bench.driver.sent(link);

        bench.ask(new EndpointRequest.Cancel(ticket));

        assertThat(bench.answer(ticket))
                .contains(new EndpointAnswer.NoRegistrar("the request was cancelled"));
        assertThat(bench.only(link)).isEqualTo(new Deregistration(ECHO, id(1)));
        bench.arrive(link, new RegistrationResponse(ECHO, id(1), false, List.of()));
        bench.arrive(link, new DeregistrationResponse(ECHO, id(1), List.of()));
        bench.driver.take();
        bench.driver.passSeconds(1_000);
        assertThat(bench.driver.take()).isEmpty();
    }

    @Test
    void whoGaveUpJoiningBeforeThereWasARegistrarIsForgotten() {
        var ticket = bench.ask(join(ECHO, 1));

        bench.ask(new EndpointRequest.Cancel(ticket));

        assertThat(bench.answer(ticket)).isPresent();
        assertThat(bench.driver.sent(bench.upFirst())).isEmpty();
    }

    @Test
    void whoGaveUpWaitingForOtherValuesStaysRegistered() {
        var link = bench.joined(join(ECHO, 1, leastUsed(1)));
        var ticket = bench.ask(join(ECHO, 1, leastUsed(2)));

        bench.ask(new EndpointRequest.Cancel(ticket));

        bench.grant(link);
        assertThat(bench.driver.told(EndpointNotice.RegistrationRefused.class)).isEmpty();
        bench.driver.passSeconds(280);
        assertThat(bench.grant(link)).hasSize(1);
    }

    @Test
    void overTcpTheElementTellsWhereItListensIfTheDialectCan() {
        var wish =
                new EndpointRequest.Join(
                        ECHO,
                        id(1),
                        LIFE,
                        new ServiceAddress(TransportProtocol.TCP, 7000),
                        PolicyInfo.ROUND_ROBIN,
                        Optional.of(new ServiceAddress(TransportProtocol.TCP, 9000)));

        assertThat(registeredOverTcp(EndpointConfig.FAST, wish).asapTransport())
                .contains(tcp(HOST_A, 9000));
        assertThat(registeredOverTcp(EndpointConfig.RFC, wish).asapTransport()).isEmpty();
        assertThat(registeredOverTcp(EndpointConfig.FAST, wish).userTransport())
                .isEqualTo(tcp(HOST_A, 7000));
    }

    private static PoolElementInfo registeredOverTcp(
            EndpointConfig config, EndpointRequest.Join wish) {
        var fresh = new EndpointBench(config, 1);
        fresh.ask(wish);
        var link = fresh.driver.opened().getFirst().link();
        fresh.driver.feed(
                new Event.LinkUp(link, Protocol.ASAP, tcp(HOST_A, 50_000), tcp("10.0.1.1", 3863)));
        return ((Registration) fresh.only(link)).element();
    }

    @Test
    @Requirement("ASAP-015")
    void theAddressesOfTheLinkAreRegisteredWhereNoneAreGiven() {
        bench.ask(join(ECHO, 1));
        var link = bench.driver.opened().getFirst().link();
        bench.driver.feed(
                new Event.LinkUp(
                        link,
                        Protocol.ASAP,
                        sctp(List.of(HOST_A, "fe80::1", HOST_B), 50_000),
                        EndpointBench.registrar(1)));

        assertThat(((Registration) bench.only(link)).element().userTransport())
                .isEqualTo(sctp(List.of(HOST_A, HOST_B), 7000));
    }

    @Test
    @Requirement("ASAP-061")
    void changedAddressesAreRegisteredAtOnce() {
        var link = bench.joined(join(ECHO, 1));

        bench.driver.feed(
                new Event.LinkUp(
                        link,
                        Protocol.ASAP,
                        sctp(List.of(HOST_A, HOST_B), 50_000),
                        EndpointBench.registrar(1)));

        assertThat(((Registration) bench.only(link)).element().userTransport())
                .isEqualTo(sctp(List.of(HOST_A, HOST_B), 7000));
    }

    @Test
    void anElementWithoutAddressForOthersIsRefused() {
        var ticket = bench.ask(join(ECHO, 1));
        var link = bench.driver.opened().getFirst().link();
        bench.driver.feed(
                new Event.LinkUp(
                        link, Protocol.ASAP, sctp("fe80::1", 50_000), EndpointBench.registrar(1)));

        assertThat(bench.answer(ticket).orElseThrow()).isInstanceOf(EndpointAnswer.Refused.class);
        assertThat(bench.driver.sent(link)).isEmpty();
    }

    @Test
    void whatDoesNotFitIntoAMessageIsRefusedHere() {
        var endless =
                new ServiceAddress(
                        TransportProtocol.SCTP,
                        7000,
                        TransportUse.DATA_ONLY,
                        Collections.nCopies(10_000, ip(HOST_A)));
        var ticket =
                bench.ask(
                        new EndpointRequest.Join(
                                ECHO,
                                id(1),
                                LIFE,
                                endless,
                                PolicyInfo.ROUND_ROBIN,
                                Optional.empty()));
        var link = bench.upFirst();

        assertThat(bench.answer(ticket).orElseThrow()).isInstanceOf(EndpointAnswer.Refused.class);
        assertThat(bench.driver.sent(link)).isEmpty();
        var tooLong = bench.ask(join(handleOf(257), 1));
        assertThat(bench.answer(tooLong).orElseThrow()).isInstanceOf(EndpointAnswer.Refused.class);
    }

    @Test
    void moreElementsThanAllowedAreRefused() {
        var limits = EndpointConfig.Limits.DEFAULTS;
        var small =
                new EndpointBench(
                        EndpointConfig.RFC
                                .withRegistrars(EndpointBench.registrars(1))
                                .withLimits(
                                        new EndpointConfig.Limits(
                                                limits.maxRegistrars(),
                                                2,
                                                limits.maxPools(),
                                                3,
                                                limits.maxHandedOut(),
                                                limits.maxReportsPerSecond(),
                                                limits.maxErrorsPerSecond(),
                                                limits.maxAcceptedLinks(),
                                                limits.maxPoolHandleLength())));
        small.ask(join(ECHO, 1));
        small.ask(join(ECHO, 2));

        var third = small.ask(join(ECHO, 3));
        assertThat(small.answer(third).orElseThrow()).isInstanceOf(EndpointAnswer.Refused.class);
        small.upFirst();
        var again = small.ask(join(ECHO, 1, leastUsed(1)));
        assertThat(small.answer(again)).isEmpty();
        var oneTooMany = small.ask(join(ECHO, 1, leastUsed(2)));
        assertThat(small.answer(oneTooMany).orElseThrow())
                .isInstanceOf(EndpointAnswer.Refused.class);
    }

    @Test
    @Requirement("REQ-003")
    void aSilentHomeRegistrarIsTriedOutWithOneRegistration() {
        var fast = new EndpointBench(EndpointConfig.FAST, 2);
        var link = fast.joined(join(ECHO, 1));
        fast.ask(join(ECHO, 2));
        fast.grant(link);
        fast.driver.passMillis(2_000);
        fast.arrive(link, new EndpointKeepAlive(Samples.SELF, ECHO, false, Optional.of(id(1))));
        fast.driver.take();

        fast.driver.passMillis(2_999);
        assertThat(fast.driver.sent(link)).isEmpty();
        fast.driver.passMillis(1);
        assertThat(fast.driver.sent(link, Registration.class)).hasSize(1);
        fast.driver.passMillis(700);
        assertThat(fast.driver.opened()).hasSize(1);
    }

    @Test
    void withTheRfcNobodyMindsTheSilenceOfTheHomeRegistrar() {
        var link = bench.joined(join(ECHO, 1));

        bench.driver.passSeconds(279);

        assertThat(bench.driver.sent(link)).isEmpty();
    }

    /** A registrar that accepts at once and answers late. */
    private static final class SlowRegistrar {
        private record Due(long at, Link link, Registration request) {}

        private final EndpointBench bench;
        private final long delay;
        private final Set<Link> links = new LinkedHashSet<>();
        private final Queue<Due> due = new ArrayDeque<>();
        private long time;
        private int connections;

        SlowRegistrar(EndpointBench bench, long delay) {
            this.bench = bench;
            this.delay = delay;
        }

        void play(long milliseconds) {
            for (long end = time + milliseconds; time < end; time += 10) {
                for (var open : bench.driver.opened()) {
                    links.add(bench.up(open));
                    connections++;
                }
                bench.driver.closed().forEach(closed -> links.remove(closed.link()));
                for (Link link : links) {
                    bench.driver
                            .sent(link, Registration.class)
                            .forEach(request -> due.add(new Due(time + delay, link, request)));
                }
                while (!due.isEmpty() && due.element().at <= time) {
                    var next = due.remove();
                    if (links.contains(next.link)) {
                        bench.grant(next.link, next.request);
                    }
                }
                bench.driver.passMillis(10);
            }
        }
    }

    @Test
    @Requirement("REQ-008")
    void aRegistrarThatIsSlowIsGivenTheTimeThatItNeeds() {
        var alone = new EndpointBench(EndpointConfig.FAST, 1);
        var slow = new SlowRegistrar(alone, 1_500);
        var first = alone.ask(join(ECHO, 1, leastUsed(0)));
        slow.play(10_000);
        assertThat(alone.answer(first).orElseThrow()).isInstanceOf(EndpointAnswer.Joined.class);

        int connections = slow.connections;
        for (int load = 1; load <= 20; load++) {
            var ticket = alone.ask(join(ECHO, 1, leastUsed(load)));
            slow.play(3_200);
            assertThat(alone.answer(ticket).orElseThrow())
                    .isInstanceOf(EndpointAnswer.Joined.class);
        }
        assertThat(slow.connections).isEqualTo(connections);
    }
}
