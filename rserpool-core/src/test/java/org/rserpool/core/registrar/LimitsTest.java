package org.rserpool.core.registrar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.rserpool.core.Samples.ECHO;
import static org.rserpool.core.Samples.HOST_A;
import static org.rserpool.core.Samples.HOST_B;
import static org.rserpool.core.Samples.HOST_C;
import static org.rserpool.core.Samples.PEER;
import static org.rserpool.core.Samples.SELF;
import static org.rserpool.core.Samples.element;
import static org.rserpool.core.Samples.handleOf;
import static org.rserpool.core.Samples.id;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.rserpool.core.Action;
import org.rserpool.core.Event;
import org.rserpool.core.Link;
import org.rserpool.core.Ticket;
import org.rserpool.core.registrar.RegistrarConfig.Limits;
import org.rserpool.testkit.Requirement;
import org.rserpool.wire.Bytes;
import org.rserpool.wire.CauseCode;
import org.rserpool.wire.ErrorCause;
import org.rserpool.wire.RegistrarId;
import org.rserpool.wire.message.AsapMessage;
import org.rserpool.wire.message.EnrpMessage.EnrpError;
import org.rserpool.wire.message.EnrpMessage.HandleTableRequest;
import org.rserpool.wire.message.Message;
import org.rserpool.wire.message.Protocol;

/** Connections that say nothing or nonsense, and the bounds of what is kept for them. */
final class LimitsTest {

    private final RegistrarBench bench = new RegistrarBench(RegistrarConfig.RFC);

    private RegistrarSnapshot snapshot() {
        var ticket = new Ticket(1);
        bench.driver.feed(new Event.Asked(ticket, new RegistrarRequest.TakeSnapshot()));
        return (RegistrarSnapshot) bench.driver.answers(ticket).getFirst();
    }

    @Test
    void aConnectionOverWhichNothingIsEverSaidIsClosed() {
        var link = bench.connect(HOST_A);

        bench.driver.pass(Duration.ofMillis(29_999));
        assertThat(bench.driver.closed()).isEmpty();
        bench.driver.passMillis(1);

        assertThat(bench.driver.closed())
                .containsExactly(new Action.Close(link, Action.Close.Manner.GRACEFUL));
        assertThat(snapshot().links()).isZero();
    }

    @Test
    void nonsenseIsNothing() {
        var link = bench.connect(HOST_A);
        for (int i = 0; i < 30; i++) {
            bench.driver.passSeconds(1);
            bench.driver.arrive(link, Protocol.ASAP, Bytes.ofHex("3f000008deadbeef"));
        }

        assertThat(bench.driver.closed()).hasSize(1);
    }

    @Test
    void aConnectionThatFellSilentIsClosedLater() {
        var link = bench.connect(HOST_A);
        bench.driver.passSeconds(20);
        bench.resolve(link, ECHO);

        bench.driver.pass(Duration.ofMillis(299_999));
        assertThat(bench.driver.closed()).isEmpty();
        bench.driver.passMillis(1);

        assertThat(bench.driver.closed()).extracting(Action.Close::link).containsExactly(link);
    }

    @Test
    void aConnectionWithElementsOrSubscriptionsStays() {
        var element = bench.connect(HOST_A);
        var user = bench.connect(HOST_B);
        bench.register(element, ECHO, element(1, HOST_A));
        for (int i = 0; i < 10; i++) {
            bench.subscribe(user, ECHO);
            for (int second = 0; second < 290; second += 2) {
                bench.register(element, ECHO, element(1, HOST_A));
                bench.driver.passSeconds(2);
            }
        }

        assertThat(bench.driver.closed()).isEmpty();
        assertThat(snapshot().links()).isEqualTo(2);
        bench.resolve(user, ECHO);
        bench.deregister(element, ECHO, id(1));
        bench.driver.passSeconds(600);
        assertThat(snapshot().links()).isZero();
    }

    @Test
    @Requirement({"ASAP-038", "ASAP-039", "ASAP-193", "PAR-006", "PAR-074", "ASAP-201"})
    void whatMustBeReportedIsReportedInTheProtocolOfTheConnection() {
        var asap = bench.connect(HOST_A);
        var enrp = bench.connectEnrp(HOST_A);
        var unknown = new ErrorCause(CauseCode.UNRECOGNIZED_PARAMETER, Bytes.ofHex("41230004"));

        bench.driver.arrive(asap, Protocol.ASAP, Bytes.ofHex("05000008 41230004"));
        bench.driver.arrive(
                enrp, Protocol.ENRP, Bytes.ofHex("02000010 22222222 00000000 41230004"));

        assertThat(bench.driver.sent(asap))
                .containsExactly(new AsapMessage.AsapError(List.of(unknown)));
        assertThat(bench.driver.sent(enrp))
                .containsExactly(new EnrpError(SELF, RegistrarId.NONE, List.of(unknown)));
    }

