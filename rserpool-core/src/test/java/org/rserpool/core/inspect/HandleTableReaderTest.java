package org.rserpool.core.inspect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.rserpool.core.Samples.ECHO;
import static org.rserpool.core.Samples.HOST_A;
import static org.rserpool.core.Samples.HOST_B;
import static org.rserpool.core.Samples.OTHER;
import static org.rserpool.core.Samples.PEER;
import static org.rserpool.core.Samples.REGISTRAR_HOST;
import static org.rserpool.core.Samples.SELF;
import static org.rserpool.core.Samples.element;
import static org.rserpool.core.Samples.sctp;
import static org.rserpool.core.Samples.tcp;

import java.time.Duration;
import java.time.Instant;
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
import org.rserpool.testkit.Requirement;
import org.rserpool.wire.Bytes;
import org.rserpool.wire.CauseCode;
import org.rserpool.wire.ErrorCause;
import org.rserpool.wire.PeChecksum;
import org.rserpool.wire.PoolElementInfo;
import org.rserpool.wire.PoolHandle;
import org.rserpool.wire.RegistrarId;
import org.rserpool.wire.ServerInformation;
import org.rserpool.wire.TransportAddress;
import org.rserpool.wire.codec.Dialect;
import org.rserpool.wire.message.EnrpMessage;
import org.rserpool.wire.message.EnrpMessage.EnrpError;
import org.rserpool.wire.message.EnrpMessage.HandleTableRequest;
import org.rserpool.wire.message.EnrpMessage.HandleTableResponse;
import org.rserpool.wire.message.EnrpMessage.InitTakeover;
import org.rserpool.wire.message.EnrpMessage.InitTakeoverAck;
import org.rserpool.wire.message.EnrpMessage.ListRequest;
import org.rserpool.wire.message.EnrpMessage.ListResponse;
import org.rserpool.wire.message.EnrpMessage.PoolEntry;
import org.rserpool.wire.message.EnrpMessage.Presence;
import org.rserpool.wire.message.Protocol;

final class HandleTableReaderTest {

    private static final TransportAddress REGISTRAR = sctp(REGISTRAR_HOST, 9901);
    private static final TransportAddress LOCAL = sctp(HOST_A, 41_234);
    private static final Ticket TICKET = new Ticket(1);

    private MachineDriver driver = driver(HandleTableReaderConfig.DEFAULTS);

    private static MachineDriver driver(HandleTableReaderConfig config) {
        return new MachineDriver(
                new HandleTableReader(config, new SplittableRandom(1)), config.dialect());
    }

    private Link asked() {
        return asked(TICKET, REGISTRAR, LOCAL);
    }

    private Link asked(Ticket ticket, TransportAddress registrar, TransportAddress local) {
        driver.feed(new Event.Asked(ticket, new HandleTableReader.Read(registrar)));
        var opened = driver.opened();
        assertThat(opened).hasSize(1);
        assertThat(opened.getFirst().protocol()).isEqualTo(Protocol.ENRP);
        assertThat(opened.getFirst().remote()).isEqualTo(registrar);
        var link = opened.getFirst().link();
        driver.feed(new Event.LinkUp(link, Protocol.ENRP, local, registrar));
        return link;
    }

    private static PoolElementInfo owned(int id, RegistrarId home) {
        return element(id, HOST_B).withHome(home).withAsapTransport(sctp(HOST_B, 9_000));
    }

    private void page(Link link, boolean more, PoolEntry... entries) {
        driver.arrive(
                link,
                new HandleTableResponse(SELF, RegistrarId.NONE, false, more, List.of(entries)));
    }

    private void reject(Link link) {
        driver.arrive(
                link, new HandleTableResponse(SELF, RegistrarId.NONE, true, false, List.of()));
    }

    private EnrpMessage only(Link link) {
        var sent = driver.sent(link);
        assertThat(sent).hasSize(1);
        return (EnrpMessage) sent.getFirst();
    }

    private Answer answer() {
        var answers = driver.answers(TICKET);
        assertThat(answers).hasSize(1);
        assertThat(driver.deadline()).isEqualTo(Instant.MAX);
        return answers.getFirst();
    }

    @Test
    @Requirement({"ENRP-016", "ENRP-017", "ENRP-056", "ENRP-060", "ENRP-061"})
    void theHandlespaceIsAskedForPageByPage() {
        var link = asked();
        var first = (HandleTableRequest) only(link);
        assertThat(first.ownChildrenOnly()).isFalse();
        assertThat(first.sender()).isNotEqualTo(RegistrarId.NONE);
        assertThat(first.receiver()).isEqualTo(RegistrarId.NONE);

        page(link, true, new PoolEntry(ECHO, List.of(owned(1, SELF), owned(2, PEER))));
        assertThat(only(link)).isEqualTo(first);
        page(
                link,
                true,
                new PoolEntry(ECHO, List.of(owned(3, SELF))),
                new PoolEntry(OTHER, List.of(owned(1, SELF))));
        assertThat(only(link)).isEqualTo(first);
        page(link, false, new PoolEntry(OTHER, List.of(owned(2, PEER))));

        var table = (HandleTable) answer();
        assertThat(table.registrar()).isEqualTo(SELF);
        assertThat(table.size()).isEqualTo(5);
        assertThat(table.pools())
                .containsExactly(
                        new HandleTable.Pool(
                                ECHO, List.of(owned(1, SELF), owned(2, PEER), owned(3, SELF))),
                        new HandleTable.Pool(OTHER, List.of(owned(1, SELF), owned(2, PEER))));
        assertThat(driver.closed())
                .containsExactly(new Action.Close(link, Action.Close.Manner.GRACEFUL));
        assertThat(driver.take()).isEmpty();
    }

