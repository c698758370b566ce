package org.rserpool.core.registrar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.rserpool.core.Samples.ECHO;
import static org.rserpool.core.Samples.HOST_A;
import static org.rserpool.core.Samples.HOST_B;
import static org.rserpool.core.Samples.OTHER;
import static org.rserpool.core.Samples.SELF;
import static org.rserpool.core.Samples.element;
import static org.rserpool.core.Samples.id;
import static org.rserpool.core.Samples.sctp;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.rserpool.core.Action;
import org.rserpool.core.Event;
import org.rserpool.core.Link;
import org.rserpool.core.registrar.RegistrarConfig.Limits;
import org.rserpool.core.registrar.RegistrarNotice.ElementRemoved;
import org.rserpool.core.registrar.RegistrarNotice.ElementRemoved.Reason;
import org.rserpool.testkit.Requirement;
import org.rserpool.wire.message.AsapMessage.EndpointKeepAlive;
import org.rserpool.wire.message.Protocol;

/** What becomes of elements whose connection has ended without farewell. */
final class LostConnectionTest {

    private final RegistrarBench bench = new RegistrarBench(RegistrarConfig.RFC);
    private final Link link = bench.connect(HOST_A);

    private List<Reason> removals(RegistrarBench at) {
        return at.driver.told(ElementRemoved.class).stream().map(ElementRemoved::reason).toList();
    }

    private Link opened() {
        var opened = bench.driver.opened();
        assertThat(opened).hasSize(1);
        return opened.getFirst().link();
    }

    private void up(Link contact) {
        bench.up(contact, Protocol.ASAP, sctp(HOST_A, 20_000));
    }

    @Test
    @Requirement("REQ-002")
    void withTheFastProfileItsElementsGoAtOnce() {
        var fast = new RegistrarBench(RegistrarConfig.FAST);
        var lost = fast.connect(HOST_A);
        var kept = fast.connect(HOST_B);
        fast.register(lost, ECHO, element(1, HOST_A));
        fast.register(lost, OTHER, element(1, HOST_A));
        fast.register(kept, ECHO, element(2, HOST_B));

        fast.lose(lost);

        assertThat(fast.has(ECHO, id(1))).isFalse();
        assertThat(fast.has(OTHER, id(1))).isFalse();
        assertThat(fast.has(ECHO, id(2))).isTrue();
        assertThat(removals(fast)).containsExactly(Reason.CONNECTION_LOST, Reason.CONNECTION_LOST);
    }

    @Test
    void onlyElementsThatRegisteredLastOverItGo() {
        var fast = new RegistrarBench(RegistrarConfig.FAST);
        var before = fast.connect(HOST_A);
        var after = fast.connect(HOST_A);
        fast.register(before, ECHO, element(1, HOST_A));
        fast.register(before, ECHO, element(2, HOST_A));
        fast.register(after, ECHO, element(1, HOST_A));

        fast.lose(before);

        assertThat(fast.has(ECHO, id(1))).isTrue();
        assertThat(fast.has(ECHO, id(2))).isFalse();
    }

    @Test
    void withTheRfcElementsAreAskedOverANewLinkFirst() {
        bench.register(link, ECHO, element(1, HOST_A));
        bench.driver.take();

        bench.lose(link);

        assertThat(bench.has(ECHO, id(1))).isTrue();
        var opened = bench.driver.opened();
        assertThat(opened)
                .containsExactly(
                        new Action.Open(
                                opened.getFirst().link(), Protocol.ASAP, sctp(HOST_A, 20_000)));
        var contact = opened.getFirst().link();
        assertThat(contact.number() % 2).isOne();
        up(contact);
        assertThat(bench.driver.sent(contact))
                .containsExactly(new EndpointKeepAlive(SELF, ECHO, false, Optional.empty()));
        bench.acknowledge(contact, ECHO, id(1));
        bench.passAnswering(60_000, contact);
        assertThat(bench.has(ECHO, id(1))).isTrue();
    }

    @Test
    void withTheRfcWhoHasJustComeFromAnotherRegistrarIsAskedAsWell() {
        var peer = FakePeer.met(bench, 0x22222222, "10.0.1.2");
        peer.add(ECHO, element(1, HOST_A));
        bench.register(link, ECHO, element(1, HOST_A));
        bench.driver.take();

        bench.lose(link);

        assertThat(bench.driver.opened())
                .extracting(Action.Open::protocol)
                .containsExactly(Protocol.ASAP);
        bench.driver.passMillis(1_000);
        assertThat(bench.has(ECHO, id(1))).isTrue();
    }

    @Test
    void whoHasJustComeFromAnotherRegistrarHasAMomentWithoutConnection() {
        var fast = new RegistrarBench(RegistrarConfig.FAST);
        var peer = FakePeer.met(fast, 0x22222222, "10.0.1.2");
        var first = fast.connect(HOST_A);
        peer.add(ECHO, element(1, HOST_A));
        fast.register(first, ECHO, element(1, HOST_A));
        fast.lose(first);
        fast.driver.passMillis(299);
        assertThat(fast.has(ECHO, id(1))).isTrue();

        fast.driver.passMillis(1);

        assertThat(fast.has(ECHO, id(1))).isFalse();
    }

    @Test
    @Requirement({"ASAP-143", "ASAP-144", "ASAP-149"})
    void whoCannotBeReachedGoes() {
        bench.register(link, ECHO, element(1, HOST_A));
        bench.register(link, OTHER, element(2, HOST_A));
        bench.lose(link);
        var contact = opened();

        bench.driver.feed(new Event.LinkDown(contact, Event.LinkDown.Reason.UNREACHABLE));

        assertThat(bench.handlespace().size()).isZero();
        assertThat(removals(bench))
                .containsExactly(Reason.KEEP_ALIVE_TIMEOUT, Reason.KEEP_ALIVE_TIMEOUT);
    }