    @Test
    @Requirement({"ASAP-038", "PAR-008"})
    void whatIsSkippedAndReportedIsAnsweredAllTheSame() {
        var link = bench.connect(HOST_A);

        bench.driver.arrive(
                link, Protocol.ASAP, Bytes.ofHex("05000010 00090005 78000000 c1230004"));

        assertThat(bench.driver.sent(link).stream().<Class<?>>map(Message::getClass))
                .containsExactlyInAnyOrder(
                        AsapMessage.AsapError.class, AsapMessage.HandleResolutionResponse.class);
    }

    @Test
    void errorMessagesAreLimitedForEachConnection() {
        var link = bench.connect(HOST_A);
        for (int i = 0; i < 1_000; i++) {
            bench.driver.arrive(link, Protocol.ASAP, Bytes.ofHex("05000008 41230004"));
        }

        assertThat(bench.driver.sent(link)).hasSize(10);
        bench.driver.passSeconds(1);
        bench.driver.arrive(link, Protocol.ASAP, Bytes.ofHex("05000008 41230004"));
        assertThat(bench.driver.sent(link)).hasSize(1);
    }

    @Test
    void whatAConnectionDoesWrongIsToldSoOftenPerSecondOnly() {
        var bad = bench.connect(HOST_A);
        var other = bench.connect(HOST_B);
        var small = new ErrorCause(CauseCode.INVALID_VALUES);
        for (int i = 0; i < 1_000; i++) {
            bench.driver.arrive(bad, Protocol.ASAP, Bytes.ofHex("05000008 41230004"));
            bench.driver.arrive(bad, new AsapMessage.Cookie(Bytes.ofHex("00")));
            bench.driver.arrive(bad, new AsapMessage.AsapError(List.of(small)));
            bench.driver.arrive(bad, new AsapMessage.Registration(ECHO, element(1, HOST_C)));
        }

        assertThat(complaints()).hasSize(10);
        bench.driver.arrive(other, new AsapMessage.Cookie(Bytes.ofHex("00")));
        assertThat(complaints()).hasSize(1);
        bench.driver.passSeconds(1);
        bench.driver.take();
        bench.register(bad, ECHO, element(1, HOST_C));
        assertThat(complaints()).hasSize(1);
    }

    private List<RegistrarNotice> complaints() {
        return bench.driver.told(RegistrarNotice.class).stream()
                .filter(notice ->
                        notice instanceof RegistrarNotice.Complaint
                                || notice instanceof RegistrarNotice.RegistrationRefused)
                .toList();
    }

    @Test
    void whatIsToldOfBadMessagesIsShortHoweverLongTheyAre() {
        var link = bench.connect(HOST_A);
        var huge = new ErrorCause(CauseCode.INVALID_VALUES, handleOf(60_000).octets());
        var many = Collections.nCopies(10_000, new ErrorCause(CauseCode.LACK_OF_RESOURCES));

        bench.driver.arrive(link, new AsapMessage.AsapError(List.of(huge)));
        bench.driver.arrive(link, new AsapMessage.AsapError(many));
        bench.driver.arrive(
                link, new AsapMessage.Registration(handleOf(60_000), element(1, HOST_A)));

        assertThat(complaints())
                .hasSize(3)
                .allSatisfy(notice -> assertThat(notice.toString()).hasSizeLessThan(600))
                .extracting(RegistrarNotice::text)
                .satisfiesExactly(
                        first -> assertThat(first).isEqualTo("complains: invalid values"),
                        second -> assertThat(second).endsWith("and 9992 more"),
                        third -> assertThat(third).contains("xxx...", "256 octets", "60000"));
    }

    @Test
    void anErrorIsNotAnsweredWithAnError() {
        var link = bench.connect(HOST_A);

        bench.driver.arrive(
                link, new AsapMessage.AsapError(List.of(new ErrorCause(CauseCode.INVALID_VALUES))));

        assertThat(bench.driver.sent(link)).isEmpty();
        assertThat(bench.driver.told(RegistrarNotice.Complaint.class)).hasSize(1);
    }