    @Test
    @Requirement({"ENRP-156", "ENRP-157"})
    void theChecksumOfEachOwnerIsComputed() {
        var link = asked();
        var echo = PoolHandle.of("EchoPool");
        var calc = PoolHandle.of("CalcAppPool");

        page(
                link,
                false,
                new PoolEntry(echo, List.of(owned(0x5562e917, SELF))),
                new PoolEntry(calc, List.of(owned(0x5562e917, PEER), owned(0x3775a3bd, PEER))));

        assertThat(((HandleTable) answer()).owners())
                .containsExactly(
                        new HandleTable.Owner(SELF, 1, new PeChecksum(0x53d7)),
                        new HandleTable.Owner(PEER, 2, new PeChecksum(0x6c68)));
    }

    @Test
    void anEmptyHandlespaceIsATable() {
        var link = asked();

        page(link, false);

        assertThat(((HandleTable) answer()).size()).isZero();
    }

    @Test
    void anEmptyLastPageIsNoMistake() {
        var link = asked();
        page(link, true, new PoolEntry(ECHO, List.of(owned(1, SELF))));

        page(link, false);

        assertThat(((HandleTable) answer()).size()).isEqualTo(1);
    }

    @Test
    void theLaterWordAboutAnElementCounts() {
        var link = asked();
        page(link, true, new PoolEntry(ECHO, List.of(owned(1, SELF))));
        page(link, false, new PoolEntry(ECHO, List.of(owned(1, PEER))));

        var table = (HandleTable) answer();
        assertThat(table.size()).isEqualTo(1);
        assertThat(table.owners()).extracting(HandleTable.Owner::id).containsExactly(PEER);
    }

    @Test
    void aRegistrarThatDoesNotTalkToStrangersIsToldWhoWeAre() {
        var link = asked();
        var request = (HandleTableRequest) only(link);
        reject(link);
        assertThat(only(link))
                .isEqualTo(
                        new Presence(
                                request.sender(),
                                RegistrarId.NONE,
                                true,
                                Optional.empty(),
                                Optional.empty()));

        driver.passMillis(500);

        // RSPLIB believes only the port that the association comes from.
        assertThat(driver.sent(link))
                .containsExactly(
                        new Presence(
                                request.sender(),
                                RegistrarId.NONE,
                                false,
                                Optional.of(new PeChecksum(0xffff)),
                                Optional.of(new ServerInformation(request.sender(), LOCAL))),
                        request);
        page(link, false, new PoolEntry(ECHO, List.of(owned(1, SELF))));
        assertThat(((HandleTable) answer()).size()).isEqualTo(1);
    }

    @Test
    void anErrorInReplyToAStrangersPresenceSavesTheWaiting() {
        var link = asked();
        reject(link);
        driver.take();

        driver.arrive(
                link,
                new EnrpError(
                        SELF, RegistrarId.NONE, List.of(new ErrorCause(CauseCode.INVALID_VALUES))));

        assertThat(driver.sent(link)).hasSize(2);
    }

    @Test
    @Requirement("ENRP-068")
    void aRegistrarThatTalksToStrangersIsAskedAgainLaterWithoutAnIntroduction() {
        var link = asked();
        var request = only(link);
        reject(link);
        driver.take();
        driver.arrive(
                link,
                new Presence(
                        SELF,
                        request.sender(),
                        false,
                        Optional.of(new PeChecksum(0xffff)),
                        Optional.empty()));
        assertThat(driver.sent(link)).isEmpty();

        for (int i = 0; i < 4; i++) {
            driver.passMillis(1_999);
            assertThat(driver.sent(link)).isEmpty();
            driver.passMillis(1);
            assertThat(only(link)).isEqualTo(request);
            reject(link);
        }
        driver.passSeconds(2);
        page(link, false);

        assertThat(answer()).isInstanceOf(HandleTable.class);
    }

    @Test
    void whoIsRejectedAgainAndAgainGivesUp() {
        var link = asked();
        for (int i = 0; i < 10 && driver.deadline().isBefore(Instant.MAX); i++) {
            reject(link);
            driver.passMillis(2_500);
        }

        assertThat(((HandleTableReader.Unreadable) answer()).why()).contains("rejected");
        assertThat(driver.closed()).hasSize(1);
    }

