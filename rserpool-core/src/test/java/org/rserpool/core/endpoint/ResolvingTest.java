package org.rserpool.core.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.rserpool.core.Samples.ECHO;
import static org.rserpool.core.Samples.HOST_A;
import static org.rserpool.core.Samples.HOST_B;
import static org.rserpool.core.Samples.OTHER;
import static org.rserpool.core.Samples.element;
import static org.rserpool.core.Samples.handleOf;
import static org.rserpool.core.Samples.id;
import static org.rserpool.core.Samples.join;
import static org.rserpool.core.Samples.leastUsed;
import static org.rserpool.core.Samples.priority;
import static org.rserpool.core.Samples.sctp;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.rserpool.core.Link;
import org.rserpool.core.Ticket;
import org.rserpool.testkit.Requirement;
import org.rserpool.wire.CauseCode;
import org.rserpool.wire.ElementId;
import org.rserpool.wire.PolicyInfo;
import org.rserpool.wire.PolicyType;
import org.rserpool.wire.PoolElementInfo;
import org.rserpool.wire.PoolHandle;
import org.rserpool.wire.message.AsapMessage.HandleResolution;
import org.rserpool.wire.message.AsapMessage.HandleResolutionResponse;

/** Handle resolution and the cache at the pool user. */
final class ResolvingTest {

    private static final Duration PATIENCE = EndpointBench.PATIENCE;

    private final EndpointBench bench = new EndpointBench(EndpointConfig.RFC, 2);

    private static EndpointRequest.Resolve resolve(PoolHandle pool) {
        return new EndpointRequest.Resolve(pool, 0, Duration.ZERO, PATIENCE);
    }

    private static EndpointRequest.Resolve cached(PoolHandle pool, Duration maxAge) {
        return new EndpointRequest.Resolve(pool, 0, maxAge, PATIENCE);
    }

    private static EndpointRequest.Select select(PoolHandle pool) {
        return new EndpointRequest.Select(pool, PATIENCE);
    }

    /** Asks for something that is not there, and returns the link to the home registrar. */
    private static Link home(EndpointBench bench) {
        var ticket = bench.ask(resolve(OTHER));
        var link = bench.upFirst();
        bench.unknown(link, OTHER);
        assertThat(bench.answer(ticket)).isPresent();
        bench.driver.take();
        return link;
    }

    private static EndpointAnswer.Resolved resolved(EndpointBench bench, Ticket ticket) {
        return (EndpointAnswer.Resolved) bench.answer(ticket).orElseThrow();
    }

    private static ElementId selected(EndpointBench bench, PoolHandle pool) {
        var ticket = bench.ask(select(pool));
        return ((EndpointAnswer.Selected) bench.answer(ticket).orElseThrow()).element().id();
    }

    @Test
    @Requirement({
        "ASAP-107",
        "ASAP-108",
        "ASAP-116",
        "ASAP-192",
        "ASAP-228",
        "ASAP-212",
        "REQ-045"
    })
    void aUserFindsARegistrarAndAsksIt() {
        var ticket = bench.ask(resolve(ECHO));
        assertThat(bench.driver.sent(HandleResolution.class)).isEmpty();
        var link = bench.upFirst();

        assertThat(bench.only(link)).isEqualTo(new HandleResolution(ECHO));
        bench.resolved(link, ECHO, false, element(1, HOST_A), element(2, HOST_B));

        assertThat(bench.answer(ticket))
                .contains(
                        new EndpointAnswer.Resolved(
                                ECHO,
                                PolicyInfo.ROUND_ROBIN,
                                List.of(element(1, HOST_A), element(2, HOST_B)),
                                Duration.ZERO));
    }

    @Test
    @Requirement({"ASAP-032", "ASAP-129"})
    void anUnknownPoolIsToldAsSuch() {
        var link = home(bench);
        var ticket = bench.ask(resolve(ECHO));

        bench.unknown(link, ECHO);

        assertThat(bench.answer(ticket).orElseThrow())
                .isInstanceOf(EndpointAnswer.UnknownPool.class);
    }

