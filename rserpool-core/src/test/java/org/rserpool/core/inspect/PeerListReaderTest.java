package org.rserpool.core.inspect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.rserpool.core.Samples.HOST_A;
import static org.rserpool.core.Samples.PEER;
import static org.rserpool.core.Samples.SELF;
import static org.rserpool.core.Samples.tcp;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.rserpool.core.Action;
import org.rserpool.core.Answer;
import org.rserpool.core.Event;
import org.rserpool.core.Link;
import org.rserpool.core.MachineDriver;
import org.rserpool.core.Ticket;
import org.rserpool.core.inspect.PeerTable.Standing;
import org.rserpool.testkit.Requirement;
import org.rserpool.wire.CauseCode;
import org.rserpool.wire.ErrorCause;
import org.rserpool.wire.PeChecksum;
import org.rserpool.wire.RegistrarId;
import org.rserpool.wire.ServerInformation;
import org.rserpool.wire.TransportAddress;
import org.rserpool.wire.codec.Dialect;
import org.rserpool.wire.message.EnrpMessage.EnrpError;
import org.rserpool.wire.message.EnrpMessage.InitTakeover;
import org.rserpool.wire.message.EnrpMessage.ListRequest;
import org.rserpool.wire.message.EnrpMessage.ListResponse;
import org.rserpool.wire.message.EnrpMessage.Presence;
import org.rserpool.wire.message.Protocol;

final class PeerListReaderTest {

    private static final Ticket TICKET = new Ticket(1);
    private static final RegistrarId THIRD = new RegistrarId(0x33333333);
    private static final TransportAddress AT_SELF = tcp("10.0.1.1", 9901);
    private static final TransportAddress AT_PEER = tcp("10.0.1.2", 9901);
    private static final TransportAddress AT_THIRD = tcp("10.0.1.3", 9901);
    private static final PeChecksum SUM = new PeChecksum(0x1a2b);

    private MachineDriver driver = driver(PeerListReaderConfig.DEFAULTS);

    private static MachineDriver driver(PeerListReaderConfig config) {
        return new MachineDriver(
                new PeerListReader(config, new SplittableRandom(1)), Dialect.EXTENDED);
    }

    private static ServerInformation at(RegistrarId id, TransportAddress address) {
        return new ServerInformation(id, address);
    }

    private Link asked() {
        driver.feed(new Event.Asked(TICKET, new PeerListReader.Read(AT_SELF)));
        return up(opened(AT_SELF));
    }

    private Link opened(TransportAddress remote) {
        var opened = driver.opened();
        assertThat(opened).extracting(Action.Open::remote).containsExactly(remote);
        assertThat(opened.getFirst().protocol()).isEqualTo(Protocol.ENRP);
        return opened.getFirst().link();
    }

    private Link up(Link link) {
        driver.feed(new Event.LinkUp(link, Protocol.ENRP, tcp(HOST_A, 41_234), AT_SELF));
        assertThat(driver.sent(link)).singleElement().isInstanceOf(ListRequest.class);
        return link;
    }

    private void list(Link link, RegistrarId sender, ServerInformation... servers) {
        driver.arrive(link, new ListResponse(sender, RegistrarId.NONE, false, List.of(servers)));
    }

    private void reject(Link link) {
        driver.arrive(link, new ListResponse(SELF, RegistrarId.NONE, true, List.of()));
    }

    private void presence(Link link, RegistrarId sender) {
        driver.arrive(
                link,
                new Presence(sender, RegistrarId.NONE, false, Optional.of(SUM), Optional.empty()));
    }

    private Answer answer() {
        var answers = driver.answers(TICKET);
        assertThat(answers).hasSize(1);
        assertThat(driver.deadline()).isEqualTo(Instant.MAX);
        return answers.getFirst();
    }

    private PeerTable table() {
        return (PeerTable) answer();
    }

    private static PeerTable.Registrar registrar(
            RegistrarId id, TransportAddress address, Standing standing, RegistrarId... peers) {
        return new PeerTable.Registrar(
                id,
                address,
                standing,
                standing == Standing.ANSWERS ? Optional.of(SUM) : Optional.empty(),
                List.of(peers));
    }