    @Test
    void whereTheDialectHasNoTcpTheReaderCannotIntroduceItself() {
        driver = driver(HandleTableReaderConfig.DEFAULTS.withDialect(Dialect.RFC));
        var link = asked(TICKET, tcp(REGISTRAR_HOST, 9901), tcp(HOST_A, 41_234));
        driver.take();

        reject(link);
        driver.passSeconds(1);

        assertThat(driver.sent(link)).isEmpty();
        driver.passSeconds(1);
        assertThat(driver.sent(link, HandleTableRequest.class)).hasSize(1);
    }

    @Test
    @Requirement({"ENRP-028", "ENRP-029", "ENRP-019", "ENRP-020", "ENRP-129", "ENRP-015"})
    void asLongAsItCountsAsAPeerTheReaderAnswersLikeOne() {
        var link = asked();
        reject(link);
        driver.passMillis(500);
        var self = driver.sent(link, HandleTableRequest.class).getFirst().sender();
        driver.take();

        driver.arrive(link, new Presence(SELF, self, true, Optional.empty(), Optional.empty()));
        driver.arrive(link, new ListRequest(SELF, self));
        driver.arrive(link, new HandleTableRequest(SELF, self, true));
        driver.arrive(link, new InitTakeover(SELF, self, PEER));

        assertThat(driver.sent(link))
                .containsExactly(
                        new Presence(
                                self,
                                SELF,
                                false,
                                Optional.of(new PeChecksum(0xffff)),
                                Optional.of(new ServerInformation(self, LOCAL))),
                        new ListResponse(self, SELF, true, List.of()),
                        new HandleTableResponse(self, SELF, true, false, List.of()),
                        new InitTakeoverAck(self, SELF, PEER));
    }

    @Test
    @Requirement("ENRP-011")
    void eachTimeItTakesAnotherIdentifier() {
        var link = asked();
        var first = only(link).sender();
        page(link, false);

        var again = asked(new Ticket(2), REGISTRAR, LOCAL);

        assertThat(again).isNotEqualTo(link);
        assertThat(only(again).sender()).isNotEqualTo(first);
    }

    @Test
    @Requirement("ENRP-069")
    void aRegistrarThatDoesNotAnswerInTimeIsGivenUp() {
        var link = asked();
        page(link, true, new PoolEntry(ECHO, List.of(owned(1, SELF))));
        driver.pass(Duration.ofMillis(4_999));
        assertThat(driver.answers(TICKET)).isEmpty();

        driver.passMillis(1);

        assertThat(((HandleTableReader.Unreadable) answer()).why()).contains("did not answer");
        assertThat(driver.closed()).hasSize(1);
    }

    @Test
    void aRegistrarThatCannotBeReachedIsGivenUp() {
        driver.feed(new Event.Asked(TICKET, new HandleTableReader.Read(REGISTRAR)));
        var link = driver.opened().getFirst().link();

        driver.feed(new Event.LinkDown(link, Event.LinkDown.Reason.UNREACHABLE));

        assertThat(((HandleTableReader.Unreadable) answer()).why()).contains("UNREACHABLE");
        assertThat(driver.closed()).isEmpty();
    }

    @Test
    void aLinkThatNeitherOpensNorFailsIsGivenUp() {
        driver.feed(new Event.Asked(TICKET, new HandleTableReader.Read(REGISTRAR)));

        driver.passSeconds(5);

        assertThat(answer()).isInstanceOf(HandleTableReader.Unreadable.class);
        assertThat(driver.closed()).hasSize(1);
    }

    @Test
    void nonsenseEndsTheReading() {
        var link = asked();

        driver.arrive(link, Protocol.ENRP, Bytes.ofHex("0300000c 00000000 00000000"));

        assertThat(answer()).isInstanceOf(HandleTableReader.Unreadable.class);
    }

    @Test
    void aRegistrarThatPromisesMoreAndSendsNothingNewIsGivenUp() {
        var link = asked();
        for (int i = 0; i < 4; i++) {
            page(link, true, new PoolEntry(ECHO, List.of(owned(1, SELF))));
        }

        assertThat(((HandleTableReader.Unreadable) answer()).why()).contains("nothing new");
    }

    @Test
    void moreElementsThanAllowedAreTooMany() {
        driver = driver(HandleTableReaderConfig.DEFAULTS.withMaxElements(2));
        var link = asked();

        page(
                link,
                true,
                new PoolEntry(ECHO, List.of(owned(1, SELF), owned(2, SELF), owned(3, SELF))));

        assertThat(((HandleTableReader.Unreadable) answer()).why()).contains("more than 2");
    }

    @Test
    void oneHandlespaceIsReadAtATime() {
        asked();
        var second = new Ticket(2);

        driver.feed(new Event.Asked(second, new HandleTableReader.Read(REGISTRAR)));

        assertThat(driver.answers(second).getFirst())
                .isInstanceOf(HandleTableReader.Unreadable.class);
        assertThat(driver.opened()).isEmpty();
    }

    @Test
    void aPageThatNobodyAskedForIsIgnored() {
        var link = asked();
        reject(link);

        page(link, false, new PoolEntry(ECHO, List.of(owned(1, SELF))));

        assertThat(driver.answers(TICKET)).isEmpty();
    }
}