    @Test
    void anotherRefusalIsNotTakenForTheEndOfThePool() {
        var link = home(bench);
        bench.ask(resolve(ECHO));
        bench.resolved(link, ECHO, false, element(1, HOST_A));
        var ticket = bench.ask(resolve(ECHO));

        bench.negative(link, ECHO, CauseCode.LACK_OF_RESOURCES);

        assertThat(bench.answer(ticket).orElseThrow()).isInstanceOf(EndpointAnswer.Refused.class);
        var old = bench.ask(cached(ECHO, Duration.ofHours(1)));
        assertThat(resolved(bench, old).elements()).hasSize(1);
    }

    @Test
    @Requirement("ASAP-027")
    void aMissingPolicyMeansRoundRobin() {
        var link = home(bench);
        var ticket = bench.ask(resolve(ECHO));

        bench.arrive(
                link,
                new HandleResolutionResponse(
                        ECHO,
                        false,
                        Optional.empty(),
                        List.of(element(1, HOST_A), element(2, HOST_A)),
                        List.of()));

        assertThat(resolved(bench, ticket).policy()).isEqualTo(PolicyInfo.ROUND_ROBIN);
    }

    @Test
    @Requirement({"ASAP-027", "ASAP-028", "ASAP-029", "POL-011", "POL-016", "POL-017"})
    void thePoliciesOfElementsDoNotMakeThePolicyOfThePool() {
        var fast = new EndpointBench(EndpointConfig.FAST, 1);
        var link = home(fast);
        fast.ask(resolve(ECHO));
        fast.arrive(
                link,
                new HandleResolutionResponse(
                        ECHO,
                        false,
                        Optional.empty(),
                        List.of(
                                element(1, HOST_A, priority(1)),
                                element(2, HOST_A, priority(9)),
                                element(3, HOST_A, priority(5))),
                        List.of()));

        var chosen = new ArrayList<ElementId>();
        for (int i = 0; i < 6; i++) {
            chosen.add(selected(fast, ECHO));
        }

        assertThat(chosen).containsExactly(id(1), id(2), id(3), id(1), id(2), id(3));
    }

    @Test
    @Requirement({"POL-053", "POL-065", "POL-032", "POL-043", "ASAP-218", "ASAP-219"})
    void theUserChoosesByThePolicyOfThePool() {
        assertThat(chosen(priority(1), priority(9), priority(5)))
                .containsExactly(id(2), id(2), id(2), id(2), id(2), id(2));
        assertThat(chosen(leastUsed(1), leastUsed(2), leastUsed(3)))
                .containsExactly(id(1), id(1), id(1), id(1), id(1), id(1));
        var random = new PolicyInfo(PolicyType.RANDOM);
        assertThat(new HashSet<>(chosen(random, random, random))).hasSizeBetween(2, 3);
    }

    private List<ElementId> chosen(PolicyInfo first, PolicyInfo second, PolicyInfo third) {
        var fast = new EndpointBench(EndpointConfig.FAST, 1);
        var link = home(fast);
        fast.ask(resolve(ECHO));
        fast.resolved(
                link,
                ECHO,
                false,
                element(1, HOST_A, first),
                element(2, HOST_A, second),
                element(3, HOST_A, third));
        var chosen = new ArrayList<ElementId>();
        for (int i = 0; i < 6; i++) {
            chosen.add(selected(fast, ECHO));
        }
        return chosen;
    }

    @Test
    @Requirement({"POL-066", "POL-086"})
    void theUserAsksForSeveralElementsToHaveOthersAtHand() {
        var fast = new EndpointBench(EndpointConfig.FAST, 1);
        var link = home(fast);

        fast.ask(select(ECHO));

        assertThat(fast.only(link))
                .isEqualTo(new HandleResolution(ECHO, false, OptionalLong.of(16)));
    }

    @Test
    void inTheProfileOfTheRfcTheNumberOfElementsIsNotNamed() {
        var link = home(bench);

        bench.ask(new EndpointRequest.Resolve(ECHO, 5, Duration.ZERO, PATIENCE));

        assertThat(bench.only(link)).isEqualTo(new HandleResolution(ECHO));
    }

    @Test
    void noMoreElementsAreHandedOutThanWanted() {
        var link = home(bench);
        var ticket = bench.ask(new EndpointRequest.Resolve(ECHO, 2, Duration.ZERO, PATIENCE));
        bench.resolved(
                link, ECHO, false, element(1, HOST_A), element(2, HOST_A), element(3, HOST_A));

        assertThat(resolved(bench, ticket).elements()).hasSize(2);
    }

