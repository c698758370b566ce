package org.rserpool.core.registrar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.rserpool.core.Samples.ECHO;
import static org.rserpool.core.Samples.HOST_A;
import static org.rserpool.core.Samples.HOST_B;
import static org.rserpool.core.Samples.OTHER;
import static org.rserpool.core.Samples.SELF;
import static org.rserpool.core.Samples.element;
import static org.rserpool.core.Samples.id;
import static org.rserpool.core.Samples.withLife;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.rserpool.core.Action;
import org.rserpool.core.Link;
import org.rserpool.core.registrar.RegistrarNotice.ElementRemoved;
import org.rserpool.core.registrar.RegistrarNotice.ElementRemoved.Reason;
import org.rserpool.testkit.Requirement;
import org.rserpool.wire.RegistrationLife;
import org.rserpool.wire.message.AsapMessage.DeregistrationResponse;
import org.rserpool.wire.message.AsapMessage.EndpointKeepAlive;

/** Keep-alives, registration lives and unreachable reports. */
final class MonitoringTest {

    private final RegistrarBench bench = new RegistrarBench(RegistrarConfig.RFC);

    private Link registered(RegistrarBench at, int id) {
        var link = at.connect(HOST_A);
        at.register(link, ECHO, element(id, HOST_A));
        at.driver.take();
        return link;
    }

    private static List<EndpointKeepAlive> questions(RegistrarBench at, Link link) {
        return at.driver.sent(link, EndpointKeepAlive.class);
    }

    private static List<Reason> removals(RegistrarBench at) {
        return at.driver.told(ElementRemoved.class).stream().map(ElementRemoved::reason).toList();
    }

    @Test
    @Requirement({"ASAP-148", "ASAP-035", "ASAP-201", "REQ-054"})
    void anElementIsAskedAgainAndAgain() {
        var link = registered(bench, 1);

        for (int i = 0; i < 5; i++) {
            bench.driver.pass(Duration.ofMillis(7_500));
            assertThat(questions(bench, link))
                    .containsExactly(new EndpointKeepAlive(SELF, ECHO, false, Optional.empty()));
            bench.acknowledge(link, ECHO, id(1));
        }
        assertThat(bench.has(ECHO, id(1))).isTrue();
    }

    @Test
    void theQuestionNamesTheElementWhereTheProfileSaysSo() {
        var fast = new RegistrarBench(RegistrarConfig.FAST);
        var link = registered(fast, 1);

        fast.driver.passMillis(750);

        assertThat(questions(fast, link))
                .containsExactly(new EndpointKeepAlive(SELF, ECHO, false, Optional.of(id(1))));
    }

    @Test
    @Requirement({"ASAP-150", "SEC-034", "REQ-008"})
    void questionsAreSpreadOverTheInterval() {
        var fast = new RegistrarBench(RegistrarConfig.FAST);
        var link = fast.connect(HOST_A);
        for (int i = 1; i <= 1_000; i++) {
            fast.register(link, ECHO, element(i, HOST_A));
        }
        var perSlice = new ArrayList<Integer>();

        fast.driver.passMillis(449);
        assertThat(questions(fast, link)).isEmpty();
        for (int slice = 0; slice < 10; slice++) {
            fast.driver.passMillis(30);
            perSlice.add(questions(fast, link).size());
        }

        assertThat(perSlice).allSatisfy(n -> assertThat(n).isBetween(60, 140));
        fast.driver.passMillis(5);
        assertThat(questions(fast, link)).hasSizeLessThan(20);
    }

    @Test
    @Requirement({"ASAP-149", "REQ-002", "REQ-018"})
    void aSilentElementGoesAfterTheTimeout() {
        var link = registered(bench, 1);
        while (questions(bench, link).isEmpty()) {
            bench.driver.passMillis(1);
        }

        bench.driver.passMillis(4_998);
        assertThat(bench.has(ECHO, id(1))).isTrue();
        bench.driver.passMillis(2);

        assertThat(bench.has(ECHO, id(1))).isFalse();
        assertThat(removals(bench)).containsExactly(Reason.KEEP_ALIVE_TIMEOUT);
        assertThat(bench.driver.closed())
                .containsExactly(new Action.Close(link, Action.Close.Manner.ABORT));
    }

