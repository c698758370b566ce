package org.rserpool.core.registrar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.rserpool.core.Samples.ECHO;
import static org.rserpool.core.Samples.HOST_A;
import static org.rserpool.core.Samples.SELF;
import static org.rserpool.core.Samples.element;
import static org.rserpool.core.Samples.id;
import static org.rserpool.core.Samples.sctp;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.rserpool.testkit.Requirement;
import org.rserpool.wire.RegistrarId;
import org.rserpool.wire.message.AsapMessage.EndpointKeepAlive;
import org.rserpool.wire.message.EnrpMessage.HandleUpdate;
import org.rserpool.wire.message.EnrpMessage.UpdateAction;
import org.rserpool.wire.message.Protocol;

/** How elements are spread over the registrars, where that is wanted. */
final class TakeoverSuggestionTest {

    /** Suits 0x33333333 best, 0x22222222 less, and us least. */
    private static final int ELEMENT = 0x0eeeeeee;

    private final RegistrarBench bench = bench(PeersConfig.FAST.withTakeoverSuggestions());
    private final FakePeer good = FakePeer.met(bench, 0x22222222, "10.0.1.2");
    private final FakePeer best = FakePeer.met(bench, 0x33333333, "10.0.1.3");

    private static RegistrarBench bench(PeersConfig peers) {
        return new RegistrarBench(
                RegistrarConfig.FAST
                        .withPeers(peers)
                        .withMonitoring(
                                MonitoringConfig.FAST.withKeepAliveInterval(Duration.ofDays(1))));
    }

    @Test
    void anElementIsOfferedToWhomItSuitsBest() {
        bench.register(bench.connect(HOST_A), ECHO, element(ELEMENT, HOST_A));

        assertThat(good.sent(HandleUpdate.class)).noneMatch(HandleUpdate::takeoverSuggested);
        var offered = best.sent(HandleUpdate.class);
        assertThat(offered).hasSize(2);
        assertThat(offered.get(0).takeoverSuggested()).isFalse();
        assertThat(offered.get(0).receiver()).isEqualTo(RegistrarId.NONE);
        assertThat(offered.get(1).takeoverSuggested()).isTrue();
        assertThat(offered.get(1).receiver()).isEqualTo(best.id);
        assertThat(offered.get(1).element()).isEqualTo(offered.get(0).element());
    }

    @Test
    void anElementThatSuitsUsBestIsOfferedToNobody() {
        bench.register(bench.connect(HOST_A), ECHO, element(0xeeeeeeee, HOST_A));

        assertThat(good.sent(HandleUpdate.class)).hasSize(1);
        assertThat(best.sent(HandleUpdate.class))
                .hasSize(1)
                .noneMatch(HandleUpdate::takeoverSuggested);
    }

    private static HandleUpdate suggestion(FakePeer from, int id) {
        return new HandleUpdate(
                from.id, SELF, UpdateAction.ADD, true, ECHO, from.own(ECHO, element(id, HOST_A)));
    }

    @Test
    void anElementThatIsOfferedIsTakenAndToldSo() {
        good.say(suggestion(good, ELEMENT));
        bench.driver.passMillis(1);
        assertThat(bench.find(ECHO, id(ELEMENT)).orElseThrow().owner()).isEqualTo(SELF);
        var open = bench.driver.opened().getFirst();
        assertThat(open.remote()).isEqualTo(sctp(HOST_A, 9000));

        bench.up(open.link(), Protocol.ASAP, open.remote());

        var asked = RegistrarBench.only(bench.driver.sent(open.link(), EndpointKeepAlive.class));
        assertThat(asked.newHome()).isTrue();
    }

    @Test
    @Requirement("ENRP-008")
    void withoutTheExtensionTheFlagMeansNothing() {
        var plain = bench(PeersConfig.FAST);
        var peer = FakePeer.met(plain, 0x22222222, "10.0.1.2");
        FakePeer.met(plain, 0x33333333, "10.0.1.3");
        peer.say(suggestion(peer, ELEMENT));
        assertThat(plain.find(ECHO, id(ELEMENT)).orElseThrow().owner()).isEqualTo(peer.id);

        plain.register(plain.connect(HOST_A), ECHO, element(1, HOST_A));

        assertThat(plain.driver.sent(HandleUpdate.class))
                .hasSize(2)
                .noneMatch(HandleUpdate::takeoverSuggested);
        plain.driver.passMillis(100);
        assertThat(plain.driver.opened()).isEmpty();
    }
}