    @Test
    @Requirement({"ENRP-027", "ENRP-030"})
    void everyRegistrarThatIsListedIsAskedForItsOwnList() {
        var self = asked();
        list(self, SELF, at(SELF, AT_SELF), at(PEER, AT_PEER));
        var peer = up(opened(AT_PEER));
        presence(self, SELF);
        list(peer, PEER, at(THIRD, AT_THIRD), at(SELF, AT_SELF));
        var third = up(opened(AT_THIRD));
        presence(peer, PEER);
        list(third, THIRD, at(SELF, AT_SELF), at(PEER, AT_PEER));
        presence(third, THIRD);

        var table = table();

        assertThat(table.asked()).isEqualTo(SELF);
        assertThat(table.registrars())
                .containsExactly(
                        registrar(SELF, AT_SELF, Standing.ANSWERS, PEER),
                        registrar(PEER, AT_PEER, Standing.ANSWERS, SELF, THIRD),
                        registrar(THIRD, AT_THIRD, Standing.ANSWERS, SELF, PEER));
        assertThat(table.missedBy(table.registrars().getFirst())).containsExactly(THIRD);
        assertThat(table.missedBy(table.registrars().getLast())).isEmpty();
        assertThat(driver.closed())
                .extracting(Action.Close::link)
                .containsExactlyInAnyOrder(self, peer, third);
    }

    @Test
    void itNeverSaysWhereItCouldBeReachedSoNobodyTakesItForAPeer() {
        var link = asked();
        var sent = new ArrayList<>(driver.sent(link));
        list(link, SELF);
        sent.addAll(driver.sent(link));
        driver.arrive(
                link,
                new Presence(SELF, RegistrarId.NONE, true, Optional.of(SUM), Optional.empty()));
        driver.arrive(link, new InitTakeover(SELF, RegistrarId.NONE, PEER));
        driver.arrive(link, new ListRequest(SELF, RegistrarId.NONE));
        sent.addAll(driver.sent(link));

        assertThat(sent)
                .singleElement()
                .isInstanceOfSatisfying(
                        Presence.class,
                        knock -> {
                            assertThat(knock.replyRequired()).isTrue();
                            assertThat(knock.checksum()).isEmpty();
                            assertThat(knock.information()).isEmpty();
                            assertThat(knock.sender()).isNotEqualTo(RegistrarId.NONE);
                        });
    }

    @Test
    void whoTellsAStrangerNoChecksumIsListedWithoutOneSoon() {
        var link = asked();
        list(link, SELF);
        driver.arrive(
                link,
                new EnrpError(
                        SELF, RegistrarId.NONE, List.of(new ErrorCause(CauseCode.INVALID_VALUES))));
        driver.pass(PeerListReaderConfig.DEFAULTS.acquaintance());

        assertThat(table().registrars())
                .containsExactly(
                        new PeerTable.Registrar(
                                SELF, AT_SELF, Standing.ANSWERS, Optional.empty(), List.of()));
    }

    @Test
    @Requirement("ENRP-028")
    void aRegistrarThatRefusesIsAskedAgainUntilItServes() {
        var link = asked();
        reject(link);
        assertThat(driver.sent(link)).isEmpty();
        driver.pass(PeerListReaderConfig.DEFAULTS.afterReject());
        assertThat(driver.sent(link)).singleElement().isInstanceOf(ListRequest.class);
        list(link, SELF);
        presence(link, SELF);

        assertThat(table().registrars())
                .containsExactly(registrar(SELF, AT_SELF, Standing.ANSWERS));
    }

    @Test
    void aRegistrarThatIsNotReadyInTimeIsStarting() {
        var self = asked();
        list(self, SELF, at(PEER, AT_PEER));
        var peer = up(opened(AT_PEER));
        presence(self, SELF);
        for (int i = 0; i < 10; i++) {
            driver.arrive(peer, new ListResponse(PEER, RegistrarId.NONE, true, List.of()));
            driver.pass(PeerListReaderConfig.DEFAULTS.afterReject());
        }

        assertThat(table().registrars())
                .containsExactly(
                        registrar(SELF, AT_SELF, Standing.ANSWERS, PEER),
                        registrar(PEER, AT_PEER, Standing.STARTING));
    }