    @Test
    @Requirement({"ASAP-111", "ASAP-112", "ASAP-177", "ASAP-178", "ASAP-179", "ASAP-230"})
    void withTheRfcARequestIsSentTwiceMoreAndThenDropped() {
        var alone = new EndpointBench(EndpointConfig.RFC, 1);
        var link = home(alone);
        var ticket = alone.ask(resolve(ECHO));
        assertThat(alone.driver.sent(link)).hasSize(1);

        for (int i = 0; i < 2; i++) {
            alone.driver.pass(Duration.ofMillis(14_999));
            assertThat(alone.driver.sent(link)).isEmpty();
            alone.driver.passMillis(1);
            assertThat(alone.driver.sent(link, HandleResolution.class)).hasSize(1);
        }
        assertThat(alone.driver.opened()).isNotEmpty(); // the hunt is on beside it
        assertThat(alone.answer(ticket)).isEmpty();
        alone.driver.passSeconds(15);

        assertThat(alone.answer(ticket).orElseThrow())
                .isInstanceOf(EndpointAnswer.NoRegistrar.class);
        alone.driver.passSeconds(100);
        assertThat(alone.driver.sent(link)).isEmpty();
    }

    @Test
    @Requirement({"ASAP-115", "ASAP-230"})
    void anAnswerStopsT1() {
        var link = home(bench);
        bench.ask(resolve(ECHO));
        bench.driver.passMillis(14_999);
        bench.driver.sent(link);
        bench.resolved(link, ECHO, false, element(1, HOST_A));

        bench.driver.passSeconds(100);

        assertThat(bench.driver.sent(link)).isEmpty();
    }

    @Test
    @Requirement({"ASAP-180", "ASAP-114", "REQ-004"})
    void anotherRegistrarThatCanBeReachedIsAskedInstead() {
        var link = home(bench);
        var ticket = bench.ask(resolve(ECHO));
        bench.driver.sent(link);
        bench.driver.passSeconds(15);
        var other = bench.upFirst();

        assertThat(bench.only(other)).isEqualTo(new HandleResolution(ECHO));
        bench.resolved(other, ECHO, false, element(1, HOST_A));

        assertThat(resolved(bench, ticket).elements()).hasSize(1);
    }

    @Test
    @Requirement({
        "ASAP-113",
        "ASAP-172",
        "ASAP-173",
        "ASAP-174",
        "ASAP-175",
        "ASAP-176",
        "ASAP-114"
    })
    void aRequestThatCouldNotBeDeliveredGoesToTheNextRegistrarOnly() {
        var link = home(bench);
        bench.ask(resolve(ECHO));
        bench.driver.sent(link);

        bench.lose(link);

        var other = bench.upFirst();
        assertThat(bench.only(other)).isEqualTo(new HandleResolution(ECHO));
        bench.driver.passSeconds(14);
        assertThat(bench.driver.sent(link)).isEmpty();
        assertThat(bench.driver.sent(other)).isEmpty();
    }

    @Test
    @Requirement("REQ-012")
    void withTheFastProfileOnlyTheApplicationsPatienceEndsIt() {
        var alone = new EndpointBench(EndpointConfig.FAST, 1);
        home(alone);
        var ticket =
                alone.ask(
                        new EndpointRequest.Resolve(
                                ECHO, 0, Duration.ZERO, Duration.ofSeconds(60)));
        for (int i = 0; i < 599; i++) {
            alone.driver.opened().forEach(alone::up);
            alone.driver.passMillis(100);
        }
        assertThat(alone.answer(ticket)).isEmpty();

        alone.driver.passMillis(100);

        assertThat(alone.answer(ticket).orElseThrow())
                .isInstanceOf(EndpointAnswer.NoRegistrar.class);
    }

    @Test
    void anEndlessPatienceIsNoMistake() {
        var ticket =
                bench.ask(
                        new EndpointRequest.Resolve(
                                ECHO,
                                0,
                                Duration.ofSeconds(Long.MAX_VALUE),
                                Duration.ofSeconds(Long.MAX_VALUE)));

        bench.resolved(bench.upFirst(), ECHO, false, element(1, HOST_A));

        assertThat(resolved(bench, ticket).elements()).hasSize(1);
        var fresh = bench.ask(cached(ECHO, Duration.ofSeconds(Long.MAX_VALUE)));
        assertThat(resolved(bench, fresh).elements()).hasSize(1);
    }

