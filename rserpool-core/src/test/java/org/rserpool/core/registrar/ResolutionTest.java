package org.rserpool.core.registrar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.rserpool.core.Samples.ECHO;
import static org.rserpool.core.Samples.ENDLESS;
import static org.rserpool.core.Samples.HOST_A;
import static org.rserpool.core.Samples.HOST_B;
import static org.rserpool.core.Samples.OTHER;
import static org.rserpool.core.Samples.SELF;
import static org.rserpool.core.Samples.element;
import static org.rserpool.core.Samples.id;
import static org.rserpool.core.Samples.leastUsed;
import static org.rserpool.core.Samples.priority;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.rserpool.core.Link;
import org.rserpool.testkit.Requirement;
import org.rserpool.wire.CauseCode;
import org.rserpool.wire.ElementId;
import org.rserpool.wire.ErrorCause;
import org.rserpool.wire.PolicyInfo;
import org.rserpool.wire.PolicyType;
import org.rserpool.wire.PoolElementInfo;
import org.rserpool.wire.codec.Wire;
import org.rserpool.wire.message.AsapMessage;
import org.rserpool.wire.message.AsapMessage.HandleResolutionResponse;

final class ResolutionTest {

    private final RegistrarBench bench = new RegistrarBench(RegistrarConfig.RFC);

    private static List<ElementId> ids(HandleResolutionResponse answer) {
        return answer.elements().stream().map(PoolElementInfo::id).toList();
    }

    private Link registered(RegistrarBench at, int elements, PolicyInfo policy) {
        var link = at.connect(HOST_A);
        for (int i = 1; i <= elements; i++) {
            at.register(link, ECHO, element(i, HOST_A, policy));
        }
        return link;
    }

    @Test
    @Requirement({
        "ASAP-125",
        "ASAP-126",
        "ASAP-030",
        "ASAP-031",
        "ASAP-032",
        "ASAP-192",
        "REQ-024"
    })
    void aKnownPoolIsAnsweredWithItsElements() {
        registered(bench, 1, PolicyInfo.ROUND_ROBIN);

        var answer = bench.resolve(bench.connect(HOST_B), ECHO);

        assertThat(answer.errors()).isEmpty();
        assertThat(answer.updates()).isFalse();
        assertThat(answer.elements()).containsExactly(element(1, HOST_A).withHome(SELF));
    }

    @Test
    @Requirement({"ASAP-129", "ASAP-026", "ASAP-031", "PAR-084"})
    void anUnknownPoolIsAnsweredWithAnError() {
        registered(bench, 1, PolicyInfo.ROUND_ROBIN);

        assertThat(bench.resolve(bench.connect(HOST_B), OTHER))
                .isEqualTo(
                        HandleResolutionResponse.negative(
                                OTHER, new ErrorCause(CauseCode.UNKNOWN_POOL_HANDLE)));
    }

    @Test
    @Requirement("ASAP-127")
    void withTheRfcAllElementsAreListed() {
        registered(bench, 20, PolicyInfo.ROUND_ROBIN);

        assertThat(bench.resolve(bench.connect(HOST_B), ECHO).elements()).hasSize(20);
    }

    @Test
    @Requirement({"POL-030", "POL-040", "POL-060", "POL-080"})
    void noMoreElementsAreListedThanWanted() {
        for (var policy :
                List.of(
                        new PolicyInfo(PolicyType.RANDOM),
                        new PolicyInfo(PolicyType.WEIGHTED_RANDOM, 3),
                        leastUsed(3),
                        new PolicyInfo(PolicyType.PRIORITY_LEAST_USED, 3, 3))) {
            var fresh = new RegistrarBench(RegistrarConfig.RFC);
            var link = registered(fresh, 10, policy);

            assertThat(fresh.resolve(link, ECHO, 4).elements()).hasSize(4);
            assertThat(new HashSet<>(ids(fresh.resolve(link, ECHO, 9)))).hasSize(9);
            assertThat(fresh.resolve(link, ECHO, 0xffffffffL).elements()).hasSize(10);
        }
    }

    @Test
    void withoutWordOfTheNumberTheFastProfileListsThree() {
        var fast = new RegistrarBench(RegistrarConfig.FAST);
        var link = registered(fast, 10, PolicyInfo.ROUND_ROBIN);

        assertThat(fast.resolve(link, ECHO).elements()).hasSize(3);
        assertThat(fast.resolve(link, ECHO, 5).elements()).hasSize(5);
        assertThat(fast.resolve(link, ECHO, 0).elements()).hasSize(3);
    }

    @Test
    @Requirement({"ASAP-128", "ASAP-026"})
    void theOverallPolicyIsInEveryPositiveAnswer() {
        var link = registered(bench, 1, leastUsed(4));
        bench.register(link, OTHER, element(1, HOST_A));

        assertThat(bench.resolve(link, ECHO).policy()).contains(leastUsed(4));
        assertThat(bench.resolve(link, OTHER).policy()).contains(PolicyInfo.ROUND_ROBIN);
    }