    @Test
    @Requirement({"ASAP-081", "ASAP-083", "PAR-077"})
    void aRegistrationWithBadValuesIsRefusedInItsResponse() {
        var link = bench.connect(HOST_A);
        // Registration life 0.
        bench.driver.arrive(
                link,
                Protocol.ASAP,
                Bytes.ofHex(
                        """
                        01000038 00090008 6563686f
                        000a002c 00000001 00000000 00000000
                        00040010 1b580000 00010008 0a000001
                        00080008 00000001 00000000
                        """));

        var answer = bench.driver.sent(link, AsapMessage.RegistrationResponse.class).getFirst();
        assertThat(answer.rejected()).isTrue();
        assertThat(answer.errors()).extracting(ErrorCause::code).contains(CauseCode.INVALID_VALUES);
        assertThat(bench.handlespace().size()).isZero();
    }

    @Test
    void whatARegistrarIsNotSentIsTold() {
        var link = bench.connect(HOST_A);
        for (AsapMessage message :
                List.of(
                        new AsapMessage.RegistrationResponse(ECHO, id(1), false, List.of()),
                        new AsapMessage.DeregistrationResponse(ECHO, id(1), List.of()),
                        new AsapMessage.EndpointKeepAlive(PEER, ECHO, true, Optional.empty()),
                        new AsapMessage.ServerAnnounce(PEER, List.of()),
                        new AsapMessage.Cookie(Bytes.ofHex("00")),
                        new AsapMessage.CookieEcho(Bytes.ofHex("00")),
                        new AsapMessage.BusinessCard(ECHO, List.of(element(1, HOST_A))),
                        AsapMessage.HandleResolutionResponse.negative(
                                ECHO, new ErrorCause(CauseCode.UNKNOWN_POOL_HANDLE)))) {
            bench.driver.arrive(link, message);
        }

        assertThat(bench.driver.told(RegistrarNotice.Complaint.class)).hasSize(8);
        assertThat(bench.driver.take()).isEmpty();
    }

    @Test
    void changedAddressesOfAConnectionAreTakenOver() {
        var link = bench.connect(HOST_A);
        assertThat(bench.register(link, ECHO, element(1, HOST_B)).rejected()).isTrue();

        bench.up(
                link,
                Protocol.ASAP,
                org.rserpool.core.Samples.sctp(List.of(HOST_A, HOST_B), 20_000));

        assertThat(bench.register(link, ECHO, element(1, HOST_B)).rejected()).isFalse();
        assertThat(snapshot().links()).isEqualTo(1);
    }

    @Test
    void theSnapshotShowsAll() {
        var link = bench.connect(HOST_A);
        bench.register(link, ECHO, element(1, HOST_A));
        bench.register(link, ECHO, element(2, HOST_A));
        bench.subscribe(link, ECHO);

        var seen = snapshot();

        assertThat(seen.id()).isEqualTo(SELF);
        assertThat(seen.pools()).hasSize(1);
        assertThat(seen.pools().getFirst().policy()).isEqualTo("round-robin");
        assertThat(seen.pools().getFirst().elements()).hasSize(2);
        assertThat(seen.checksums()).containsOnlyKeys(SELF);
        assertThat(seen.checksums().get(SELF)).isEqualTo(bench.handlespace().ownChecksum());
        assertThat(seen.links()).isEqualTo(1);
        assertThat(seen.subscriptions()).isEqualTo(1);
    }

    @Test
    void settingsOutOfRangeAreRefused() {
        assertThatThrownBy(() -> new RegistrarConfig.Tables(500, 10, Duration.ofSeconds(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("500");
        assertThatThrownBy(() -> new RegistrarConfig.Announcements(Duration.ZERO, true, true))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> MonitoringConfig.FAST.withKeepAliveTimeout(Duration.ofSeconds(-1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("keepAliveTimeout");
        assertThatThrownBy(() -> Limits.DEFAULTS.withMaxErrorsPerSecond(-1))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aLinkThatIsNotUpIsNoConnection() {
        var unknown = new Link(1_000);

        bench.driver.arrive(unknown, new AsapMessage.Registration(ECHO, element(1, HOST_A)));
        bench.driver.arrive(unknown, new HandleTableRequest(PEER, SELF, false));
        bench.lose(unknown);

        assertThat(bench.handlespace().size()).isZero();
    }
}
