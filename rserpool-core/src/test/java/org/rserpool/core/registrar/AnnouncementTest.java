package org.rserpool.core.registrar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.rserpool.core.Samples.HOST_A;
import static org.rserpool.core.Samples.REGISTRAR_HOST;
import static org.rserpool.core.Samples.SELF;
import static org.rserpool.core.Samples.sctp;
import static org.rserpool.core.Samples.tcp;
import static org.rserpool.core.Samples.udp;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.rserpool.core.Event;
import org.rserpool.testkit.Requirement;
import org.rserpool.wire.RegistrarId;
import org.rserpool.wire.message.AsapMessage.ServerAnnounce;

final class AnnouncementTest {

    private static RegistrarBench announcing(RegistrarConfig config) {
        return new RegistrarBench(config, true, 1);
    }

    private static void overhear(RegistrarBench bench, int registrar) {
        bench.driver.feed(
                new Event.Overheard(
                        udp(HOST_A, 3863),
                        new ServerAnnounce(new RegistrarId(registrar), List.of())));
    }

    @Test
    @Requirement({"ASAP-152", "ASAP-153", "ASAP-036", "ASAP-202", "REQ-061"})
    void theRegistrarMakesAllItsAddressesKnownEverySecond() {
        var bench = announcing(RegistrarConfig.RFC);
        bench.driver.passSeconds(60);

        var announced = bench.driver.announced();
        assertThat(announced).hasSizeBetween(60, 70);
        assertThat(announced)
                .containsOnly(
                        new ServerAnnounce(
                                SELF,
                                List.of(tcp(REGISTRAR_HOST, 3863), sctp(REGISTRAR_HOST, 3863))));
    }

    @Test
    @Requirement({"ASAP-152", "REQ-009", "REQ-008"})
    void theMoreRegistrarsThereAreTheMoreSeldomEachAnnouncesItself() {
        var bench = announcing(RegistrarConfig.RFC);
        for (int second = 0; second < 100; second++) {
            for (int other = 1; other <= 4; other++) {
                overhear(bench, other);
            }
            bench.driver.passSeconds(1);
        }

        assertThat(bench.driver.announced()).hasSizeBetween(20, 25);
    }

    @Test
    @Requirement("ASAP-152")
    void registrarsThatFellSilentCountNoMore() {
        var bench = announcing(RegistrarConfig.RFC);
        for (int other = 1; other <= 9; other++) {
            overhear(bench, other);
        }
        bench.driver.passSeconds(60);
        bench.driver.take();

        bench.driver.passSeconds(60);

        assertThat(bench.driver.announced()).hasSizeBetween(60, 70);
    }

    @Test
    @Requirement({"SEC-021", "ASAP-263"})
    void forgedAnnouncementsSilenceNoRegistrar() {
        var bench = announcing(RegistrarConfig.RFC);
        for (int i = 1; i <= 100_000; i++) {
            overhear(bench, i);
        }
        bench.driver.take();

        bench.driver.passSeconds(130);
        assertThat(bench.driver.announced()).isNotEmpty();
        bench.driver.passSeconds(200);
        bench.driver.take();
        bench.driver.passSeconds(60);
        assertThat(bench.driver.announced()).hasSizeGreaterThanOrEqualTo(60);
    }

    @Test
    @Requirement("REQ-010")
    void withoutMulticastNothingIsAnnounced() {
        var bench = new RegistrarBench(RegistrarConfig.RFC, false, 1);

        bench.driver.passSeconds(60);

        assertThat(bench.driver.take()).isEmpty();
        assertThat(bench.driver.deadline()).isEqualTo(Instant.MAX);
    }

    @Test
    void forRsplibTheDatagramItselfSaysWhere() {
        var bench = announcing(RegistrarConfig.RSPLIB);
        for (int other = 1; other <= 4; other++) {
            overhear(bench, other);
        }
        bench.driver.passSeconds(60);

        var announced = bench.driver.announced();
        assertThat(announced).hasSizeBetween(60, 70);
        assertThat(announced).containsOnly(new ServerAnnounce(SELF, List.of()));
    }

    @Test
    void whoUsesOurIdentifierIsNoticedButNotOurOwnEcho() {
        var bench = announcing(RegistrarConfig.RFC);
        var own = (ServerAnnounce) bench.nextAnnouncement();
        bench.driver.feed(new Event.Overheard(udp(REGISTRAR_HOST, 3863), own));
        assertThat(bench.driver.told(RegistrarNotice.DuplicateIdentifier.class)).isEmpty();

        for (int i = 0; i < 1_000; i++) {
            overhear(bench, SELF.value());
        }

        assertThat(bench.driver.told(RegistrarNotice.DuplicateIdentifier.class)).hasSize(1);
    }
}
