package org.rserpool.core.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.rserpool.core.Samples.ECHO;
import static org.rserpool.core.Samples.HOST_A;
import static org.rserpool.core.Samples.HOST_B;
import static org.rserpool.core.Samples.OTHER;
import static org.rserpool.core.Samples.element;
import static org.rserpool.core.Samples.id;
import static org.rserpool.core.Samples.leastUsed;
import static org.rserpool.core.Samples.sctp;

import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.rserpool.core.Link;
import org.rserpool.testkit.Requirement;
import org.rserpool.wire.CauseCode;
import org.rserpool.wire.ElementId;
import org.rserpool.wire.PolicyInfo;
import org.rserpool.wire.PoolElementInfo;
import org.rserpool.wire.PoolHandle;
import org.rserpool.wire.message.AsapMessage.HandleResolution;

/** Automatic updates at the pool user. */
final class WatchingTest {

    private static final HandleResolution SUBSCRIPTION =
            new HandleResolution(ECHO, true, OptionalLong.of(0xffffffffL));
    private static final EndpointRequest.Resolve RESOLVE =
            new EndpointRequest.Resolve(ECHO, 0, Duration.ZERO, EndpointBench.PATIENCE);

    private final EndpointBench bench = new EndpointBench(EndpointConfig.FAST, 2);

    private Link watched() {
        var ticket = bench.ask(new EndpointRequest.Watch(ECHO));
        assertThat(bench.answer(ticket)).contains(new EndpointAnswer.Done());
        return bench.upFirst();
    }

    private List<EndpointNotice.PoolChanged> changes() {
        return bench.driver.told(EndpointNotice.PoolChanged.class);
    }

    private static List<ElementId> ids(EndpointNotice.PoolChanged change) {
        return change.elements().stream().map(PoolElementInfo::id).toList();
    }

    @Test
    @Requirement({"ASAP-022", "REQ-025"})
    void theFirstAnswerAndEachChangeAreTold() {
        var link = watched();
        assertThat(bench.only(link)).isEqualTo(SUBSCRIPTION);

        bench.resolved(link, ECHO, true, element(1, HOST_A));
        bench.resolved(link, ECHO, true, element(1, HOST_A), element(2, HOST_A));
        bench.resolved(link, ECHO, true, element(2, HOST_A));
        bench.resolved(link, ECHO, true, element(2, HOST_A, leastUsed(4)));

        assertThat(changes().stream().map(WatchingTest::ids))
                .containsExactly(
                        List.of(id(1)), List.of(id(1), id(2)), List.of(id(2)), List.of(id(2)));
    }

    @Test
    void anotherOrderIsNoChange() {
        var link = watched();
        bench.resolved(link, ECHO, true, element(1, HOST_A), element(2, HOST_A));
        bench.resolved(link, ECHO, true, element(2, HOST_A), element(1, HOST_A));

        assertThat(changes()).hasSize(1);
    }

    @Test
    @Requirement("REQ-025")
    void updatesAreUsedWithoutAsking() {
        var link = watched();
        bench.resolved(link, ECHO, true, element(1, HOST_A));
        bench.driver.passMillis(1_900); // beyond stale_cache_value
        bench.resolved(link, ECHO, true, element(2, HOST_A));
        bench.driver.take();

        var ticket = bench.ask(new EndpointRequest.Select(ECHO, EndpointBench.PATIENCE));

        assertThat(((EndpointAnswer.Selected) bench.answer(ticket).orElseThrow()).element())
                .isEqualTo(element(2, HOST_A));
        assertThat(bench.driver.sent(link)).isEmpty();
    }

    @Test
    void anUpdateDoesNotBeginTheRoundAnew() {
        var link = watched();
        bench.resolved(
                link, ECHO, true, element(1, HOST_A), element(2, HOST_A), element(3, HOST_A));
        assertThat(selected()).isEqualTo(id(1));
        bench.resolved(
                link,
                ECHO,
                true,
                element(1, HOST_A),
                element(2, HOST_A),
                element(3, HOST_A),
                element(4, HOST_A));
        assertThat(selected()).isEqualTo(id(2));
        bench.resolved(
                link, ECHO, true, element(1, HOST_A), element(2, HOST_A), element(3, HOST_A));

        assertThat(selected()).isEqualTo(id(3));
        assertThat(selected()).isEqualTo(id(1));
    }

    private ElementId selected() {
        var ticket = bench.ask(new EndpointRequest.Select(ECHO, EndpointBench.PATIENCE));
        return ((EndpointAnswer.Selected) bench.answer(ticket).orElseThrow()).element().id();
    }

    @Test
    @Requirement("ASAP-023")
    void aNewHomeRegistrarIsAskedForUpdatesAgain() {
        var link = watched();
        bench.resolved(link, ECHO, true, element(1, HOST_A));
        bench.driver.take();

        bench.lose(link);
        var other = bench.upFirst();

        assertThat(bench.only(other)).isEqualTo(SUBSCRIPTION);
        bench.resolved(other, ECHO, true, element(1, HOST_A));
        assertThat(changes()).isEmpty();
    }

