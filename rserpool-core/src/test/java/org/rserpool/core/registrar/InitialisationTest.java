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
import static org.rserpool.core.Samples.sctp;
import static org.rserpool.core.Samples.udp;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.rserpool.core.Action;
import org.rserpool.core.Event;
import org.rserpool.core.Link;
import org.rserpool.core.Ticket;
import org.rserpool.core.registrar.RegistrarNotice.Serving;
import org.rserpool.testkit.Requirement;
import org.rserpool.wire.PolicyType;
import org.rserpool.wire.PoolHandle;
import org.rserpool.wire.RegistrarId;
import org.rserpool.wire.message.AsapMessage.HandleResolution;
import org.rserpool.wire.message.AsapMessage.HandleResolutionResponse;
import org.rserpool.wire.message.AsapMessage.Registration;
import org.rserpool.wire.message.AsapMessage.RegistrationResponse;
import org.rserpool.wire.message.EnrpMessage.HandleTableRequest;
import org.rserpool.wire.message.EnrpMessage.HandleTableResponse;
import org.rserpool.wire.message.EnrpMessage.ListRequest;
import org.rserpool.wire.message.EnrpMessage.ListResponse;
import org.rserpool.wire.message.EnrpMessage.PoolEntry;
import org.rserpool.wire.message.EnrpMessage.Presence;
import org.rserpool.wire.message.EnrpMessage.UpdateAction;
import org.rserpool.wire.message.Protocol;

/** How a registrar starts (RFC 5353, section 3.2). */
final class InitialisationTest {

    private static final String HOST_P = "10.0.1.2";
    private static final String HOST_Q = "10.0.1.3";
    private static final int HIGH = 0x33333333;
    private static final int HIGHER = 0x44444444;
    private static final int LOW = 0x00000001;
    private static final PeersConfig PEERS = PeersConfig.FAST;

    private RegistrarBench bench = starting(HOST_P, HOST_Q);

    private static RegistrarBench starting(String... peers) {
        return new RegistrarBench(
                RegistrarConfig.FAST,
                RegistrarBench.PLACE.withPeers(
                        Stream.of(peers).map(host -> sctp(host, 9901)).toList()),
                1);
    }

    private FakePeer peer(int id, String host) {
        return new FakePeer(bench, id, host);
    }

    private boolean isServing() {
        return bench.snapshot().serving();
    }

    @Test
    @Requirement({"ENRP-045", "ENRP-046", "ENRP-047", "ENRP-033"})
    void whoIsToldOfNobodyServesAtOnce() {
        var alone = new RegistrarBench(RegistrarConfig.FAST, RegistrarBench.PLACE, 1);

        assertThat(alone.driver.take())
                .containsExactly(new Action.Tell(new Serving(Optional.empty(), 0)));
        assertThat(alone.snapshot().serving()).isTrue();
        assertThat(alone.register(alone.connect(HOST_A), ECHO, element(1, HOST_A)).rejected())
                .isFalse();
    }

    @Test
    void whereNobodyIsTheFirstServesAtOnce() {
        for (var open : bench.driver.opened()) {
            assertThat(isServing()).isFalse();
            bench.driver.feed(new Event.LinkDown(open.link(), Event.LinkDown.Reason.UNREACHABLE));
        }

        assertThat(bench.driver.told(Serving.class))
                .containsExactly(new Serving(Optional.empty(), 0));
    }

    @Test
    void whereNobodyAnswersTheFirstServesAfterTheTimeOfDiscovery() {
        bench.driver.pass(PEERS.mentorDiscovery().minusMillis(1));
        assertThat(bench.driver.told(Serving.class)).isEmpty();

        bench.driver.passMillis(1);

        assertThat(bench.driver.told(Serving.class))
                .containsExactly(new Serving(Optional.empty(), 0));
    }