    @Test
    void whoseHostDoesNotEvenRefuseGoesAfterTheTimeout() {
        bench.register(link, ECHO, element(1, HOST_A));
        bench.lose(link);
        var contact = opened();

        bench.driver.passMillis(4_990);
        assertThat(bench.has(ECHO, id(1))).isTrue();
        bench.driver.passMillis(10);

        assertThat(bench.has(ECHO, id(1))).isFalse();
        assertThat(bench.driver.closed()).extracting(Action.Close::link).containsExactly(contact);
    }

    @Test
    void whoIsReachedAndSilentGoesAfterTheTimeout() {
        bench.register(link, ECHO, element(1, HOST_A));
        bench.lose(link);
        var contact = opened();
        up(contact);

        bench.driver.passSeconds(5);

        assertThat(bench.has(ECHO, id(1))).isFalse();
        assertThat(bench.driver.closed()).extracting(Action.Close::link).containsExactly(contact);
    }

    @Test
    void whoComesBackByItselfIsNotVerifiedAnyMore() {
        bench.register(link, ECHO, element(1, HOST_A));
        bench.lose(link);
        var contact = opened();

        var again = bench.connect(HOST_A);
        assertThat(bench.register(again, ECHO, element(1, HOST_A)).rejected()).isFalse();

        assertThat(bench.driver.closed()).extracting(Action.Close::link).containsExactly(contact);
        bench.passAnswering(20_000, again);
        assertThat(bench.find(ECHO, id(1)).orElseThrow().link()).contains(again);
    }

    @Test
    void aLinkOfOursIsUsedAgainOnlyAsLongAsItLives() {
        bench.register(link, ECHO, element(1, HOST_A));
        bench.lose(link);
        var first = opened();
        up(first);
        var again = bench.connect(HOST_A);
        bench.register(again, ECHO, element(1, HOST_A));
        bench.driver.take();

        // The second connection comes from the same ASAP transport as the first one.
        bench.up(again, Protocol.ASAP, sctp(HOST_A, 20_000));
        bench.register(again, ECHO, element(1, HOST_A));
        bench.lose(again);

        var second = opened();
        assertThat(second).isNotEqualTo(first);
        up(second);
        assertThat(bench.driver.sent(second)).hasSize(1);
    }

    @Test
    void elementsOfOneProcessShareTheLink() {
        for (int i = 1; i <= 5; i++) {
            bench.register(link, ECHO, element(i, HOST_A));
        }
        bench.lose(link);

        var contact = opened();
        up(contact);

        assertThat(bench.driver.sent(contact)).hasSize(5);
    }

    @Test
    void theVerifyingLinkEndsWithItsLastElement() {
        bench.register(link, ECHO, element(1, HOST_A));
        bench.register(link, ECHO, element(2, HOST_A));
        bench.lose(link);
        var contact = opened();
        up(contact);

        bench.deregister(contact, ECHO, id(1));
        assertThat(bench.driver.closed()).isEmpty();
        bench.deregister(contact, ECHO, id(2));

        assertThat(bench.driver.closed())
                .containsExactly(new Action.Close(contact, Action.Close.Manner.GRACEFUL));
    }

    @Test
    void aVerifyingLinkThatBreaksCostsTheElementItsPlace() {
        bench.register(link, ECHO, element(1, HOST_A));
        bench.lose(link);
        var contact = opened();
        up(contact);
        bench.acknowledge(contact, ECHO, id(1));

        bench.lose(contact);

        assertThat(bench.has(ECHO, id(1))).isFalse();
    }

    @Test
    void anElementWithoutAsapTransportHasTheTimeoutToComeByItself() {
        var tcp = bench.connectTcp(HOST_B);
        bench.register(tcp, ECHO, element(1, HOST_B));
        bench.lose(tcp);
        assertThat(bench.driver.opened()).isEmpty();

        bench.driver.passMillis(4_900);
        assertThat(bench.has(ECHO, id(1))).isTrue();
        bench.driver.passMillis(100);

        assertThat(bench.has(ECHO, id(1))).isFalse();
    }

    @Test
    void beyondTheLimitElementsAreNotContacted() {
        var limits = Limits.DEFAULTS;
        var few =
                new RegistrarBench(
                        RegistrarConfig.RFC.withLimits(
                                new Limits(
                                        limits.silentLink(),
                                        limits.idleLink(),
                                        1,
                                        limits.maxSubscriptions(),
                                        limits.maxSubscriptionsPerLink(),
                                        limits.maxResolutionsPerSecond(),
                                        limits.maxReportsPerSecond(),
                                        limits.maxTableReaders(),
                                        limits.maxErrorsPerSecond(),
                                        limits.maxComplaintsPerSecond())));
        var a = few.connect(HOST_A);
        var b = few.connect(HOST_B);
        few.register(a, ECHO, element(1, HOST_A));
        few.register(b, ECHO, element(2, HOST_B));
        few.lose(a);
        few.lose(b);

        assertThat(few.driver.opened()).hasSize(1);
        few.driver.passMillis(4_900);
        assertThat(few.handlespace().size()).isEqualTo(2);
        few.driver.passMillis(100);
        assertThat(few.handlespace().size()).isZero();
    }

    @Test
    void aConnectionWithoutElementsLeavesNothing() {
        bench.lose(link);

        assertThat(bench.driver.take()).isEmpty();
        assertThat(bench.driver.deadline()).isEqualTo(java.time.Instant.MAX);
    }
}
