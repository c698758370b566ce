package org.rserpool.core.registrar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.rserpool.core.Samples.REGISTRAR_HOST;
import static org.rserpool.core.Samples.SELF;
import static org.rserpool.core.Samples.sctp;
import static org.rserpool.core.Samples.udp;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.rserpool.core.Event;
import org.rserpool.core.Link;
import org.rserpool.core.registrar.RegistrarNotice.DuplicateIdentifier;
import org.rserpool.core.registrar.RegistrarNotice.Serving;
import org.rserpool.testkit.Requirement;
import org.rserpool.wire.RegistrarId;
import org.rserpool.wire.ServerInformation;
import org.rserpool.wire.TransportAddress;
import org.rserpool.wire.message.EnrpMessage.ListRequest;
import org.rserpool.wire.message.EnrpMessage.Presence;
import org.rserpool.wire.message.Protocol;

/** A registrar that meets itself, and one that meets another of its identifier. */
final class SelfAndDuplicateTest {

    private static final String OWN_NAME = "127.0.0.1";

    private static RegistrarBench with(TransportAddress... peers) {
        return new RegistrarBench(
                RegistrarConfig.FAST, RegistrarBench.PLACE.withPeers(List.of(peers)), 1);
    }

    @Test
    @Requirement({"ENRP-045", "ENRP-047"})
    void ourOwnAddressIsNobodys() {
        var bench = with(sctp(REGISTRAR_HOST, 9901));

        assertThat(bench.driver.opened()).isEmpty();
        assertThat(bench.snapshot().serving()).isTrue();
        bench.driver.passSeconds(60);
        assertThat(bench.driver.opened()).isEmpty();
    }

    /** The registrar is connected to itself by an address that it does not know as its own. */
    private static void meetItself(RegistrarBench bench) {
        var open = bench.driver.opened().getFirst();
        var near = sctp(OWN_NAME, 45_678);
        var accepted = new Link(1_000);
        bench.driver.feed(new Event.LinkUp(accepted, Protocol.ENRP, sctp(OWN_NAME, 9901), near));
        bench.driver.feed(new Event.LinkUp(open.link(), Protocol.ENRP, near, sctp(OWN_NAME, 9901)));
        for (var message : bench.driver.sent(open.link())) {
            bench.driver.arrive(accepted, message);
        }
        for (var closed : bench.driver.closed()) {
            assertThat(closed.link()).isEqualTo(open.link());
            bench.lose(accepted);
        }
    }

    @Test
    void anAddressThatTurnsOutToBeOurOwnIsNobodysEither() {
        var bench = with(sctp(OWN_NAME, 9901));
        assertThat(bench.snapshot().serving()).isFalse();

        meetItself(bench);

        assertThat(bench.driver.told(Serving.class)).hasSize(1);
        assertThat(bench.snapshot().peers()).isEmpty();
        assertThat(bench.snapshot().links()).isZero();
        assertThat(bench.driver.told(DuplicateIdentifier.class)).isEmpty();
        bench.driver.pass(Duration.ofMinutes(1));
        assertThat(bench.driver.opened()).isEmpty();
    }

    @Test
    void anotherOneWithOurIdentifierIsNoticedAndNoPeer() {
        var bench = new RegistrarBench(RegistrarConfig.FAST);
        var other = new FakePeer(bench, SELF.value(), "10.0.1.7").connect();
        for (int i = 0; i < 100; i++) {
            other.introduce();
            other.say(new ListRequest(SELF, SELF));
        }

        assertThat(other.sent()).isEmpty();
        assertThat(bench.driver.told(DuplicateIdentifier.class)).hasSize(1);
        assertThat(bench.snapshot().peers()).isEmpty();
    }

    @Test
    void ourOwnEchoByMulticastIsNoDuplicateButAnotherAddressIs() {
        var bench =
                new RegistrarBench(
                        RegistrarConfig.FAST, RegistrarBench.PLACE.announcing(Protocol.ENRP), 1);
        var own = (Presence) bench.driver.announced().getFirst();
        bench.driver.feed(new Event.Overheard(udp(REGISTRAR_HOST, 9901), own));
        assertThat(bench.driver.told(DuplicateIdentifier.class)).isEmpty();

        bench.driver.feed(
                new Event.Overheard(
                        udp("10.0.1.7", 9901),
                        new Presence(
                                SELF,
                                RegistrarId.NONE,
                                false,
                                own.checksum(),
                                Optional.of(new ServerInformation(SELF, sctp("10.0.1.7", 9901))))));

        assertThat(bench.driver.told(DuplicateIdentifier.class)).hasSize(1);
        assertThat(bench.driver.opened()).isEmpty();
    }
}