    @Test
    @Requirement({"REQ-019", "REQ-053"})
    void thePoolsPolicyChooses() {
        var link = bench.connect(HOST_A);
        bench.register(link, ECHO, element(1, HOST_A, priority(1)));
        bench.register(link, ECHO, element(2, HOST_A, priority(9)));
        bench.register(link, OTHER, element(1, HOST_A));
        bench.register(link, OTHER, element(2, HOST_A));

        assertThat(ids(bench.resolve(link, ECHO, 1))).containsExactly(id(2));
        assertThat(ids(bench.resolve(link, ECHO, 1))).containsExactly(id(2));
        assertThat(ids(bench.resolve(link, OTHER, 1))).containsExactly(id(1));
        assertThat(ids(bench.resolve(link, OTHER, 1))).containsExactly(id(2));
    }

    @Test
    void usersDoNotLearnTheAsapTransport() {
        registered(bench, 1, PolicyInfo.ROUND_ROBIN);

        assertThat(bench.find(ECHO, id(1)).orElseThrow().info().asapTransport()).isPresent();
        assertThat(bench.resolve(bench.connect(HOST_B), ECHO).elements().getFirst().asapTransport())
                .isEmpty();
    }

    @Test
    void aPoolThatDoesNotFitIntoAMessageIsListedAsFarAsItDoes() {
        var link = registered(bench, 2_000, PolicyInfo.ROUND_ROBIN);

        var answer = bench.resolve(link, ECHO);

        int room = Wire.MAX_PAGE - Wire.sizeOf(answer);
        assertThat(answer.elements()).hasSizeGreaterThan(1_500);
        assertThat(room).isBetween(0, Wire.sizeOf(answer.elements().getFirst()));
    }

    @Test
    void aPoolInWhichNobodyCanServeIsLikeUnknown() {
        var link = registered(bench, 1, new PolicyInfo(PolicyType.WEIGHTED_ROUND_ROBIN, 0));

        assertThat(bench.resolve(link, ECHO).errors())
                .containsExactly(new ErrorCause(CauseCode.UNKNOWN_POOL_HANDLE));
        assertThat(bench.subscribe(link, ECHO).updates()).isFalse();
        bench.register(link, ECHO, element(1, HOST_A, weight(2)));
        bench.driver.passSeconds(1);
        assertThat(bench.driver.sent(link, HandleResolutionResponse.class)).isEmpty();
        assertThat(bench.resolve(link, ECHO).elements()).hasSize(1);
    }

    private static PolicyInfo weight(long weight) {
        return new PolicyInfo(PolicyType.WEIGHTED_ROUND_ROBIN, weight);
    }

    @Test
    void aHandleBesideWhichNoCauseFitsIsAnsweredWithAnError() {
        var link = bench.connect(HOST_A);

        bench.driver.arrive(
                link, new AsapMessage.HandleResolution(ENDLESS, true, OptionalLong.empty()));

        assertThat(bench.driver.sent(link))
                .containsExactly(
                        new AsapMessage.AsapError(
                                List.of(new ErrorCause(CauseCode.INVALID_VALUES))));
    }

    @Test
    @Requirement("SEC-033")
    void requestsBeyondTheLimitAreRefusedButOnlyOfThatConnection() {
        var limits = RegistrarConfig.Limits.DEFAULTS;
        var limited =
                new RegistrarBench(
                        RegistrarConfig.RFC.withLimits(
                                new RegistrarConfig.Limits(
                                        limits.silentLink(),
                                        limits.idleLink(),
                                        limits.maxContacts(),
                                        limits.maxSubscriptions(),
                                        limits.maxSubscriptionsPerLink(),
                                        5,
                                        limits.maxReportsPerSecond(),
                                        limits.maxTableReaders(),
                                        limits.maxErrorsPerSecond(),
                                        limits.maxComplaintsPerSecond())));
        var flood = registered(limited, 1, PolicyInfo.ROUND_ROBIN);
        var other = limited.connect(HOST_B);

        for (int i = 0; i < 5; i++) {
            assertThat(limited.resolve(flood, ECHO).errors()).isEmpty();
        }
        assertThat(limited.resolve(flood, ECHO).errors())
                .containsExactly(new ErrorCause(CauseCode.LACK_OF_RESOURCES));
        assertThat(limited.resolve(other, ECHO).errors()).isEmpty();
        limited.driver.pass(Duration.ofSeconds(1));
        assertThat(limited.resolve(flood, ECHO).errors()).isEmpty();
    }

    @Test
    @Requirement({"REQ-017", "REQ-058"})
    void theSameHandleInTwoScopesIsTwoPools() {
        var otherScope = new RegistrarBench(RegistrarConfig.RFC);
        registered(bench, 1, PolicyInfo.ROUND_ROBIN);

        assertThat(otherScope.resolve(otherScope.connect(HOST_B), ECHO).elements()).isEmpty();
    }
}
