package org.rserpool.core.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.rserpool.core.Samples.ECHO;
import static org.rserpool.core.Samples.HOST_A;
import static org.rserpool.core.Samples.OTHER;
import static org.rserpool.core.Samples.element;
import static org.rserpool.core.Samples.id;

import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.rserpool.core.Answer;
import org.rserpool.core.Link;
import org.rserpool.testkit.Requirement;
import org.rserpool.wire.ElementId;
import org.rserpool.wire.PoolElementInfo;
import org.rserpool.wire.message.AsapMessage.EndpointUnreachable;
import org.rserpool.wire.message.AsapMessage.HandleResolution;

/** Reports of elements that could not be reached. */
final class ReportingTest {

    private final EndpointBench bench = new EndpointBench(EndpointConfig.FAST, 1);

    private Link resolved(int elements) {
        bench.ask(new EndpointRequest.Resolve(ECHO, 0, Duration.ZERO, EndpointBench.PATIENCE));
        var link = bench.upFirst();
        answer(link, elements);
        bench.driver.take();
        return link;
    }

    private void answer(Link link, int elements) {
        bench.resolved(
                link,
                ECHO,
                false,
                IntStream.rangeClosed(1, elements)
                        .mapToObj(i -> element(i, HOST_A))
                        .toArray(PoolElementInfo[]::new));
    }

    private Answer report(int id) {
        var ticket = bench.ask(new EndpointRequest.Report(ECHO, id(id)));
        return bench.answer(ticket).orElseThrow();
    }

    private ElementId selected() {
        var ticket = bench.ask(new EndpointRequest.Select(ECHO, EndpointBench.PATIENCE));
        return ((EndpointAnswer.Selected) bench.answer(ticket).orElseThrow()).element().id();
    }

    @Test
    @Requirement({"ASAP-136", "ASAP-137", "ASAP-197", "REQ-021"})
    void aFailureIsReportedToTheHomeRegistrar() {
        var link = resolved(3);

        assertThat(report(2)).isEqualTo(new EndpointAnswer.Reported(true));

        assertThat(bench.only(link)).isEqualTo(new EndpointUnreachable(ECHO, id(2)));
    }

    @Test
    @Requirement({"ASAP-136", "POL-053"})
    void whoFailedIsNotChosenForAWhile() {
        resolved(3);
        assertThat(selected()).isEqualTo(id(1));
        report(1);
        for (int i = 0; i < 4; i++) {
            assertThat(selected()).isNotEqualTo(id(1));
        }
    }

    @Test
    void whoFailedIsNotChosenEvenIfTheRegistrarListsIt() {
        var link = resolved(2);
        report(1);
        bench.driver.passMillis(1_500);
        bench.ask(new EndpointRequest.Select(ECHO, EndpointBench.PATIENCE));
        answer(link, 2);
        bench.driver.take();

        assertThat(selected()).isEqualTo(id(2));
        assertThat(selected()).isEqualTo(id(2));
        bench.driver.passMillis(500); // failedFor is over, the answer still fresh
        assertThat(selected()).isEqualTo(id(1));
    }

    @Test
    void whereAllHaveFailedTheRegistrarIsAskedAndBelieved() {
        var link = resolved(1);
        assertThat(selected()).isEqualTo(id(1));
        report(1);
        bench.driver.take();

        var ticket = bench.ask(new EndpointRequest.Select(ECHO, EndpointBench.PATIENCE));
        assertThat(bench.driver.sent(link, HandleResolution.class)).hasSize(1);
        answer(link, 1);

        assertThat(((EndpointAnswer.Selected) bench.answer(ticket).orElseThrow()).element().id())
                .isEqualTo(id(1));
    }

    @Test
    @Requirement({"ASAP-139", "SEC-030"})
    void oneFailureIsReportedOnce() {
        var link = resolved(3);
        report(2);
        bench.driver.sent(link);

        assertThat(report(2)).isEqualTo(new EndpointAnswer.NotUsed());
        assertThat(bench.driver.sent(link)).isEmpty();
    }

    @Test
    @Requirement("ASAP-139")
    void whoIsHandedOutAgainCanFailAgain() {
        var link = resolved(1);
        report(1);
        bench.driver.take();
        bench.ask(new EndpointRequest.Select(ECHO, EndpointBench.PATIENCE));
        answer(link, 1);

        assertThat(report(1)).isEqualTo(new EndpointAnswer.Reported(true));
    }

