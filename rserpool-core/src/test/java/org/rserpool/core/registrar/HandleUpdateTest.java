package org.rserpool.core.registrar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.rserpool.core.Samples.ECHO;
import static org.rserpool.core.Samples.HOST_A;
import static org.rserpool.core.Samples.HOST_B;
import static org.rserpool.core.Samples.OTHER;
import static org.rserpool.core.Samples.SELF;
import static org.rserpool.core.Samples.element;
import static org.rserpool.core.Samples.id;
import static org.rserpool.core.Samples.leastUsed;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.rserpool.core.Link;
import org.rserpool.core.registrar.RegistrarNotice.ElementAdded;
import org.rserpool.core.registrar.RegistrarNotice.ElementChanged;
import org.rserpool.core.registrar.RegistrarNotice.ElementRemoved;
import org.rserpool.core.registrar.RegistrarNotice.ElementRemoved.Reason;
import org.rserpool.core.registrar.RegistrarNotice.HomeChanged;
import org.rserpool.testkit.Requirement;
import org.rserpool.wire.CauseCode;
import org.rserpool.wire.ErrorCause;
import org.rserpool.wire.PolicyType;
import org.rserpool.wire.RegistrarId;
import org.rserpool.wire.message.AsapMessage.HandleResolutionResponse;
import org.rserpool.wire.message.EnrpMessage.EnrpError;
import org.rserpool.wire.message.EnrpMessage.HandleUpdate;
import org.rserpool.wire.message.EnrpMessage.ListRequest;
import org.rserpool.wire.message.EnrpMessage.UpdateAction;

/** What registrars tell each other of elements (RFC 5353, section 3.3). */
final class HandleUpdateTest {

    private static final RegistrarConfig CONFIG =
            RegistrarConfig.FAST.withMonitoring(
                    MonitoringConfig.FAST.withKeepAliveInterval(Duration.ofDays(1)));

    private final RegistrarBench bench = new RegistrarBench(CONFIG);
    private final FakePeer peer = FakePeer.met(bench, 0x22222222, "10.0.1.2");
    private final FakePeer other = FakePeer.met(bench, 0x33333333, "10.0.1.3");

    private static HandleUpdate announced(FakePeer to) {
        return RegistrarBench.only(to.sent(HandleUpdate.class));
    }

    @Test
    @Requirement({
        "ENRP-080",
        "ENRP-081",
        "ENRP-082",
        "ENRP-009",
        "ENRP-035",
        "ENRP-026",
        "ASAP-085"
    })
    void everyGrantedRegistrationIsAnnouncedToAllPeers() {
        var link = bench.connect(HOST_A);
        bench.register(link, ECHO, element(1, HOST_A, leastUsed(10)));

        var complete = bench.find(ECHO, id(1)).orElseThrow().info();
        var expected =
                new HandleUpdate(SELF, RegistrarId.NONE, UpdateAction.ADD, false, ECHO, complete);
        assertThat(announced(peer)).isEqualTo(expected);
        assertThat(announced(other)).isEqualTo(expected);
        assertThat(complete.home()).isEqualTo(SELF);
        assertThat(complete.asapTransport()).isPresent();

        bench.register(link, ECHO, element(1, HOST_A, leastUsed(20)));
        assertThat(announced(peer).element().policy()).isEqualTo(leastUsed(20));
        bench.register(link, ECHO, element(1, HOST_A, leastUsed(20)));
        assertThat(announced(peer).element().policy()).isEqualTo(leastUsed(20));
    }

    @Test
    void aRefusedRegistrationIsNotAnnounced() {
        var link = bench.connect(HOST_A);
        bench.register(link, ECHO, element(1, HOST_A));
        peer.sent();

        assertThat(bench.register(link, ECHO, element(2, HOST_A, leastUsed(1))).rejected())
                .isTrue();

        assertThat(peer.sent()).isEmpty();
    }

    @Test
    void strangersAreToldNothing() {
        var stranger = new FakePeer(bench, 0x44444444, "10.0.1.4").connect();
        stranger.say(new ListRequest(stranger.id, SELF));
        stranger.sent();

        bench.register(bench.connect(HOST_A), ECHO, element(1, HOST_A));

        assertThat(stranger.sent()).isEmpty();
    }

    private void removed(Link link, Runnable how) {
        bench.register(link, ECHO, element(1, HOST_A));
        var complete = bench.find(ECHO, id(1)).orElseThrow().info();
        peer.sent();
        other.sent();

        how.run();

        var expected =
                new HandleUpdate(
                        SELF, RegistrarId.NONE, UpdateAction.DELETE, false, ECHO, complete);
        assertThat(announced(peer)).isEqualTo(expected);
        assertThat(announced(other)).isEqualTo(expected);
    }

    @Test
    @Requirement({"ENRP-087", "ENRP-088", "ENRP-089", "ENRP-009", "ASAP-105"})
    void everyRemovalIsAnnouncedToAllPeers() {
        var link = bench.connect(HOST_A);
        removed(link, () -> bench.deregister(link, ECHO, id(1)));
        removed(link, () -> bench.lose(link));
        var mute = bench.connect(HOST_A);
        removed(
                mute,
                () -> {
                    var user = bench.connect(HOST_B);
                    bench.report(user, ECHO, id(1));
                    FakePeer.pass(bench, 2_000, peer, other);
                });
    }

