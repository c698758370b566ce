package org.rserpool.core.registrar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.rserpool.core.Samples.ECHO;
import static org.rserpool.core.Samples.HOST_A;
import static org.rserpool.core.Samples.HOST_B;
import static org.rserpool.core.Samples.HOST_C;
import static org.rserpool.core.Samples.OTHER;
import static org.rserpool.core.Samples.element;
import static org.rserpool.core.Samples.id;
import static org.rserpool.core.Samples.leastUsed;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.rserpool.core.Link;
import org.rserpool.core.registrar.RegistrarConfig.Limits;
import org.rserpool.testkit.Requirement;
import org.rserpool.wire.CauseCode;
import org.rserpool.wire.ElementId;
import org.rserpool.wire.ErrorCause;
import org.rserpool.wire.PoolElementInfo;
import org.rserpool.wire.PoolHandle;
import org.rserpool.wire.message.AsapMessage.HandleResolutionResponse;

final class SubscriptionTest {

    private static final long DELAY = RegistrarConfig.RFC.resolution().updateDelay().toMillis();

    private final RegistrarBench bench = new RegistrarBench(RegistrarConfig.RFC);
    private final Link element = bench.connect(HOST_A);
    private final Link user = bench.connect(HOST_B);

    private List<HandleResolutionResponse> updates() {
        return bench.driver.sent(user, HandleResolutionResponse.class);
    }

    private static List<ElementId> ids(HandleResolutionResponse answer) {
        return answer.elements().stream().map(PoolElementInfo::id).toList();
    }

    @Test
    @Requirement({"ASAP-022", "ASAP-025", "REQ-025"})
    void changesOfASubscribedPoolAreToldWithAllThatIsThere() {
        bench.register(element, ECHO, element(1, HOST_A));
        assertThat(bench.subscribe(user, ECHO).updates()).isTrue();

        bench.register(element, ECHO, element(2, HOST_A));
        bench.driver.passMillis(DELAY);

        var told = updates();
        assertThat(told).hasSize(1);
        assertThat(told.getFirst().updates()).isTrue();
        assertThat(ids(told.getFirst())).containsExactlyInAnyOrder(id(1), id(2));
    }

    @Test
    void whoAsksAgainForWhatIsSubscribedToTakesNobodysTurn() {
        for (int i = 1; i <= 3; i++) {
            bench.register(element, ECHO, element(i, HOST_A));
        }
        bench.subscribe(user, ECHO);
        var other = bench.connect(HOST_A);
        var chosen = new ArrayList<ElementId>();
        for (int i = 0; i < 6; i++) {
            assertThat(bench.subscribe(user, ECHO).elements()).hasSize(3);
            chosen.addAll(ids(bench.resolve(other, ECHO, 1)));
        }

        assertThat(chosen.subList(0, 3)).containsExactlyInAnyOrder(id(1), id(2), id(3));
        assertThat(chosen.subList(3, 6)).isEqualTo(chosen.subList(0, 3));
    }

    @Test
    @Requirement("ASAP-025")
    void whoDidNotAskForUpdatesGetsNone() {
        bench.register(element, ECHO, element(1, HOST_A));
        assertThat(bench.resolve(user, ECHO).updates()).isFalse();

        bench.register(element, ECHO, element(2, HOST_A));
        bench.driver.passSeconds(1);

        assertThat(updates()).isEmpty();
    }

    @Test
    void joiningLeavingAndOtherValuesAreChanges() {
        bench.register(element, ECHO, element(1, HOST_A, leastUsed(1)));
        bench.subscribe(user, ECHO);

        bench.register(element, ECHO, element(2, HOST_A, leastUsed(1)));
        bench.driver.passSeconds(1);
        bench.register(element, ECHO, element(2, HOST_A, leastUsed(2)));
        bench.driver.passSeconds(1);
        bench.deregister(element, ECHO, id(2));
        bench.driver.passSeconds(1);
        bench.register(element, ECHO, element(1, HOST_A, leastUsed(1)));
        bench.driver.passSeconds(1);

        assertThat(updates()).hasSize(3);
    }