    @Test
    void thoseThatSayNothingAndThoseThatAreNotThereAreToldApart() {
        var self = asked();
        list(self, SELF, at(PEER, AT_PEER), at(THIRD, AT_THIRD));
        presence(self, SELF);
        var opened = driver.opened();
        assertThat(opened).hasSize(2);
        up(opened.getFirst().link());
        driver.feed(new Event.LinkDown(opened.getLast().link(), Event.LinkDown.Reason.UNREACHABLE));
        driver.pass(PeerListReaderConfig.DEFAULTS.noResponse());

        var table = table();

        assertThat(table.registrars())
                .containsExactly(
                        registrar(SELF, AT_SELF, Standing.ANSWERS, PEER, THIRD),
                        registrar(PEER, AT_PEER, Standing.SILENT),
                        registrar(THIRD, AT_THIRD, Standing.UNREACHABLE));
        assertThat(table.registrars()).allMatch(each -> table.missedBy(each).isEmpty());
    }

    @Test
    void aRegistrarThatWasStartedAgainIsAnotherOne() {
        var self = asked();
        list(self, SELF, at(PEER, AT_PEER));
        presence(self, SELF);
        list(up(opened(AT_PEER)), THIRD, at(SELF, AT_SELF));
        var again = up(opened(AT_PEER));
        list(again, THIRD, at(SELF, AT_SELF));
        presence(again, THIRD);

        assertThat(table().registrars())
                .containsExactly(
                        registrar(SELF, AT_SELF, Standing.ANSWERS, PEER),
                        registrar(PEER, AT_PEER, Standing.UNREACHABLE),
                        registrar(THIRD, AT_PEER, Standing.ANSWERS, SELF));
    }

    @Test
    void whoeverIsListedWithoutIdentifierIsNobody() {
        var link = asked();
        list(link, SELF, at(RegistrarId.NONE, AT_PEER));
        presence(link, SELF);

        assertThat(table().registrars())
                .containsExactly(registrar(SELF, AT_SELF, Standing.ANSWERS));
    }

    @Test
    void noMoreRegistrarsAreAskedThanMay() {
        var defaults = PeerListReaderConfig.DEFAULTS;
        driver =
                driver(
                        new PeerListReaderConfig(
                                defaults.noResponse(),
                                defaults.acquaintance(),
                                defaults.afterReject(),
                                2));
        var self = asked();
        list(self, SELF, at(PEER, AT_PEER), at(THIRD, AT_THIRD));
        presence(self, SELF);
        driver.feed(new Event.LinkDown(opened(AT_PEER), Event.LinkDown.Reason.UNREACHABLE));

        assertThat(table().registrars())
                .extracting(PeerTable.Registrar::id)
                .containsExactly(SELF, PEER);
    }

    @Test
    void whereTheFirstOneDoesNotAnswerThereIsNoTable() {
        driver.feed(new Event.Asked(TICKET, new PeerListReader.Read(AT_SELF)));
        driver.feed(new Event.LinkDown(opened(AT_SELF), Event.LinkDown.Reason.UNREACHABLE));
        assertThat(answer())
                .isEqualTo(new PeerListReader.Unreadable("the link ended: UNREACHABLE"));

        var link = asked();
        driver.pass(Duration.ofSeconds(5));
        assertThat(answer()).isEqualTo(new PeerListReader.Unreadable("no answer within PT5S"));
        assertThat(driver.closed()).extracting(Action.Close::link).containsExactly(link);

        link = asked();
        for (int i = 0; i < 10; i++) {
            reject(link);
            driver.pass(PeerListReaderConfig.DEFAULTS.afterReject());
        }
        assertThat(answer())
                .isEqualTo(new PeerListReader.Unreadable("the registrar does not serve yet"));
    }

    @Test
    void whoAsksMeanwhileIsToldSo() {
        asked();
        var other = new Ticket(2);
        driver.feed(new Event.Asked(other, new PeerListReader.Read(AT_PEER)));

        assertThat(driver.answers(other))
                .containsExactly(new PeerListReader.Unreadable("other registrars are being asked"));
    }
}