    @Test
    @Requirement({"ENRP-083", "ENRP-084", "ENRP-085", "ENRP-086", "ENRP-033"})
    void whatAPeerAddsIsHere() {
        var added = peer.add(ECHO, element(1, HOST_A, leastUsed(10)));
        peer.add(ECHO, element(2, HOST_B, leastUsed(11)));

        assertThat(bench.handlespace().pool(ECHO).orElseThrow().policyInfo().type())
                .isEqualTo(PolicyType.LEAST_USED);
        assertThat(bench.find(ECHO, id(1)).orElseThrow().info()).isEqualTo(added);
        assertThat(bench.find(ECHO, id(1)).orElseThrow().owner()).isEqualTo(peer.id);
        var changed = peer.add(ECHO, element(1, HOST_A, leastUsed(12)));
        assertThat(bench.find(ECHO, id(1)).orElseThrow().info()).isEqualTo(changed);
        assertThat(bench.driver.told(ElementAdded.class)).hasSize(2);
        assertThat(bench.driver.told(ElementChanged.class))
                .containsExactly(new ElementChanged(ECHO, changed));
        assertThat(bench.driver.told(HomeChanged.class)).isEmpty();
        assertThat(peer.sent()).isEmpty();
        assertThat(other.sent()).isEmpty();
        bench.handlespace().verify();
    }

    @Test
    @Requirement({"ENRP-083", "REQ-028"})
    void usersAreServedWithTheElementsOfAllRegistrars() {
        peer.add(ECHO, element(1, HOST_A));
        other.add(ECHO, element(2, HOST_B));
        bench.register(bench.connect("10.0.0.3"), ECHO, element(3, "10.0.0.3"));

        var answer = bench.resolve(bench.connect("10.0.9.9"), ECHO, 0xffff_ffffL);

        assertThat(answer.elements()).hasSize(3);
    }

    @Test
    void subscribersHearOfElementsOfOtherRegistrars() {
        var user = bench.connect("10.0.9.9");
        var first = peer.add(ECHO, element(1, HOST_A));
        bench.subscribe(user, ECHO);

        peer.add(ECHO, element(2, HOST_B));
        bench.driver.passSeconds(1);
        assertThat(bench.driver.sent(user, HandleResolutionResponse.class).getLast().elements())
                .hasSize(2);
        peer.remove(ECHO, first);
        bench.driver.passSeconds(1);

        assertThat(bench.driver.sent(user, HandleResolutionResponse.class).getLast().elements())
                .hasSize(1);
    }

    @Test
    @Requirement({"ENRP-090", "ENRP-091", "ENRP-092"})
    void whatAPeerRemovesIsGoneAndTheLastOneTakesThePoolWithIt() {
        var added = peer.add(ECHO, element(1, HOST_A));
        var second = peer.add(ECHO, element(2, HOST_A));
        peer.remove(ECHO, added);
        assertThat(bench.has(ECHO, id(1))).isFalse();
        assertThat(bench.has(ECHO, id(2))).isTrue();
        assertThat(bench.driver.told(ElementRemoved.class))
                .containsExactly(new ElementRemoved(ECHO, id(1), Reason.WITHDRAWN));

        peer.remove(ECHO, second);
        assertThat(bench.handlespace().pool(ECHO)).isEmpty();

        peer.sent();
        peer.remove(ECHO, added);
        peer.remove(OTHER, added);
        assertThat(bench.driver.told(ElementRemoved.class)).hasSize(1);
        assertThat(bench.handlespace().size()).isZero();
        assertThat(peer.sent()).isEmpty();
    }

    @Test
    void onlyTheHomeRegistrarAddsAndRemoves() {
        var added = peer.add(ECHO, element(1, HOST_A));
        other.remove(ECHO, added);
        assertThat(bench.has(ECHO, id(1))).isTrue();

        other.say(
                other.update(
                        UpdateAction.ADD,
                        ECHO,
                        element(2, HOST_A)
                                .withHome(peer.id)
                                .withAsapTransport(added.asapTransport().orElseThrow())));

        assertThat(bench.has(ECHO, id(2))).isFalse();
    }

    @Test
    void theLatestHomeRegistrarCounts() {
        var added = peer.add(ECHO, element(1, HOST_A));
        other.add(ECHO, element(1, HOST_A));
        assertThat(bench.find(ECHO, id(1)).orElseThrow().owner()).isEqualTo(other.id);
        assertThat(bench.driver.told(HomeChanged.class))
                .containsExactly(new HomeChanged(ECHO, id(1), peer.id, other.id));

        peer.remove(ECHO, added);

        assertThat(bench.has(ECHO, id(1))).isTrue();
    }

    @Test
    void anElementOfAPeerThatRegistersHereIsOurs() {
        peer.add(ECHO, element(1, HOST_A));

        bench.register(bench.connect(HOST_A), ECHO, element(1, HOST_A));

        assertThat(bench.find(ECHO, id(1)).orElseThrow().owner()).isEqualTo(SELF);
        assertThat(announced(peer).action()).isEqualTo(UpdateAction.ADD);
        assertThat(bench.driver.told(HomeChanged.class))
                .containsExactly(new HomeChanged(ECHO, id(1), peer.id, SELF));
    }

    @Test
    void whatCannotBeHereIsAnsweredByAnError() {
        peer.add(ECHO, element(1, HOST_A));

        other.add(ECHO, element(2, HOST_A, leastUsed(1)));

        assertThat(bench.has(ECHO, id(2))).isFalse();
        assertThat(RegistrarBench.only(other.sent(EnrpError.class)).errors())
                .extracting(ErrorCause::code)
                .isEqualTo(List.of(CauseCode.INCONSISTENT_POOLING_POLICY));
        assertThat(bench.driver.told(RegistrarNotice.Complaint.class)).hasSize(1);
    }

    @Test
    void anErrorIsNotAnsweredByAnError() {
        peer.say(
                new EnrpError(peer.id, SELF, List.of(new ErrorCause(CauseCode.LACK_OF_RESOURCES))));

        assertThat(peer.sent()).isEmpty();
    }
}