    @Test
    @Requirement("REQ-008")
    void changesInAShortTimeAreToldAtOnce() {
        bench.register(element, ECHO, element(1, HOST_A));
        bench.subscribe(user, ECHO);

        for (int i = 2; i <= 50; i++) {
            bench.register(element, ECHO, element(i, HOST_A));
        }
        bench.driver.passMillis(DELAY);

        assertThat(updates()).hasSize(1);
    }

    @Test
    @Requirement("REQ-008")
    void theLargerThePoolTheMoreSeldomItIsTold() {
        for (int i = 1; i <= 640; i++) {
            bench.register(element, ECHO, element(i, HOST_A, leastUsed(1)));
        }
        bench.subscribe(user, ECHO);

        for (int second = 0; second < 50; second++) {
            bench.register(element, ECHO, element(1, HOST_A, leastUsed(second)));
            bench.driver.passMillis(DELAY);
        }

        // 640 elements: eleven delays between two updates, and the first one at once.
        assertThat(updates()).hasSizeBetween(4, 6);
    }

    @Test
    void whatIsToldDoesNotDisturbTheSelection() {
        for (int i = 1; i <= 3; i++) {
            bench.register(element, ECHO, element(i, HOST_A));
        }
        bench.subscribe(user, ECHO);
        assertThat(ids(bench.resolve(element, ECHO, 1))).containsExactly(id(2));

        bench.register(element, ECHO, element(4, HOST_A));
        bench.driver.passMillis(DELAY);

        assertThat(updates()).hasSize(1);
        assertThat(ids(bench.resolve(element, ECHO, 1))).containsExactly(id(3));
    }

    @Test
    @Requirement({"ASAP-024", "ASAP-025"})
    void theEndOfThePoolIsToldOnceAndEndsTheSubscription() {
        bench.register(element, ECHO, element(1, HOST_A));
        bench.subscribe(user, ECHO);

        bench.deregister(element, ECHO, id(1));
        bench.driver.passMillis(DELAY);
        assertThat(updates())
                .containsExactly(
                        HandleResolutionResponse.negative(
                                ECHO, new ErrorCause(CauseCode.UNKNOWN_POOL_HANDLE)));

        bench.register(element, ECHO, element(1, HOST_A));
        bench.driver.passSeconds(1);
        assertThat(updates()).isEmpty();
        assertThat(snapshot().subscriptions()).isZero();
    }

    private RegistrarSnapshot snapshot() {
        var ticket = new org.rserpool.core.Ticket(77);
        bench.driver.feed(
                new org.rserpool.core.Event.Asked(ticket, new RegistrarRequest.TakeSnapshot()));
        return (RegistrarSnapshot) bench.driver.answers(ticket).getFirst();
    }

    @Test
    @Requirement("ASAP-024")
    void aPoolThatDoesNotExistCannotBeSubscribedTo() {
        assertThat(bench.subscribe(user, ECHO).updates()).isFalse();

        bench.register(element, ECHO, element(1, HOST_A));
        bench.driver.passSeconds(1);

        assertThat(updates()).isEmpty();
    }

    @Test
    @Requirement("ASAP-024")
    void afterANegativeAnswerNothingFollowsEvenIfTheEndWasNotToldYet() {
        bench.register(element, ECHO, element(1, HOST_A));
        bench.subscribe(user, ECHO);
        bench.deregister(element, ECHO, id(1));
        assertThat(bench.subscribe(user, ECHO).errors()).isNotEmpty();

        bench.register(element, ECHO, element(1, HOST_A));
        bench.driver.passSeconds(1);

        assertThat(updates()).isEmpty();
    }

    @Test
    void aRequestWithoutTheSBitEndsTheSubscription() {
        bench.register(element, ECHO, element(1, HOST_A));
        bench.subscribe(user, ECHO);
        assertThat(bench.resolve(user, ECHO).updates()).isFalse();

        bench.register(element, ECHO, element(2, HOST_A));
        bench.driver.passSeconds(1);

        assertThat(updates()).isEmpty();
    }

    @Test
    void subscribingTwiceIsSubscribingOnce() {
        bench.register(element, ECHO, element(1, HOST_A));
        bench.subscribe(user, ECHO);
        assertThat(bench.subscribe(user, ECHO).updates()).isTrue();
        assertThat(snapshot().subscriptions()).isEqualTo(1);

        bench.register(element, ECHO, element(2, HOST_A));
        bench.driver.passMillis(DELAY);

        assertThat(updates()).hasSize(1);
    }