    @Test
    @Requirement({"ASAP-117", "ASAP-118", "ASAP-119", "ASAP-122", "ASAP-123"})
    void aFreshAnswerIsUsedAgain() {
        var link = home(bench);
        bench.ask(resolve(ECHO));
        bench.driver.sent(link);
        bench.resolved(link, ECHO, false, element(1, HOST_A));
        bench.driver.passSeconds(10);

        var ticket = bench.ask(cached(ECHO, Duration.ofSeconds(10)));

        assertThat(resolved(bench, ticket).age()).isEqualTo(Duration.ofSeconds(10));
        assertThat(bench.driver.sent(link)).isEmpty();
    }

    @Test
    @Requirement({"ASAP-119", "ASAP-120", "ASAP-121"})
    void aStaleAnswerIsAskedForAnew() {
        var link = home(bench);
        bench.ask(resolve(ECHO));
        bench.resolved(link, ECHO, false, element(1, HOST_A));
        bench.driver.passMillis(10_001);
        bench.driver.take();

        var ticket = bench.ask(cached(ECHO, Duration.ofSeconds(10)));

        assertThat(bench.driver.sent(link)).hasSize(1);
        assertThat(bench.answer(ticket)).isEmpty();
        bench.resolved(link, ECHO, false, element(2, HOST_A));
        assertThat(resolved(bench, ticket).elements()).containsExactly(element(2, HOST_A));
    }

    @Test
    @Requirement("ASAP-121")
    void whereNobodyAnswersAnyElementKnownIsBetterThanNone() {
        var fast = new EndpointBench(EndpointConfig.FAST, 1);
        var link = home(fast);
        fast.ask(resolve(ECHO));
        fast.resolved(link, ECHO, false, element(1, HOST_A));
        fast.driver.passSeconds(100);
        fast.lose(link);

        var selecting = fast.ask(new EndpointRequest.Select(ECHO, Duration.ofSeconds(2)));
        fast.driver.passSeconds(2);

        assertThat(fast.answer(selecting).orElseThrow())
                .isInstanceOf(EndpointAnswer.Selected.class);
    }

    @Test
    @Requirement("ASAP-121")
    void whereNobodyAnswersAResolutionIsNoOlderThanItMayBe() {
        var fast = new EndpointBench(EndpointConfig.FAST, 1);
        var link = home(fast);
        fast.ask(new EndpointRequest.Resolve(ECHO, 1, Duration.ZERO, PATIENCE));
        fast.resolved(link, ECHO, false, element(1, HOST_A));
        fast.driver.passSeconds(100);
        fast.lose(link);

        var current = fast.ask(patient(3, Duration.ZERO));
        var old = fast.ask(patient(3, Duration.ofSeconds(101)));
        var older = fast.ask(patient(3, Duration.ofSeconds(102)));
        fast.driver.passSeconds(2);

        assertThat(fast.answer(current).orElseThrow())
                .isInstanceOf(EndpointAnswer.NoRegistrar.class);
        assertThat(fast.answer(old).orElseThrow()).isInstanceOf(EndpointAnswer.NoRegistrar.class);
        assertThat(resolved(fast, older).age()).isEqualTo(Duration.ofSeconds(102));
    }

    /** A resolution that waits for two seconds. */
    private static EndpointRequest.Resolve patient(long items, Duration maxAge) {
        return new EndpointRequest.Resolve(ECHO, items, maxAge, Duration.ofSeconds(2));
    }

    @Test
    void whereARequestWasSentInVainWhatIsKnownServesAsIfPatienceHadEnded() {
        var alone = new EndpointBench(EndpointConfig.RFC, 1);
        var link = home(alone);
        alone.ask(resolve(ECHO));
        alone.resolved(link, ECHO, false, element(1, HOST_A));
        alone.driver.passSeconds(1);

        var selecting = alone.ask(select(ECHO));
        var resolving = alone.ask(resolve(ECHO));
        alone.driver.passSeconds(45);

        assertThat(alone.answer(selecting).orElseThrow())
                .isInstanceOf(EndpointAnswer.Selected.class);
        assertThat(alone.answer(resolving).orElseThrow())
                .isInstanceOf(EndpointAnswer.NoRegistrar.class);
    }

