package org.rserpool.core.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.rserpool.core.Samples.ECHO;
import static org.rserpool.core.Samples.HOST_A;
import static org.rserpool.core.Samples.element;
import static org.rserpool.core.Samples.id;
import static org.rserpool.core.Samples.join;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.rserpool.core.Samples;
import org.rserpool.testkit.Requirement;
import org.rserpool.wire.CauseCode;
import org.rserpool.wire.ErrorCause;
import org.rserpool.wire.message.AsapMessage.Deregistration;
import org.rserpool.wire.message.AsapMessage.DeregistrationResponse;
import org.rserpool.wire.message.AsapMessage.EndpointKeepAlive;
import org.rserpool.wire.message.AsapMessage.EndpointKeepAliveAck;
import org.rserpool.wire.message.AsapMessage.Registration;
import org.rserpool.wire.message.AsapMessage.RegistrationResponse;

/** Deregistration at the element. */
final class LeavingTest {

    private static final EndpointRequest.Leave LEAVE = new EndpointRequest.Leave(ECHO, id(1));
    private static final Deregistration FAREWELL = new Deregistration(ECHO, id(1));
    private static final DeregistrationResponse GONE =
            new DeregistrationResponse(ECHO, id(1), List.of());
    private static final EndpointAnswer LEFT = new EndpointAnswer.Left(ECHO, id(1));

    private final EndpointBench bench = new EndpointBench(EndpointConfig.RFC, 2);

    @Test
    @Requirement({
        "ASAP-016",
        "ASAP-087",
        "ASAP-089",
        "ASAP-090",
        "ASAP-091",
        "ASAP-092",
        "ASAP-096",
        "ASAP-196"
    })
    void anElementLeavesOverTheLinkOverWhichItRegistered() {
        var link = bench.joined(join(ECHO, 1));

        var ticket = bench.ask(LEAVE);

        assertThat(bench.only(link)).isEqualTo(FAREWELL);
        assertThat(bench.answer(ticket)).isEmpty();
        bench.arrive(link, GONE);
        assertThat(bench.answer(ticket)).contains(LEFT);
        bench.driver.passSeconds(1_000);
        assertThat(bench.driver.take()).isEmpty();
    }

    @Test
    @Requirement({"ASAP-093", "ASAP-094", "ASAP-095"})
    void withoutAnswerWithinT3TheFarewellIsSaidAtAnotherRegistrar() {
        var silent = bench.joined(join(ECHO, 1));
        var ticket = bench.ask(LEAVE);
        bench.driver.sent(silent);

        bench.driver.pass(Duration.ofMillis(29_999));
        assertThat(bench.driver.opened()).isEmpty();
        bench.driver.passMillis(1);
        var other = bench.upFirst();

        assertThat(bench.only(other)).isEqualTo(FAREWELL);
        bench.arrive(other, GONE);
        assertThat(bench.answer(ticket)).contains(LEFT);
    }

    @Test
    @Requirement({"ASAP-094", "ASAP-095"})
    void aLostLinkLeadsToTheFarewellAtAnotherRegistrar() {
        var link = bench.joined(join(ECHO, 1));
        bench.ask(LEAVE);
        bench.lose(link);

        assertThat(bench.only(bench.upFirst())).isEqualTo(FAREWELL);
    }

    @Test
    void leavingEndsAfterTooManyAttemptsEvenWithTheFastProfile() {
        var alone = new EndpointBench(EndpointConfig.FAST, 1);
        alone.joined(join(ECHO, 1));
        var ticket = alone.ask(LEAVE);

        alone.driver.passSeconds(30);

        assertThat(alone.answer(ticket).orElseThrow())
                .isInstanceOf(EndpointAnswer.NoRegistrar.class);
        assertThat(alone.driver.deadline()).isEqualTo(java.time.Instant.MAX);
    }

    @Test
    void leavingWithoutAnyRegistrarEndsAsWell() {
        var link = bench.joined(join(ECHO, 1));
        bench.lose(link);
        var ticket = bench.ask(LEAVE);
        for (int second = 0; second < 300; second++) {
            bench.driver.opened().forEach(bench::refuse);
            bench.driver.passSeconds(1);
        }

        assertThat(bench.answer(ticket).orElseThrow())
                .isInstanceOf(EndpointAnswer.NoRegistrar.class);
    }