    @Test
    @Requirement({"REQ-002", "REQ-018"})
    void withTheFastProfileADeadElementIsOutOfTheAnswersWithinTwoSeconds() {
        for (int seed = 1; seed <= 50; seed++) {
            var fast = new RegistrarBench(RegistrarConfig.FAST, false, seed);
            var link = registered(fast, 1);
            fast.passAnswering(seed * 37L, link);

            fast.driver.passMillis(2_000); // dead from here on

            assertThat(fast.resolve(fast.connect(HOST_B), ECHO).elements()).isEmpty();
        }
    }

    @Test
    void anElementThatAnswersInTimeStays() {
        for (int seed = 1; seed <= 20; seed++) {
            var fast = new RegistrarBench(RegistrarConfig.FAST, false, seed);
            var link = registered(fast, 1);
            for (int i = 0; i < 20; i++) {
                fast.driver.passMillis(760);
                fast.driver.passMillis(900); // after the question, and before the timeout
                if (!questions(fast, link).isEmpty()) {
                    fast.acknowledge(link, ECHO, id(1));
                }
            }
            assertThat(removals(fast).size()).isLessThanOrEqualTo(1);
        }
    }

    @Test
    void aRenewalIsAnAnswer() {
        var fast = new RegistrarBench(RegistrarConfig.FAST);
        var link = registered(fast, 1);
        for (int i = 0; i < 10; i++) {
            fast.driver.passMillis(1_000);
            fast.register(link, ECHO, element(1, HOST_A));
        }

        assertThat(fast.has(ECHO, id(1))).isTrue();
    }

    @Test
    void anAcknowledgementThatNobodyAskedForChangesNothing() {
        var fast = new RegistrarBench(RegistrarConfig.FAST);
        var link = registered(fast, 1);
        for (int i = 0; i < 440; i++) {
            fast.driver.passMillis(1);
            fast.acknowledge(link, ECHO, id(1));
        }

        fast.driver.passMillis(320);

        assertThat(questions(fast, link)).hasSize(1);
    }

    @Test
    void acknowledgementsOfOthersDoNotKeepAnElementAlive() {
        var fast = new RegistrarBench(RegistrarConfig.FAST);
        registered(fast, 1);
        var stranger = fast.connect(HOST_B);
        for (int i = 0; i < 40; i++) {
            fast.driver.passMillis(50);
            fast.acknowledge(stranger, ECHO, id(1));
        }

        assertThat(fast.has(ECHO, id(1))).isFalse();
    }

    @Test
    void anAcknowledgementFromTheElementsHostCountsOverAnyConnection() {
        var link = registered(bench, 1);
        var second = bench.connect(HOST_A);
        bench.driver.passMillis(7_500);
        assertThat(questions(bench, link)).hasSize(1);
        bench.acknowledge(second, ECHO, id(1));

        bench.driver.passMillis(2_400);

        assertThat(bench.has(ECHO, id(1))).isTrue();
    }

    @Test
    void elementsOnOneConnectionAreJudgedEachForItself() {
        var fast = new RegistrarBench(RegistrarConfig.FAST);
        var link = registered(fast, 1);
        fast.register(link, ECHO, element(2, HOST_A));
        fast.register(link, OTHER, element(1, HOST_A));
        for (int i = 0; i < 250; i++) {
            fast.driver.passMillis(10);
            questions(fast, link).stream()
                    .filter(q -> !q.pool().equals(ECHO) || q.element().equals(Optional.of(id(2))))
                    .forEach(q -> fast.acknowledge(link, q.pool(), q.element().orElseThrow()));
        }

        assertThat(fast.has(ECHO, id(1))).isFalse();
        assertThat(fast.has(ECHO, id(2))).isTrue();
        assertThat(fast.has(OTHER, id(1))).isTrue();
        assertThat(fast.driver.closed()).isEmpty();
    }