    @Test
    @Requirement("ASAP-022")
    void aSubscriptionEndsWithItsConnection() {
        bench.register(element, ECHO, element(1, HOST_A));
        bench.subscribe(user, ECHO);
        bench.lose(user);
        assertThat(snapshot().subscriptions()).isZero();

        bench.register(element, ECHO, element(2, HOST_A));
        bench.driver.passSeconds(1);

        assertThat(updates()).isEmpty();
    }

    @Test
    void aSubscriptionEndsWithAConnectionThatTheRegistrarEnds() {
        var fast = new RegistrarBench(RegistrarConfig.FAST);
        var both = fast.connect(HOST_C);
        var others = fast.connect(HOST_A);
        fast.register(others, ECHO, element(1, HOST_A));
        fast.register(both, OTHER, element(9, HOST_C));
        fast.subscribe(both, ECHO);

        fast.passAnswering(3_000, others); // the element on the other connection is silent

        assertThat(fast.has(OTHER, id(9))).isFalse();
        assertThat(fast.driver.closed()).hasSize(1);
        fast.driver.take();
        fast.register(others, ECHO, element(2, HOST_A));
        fast.passAnswering(100, others);
        assertThat(fast.driver.sent(both)).isEmpty();
        assertThat(fast.machine.handle(snapshotOf(), fast.driver.now()).getFirst().toString())
                .contains("links=1, subscriptions=0");
    }

    private static org.rserpool.core.Event snapshotOf() {
        return new org.rserpool.core.Event.Asked(
                new org.rserpool.core.Ticket(1), new RegistrarRequest.TakeSnapshot());
    }

    @Test
    @Requirement("ASAP-025")
    void moreSubscriptionsThanAllowedAreNotGranted() {
        var limits = Limits.DEFAULTS;
        var few =
                new RegistrarBench(
                        RegistrarConfig.RFC.withLimits(
                                new Limits(
                                        limits.silentLink(),
                                        limits.idleLink(),
                                        limits.maxContacts(),
                                        3,
                                        2,
                                        limits.maxResolutionsPerSecond(),
                                        limits.maxReportsPerSecond(),
                                        limits.maxTableReaders(),
                                        limits.maxErrorsPerSecond(),
                                        limits.maxComplaintsPerSecond())));
        var link = few.connect(HOST_A);
        for (int i = 1; i <= 4; i++) {
            few.register(link, PoolHandle.of("pool-" + i), element(i, HOST_A));
        }
        var one = few.connect(HOST_B);
        var two = few.connect(HOST_C);

        assertThat(few.subscribe(one, PoolHandle.of("pool-1")).updates()).isTrue();
        assertThat(few.subscribe(one, PoolHandle.of("pool-2")).updates()).isTrue();
        assertThat(few.subscribe(one, PoolHandle.of("pool-3")).updates()).isFalse();
        assertThat(few.subscribe(two, PoolHandle.of("pool-3")).updates()).isTrue();
        assertThat(few.subscribe(two, PoolHandle.of("pool-4")).updates()).isFalse();
        assertThat(few.subscribe(two, PoolHandle.of("pool-4")).elements()).hasSize(1);
        few.lose(one);
        assertThat(few.subscribe(two, PoolHandle.of("pool-4")).updates()).isTrue();
    }

    @Test
    void aSubscriberIsGivenAllFromTheBeginningOn() {
        var fast = new RegistrarBench(RegistrarConfig.FAST);
        var link = fast.connect(HOST_A);
        for (int i = 1; i <= 10; i++) {
            fast.register(link, ECHO, element(i, HOST_A));
        }

        assertThat(fast.subscribe(fast.connect(HOST_B), ECHO).elements()).hasSize(10);
    }

    @Test
    void aPoolTooLargeForAMessageIsToldAsFarAsItFits() {
        for (int i = 1; i <= 2_000; i++) {
            bench.register(element, ECHO, element(i, HOST_A));
        }
        bench.subscribe(user, ECHO);

        bench.deregister(element, ECHO, id(1));
        bench.driver.pass(Duration.ofSeconds(5));

        assertThat(updates().getFirst().elements()).hasSizeBetween(1_500, 1_999);
    }
}