    @Test
    @Requirement({"ASAP-140", "ASAP-229", "SEC-031"})
    void whoWasNeverHandedOutIsNotReported() {
        var link = resolved(3);

        assertThat(report(9)).isEqualTo(new EndpointAnswer.NotUsed());
        var other = bench.ask(new EndpointRequest.Report(OTHER, id(1)));
        assertThat(bench.answer(other)).contains(new EndpointAnswer.NotUsed());

        assertThat(bench.driver.sent(link)).isEmpty();
    }

    @Test
    @Requirement({"ASAP-140", "SEC-031"})
    void ofAnAnswerOnlyWhatWasHandedOutCounts() {
        var fresh = new EndpointBench(EndpointConfig.FAST, 1);
        fresh.ask(new EndpointRequest.Select(ECHO, EndpointBench.PATIENCE));
        var link = fresh.upFirst();
        fresh.resolved(link, ECHO, false, element(1, HOST_A), element(2, HOST_A));
        fresh.driver.take();

        var unused = fresh.ask(new EndpointRequest.Report(ECHO, id(2)));
        assertThat(fresh.answer(unused)).contains(new EndpointAnswer.NotUsed());
        var used = fresh.ask(new EndpointRequest.Report(ECHO, id(1)));
        assertThat(fresh.answer(used)).contains(new EndpointAnswer.Reported(true));
    }

    @Test
    void whoWasHandedOutIsRememberedWhenAnswersChange() {
        var link = resolved(3);
        bench.ask(new EndpointRequest.Resolve(ECHO, 0, Duration.ZERO, EndpointBench.PATIENCE));
        bench.resolved(link, ECHO, false, element(7, HOST_A));
        bench.ask(new EndpointRequest.Purge(ECHO));

        assertThat(report(3)).isEqualTo(new EndpointAnswer.Reported(true));
    }

    @Test
    void whatIsToldOfAWatchedPoolIsHandedOut() {
        bench.ask(new EndpointRequest.Watch(ECHO));
        var link = bench.upFirst();
        bench.resolved(link, ECHO, true, element(1, HOST_A));

        assertThat(report(1)).isEqualTo(new EndpointAnswer.Reported(true));
    }

    @Test
    void onlySoManyAreRemembered() {
        var limits = EndpointConfig.Limits.DEFAULTS;
        var small =
                new EndpointBench(
                        EndpointConfig.FAST
                                .withRegistrars(EndpointBench.registrars(1))
                                .withLimits(
                                        new EndpointConfig.Limits(
                                                limits.maxRegistrars(),
                                                limits.maxElements(),
                                                limits.maxPools(),
                                                limits.maxRequests(),
                                                2,
                                                limits.maxReportsPerSecond(),
                                                limits.maxErrorsPerSecond(),
                                                limits.maxAcceptedLinks(),
                                                limits.maxPoolHandleLength())));
        small.ask(new EndpointRequest.Resolve(ECHO, 0, Duration.ZERO, EndpointBench.PATIENCE));
        small.resolved(
                small.upFirst(),
                ECHO,
                false,
                element(1, HOST_A),
                element(2, HOST_A),
                element(3, HOST_A));

        for (int i = 1; i <= 3; i++) {
            var ticket = small.ask(new EndpointRequest.Report(ECHO, id(i)));
            assertThat(small.answer(ticket))
                    .contains(
                            i == 1
                                    ? new EndpointAnswer.NotUsed()
                                    : new EndpointAnswer.Reported(true));
        }
    }

    @Test
    @Requirement({"ASAP-238", "SEC-014"})
    void reportsAreLimited() {
        var link = resolved(200);
        for (int i = 1; i <= 200; i++) {
            report(i);
        }

        assertThat(bench.driver.sent(link)).hasSize(100);
    }

    @Test
    void withoutHomeRegistrarNothingIsReportedButTheElementIsAvoided() {
        var link = resolved(2);
        bench.lose(link);

        assertThat(report(1)).isEqualTo(new EndpointAnswer.Reported(false));
        assertThat(selected()).isEqualTo(id(2));
        assertThat(selected()).isEqualTo(id(2));
    }

    @Test
    @Requirement("ASAP-139")
    void whatCouldNotBeReportedCanBeReportedOnceMore() {
        var lost = resolved(2);
        bench.lose(lost);
        assertThat(report(1)).isEqualTo(new EndpointAnswer.Reported(false));
        bench.ask(new EndpointRequest.Resolve(OTHER, 0, Duration.ZERO, EndpointBench.PATIENCE));
        var link = bench.upFirst();
        bench.driver.take();

        assertThat(report(1)).isEqualTo(new EndpointAnswer.Reported(true));
        assertThat(report(1)).isEqualTo(new EndpointAnswer.NotUsed());
        assertThat(bench.driver.sent(link)).containsExactly(new EndpointUnreachable(ECHO, id(1)));
    }
}