    @Test
    void anElementThatWasRemovedIsToldWhereItStillHasAConnection() {
        var fast = new RegistrarBench(RegistrarConfig.FAST);
        var link = registered(fast, 1);

        fast.driver.passMillis(2_000);

        assertThat(fast.driver.sent(link, DeregistrationResponse.class))
                .containsExactly(new DeregistrationResponse(ECHO, id(1), List.of()));
    }

    @Test
    @Requirement({"ASAP-088", "ASAP-020", "ASAP-021", "REQ-052"})
    void theEndOfTheRegistrationLifeIsTold() {
        var link = bench.connect(HOST_A);
        var mortal = withLife(element(1, HOST_A), RegistrationLife.ofSeconds(60));
        bench.register(link, ECHO, mortal);

        bench.passAnswering(59_900, link);
        assertThat(bench.has(ECHO, id(1))).isTrue();
        bench.passAnswering(100, link);

        assertThat(bench.has(ECHO, id(1))).isFalse();
        assertThat(removals(bench)).containsExactly(Reason.EXPIRED);
        assertThat(bench.driver.sent(link))
                .containsExactly(new DeregistrationResponse(ECHO, id(1), List.of()));
    }

    @Test
    @Requirement("ASAP-076")
    void aRenewalBeginsANewLife() {
        var link = bench.connect(HOST_A);
        var mortal = withLife(element(1, HOST_A), RegistrationLife.ofSeconds(10));
        bench.register(link, ECHO, mortal);
        bench.passAnswering(6_000, link);
        bench.register(link, ECHO, withLife(element(1, HOST_A), RegistrationLife.ofSeconds(7)));

        bench.passAnswering(6_900, link);
        assertThat(bench.has(ECHO, id(1))).isTrue();
        bench.passAnswering(200, link);

        assertThat(bench.has(ECHO, id(1))).isFalse();
    }

    @Test
    void anInfiniteLifeDoesNotEnd() {
        var link = bench.connect(HOST_A);
        bench.register(link, ECHO, withLife(element(1, HOST_A), RegistrationLife.INFINITE));

        bench.passAnswering(2_000_000, link);

        assertThat(bench.has(ECHO, id(1))).isTrue();
    }

    @Test
    @Requirement({"ASAP-141", "ASAP-142", "ASAP-145", "SEC-032", "REQ-021"})
    void aReportLeadsToAQuestionAtOnceAndALivingElementStays() {
        var link = registered(bench, 1);

        bench.report(bench.connect(HOST_B), ECHO, id(1));

        assertThat(questions(bench, link))
                .containsExactly(new EndpointKeepAlive(SELF, ECHO, false, Optional.empty()));
        bench.acknowledge(link, ECHO, id(1));
        bench.driver.passSeconds(2);
        assertThat(bench.has(ECHO, id(1))).isTrue();
    }

    @Test
    @Requirement({"ASAP-143", "ASAP-144", "SEC-032", "REQ-066"})
    void aReportedElementThatDoesNotAnswerGoes() {
        registered(bench, 1);

        bench.report(bench.connect(HOST_B), ECHO, id(1));
        bench.driver.passMillis(4_990);
        assertThat(bench.has(ECHO, id(1))).isTrue();
        bench.driver.passMillis(10);

        assertThat(bench.has(ECHO, id(1))).isFalse();
        assertThat(removals(bench)).containsExactly(Reason.KEEP_ALIVE_TIMEOUT);
    }

    @Test
    @Requirement({"ASAP-146", "ASAP-147", "SEC-032"})
    void moreReportsThanAllowedRemoveEvenALivingElement() {
        var link = registered(bench, 1);
        var user = bench.connect(HOST_B);
        for (int i = 0; i < 3; i++) {
            bench.report(user, ECHO, id(1));
            bench.passAnswering(1_500, link);
        }
        assertThat(bench.has(ECHO, id(1))).isTrue();

        bench.report(user, ECHO, id(1));

        assertThat(bench.has(ECHO, id(1))).isFalse();
        assertThat(removals(bench)).containsExactly(Reason.UNREACHABLE);
    }