    @Test
    void withoutHomeRegistrarTheAnswerGrowsOld() {
        var link = watched();
        bench.resolved(link, ECHO, true, element(1, HOST_A));
        bench.lose(link);
        bench.driver.passMillis(1_500);

        var ticket = bench.ask(new EndpointRequest.Select(ECHO, EndpointBench.PATIENCE));

        assertThat(bench.answer(ticket)).isEmpty();
    }

    @Test
    @Requirement({"ASAP-024", "REQ-025"})
    void aPoolThatDoesNotExistYetIsAskedForAgainAndAgain() {
        var link = watched();
        bench.driver.sent(link);
        bench.unknown(link, ECHO);
        assertThat(changes())
                .containsExactly(
                        new EndpointNotice.PoolChanged(ECHO, PolicyInfo.ROUND_ROBIN, List.of()));

        bench.driver.passMillis(1_999);
        assertThat(bench.driver.sent(link)).isEmpty();
        bench.driver.passMillis(1);
        assertThat(bench.only(link)).isEqualTo(SUBSCRIPTION);
        bench.resolved(link, ECHO, true, element(1, HOST_A));

        assertThat(changes()).hasSize(1);
    }

    @Test
    void aPoolThatVanishesAndComesBackIsToldBothTimes() {
        var link = watched();
        bench.resolved(link, ECHO, true, element(1, HOST_A));
        bench.unknown(link, ECHO);
        assertThat(changes()).hasSize(2);
        var gone = bench.ask(new EndpointRequest.Select(ECHO, EndpointBench.PATIENCE));
        assertThat(bench.answer(gone)).isEmpty();
        bench.driver.take();

        bench.driver.passSeconds(2);
        bench.resolved(link, ECHO, true, element(1, HOST_A));

        assertThat(changes()).hasSize(1);
        assertThat(bench.answer(gone)).isPresent();
    }

    @Test
    void anotherRefusalIsNotTheEndOfThePool() {
        var link = watched();
        bench.resolved(link, ECHO, true, element(1, HOST_A));
        changes();

        bench.driver.passSeconds(2);
        bench.negative(link, ECHO, CauseCode.LACK_OF_RESOURCES);

        assertThat(changes()).isEmpty();
    }

    @Test
    void aRegistrarThatTellsNoChangesIsAskedAgainAndAgain() {
        var link = watched();
        for (int i = 1; i <= 5; i++) {
            assertThat(bench.only(link)).isEqualTo(SUBSCRIPTION);
            bench.resolved(link, ECHO, false, element(i, HOST_A));
            assertThat(changes()).hasSize(1);
            bench.driver.passSeconds(2);
        }
    }

    @Test
    @Requirement("REQ-003")
    void aRegistrarThatFellSilentIsNoticedThoughNothingIsAsked() {
        var link = watched();
        bench.resolved(link, ECHO, true, element(1, HOST_A));
        bench.driver.take();

        bench.driver.passMillis(2_700);

        assertThat(bench.driver.sent(link)).isNotEmpty();
        assertThat(bench.driver.opened()).hasSize(1);
    }

    @Test
    void whatIsWatchedIsAlwaysAskedForAsAWhole() {
        var link = watched();
        bench.resolved(
                link, ECHO, true, element(1, HOST_A), element(2, HOST_A), element(3, HOST_A));
        bench.driver.take();

        bench.ask(new EndpointRequest.Purge(ECHO));
        var two =
                bench.ask(
                        new EndpointRequest.Resolve(
                                ECHO, 2, Duration.ZERO, EndpointBench.PATIENCE));
        var selecting = bench.ask(new EndpointRequest.Select(ECHO, EndpointBench.PATIENCE));

        // Anything else would end the subscription, or pass for an update.
        assertThat(bench.only(link)).isEqualTo(SUBSCRIPTION);
        bench.resolved(
                link, ECHO, true, element(1, HOST_A), element(2, HOST_A), element(3, HOST_A));
        assertThat(((EndpointAnswer.Resolved) bench.answer(two).orElseThrow()).elements())
                .hasSize(2);
        assertThat(bench.answer(selecting)).isPresent();
        assertThat(changes()).isEmpty();
    }

    @Test
    void anAnswerToAnEarlierRequestIsNoUpdate() {
        bench.ask(RESOLVE);
        var link = bench.upFirst();
        bench.ask(new EndpointRequest.Watch(ECHO));
        assertThat(bench.driver.sent(link)).hasSize(2);

        bench.resolved(link, ECHO, false, element(1, HOST_A));
        assertThat(changes()).isEmpty();
        bench.resolved(link, ECHO, true, element(1, HOST_A), element(2, HOST_A));
        bench.resolved(link, ECHO, false, element(3, HOST_A)); // late, or doubled

        assertThat(changes().stream().map(WatchingTest::ids))
                .containsExactly(List.of(id(1), id(2)));
    }