    @Test
    @Requirement({
        "ENRP-043",
        "ENRP-048",
        "ENRP-055",
        "ENRP-056",
        "ENRP-066",
        "ENRP-034",
        "ENRP-102",
        "REQ-059",
        "REQ-060"
    })
    void theOnlyPeerIsTheMentorForListAndTable() {
        bench = starting(HOST_P);
        var mentor = peer(HIGH, HOST_P).accept();
        assertThat(mentor.sent())
                .singleElement()
                .isInstanceOfSatisfying(
                        Presence.class, asks -> assertThat(asks.replyRequired()).isTrue());
        mentor.introduce();
        assertThat(mentor.asked()).containsExactly(new ListRequest(SELF, mentor.id));
        mentor.list();
        assertThat(mentor.asked()).containsExactly(new HandleTableRequest(SELF, mentor.id, false));
        assertThat(isServing()).isFalse();

        mentor.page(false, new PoolEntry(ECHO, List.of(mentor.own(ECHO, element(1, HOST_A)))));

        assertThat(bench.driver.told(Serving.class))
                .containsExactly(new Serving(Optional.of(mentor.id), 1));
        assertThat(isServing()).isTrue();
        assertThat(bench.find(ECHO, id(1)).orElseThrow().owner()).isEqualTo(mentor.id);
    }

    @Test
    @Requirement({"ENRP-044", "ENRP-049", "ENRP-050"})
    void ofSeveralOneIsTheMentorAndTheOthersAreBackups() {
        var both = two(HIGH, HIGHER);
        var first = both.get(0);
        var second = both.get(1);
        assertThat(first.asked()).hasSize(1);

        bench.driver.pass(PEERS.maxTimeNoResponse().minusMillis(1));
        assertThat(second.asked()).isEmpty();
        bench.driver.passMillis(1);

        assertThat(second.asked()).containsExactly(new ListRequest(SELF, second.id));
        assertThat(first.asked()).isEmpty();
    }

    /** Two peers that are connected and have introduced themselves, the first one first. */
    private List<FakePeer> two(int idOfFirst, int idOfSecond) {
        var opened = bench.driver.opened();
        var first = peer(idOfFirst, HOST_P);
        var second = peer(idOfSecond, HOST_Q);
        first.link = opened.get(0).link();
        second.link = opened.get(1).link();
        bench.up(first.link, Protocol.ENRP, first.address);
        bench.up(second.link, Protocol.ENRP, second.address);
        first.introduce();
        second.introduce();
        return List.of(first, second);
    }

    @Test
    @Requirement("ENRP-054")
    void aRejectedListIsAskedOfTheBackup() {
        var both = two(HIGH, HIGHER);
        assertThat(both.get(0).asked()).hasSize(1);

        both.get(0).rejectList();

        assertThat(both.get(1).asked()).containsExactly(new ListRequest(SELF, both.get(1).id));
    }

    @Test
    @Requirement("ENRP-054")
    void whoHasOnlyOneMentorRepeatsARejectedRequestAfterAWhile() {
        bench = starting(HOST_P);
        var mentor = peer(HIGH, HOST_P).accept().introduce();
        mentor.asked();
        for (int round = 1; round <= PEERS.maxRejects(); round++) {
            mentor.rejectList();
            bench.driver.pass(PEERS.afterReject().minusMillis(1));
            assertThat(mentor.asked()).isEmpty();
            bench.driver.pass(PEERS.afterReject().dividedBy(2).plusMillis(1));
            assertThat(mentor.asked()).containsExactly(new ListRequest(SELF, mentor.id));
            assertThat(isServing()).isFalse();
        }

        mentor.rejectList(); // audits bring what there is

        assertThat(isServing()).isTrue();
    }

    @Test
    void ofThoseWhoStartAtTheSameTimeTheHighestIdentifierServesFirst() {
        bench = starting(HOST_P);
        var lower = peer(LOW, HOST_P).accept().introduce();
        lower.asked();

        lower.rejectList();

        assertThat(bench.driver.told(Serving.class))
                .containsExactly(new Serving(Optional.empty(), 0));
    }

    @Test
    @Requirement("ENRP-044")
    void whoHasNotAnsweredYetMayBeAMentorAsLongAsPeersAreDiscovered() {
        var opened = bench.driver.opened();
        var lower = peer(LOW, HOST_P);
        lower.link = opened.get(0).link();
        bench.up(lower.link, Protocol.ENRP, lower.address);
        lower.introduce();
        lower.rejectList();
        assertThat(isServing()).isFalse();

        var mentor = peer(HIGH, HOST_Q);
        mentor.link = opened.get(1).link();
        bench.up(mentor.link, Protocol.ENRP, mentor.address);
        mentor.introduce();
        bench.driver.pass(PEERS.afterReject().multipliedBy(3).dividedBy(2));
        if (!lower.asked().isEmpty()) {
            lower.rejectList();
        }

        assertThat(mentor.asked()).containsExactly(new ListRequest(SELF, mentor.id));
    }