    @Test
    void theAnswerToAQuestionThatNobodyWaitsForIsNoneToAnotherOne() {
        var fast = new EndpointBench(EndpointConfig.FAST, 1);
        var link = home(fast);
        fast.ask(new EndpointRequest.Resolve(ECHO, 1, Duration.ZERO, Duration.ofMillis(10)));
        fast.driver.passMillis(10);
        var ticket = fast.ask(new EndpointRequest.Resolve(ECHO, 3, Duration.ZERO, PATIENCE));
        assertThat(fast.driver.sent(link, HandleResolution.class)).hasSize(2);

        fast.resolved(link, ECHO, false, element(1, HOST_A));
        assertThat(fast.answer(ticket)).isEmpty();
        fast.resolved(link, ECHO, false, element(1, HOST_A), element(2, HOST_A));

        assertThat(resolved(fast, ticket).elements()).hasSize(2);
    }

    @Test
    void theSecondAnswerToARepeatedQuestionIsNoneToAnotherOne() {
        var fast = new EndpointBench(EndpointConfig.FAST, 1);
        var link = home(fast);
        var slow = fast.ask(new EndpointRequest.Resolve(ECHO, 1, Duration.ZERO, PATIENCE));
        fast.driver.passMillis(700);
        assertThat(fast.driver.sent(link, HandleResolution.class)).hasSize(2);
        fast.resolved(link, ECHO, false, element(1, HOST_A));
        assertThat(fast.answer(slow)).isPresent();
        var ticket = fast.ask(new EndpointRequest.Resolve(ECHO, 3, Duration.ZERO, PATIENCE));

        fast.resolved(link, ECHO, false, element(1, HOST_A));
        assertThat(fast.answer(ticket)).isEmpty();
        fast.resolved(link, ECHO, false, element(1, HOST_A), element(2, HOST_A));

        assertThat(resolved(fast, ticket).elements()).hasSize(2);
    }

    @Test
    void aQuestionThatNobodyWaitsForIsForgottenAfterAWhile() {
        var fast = new EndpointBench(EndpointConfig.FAST, 1);
        var link = home(fast);
        fast.ask(new EndpointRequest.Resolve(ECHO, 1, Duration.ZERO, Duration.ofMillis(10)));
        fast.driver.passSeconds(2);
        assertThat(fast.driver.sent(link)).hasSize(1); // and not repeated
        var ticket = fast.ask(new EndpointRequest.Resolve(ECHO, 3, Duration.ZERO, PATIENCE));

        fast.resolved(link, ECHO, false, element(1, HOST_A), element(2, HOST_A));

        assertThat(resolved(fast, ticket).elements()).hasSize(2);
    }

    @Test
    void noRegistrarIsSoughtForAQuestionThatNobodyWaitsFor() {
        var fast = new EndpointBench(EndpointConfig.FAST, 1);
        var link = home(fast);
        fast.ask(new EndpointRequest.Resolve(ECHO, 1, Duration.ZERO, Duration.ofMillis(10)));
        fast.driver.passMillis(10);
        fast.lose(link);

        fast.driver.passSeconds(10);

        assertThat(fast.driver.opened()).isEmpty();
        var ticket = fast.ask(new EndpointRequest.Resolve(ECHO, 3, Duration.ZERO, PATIENCE));
        fast.resolved(fast.upFirst(), ECHO, false, element(1, HOST_A));
        assertThat(fast.answer(ticket)).isPresent();
    }

    @Test
    @Requirement({"ASAP-119", "REQ-026"})
    void howLongAnAnswerIsFreshIsConfigured() {
        var fast = new EndpointBench(EndpointConfig.FAST, 1);
        var link = home(fast);
        fast.ask(select(ECHO));
        fast.driver.sent(link);
        fast.resolved(link, ECHO, false, element(1, HOST_A));
        fast.driver.passMillis(1_000);
        fast.ask(select(ECHO));
        assertThat(fast.driver.sent(link)).isEmpty();

        fast.driver.passMillis(1);
        fast.ask(select(ECHO));

        assertThat(fast.driver.sent(link)).hasSize(1);
    }

