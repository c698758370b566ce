package org.rserpool.core.registrar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.rserpool.core.Samples.ECHO;
import static org.rserpool.core.Samples.HOST_A;
import static org.rserpool.core.Samples.HOST_B;
import static org.rserpool.core.Samples.OTHER;
import static org.rserpool.core.Samples.PEER;
import static org.rserpool.core.Samples.REGISTRAR_HOST;
import static org.rserpool.core.Samples.SELF;
import static org.rserpool.core.Samples.element;
import static org.rserpool.core.Samples.id;
import static org.rserpool.core.Samples.sctp;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.rserpool.core.Link;
import org.rserpool.testkit.Requirement;
import org.rserpool.wire.ElementId;
import org.rserpool.wire.PeChecksum;
import org.rserpool.wire.PoolElementInfo;
import org.rserpool.wire.PoolHandle;
import org.rserpool.wire.RegistrarId;
import org.rserpool.wire.ServerInformation;
import org.rserpool.wire.codec.Wire;
import org.rserpool.wire.message.EnrpMessage.HandleTableRequest;
import org.rserpool.wire.message.EnrpMessage.HandleTableResponse;
import org.rserpool.wire.message.EnrpMessage.HandleUpdate;
import org.rserpool.wire.message.EnrpMessage.InitTakeover;
import org.rserpool.wire.message.EnrpMessage.ListRequest;
import org.rserpool.wire.message.EnrpMessage.ListResponse;
import org.rserpool.wire.message.EnrpMessage.PoolEntry;
import org.rserpool.wire.message.EnrpMessage.Presence;
import org.rserpool.wire.message.EnrpMessage.TakeoverServer;
import org.rserpool.wire.message.EnrpMessage.UpdateAction;

/** What the registrar says to those who read its handlespace over ENRP. */
final class TableReadersTest {

    private static final RegistrarId FOREIGN = new RegistrarId(0x33333333);

    /** Pages of 1,400 octets, and elements that need not be kept alive. */
    private static final RegistrarConfig CONFIG =
            RegistrarConfig.RSPLIB.withMonitoring(
                    MonitoringConfig.RSPLIB.withKeepAliveInterval(Duration.ofDays(1)));

    private final RegistrarBench bench = new RegistrarBench(CONFIG);
    private final Link reader = reader();

    /** Connects somebody who has been asked who it is, and did not say so. */
    private Link reader() {
        var link = bench.connectEnrp(HOST_B);
        bench.driver.arrive(
                link, new Presence(PEER, SELF, false, Optional.empty(), Optional.empty()));
        bench.driver.sent(link);
        return link;
    }

    private void fill(RegistrarBench at, int pools, int elements) {
        var link = at.connect(HOST_A);
        for (int p = 1; p <= pools; p++) {
            for (int e = 1; e <= elements; e++) {
                at.register(link, PoolHandle.of("pool-" + p), element(100 * p + e, HOST_A));
            }
        }
    }

    private HandleTableResponse ask(RegistrarBench at, Link link, boolean ownChildrenOnly) {
        at.driver.arrive(link, new HandleTableRequest(PEER, SELF, ownChildrenOnly));
        return RegistrarBench.only(at.driver.sent(link, HandleTableResponse.class));
    }

    private List<HandleTableResponse> askAll(RegistrarBench at, Link link, boolean own) {
        var pages = new ArrayList<HandleTableResponse>();
        do {
            pages.add(ask(at, link, own));
        } while (pages.getLast().moreToSend());
        return pages;
    }

    private static List<PoolElementInfo> elements(List<HandleTableResponse> pages) {
        return pages.stream()
                .flatMap(page -> page.entries().stream())
                .flatMap(entry -> entry.elements().stream())
                .toList();
    }

    @Test
    @Requirement({
        "ENRP-057",
        "ENRP-058",
        "ENRP-059",
        "ENRP-022",
        "ENRP-017",
        "ENRP-018",
        "ENRP-021"
    })
    void theWholeHandlespaceIsReadPageByPage() {
        fill(bench, 7, 50);

        var pages = askAll(bench, reader, false);

        assertThat(pages).hasSizeGreaterThan(10);
        assertThat(pages)
                .allSatisfy(page -> {
                    assertThat(Wire.sizeOf(page)).isLessThanOrEqualTo(1_400);
                    assertThat(page.entries()).isNotEmpty();
                    assertThat(page.rejected()).isFalse();
                    assertThat(page.sender()).isEqualTo(SELF);
                    assertThat(page.receiver()).isEqualTo(PEER);
                });
        assertThat(pages.subList(0, pages.size() - 1)).allMatch(HandleTableResponse::moreToSend);
        assertThat(elements(pages)).hasSize(350).doesNotHaveDuplicates();
        var handles = pages.stream().flatMap(p -> p.entries().stream()).map(PoolEntry::pool);
        assertThat(handles.distinct()).hasSize(7);
        assertThat(elements(pages))
                .allSatisfy(element -> {
                    assertThat(element.home()).isEqualTo(SELF);
                    assertThat(element.asapTransport()).isPresent();
                });
    }