    @Test
    void whereNobodyElseAnswersItServesAfterTheTimeOfDiscovery() {
        var opened = bench.driver.opened();
        var lower = peer(LOW, HOST_P);
        lower.link = opened.get(0).link();
        bench.up(lower.link, Protocol.ENRP, lower.address);
        lower.introduce();
        while (!isServing()) {
            if (!lower.asked().isEmpty()) {
                lower.rejectList();
            }
            bench.driver.passMillis(10);
        }

        assertThat(bench.driver.sinceStart())
                .isBetween(PEERS.mentorDiscovery(), PEERS.mentorDiscovery().plusMillis(400));
    }

    @Test
    @Requirement({"ENRP-053", "ENRP-028", "ENRP-029", "ENRP-067", "ENRP-019", "ENRP-020"})
    void untilItServesItIsNobodysMentor() {
        var both = two(HIGH, HIGHER);
        both.get(1).sent();
        both.get(1).say(new ListRequest(both.get(1).id, SELF));
        both.get(1).say(new HandleTableRequest(both.get(1).id, SELF, false));

        assertThat(both.get(1).sent())
                .containsExactly(
                        new ListResponse(SELF, both.get(1).id, true, List.of()),
                        new HandleTableResponse(SELF, both.get(1).id, true, false, List.of()));
        both.get(1).say(both.get(1).presence(true));
        assertThat(both.get(1).sent(Presence.class)).hasSize(1);
    }

    @Test
    @Requirement({"ENRP-052", "ENRP-100"})
    void thePeerListOfTheMentorIsOurs() {
        bench = starting(HOST_P);
        var mentor = peer(HIGH, HOST_P).accept().introduce();
        var listed = peer(HIGHER, HOST_Q);

        mentor.list(listed, mentor, peer(SELF.value(), "10.0.1.1"), peer(LOW, "10.0.1.4"));

        assertThat(bench.snapshot().peers())
                .extracting(RegistrarSnapshot.Peer::id)
                .containsExactly(new RegistrarId(LOW), mentor.id, listed.id);
        listed.accept();
        assertThat(listed.sent(Presence.class)).hasSize(1);
    }

    @Test
    @Requirement({"ENRP-060", "ENRP-061", "ENRP-062", "ENRP-063", "ENRP-064", "ENRP-065"})
    void eachPageIsTakenInBeforeTheNextIsAskedFor() {
        bench = starting(HOST_P);
        var mentor = peer(HIGH, HOST_P).accept().introduce();
        mentor.list();
        mentor.sent();
        var first = mentor.own(ECHO, element(1, HOST_A, leastUsed(10)));

        mentor.page(true, new PoolEntry(ECHO, List.of(first)));

        assertThat(mentor.asked()).containsExactly(new HandleTableRequest(SELF, mentor.id, false));
        assertThat(bench.handlespace().pool(ECHO).orElseThrow().policyInfo().type())
                .isEqualTo(PolicyType.LEAST_USED);
        var changed = mentor.own(ECHO, element(1, HOST_A, leastUsed(20)));
        var second = mentor.own(ECHO, element(2, HOST_B, leastUsed(5)));
        var foreign =
                element(3, HOST_B)
                        .withHome(new RegistrarId(HIGHER))
                        .withAsapTransport(sctp(HOST_B, 9000));
        mentor.page(
                true,
                new PoolEntry(ECHO, List.of(changed, second)),
                new PoolEntry(OTHER, List.of(foreign)));
        assertThat(isServing()).isFalse();
        mentor.page(false);

        assertThat(isServing()).isTrue();
        assertThat(bench.find(ECHO, id(1)).orElseThrow().info()).isEqualTo(changed);
        assertThat(bench.find(ECHO, id(2)).orElseThrow().info()).isEqualTo(second);
        assertThat(bench.find(OTHER, id(3)).orElseThrow().info()).isEqualTo(foreign);
        bench.handlespace().verify();
    }