    @Test
    void anAnswerWithTooFewElementsDoesNotServeWhoWantsMore() {
        var fast = new EndpointBench(EndpointConfig.FAST, 1);
        var link = home(fast);
        fast.ask(new EndpointRequest.Resolve(ECHO, 2, Duration.ZERO, PATIENCE));
        fast.resolved(link, ECHO, false, element(1, HOST_A), element(2, HOST_A));
        fast.driver.take();

        fast.ask(new EndpointRequest.Resolve(ECHO, 2, Duration.ofSeconds(9), PATIENCE));
        assertThat(fast.driver.sent(link)).isEmpty();
        fast.ask(new EndpointRequest.Resolve(ECHO, 5, Duration.ofSeconds(9), PATIENCE));
        assertThat(fast.driver.sent(link)).hasSize(1);
        fast.resolved(link, ECHO, false, element(1, HOST_A), element(2, HOST_A)); // that is all
        fast.driver.take();
        fast.ask(new EndpointRequest.Resolve(ECHO, 9, Duration.ofSeconds(9), PATIENCE));
        assertThat(fast.driver.sent(link)).isEmpty();
    }

    @Test
    @Requirement("ASAP-213")
    void aPurgedPoolIsAskedForAnew() {
        var fast = new EndpointBench(EndpointConfig.FAST, 1);
        var link = home(fast);
        fast.ask(select(ECHO));
        fast.resolved(link, ECHO, false, element(1, HOST_A));
        fast.driver.take();

        fast.ask(new EndpointRequest.Purge(ECHO));
        fast.ask(select(ECHO));

        assertThat(fast.driver.sent(link)).hasSize(1);
    }

    @Test
    void thePoolUnusedForLongestIsForgottenFirst() {
        var limits = EndpointConfig.Limits.DEFAULTS;
        var small =
                new EndpointBench(
                        EndpointConfig.FAST
                                .withRegistrars(EndpointBench.registrars(1))
                                .withLimits(
                                        new EndpointConfig.Limits(
                                                limits.maxRegistrars(),
                                                limits.maxElements(),
                                                2,
                                                2,
                                                limits.maxHandedOut(),
                                                limits.maxReportsPerSecond(),
                                                limits.maxErrorsPerSecond(),
                                                limits.maxAcceptedLinks(),
                                                limits.maxPoolHandleLength())));
        var link = home(small);
        for (var name : List.of("a", "b")) {
            small.ask(resolve(PoolHandle.of(name)));
            small.resolved(link, PoolHandle.of(name), false, element(1, HOST_A));
        }
        selected(small, PoolHandle.of("a"));
        small.ask(resolve(PoolHandle.of("c")));
        small.resolved(link, PoolHandle.of("c"), false, element(1, HOST_A));
        small.driver.take();

        selected(small, PoolHandle.of("a"));
        selected(small, PoolHandle.of("c"));
        var forgotten = small.ask(select(PoolHandle.of("b")));
        assertThat(small.answer(forgotten)).isEmpty();
        small.ask(resolve(PoolHandle.of("d")));
        var oneTooMany = small.ask(resolve(PoolHandle.of("e")));
        assertThat(small.answer(oneTooMany).orElseThrow())
                .isInstanceOf(EndpointAnswer.Refused.class);
    }

    @Test
    void requestsForTheSameShareAMessage() {
        var link = home(bench);
        var tickets = new ArrayList<Ticket>();
        for (int i = 0; i < 100; i++) {
            tickets.add(bench.ask(resolve(ECHO)));
        }
        assertThat(bench.driver.sent(link)).hasSize(1);

        bench.resolved(link, ECHO, false, element(1, HOST_A));

        assertThat(tickets).allMatch(ticket -> bench.answer(ticket).isPresent());
    }

    @Test
    void aDoubledAnswerChangesNothing() {
        var link = home(bench);
        bench.ask(resolve(ECHO));
        bench.resolved(link, ECHO, false, element(1, HOST_A));
        bench.driver.take();

        bench.resolved(link, ECHO, false, element(2, HOST_A));

        assertThat(bench.driver.take()).isEmpty();
        var ticket = bench.ask(cached(ECHO, Duration.ofSeconds(1)));
        assertThat(resolved(bench, ticket).elements()).containsExactly(element(1, HOST_A));
    }