    @Test
    void noPageHasMoreElementsThanAllowed() {
        var few =
                new RegistrarBench(
                        RegistrarConfig.RFC.withTables(
                                new RegistrarConfig.Tables(60_000, 7, Duration.ofSeconds(10))));
        fill(few, 3, 7);
        var link = few.connectEnrp(HOST_B);

        var pages = askAll(few, link, false);

        assertThat(pages).hasSize(3);
        assertThat(pages).allSatisfy(p -> assertThat(elements(List.of(p))).hasSize(7));
    }

    @Test
    @Requirement({"ENRP-017", "ENRP-164"})
    void withTheWBitOnlyOwnElementsAreListed() {
        fill(bench, 2, 2);
        var foreign = element(9, HOST_B).withHome(FOREIGN).withAsapTransport(sctp(HOST_B, 9_000));
        bench.handlespace().learn(PoolHandle.of("pool-1"), foreign, bench.driver.now());

        assertThat(elements(askAll(bench, reader, false))).hasSize(5);
        assertThat(elements(askAll(bench, reader, true))).hasSize(4).doesNotContain(foreign);
    }

    @Test
    void anEmptyHandlespaceIsAnEmptyPage() {
        assertThat(ask(bench, reader, false))
                .isEqualTo(new HandleTableResponse(SELF, PEER, false, false, List.of()));
    }

    @Test
    @Requirement("ENRP-058")
    void whatChangesBetweenTwoPagesDisturbsNothing() {
        fill(bench, 5, 40);
        var link = bench.connect(HOST_A);
        var pages = new ArrayList<HandleTableResponse>();
        do {
            pages.add(ask(bench, reader, false));
            var last = pages.getLast().entries().getLast();
            bench.deregister(link, last.pool(), last.elements().getLast().id());
            bench.register(link, OTHER, element(1_000 + pages.size(), HOST_A));
        } while (pages.getLast().moreToSend());

        var seen = elements(pages).stream().filter(e -> e.id().value() < 1_000).toList();
        assertThat(seen).hasSize(200);
        bench.handlespace().verify();
    }

    @Test
    @Requirement({"ENRP-070", "ENRP-058"})
    void anAbandonedDownloadBeginsAnewAfterAWhile() {
        fill(bench, 1, 100);
        var first = ask(bench, reader, false);
        assertThat(ask(bench, reader, false)).isNotEqualTo(first);

        bench.driver.pass(CONFIG.tables().session());

        assertThat(ask(bench, reader, false)).isEqualTo(first);
    }

    @Test
    void aDownloadThatIsInterruptedForShortGoesOn() {
        fill(bench, 1, 100);
        var first = ask(bench, reader, false);

        bench.driver.pass(CONFIG.tables().session().minusMillis(1));

        assertThat(ask(bench, reader, false)).isNotEqualTo(first);
    }

    @Test
    void anotherWBitBeginsAnew() {
        fill(bench, 1, 100);
        var first = ask(bench, reader, false);
        ask(bench, reader, false);

        ask(bench, reader, true);

        assertThat(ask(bench, reader, false)).isEqualTo(first);
    }

    @Test
    @Requirement({"ENRP-019", "ENRP-020", "ENRP-067"})
    void moreReadersThanAllowedAreRejected() {
        fill(bench, 1, 100);
        var readers = new ArrayList<Link>();
        for (int i = 0; i < 64; i++) {
            readers.add(bench.connectEnrp(HOST_B));
            assertThat(ask(bench, readers.getLast(), false).rejected()).isFalse();
        }

        assertThat(ask(bench, reader, false))
                .isEqualTo(new HandleTableResponse(SELF, PEER, true, false, List.of()));

        bench.lose(readers.getFirst());
        assertThat(ask(bench, reader, false).rejected()).isFalse();
    }

    @Test
    void oneConnectionHoldsOneDownloadHoweverManyNamesItUses() {
        fill(bench, 1, 100);
        for (int i = 1; i <= 1_000; i++) {
            bench.driver.arrive(reader, new HandleTableRequest(new RegistrarId(i), SELF, false));
        }
        bench.driver.take();

        assertThat(ask(bench, bench.connectEnrp(HOST_B), false).rejected()).isFalse();
    }