    @Test
    @Requirement("ASAP-103")
    void aRefusedFarewellIsTold() {
        var link = bench.joined(join(ECHO, 1));
        var ticket = bench.ask(LEAVE);

        var cause = new ErrorCause(CauseCode.REJECTED_DUE_TO_SECURITY);
        bench.arrive(link, new DeregistrationResponse(ECHO, id(1), List.of(cause)));

        assertThat(bench.answer(ticket))
                .contains(
                        new EndpointAnswer.Refused(
                                "the registrar refused the deregistration", List.of(cause)));
    }

    @Test
    void whoLeavesWhileRegisteringLeaves() {
        var joining = bench.ask(join(ECHO, 1));
        var link = bench.upFirst();
        var leaving = bench.ask(LEAVE);

        assertThat(bench.answer(joining).orElseThrow()).isInstanceOf(EndpointAnswer.Refused.class);
        assertThat(bench.driver.sent(link))
                .containsExactly(new Registration(ECHO, element(1, HOST_A)), FAREWELL);
        bench.arrive(link, new RegistrationResponse(ECHO, id(1), false, List.of()));
        assertThat(bench.answer(leaving)).isEmpty();
        bench.arrive(link, GONE);
        assertThat(bench.answer(leaving)).contains(LEFT);
    }

    @Test
    void whoNeverRegisteredHasLeft() {
        bench.ask(join(ECHO, 1));
        assertThat(bench.answer(bench.ask(LEAVE))).contains(LEFT);
        assertThat(bench.answer(bench.ask(LEAVE))).contains(LEFT);
    }

    @Test
    void whoLeavesTwiceLeavesOnce() {
        var link = bench.joined(join(ECHO, 1));
        var first = bench.ask(LEAVE);
        var second = bench.ask(LEAVE);

        bench.arrive(link, GONE);

        assertThat(bench.answer(first)).contains(LEFT);
        assertThat(bench.answer(second)).contains(LEFT);
    }

    @Test
    void whoComesBackBeforeTheFarewellIsAnsweredIsRegistered() {
        var link = bench.joined(join(ECHO, 1));
        var leaving = bench.ask(LEAVE);
        var joining = bench.ask(join(ECHO, 1));
        assertThat(bench.answer(leaving)).contains(LEFT);
        assertThat(bench.driver.sent(link))
                .containsExactly(FAREWELL, new Registration(ECHO, element(1, HOST_A)));

        bench.arrive(link, GONE);
        assertThat(bench.answer(joining)).isEmpty();
        assertThat(bench.driver.told(EndpointNotice.Removed.class)).isEmpty();
        bench.arrive(link, new RegistrationResponse(ECHO, id(1), false, List.of()));

        assertThat(bench.answer(joining).orElseThrow()).isInstanceOf(EndpointAnswer.Joined.class);
        bench.driver.take();
        bench.driver.passSeconds(280);
        assertThat(bench.driver.sent(link)).hasSize(1);
    }

    @Test
    void whoGaveUpWaitingForTheFarewellStillLeaves() {
        var link = bench.joined(join(ECHO, 1));
        var ticket = bench.ask(LEAVE);
        bench.ask(new EndpointRequest.Cancel(ticket));
        assertThat(bench.answer(ticket)).isPresent();

        bench.arrive(link, GONE);

        bench.driver.take();
        bench.driver.passSeconds(1_000);
        assertThat(bench.driver.take()).isEmpty();
    }

    @Test
    @Requirement("ASAP-130")
    void whoHasLeftDoesNotAnswerForThePoolAnyMore() {
        var link = bench.joined(join(ECHO, 1));
        bench.ask(LEAVE);
        bench.driver.take();
        var question = new EndpointKeepAlive(Samples.SELF, ECHO, false, Optional.empty());
        bench.arrive(link, question);
        assertThat(bench.only(link)).isEqualTo(new EndpointKeepAliveAck(ECHO, id(1)));

        bench.arrive(link, GONE);
        bench.arrive(link, question);

        assertThat(bench.driver.sent(link)).isEmpty();
    }

    @Test
    void aFarewellIsSaidToAHomeThatWasGivenToo() {
        bench.joined(join(ECHO, 1));
        bench.ask(LEAVE);
        bench.driver.take();
        var taker = bench.accept(EndpointBench.registrar(2));

        bench.arrive(taker, new EndpointKeepAlive(Samples.PEER, ECHO, true, Optional.of(id(1))));

        assertThat(bench.driver.sent(taker))
                .containsExactly(new EndpointKeepAliveAck(ECHO, id(1)), FAREWELL);
    }
}