    @Test
    @Requirement("ASAP-146")
    void aRegistrationVoidsTheReports() {
        var link = registered(bench, 1);
        var user = bench.connect(HOST_B);
        for (int i = 0; i < 3; i++) {
            bench.report(user, ECHO, id(1));
        }

        bench.register(link, ECHO, element(1, HOST_A));
        bench.report(user, ECHO, id(1));

        assertThat(bench.has(ECHO, id(1))).isTrue();
    }

    @Test
    @Requirement("SEC-014")
    void withTheFastProfileOneUserAloneCannotRemoveALivingElement() {
        var fast = new RegistrarBench(RegistrarConfig.FAST);
        var link = registered(fast, 1);
        var user = fast.connect(HOST_B);
        for (int i = 0; i < 500; i++) {
            fast.report(user, ECHO, id(1));
            fast.passAnswering(10, link);
        }

        assertThat(fast.has(ECHO, id(1))).isTrue();
    }

    @Test
    @Requirement("ASAP-147")
    void withTheFastProfileSeveralUsersTogetherCan() {
        var fast = new RegistrarBench(RegistrarConfig.FAST);
        var link = registered(fast, 1);
        for (int i = 0; i < 4; i++) {
            assertThat(fast.has(ECHO, id(1))).isTrue();
            fast.report(fast.connect(HOST_B), ECHO, id(1));
        }

        assertThat(fast.has(ECHO, id(1))).isFalse();
        assertThat(fast.driver.sent(link, DeregistrationResponse.class)).hasSize(1);
    }

    @Test
    @Requirement({"ASAP-239", "SEC-015", "SEC-014", "ENRP-203"})
    void aFloodOfReportsDoesNotFloodTheElement() {
        for (var config : List.of(RegistrarConfig.RFC, RegistrarConfig.FAST)) {
            var patient =
                    new RegistrarBench(
                            config.withMonitoring(config.monitoring().withMaxBadReports(1_000)));
            var link = registered(patient, 1);
            var users = List.of(patient.connect(HOST_B), patient.connect(HOST_B));
            int asked = 0;
            for (int i = 0; i < 450; i++) {
                users.forEach(user -> patient.report(user, ECHO, id(1)));
                asked += questions(patient, link).size();
                patient.acknowledge(link, ECHO, id(1));
                patient.driver.passMillis(10);
            }

            long gaps = 4_500 / config.monitoring().keepAliveGap().toMillis();
            assertThat(asked).isBetween((int) gaps, (int) gaps + 2);
            assertThat(patient.has(ECHO, id(1))).isTrue();
        }
    }

    @Test
    @Requirement("ASAP-239")
    void oneQuestionAtATimeIsEnough() {
        var link = registered(bench, 1);
        var user = bench.connect(HOST_B);

        bench.report(user, ECHO, id(1));
        bench.driver.passMillis(1_500);
        bench.report(user, ECHO, id(1));

        assertThat(questions(bench, link)).hasSize(1);
    }

    @Test
    void reportsDoNotPostponeTheTimeout() {
        registered(bench, 1);
        var user = bench.connect(HOST_B);
        bench.report(user, ECHO, id(1));
        bench.driver.passSeconds(3);
        bench.report(user, ECHO, id(1));

        bench.driver.passSeconds(2);

        assertThat(bench.has(ECHO, id(1))).isFalse();
    }

    @Test
    @Requirement("SEC-014")
    void reportsBeyondTheLimitOfAConnectionAreIgnored() {
        var patient =
                new RegistrarBench(
                        RegistrarConfig.RFC.withMonitoring(
                                RegistrarConfig.RFC.monitoring().withMaxBadReports(1_000)));
        registered(patient, 1);
        var user = patient.connect(HOST_B);

        for (int i = 0; i < 5_000; i++) {
            patient.report(user, ECHO, id(1));
        }

        assertThat(patient.find(ECHO, id(1)).orElseThrow().reports()).isEqualTo(1_000);
    }

    @Test
    void reportsOfWhomNobodyKnowsAreIgnored() {
        var link = registered(bench, 1);

        bench.report(link, ECHO, id(2));
        bench.report(link, OTHER, id(1));

        assertThat(bench.driver.take()).isEmpty();
    }
}