    @Test
    void whatOthersSayWhileTheTableComesIsNewerThanTheTable() {
        var both = two(HIGH, HIGHER);
        var mentor = both.get(0);
        var other = both.get(1);
        mentor.list();
        var old = other.own(ECHO, element(1, HOST_A, leastUsed(10)));
        bench.driver.passMillis(10);
        var fresh = other.add(ECHO, element(1, HOST_A, leastUsed(20)));

        mentor.page(false, new PoolEntry(ECHO, List.of(old)));

        assertThat(bench.find(ECHO, id(1)).orElseThrow().info()).isEqualTo(fresh);
    }

    @Test
    void whatIsSaidToBeOursIsNotTakenIn() {
        bench = starting(HOST_P);
        var mentor = peer(HIGH, HOST_P).accept().introduce();
        mentor.list();
        mentor.page(
                false,
                new PoolEntry(
                        ECHO,
                        List.of(
                                element(1, HOST_A)
                                        .withHome(SELF)
                                        .withAsapTransport(sctp(HOST_A, 9000)))));

        assertThat(isServing()).isTrue();
        assertThat(bench.handlespace().size()).isZero();
    }

    @Test
    @Requirement("ENRP-068")
    void aRejectedTableIsAskedOfTheBackup() {
        var both = two(HIGH, HIGHER);
        both.get(0).list();

        both.get(0).rejectTable();

        assertThat(both.get(1).asked()).containsExactly(new ListRequest(SELF, both.get(1).id));
        both.get(1).list();
        both.get(1).page(false);
        assertThat(bench.driver.told(Serving.class))
                .containsExactly(new Serving(Optional.of(both.get(1).id), 0));
    }

    @Test
    @Requirement("ENRP-069")
    void aTableThatDoesNotComeIsAskedOfTheBackup() {
        var both = two(HIGH, HIGHER);
        both.get(0).list();
        both.get(0).page(true);
        FakePeer.pass(bench, PEERS.maxTimeNoResponse().toMillis() - 1, both.get(0), both.get(1));
        assertThat(both.get(1).asked()).isEmpty();

        bench.driver.passMillis(1);

        assertThat(both.get(1).asked()).containsExactly(new ListRequest(SELF, both.get(1).id));
    }

    @Test
    void aMentorThatVanishesIsReplaced() {
        var both = two(HIGH, HIGHER);
        both.get(0).list();
        both.get(1).sent();

        both.get(0).lose();

        assertThat(both.get(1).asked()).containsExactly(new ListRequest(SELF, both.get(1).id));
    }

    @Test
    void aMentorThatAnotherHasTakenOverIsReplaced() {
        var both = two(HIGH, HIGHER);
        both.get(0).list();
        both.get(1).sent();

        both.get(1).takeoverServer(both.get(0).id);

        assertThat(both.get(1).asked()).containsExactly(new ListRequest(SELF, both.get(1).id));
    }

    @Test
    void aMentorThatIsGoneBeforeItsListIsReplaced() {
        var both = two(HIGH, HIGHER);
        both.get(0).lose();
        assertThat(both.get(1).asked()).isEmpty();
        both.get(0).refuse();

        assertThat(both.get(1).asked()).containsExactly(new ListRequest(SELF, both.get(1).id));
        assertThat(both.get(0).isPeer()).isFalse();
    }

    @Test
    @Requirement({"ENRP-066", "REQ-060"})
    void requestsWaitUntilTheHandlespaceIsThere() {
        bench = starting(HOST_P);
        var mentor = peer(HIGH, HOST_P).accept().introduce();
        var element = bench.connect(HOST_A);
        bench.driver.arrive(element, new Registration(ECHO, element(1, HOST_A)));
        mentor.list();
        assertThat(bench.driver.sent(element)).isEmpty();
        bench.driver.arrive(element, new HandleResolution(OTHER));

        mentor.page(false, new PoolEntry(OTHER, List.of(mentor.own(OTHER, element(2, HOST_B)))));

        var answers = bench.driver.sent(element);
        assertThat(answers).hasSize(2);
        assertThat(((RegistrationResponse) answers.get(0)).rejected()).isFalse();
        assertThat(((HandleResolutionResponse) answers.get(1)).elements()).hasSize(1);
    }