    @Test
    void updatesOfOthersThanTheHomeRegistrarAreIgnored() {
        var link = watched();
        bench.resolved(link, ECHO, true, element(1, HOST_A));
        changes();
        var stranger = bench.accept(sctp(HOST_B, 9_000));

        bench.resolved(stranger, ECHO, true, element(6, HOST_B));
        bench.unknown(stranger, ECHO);

        assertThat(changes()).isEmpty();
        assertThat(selected()).isEqualTo(id(1));
    }

    @Test
    void updatesThatNobodyAskedForAreIgnored() {
        var link = watched();

        bench.resolved(link, OTHER, true, element(1, HOST_A));

        assertThat(changes()).isEmpty();
        var ticket =
                bench.ask(
                        new EndpointRequest.Resolve(
                                OTHER, 0, Duration.ofHours(1), EndpointBench.PATIENCE));
        assertThat(bench.answer(ticket)).isEmpty();
    }

    @Test
    void whoWatchesNoLongerEndsTheUpdates() {
        var link = watched();
        bench.resolved(link, ECHO, true, element(1, HOST_A));
        bench.driver.take();

        bench.ask(new EndpointRequest.Unwatch(ECHO));

        assertThat(bench.only(link))
                .isEqualTo(new HandleResolution(ECHO, false, OptionalLong.of(16)));
        bench.resolved(link, ECHO, false, element(1, HOST_A));
        bench.driver.take();
        bench.resolved(link, ECHO, true, element(2, HOST_A)); // had been on its way
        assertThat(changes()).isEmpty();
        bench.driver.passSeconds(1);
        assertThat(selected()).isEqualTo(id(1));
        bench.driver.passSeconds(60);
        assertThat(bench.driver.sent(link)).isEmpty();
    }

    @Test
    void whoWatchesNoLongerBeforeTheConsentEndsTheUpdatesThen() {
        var link = watched();
        bench.driver.sent(link);
        bench.ask(new EndpointRequest.Unwatch(ECHO));
        assertThat(bench.driver.sent(link)).isEmpty();

        bench.resolved(link, ECHO, true, element(1, HOST_A));

        assertThat(bench.only(link))
                .isEqualTo(new HandleResolution(ECHO, false, OptionalLong.of(16)));
        bench.resolved(link, ECHO, false, element(1, HOST_A));
        bench.driver.passMillis(1_001);
        var ticket = bench.ask(new EndpointRequest.Select(ECHO, EndpointBench.PATIENCE));
        assertThat(bench.answer(ticket)).isEmpty(); // what was pushed once grows old
    }

    @Test
    void whoWatchesAgainIsToldAgain() {
        var link = watched();
        bench.resolved(link, ECHO, true, element(1, HOST_A));
        changes();

        bench.ask(new EndpointRequest.Watch(ECHO));
        bench.resolved(link, ECHO, true, element(1, HOST_A));

        assertThat(changes()).hasSize(1);
    }

    @Test
    void severalPoolsAreWatchedEachForItself() {
        var link = watched();
        bench.ask(new EndpointRequest.Watch(OTHER));
        bench.resolved(link, ECHO, true, element(1, HOST_A));
        bench.resolved(link, OTHER, true, element(2, HOST_A));

        assertThat(changes())
                .extracting(EndpointNotice.PoolChanged::pool)
                .containsExactly(ECHO, OTHER);
    }

    @Test
    void noMorePoolsAreWatchedThanAllowed() {
        var limits = EndpointConfig.Limits.DEFAULTS;
        var small =
                new EndpointBench(
                        EndpointConfig.FAST.withLimits(
                                new EndpointConfig.Limits(
                                        limits.maxRegistrars(),
                                        limits.maxElements(),
                                        2,
                                        limits.maxRequests(),
                                        limits.maxHandedOut(),
                                        limits.maxReportsPerSecond(),
                                        limits.maxErrorsPerSecond(),
                                        limits.maxAcceptedLinks(),
                                        limits.maxPoolHandleLength())));
        for (int i = 1; i <= 2; i++) {
            var ticket = small.ask(new EndpointRequest.Watch(PoolHandle.of("pool-" + i)));
            assertThat(small.answer(ticket)).contains(new EndpointAnswer.Done());
        }

        var third = small.ask(new EndpointRequest.Watch(PoolHandle.of("pool-3")));
        assertThat(small.answer(third).orElseThrow()).isInstanceOf(EndpointAnswer.Refused.class);
        var known = small.ask(new EndpointRequest.Watch(PoolHandle.of("pool-1")));
        assertThat(small.answer(known)).contains(new EndpointAnswer.Done());
    }
}