    @Test
    void aLateAnswerIsAnAnswer() {
        var alone = new EndpointBench(EndpointConfig.RFC, 1);
        var link = home(alone);
        var ticket = alone.ask(resolve(ECHO));
        alone.driver.passSeconds(20);

        alone.resolved(link, ECHO, false, element(1, HOST_A));

        assertThat(resolved(alone, ticket).elements()).hasSize(1);
    }

    @Test
    void answersOfOthersThanTheHomeRegistrarAreIgnored() {
        var link = home(bench);
        var ticket = bench.ask(resolve(ECHO));
        var stranger = bench.accept(sctp(HOST_B, 9_000));

        bench.resolved(stranger, ECHO, false, element(6, HOST_B));

        assertThat(bench.answer(ticket)).isEmpty();
        bench.resolved(link, ECHO, false, element(1, HOST_A));
        assertThat(resolved(bench, ticket).elements()).containsExactly(element(1, HOST_A));
    }

    @Test
    void aRequestCanBeCancelled() {
        var link = home(bench);
        var ticket = bench.ask(resolve(ECHO));
        var other = bench.ask(resolve(ECHO));

        bench.ask(new EndpointRequest.Cancel(ticket));
        assertThat(bench.answer(ticket))
                .contains(new EndpointAnswer.NoRegistrar("the request was cancelled"));
        bench.ask(new EndpointRequest.Cancel(ticket));
        bench.resolved(link, ECHO, false, element(1, HOST_A));

        assertThat(bench.answer(ticket)).isEmpty();
        assertThat(bench.answer(other)).isPresent();
    }

    @Test
    void impatienceOfOneDoesNotConcernTheOthers() {
        var link = home(bench);
        var impatient =
                bench.ask(
                        new EndpointRequest.Resolve(ECHO, 0, Duration.ZERO, Duration.ofMillis(10)));
        var patient = bench.ask(resolve(ECHO));
        bench.driver.passMillis(10);
        assertThat(bench.answer(impatient).orElseThrow())
                .isInstanceOf(EndpointAnswer.NoRegistrar.class);

        bench.resolved(link, ECHO, false, element(1, HOST_A));

        assertThat(bench.answer(patient)).isPresent();
    }

    @Test
    @Requirement({"ASAP-110", "ASAP-203", "ASAP-005"})
    void anElementResolvesOverTheLinkOverWhichItRegistered() {
        var link = bench.joined(join(OTHER, 1));

        bench.ask(resolve(ECHO));

        assertThat(bench.only(link)).isEqualTo(new HandleResolution(ECHO));
        assertThat(bench.driver.opened()).isEmpty();
    }

    @Test
    void handlesThatAreTooLongAreRefusedHere() {
        var handle = handleOf(60_000);
        for (EndpointRequest request :
                List.of(
                        resolve(handle),
                        select(handle),
                        join(handle, 1),
                        new EndpointRequest.Watch(handle))) {
            var ticket = bench.ask(request);
            assertThat(bench.answer(ticket).orElseThrow())
                    .isInstanceOf(EndpointAnswer.Refused.class);
        }
        assertThat(bench.driver.take()).isEmpty();
    }

    @Test
    void settingsOutOfRangeAreRefused() {
        assertThatThrownBy(() -> new EndpointRequest.Resolve(ECHO, -1, PATIENCE, PATIENCE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("-1");
        assertThatThrownBy(() -> EndpointConfig.FAST.requests().withTimeout(Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("timeout");
        assertThatThrownBy(() ->
                        EndpointConfig.FAST.cache().withStaleCacheValue(Duration.ofSeconds(-1)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> EndpointConfig.Limits.DEFAULTS.withMaxPoolHandleLength(16_001))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    @Requirement("REQ-023")
    void anElementIsFoundAgainUnderItsIdentifier() {
        var link = home(bench);
        bench.ask(resolve(ECHO));
        bench.resolved(link, ECHO, false, element(1, HOST_A, leastUsed(1)));
        var again = bench.ask(resolve(ECHO));
        bench.resolved(
                link,
                ECHO,
                false,
                element(2, HOST_A, leastUsed(0)),
                element(1, HOST_A, leastUsed(9)));

        assertThat(resolved(bench, again).elements())
                .extracting(PoolElementInfo::id)
                .contains(id(1));
    }
}