    @Test
    void whatWaitsDoesNotTakeUpAllMemory() {
        var gate = new Gate(1_000_000);
        var large = PoolHandle.of("x".repeat(16_000));
        int most = Gate.MAX_OCTETS / 16_000;
        for (int i = 0; i < 2 * most; i++) {
            gate.hold(new Link(2), new HandleResolution(large));
        }

        assertThat(gate.release()).hasSizeBetween(most - 10, most);
    }

    @Test
    void notMoreRequestsWaitThanAllowed() {
        var gate = new Gate(3);
        for (int i = 1; i <= 10; i++) {
            gate.hold(new Link(i), new HandleResolution(ECHO));
        }

        assertThat(gate.release())
                .extracting(Gate.Held::link)
                .containsExactly(new Link(1), new Link(2), new Link(3));
        assertThat(gate.release()).isEmpty();
    }

    @Test
    void whoHasGoneMeanwhileIsNotRegistered() {
        bench = starting(HOST_P);
        var mentor = peer(HIGH, HOST_P).accept().introduce();
        var gone = bench.connect(HOST_A);
        bench.driver.arrive(gone, new Registration(ECHO, element(1, HOST_A)));
        mentor.list();
        bench.lose(gone);

        mentor.page(false);

        assertThat(isServing()).isTrue();
        assertThat(bench.handlespace().size()).isZero();
    }

    @Test
    @Requirement({"REQ-059", "ENRP-204"})
    void aPeerThatIsHeardByMulticastIsTheMentor() {
        bench =
                new RegistrarBench(
                        RegistrarConfig.FAST, RegistrarBench.PLACE.announcing(Protocol.ENRP), 1);
        assertThat(bench.driver.announced()).singleElement().isInstanceOf(Presence.class);
        assertThat(isServing()).isFalse();
        var mentor = peer(HIGH, HOST_P);
        bench.driver.feed(new Event.Overheard(udp(HOST_P, 9901), mentor.presence(false)));
        assertThat(mentor.isPeer()).isFalse();
        bench.driver.feed(new Event.Overheard(udp(HOST_P, 9901), mentor.presence(false)));

        mentor.accept().introduce();

        assertThat(mentor.asked()).containsExactly(new ListRequest(SELF, mentor.id));
    }

    @Test
    @Requirement("ENRP-204")
    void aFloodByMulticastOpensNoMoreLinksThanThereMayBePeers() {
        bench =
                new RegistrarBench(
                        RegistrarConfig.FAST, RegistrarBench.PLACE.announcing(Protocol.ENRP), 1);
        for (int i = 1; i <= 1_000; i++) {
            var forged = peer(i, "10.1.%d.%d".formatted(i / 200, 1 + i % 200));
            bench.driver.feed(new Event.Overheard(udp(forged.host, 9901), forged.presence(false)));
        }

        assertThat(bench.driver.opened()).hasSize(PEERS.maxPeers());
        assertThat(bench.snapshot().peers()).isEmpty();
    }

    @Test
    void newAddressesOfPeersAreLookedAtAtOnce() {
        bench = starting();
        assertThat(isServing()).isTrue();
        var ticket = new Ticket(1);
        bench.driver.feed(
                new Event.Asked(
                        ticket, new RegistrarRequest.UsePeers(List.of(sctp(HOST_P, 9901)))));
        assertThat(bench.driver.answers(ticket)).containsExactly(new RegistrarRequest.Done());

        var peer = peer(HIGH, HOST_P).accept().introduce();

        assertThat(peer.isPeer()).isTrue();
        bench.driver.feed(new Event.Asked(ticket, new RegistrarRequest.UsePeers(List.of())));
        peer.lose();
        peer.refuse();
        bench.driver.pass(Duration.ofMinutes(1));
        assertThat(bench.driver.opened()).isEmpty();
    }

    @Test
    void anUpdateBeforeTheTableIsTakenIn() {
        var both = two(HIGH, HIGHER);
        var added = both.get(1).add(ECHO, element(1, HOST_A));
        both.get(1).say(both.get(1).update(UpdateAction.ADD, ECHO, added));

        assertThat(bench.has(ECHO, id(1))).isTrue();
    }
}