    @Test
    @Requirement({"ENRP-013", "ENRP-015", "ENRP-152", "PAR-090", "PAR-091", "ENRP-159"})
    void aPresenceThatWantsAReplyGetsOneWithChecksumAndAddress() {
        var link = bench.connect(HOST_A);
        bench.register(link, PoolHandle.of("EchoPool"), element(0x5562e917, HOST_A));

        bench.driver.arrive(
                reader, new Presence(PEER, SELF, true, Optional.empty(), Optional.empty()));

        assertThat(bench.driver.sent(reader))
                .containsExactly(
                        new Presence(
                                SELF,
                                PEER,
                                false,
                                Optional.of(new PeChecksum(0x53d7)),
                                Optional.of(
                                        new ServerInformation(SELF, sctp(REGISTRAR_HOST, 9901)))));
        bench.deregister(link, PoolHandle.of("EchoPool"), id(0x5562e917));
        bench.driver.arrive(
                reader, new Presence(PEER, SELF, true, Optional.empty(), Optional.empty()));
        assertThat(((Presence) bench.driver.sent(reader).getFirst()).checksum())
                .contains(new PeChecksum(0xffff));
    }

    @Test
    @Requirement({"ENRP-012", "ENRP-041"})
    void theRegistrarKeepsItsIdentifierAsLongAsItRuns() {
        for (int day = 0; day < 3; day++) {
            var inquirer = reader();
            var link = bench.connect(HOST_A);
            bench.register(link, PoolHandle.of("EchoPool"), element(day + 1, HOST_A));
            bench.driver.arrive(
                    inquirer, new Presence(PEER, SELF, true, Optional.empty(), Optional.empty()));
            assertThat(RegistrarBench.only(bench.driver.sent(inquirer, Presence.class)).sender())
                    .isEqualTo(SELF);
            bench.driver.passSeconds(24 * 3_600);
        }
    }

    @Test
    void aPresenceThatWantsNoReplyGetsNone() {
        bench.driver.arrive(
                reader, new Presence(PEER, SELF, false, Optional.empty(), Optional.empty()));

        assertThat(bench.driver.sent(reader)).isEmpty();
    }

    @Test
    @Requirement({"ENRP-051", "ENRP-030"})
    void theListOfRegistrarsHasThisOne() {
        bench.driver.arrive(reader, new ListRequest(PEER, RegistrarId.NONE));

        assertThat(bench.driver.sent(reader))
                .containsExactly(
                        new ListResponse(
                                SELF,
                                PEER,
                                false,
                                List.of(new ServerInformation(SELF, sctp(REGISTRAR_HOST, 9901)))));
    }

    @Test
    void whoReadsIsNoPeerAndCanChangeNothing() {
        fill(bench, 1, 3);
        ask(bench, reader, false);
        var element = element(9, HOST_B).withHome(PEER).withAsapTransport(sctp(HOST_B, 9_000));
        bench.driver.arrive(
                reader,
                new HandleUpdate(PEER, RegistrarId.NONE, UpdateAction.ADD, false, ECHO, element));
        bench.driver.arrive(
                reader,
                new HandleUpdate(
                        PEER,
                        RegistrarId.NONE,
                        UpdateAction.DELETE,
                        false,
                        PoolHandle.of("pool-1"),
                        element(1, HOST_A).withHome(SELF).withAsapTransport(sctp(HOST_A, 20_001))));
        bench.driver.arrive(reader, new InitTakeover(PEER, RegistrarId.NONE, SELF));
        bench.driver.arrive(reader, new TakeoverServer(PEER, RegistrarId.NONE, SELF));

        assertThat(bench.handlespace().size()).isEqualTo(3);
        assertThat(bench.handlespace().owners()).containsExactly(SELF);
        assertThat(bench.driver.sent(reader)).isEmpty();
        bench.driver.arrive(reader, new ListRequest(PEER, SELF));
        assertThat(RegistrarBench.only(bench.driver.sent(reader, ListResponse.class)).servers())
                .hasSize(1);
    }

    @Test
    void messagesForOthersAreIgnored() {
        bench.driver.arrive(reader, new HandleTableRequest(PEER, FOREIGN, false));
        bench.driver.arrive(reader, new ListRequest(PEER, FOREIGN));

        assertThat(bench.driver.sent(reader)).isEmpty();
    }

    @Test
    void whoUsesOurIdentifierIsNoticed() {
        for (int i = 0; i < 100; i++) {
            bench.driver.arrive(reader, new HandleTableRequest(SELF, SELF, false));
        }

        assertThat(bench.driver.sent(reader)).isEmpty();
        assertThat(bench.driver.told(RegistrarNotice.DuplicateIdentifier.class)).hasSize(1);
    }

    @Test
    void elementsOfAnIdentifierUpTo32BitsAreListed() {
        var link = bench.connect(HOST_A);
        for (int value : new int[] {1, Integer.MAX_VALUE, Integer.MIN_VALUE, -1}) {
            bench.register(link, ECHO, element(value, HOST_A));
        }

        assertThat(elements(askAll(bench, reader, false)).stream().map(PoolElementInfo::id))
                .containsExactly(
                        new ElementId(1),
                        new ElementId(Integer.MAX_VALUE),
                        new ElementId(Integer.MIN_VALUE),
                        new ElementId(-1));
    }
}
