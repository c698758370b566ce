package org.rserpool.core.registrar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.rserpool.core.Samples.ECHO;
import static org.rserpool.core.Samples.HOST_A;
import static org.rserpool.core.Samples.SELF;
import static org.rserpool.core.Samples.element;
import static org.rserpool.core.Samples.id;
import static org.rserpool.core.Samples.leastUsed;
import static org.rserpool.core.Samples.sctp;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.rserpool.core.Link;
import org.rserpool.core.registrar.RegistrarNotice.ElementRemoved;
import org.rserpool.core.registrar.RegistrarNotice.HomeChanged;
import org.rserpool.testkit.Requirement;
import org.rserpool.wire.RegistrarId;
import org.rserpool.wire.message.AsapMessage.EndpointKeepAlive;
import org.rserpool.wire.message.EnrpMessage.HandleTableRequest;
import org.rserpool.wire.message.EnrpMessage.HandleUpdate;
import org.rserpool.wire.message.EnrpMessage.PoolEntry;
import org.rserpool.wire.message.EnrpMessage.UpdateAction;

/** What happens when another registrar takes an element of ours for its own. */
final class ContestTest {

    private static final Duration KEEP_ALIVE = MonitoringConfig.FAST.keepAliveTimeout();

    private final RegistrarBench bench =
            new RegistrarBench(
                    RegistrarConfig.FAST.withMonitoring(
                            MonitoringConfig.FAST.withKeepAliveInterval(Duration.ofDays(1))));
    private final FakePeer peer = FakePeer.met(bench, 0x22222222, "10.0.1.2");
    private final Link link = bench.connect(HOST_A);

    ContestTest() {
        bench.register(link, ECHO, element(1, HOST_A));
        bench.driver.take();
    }

    private RegistrarId owner() {
        bench.handlespace().verify();
        return bench.find(ECHO, id(1)).orElseThrow().owner();
    }

    private void claim() {
        peer.add(ECHO, element(1, HOST_A));
    }

    private void pass(Duration duration) {
        FakePeer.pass(bench, duration.toMillis(), peer);
    }

    @Test
    @Requirement("ENRP-001")
    void anElementThatIsStillHereIsAskedAndAnnouncedAgain() {
        claim();
        assertThat(owner()).isEqualTo(SELF);
        var asked = RegistrarBench.only(bench.driver.sent(link, EndpointKeepAlive.class));
        assertThat(asked.newHome()).isFalse();
        assertThat(peer.sent()).isEmpty();

        bench.acknowledge(link, ECHO, id(1));

        assertThat(peer.sent())
                .containsExactly(
                        new HandleUpdate(
                                SELF,
                                RegistrarId.NONE,
                                UpdateAction.ADD,
                                false,
                                ECHO,
                                bench.find(ECHO, id(1)).orElseThrow().info()));
        pass(KEEP_ALIVE.multipliedBy(3));
        assertThat(owner()).isEqualTo(SELF);
        assertThat(bench.driver.told(HomeChanged.class)).isEmpty();
    }

    @Test
    @Requirement("ENRP-001")
    void anElementThatHasLeftUsIsTheOthers() {
        claim();

        bench.lose(link);

        assertThat(owner()).isEqualTo(peer.id);
        assertThat(bench.driver.told(HomeChanged.class))
                .containsExactly(new HomeChanged(ECHO, id(1), SELF, peer.id));
        assertThat(bench.driver.told(ElementRemoved.class)).isEmpty();
        assertThat(peer.sent(HandleUpdate.class)).isEmpty();
        pass(Duration.ofMinutes(5)); // nobody watches it here
        assertThat(owner()).isEqualTo(peer.id);
    }

    @Test
    void anElementThatDoesNotAnswerIsTheOthers() {
        claim();
        pass(KEEP_ALIVE.minusMillis(1));
        assertThat(owner()).isEqualTo(SELF);

        pass(Duration.ofMillis(1));

        assertThat(owner()).isEqualTo(peer.id);
        assertThat(bench.driver.told(ElementRemoved.class)).isEmpty();
        assertThat(bench.driver.closed()).hasSize(1);
    }

    @Test
    void aRivalThatRemovesTheElementIsNoRival() {
        claim();
        peer.remove(ECHO, element(1, HOST_A).withHome(peer.id).withAsapTransport(sctp(HOST_A, 9)));
        assertThat(bench.has(ECHO, id(1))).isTrue();

        bench.acknowledge(link, ECHO, id(1));

        assertThat(owner()).isEqualTo(SELF);
        assertThat(peer.sent(HandleUpdate.class)).isEmpty();
    }

    @Test
    void anElementThatRegistersMeanwhileIsOurs() {
        claim();

        bench.register(link, ECHO, element(1, HOST_A));
        bench.lose(link);

        assertThat(bench.has(ECHO, id(1))).isFalse(); // as any other of ours
    }

    @Test
    void anAuditContestsAsWell() {
        var claimed = peer.own(ECHO, element(1, HOST_A));
        peer.introduce();
        assertThat(peer.sent(HandleTableRequest.class)).hasSize(1);
        peer.page(false, new PoolEntry(ECHO, List.of(claimed)));
        assertThat(owner()).isEqualTo(SELF);

        bench.acknowledge(link, ECHO, id(1));

        assertThat(peer.sent(HandleUpdate.class)).hasSize(1);
        assertThat(owner()).isEqualTo(SELF);
    }

    @Test
    void aRivalWithValuesThatCannotBeHereIsBelievedNoMoreThanThat() {
        var second = bench.connect("10.0.0.7");
        bench.register(second, ECHO, element(2, "10.0.0.7"));
        peer.add(ECHO, element(1, HOST_A, leastUsed(3)));

        bench.lose(link);

        assertThat(bench.has(ECHO, id(1))).isFalse();
        assertThat(bench.has(ECHO, id(2))).isTrue();
    }

    @Test
    void whereTwoRegistrarsAreBothAnsweredOneOfThemYields() {
        int announcements = 0;
        int questions = 0;
        for (int round = 0; round < 100 && owner().equals(SELF); round++) {
            claim();
            questions += bench.driver.sent(link, EndpointKeepAlive.class).size();
            bench.acknowledge(link, ECHO, id(1));
            announcements += peer.sent(HandleUpdate.class).size();
            bench.driver.passMillis(2);
        }

        assertThat(owner()).isEqualTo(peer.id);
        assertThat(announcements).isLessThanOrEqualTo(3);
        assertThat(questions).isLessThanOrEqualTo(3);
    }

    @Test
    void againstALowerIdentifierWeStay() {
        var low = FakePeer.met(bench, 1, "10.0.1.9");
        for (int round = 0; round < 100; round++) {
            low.add(ECHO, element(1, HOST_A));
            bench.acknowledge(link, ECHO, id(1));
            bench.driver.passMillis(2);
        }

        assertThat(owner()).isEqualTo(SELF);
    }

    @Test
    void severalClaimsAreOneQuestion() {
        for (int i = 0; i < 100; i++) {
            claim();
        }

        assertThat(bench.driver.sent(link, EndpointKeepAlive.class)).hasSize(1);
    }
}
