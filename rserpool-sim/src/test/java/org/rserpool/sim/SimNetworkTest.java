package org.rserpool.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.rserpool.core.Action.Close.Manner.ABORT;
import static org.rserpool.core.Action.Close.Manner.GRACEFUL;
import static org.rserpool.wire.TransportProtocol.SCTP;
import static org.rserpool.wire.TransportProtocol.TCP;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.rserpool.core.Action;
import org.rserpool.core.Event;
import org.rserpool.core.Link;
import org.rserpool.wire.RegistrarId;
import org.rserpool.wire.TransportAddress;
import org.rserpool.wire.TransportProtocol;
import org.rserpool.wire.message.AsapMessage;
import org.rserpool.wire.message.EnrpMessage;

/** Every message takes a millisecond here, and nothing is left to chance. */
final class SimNetworkTest {

    private static final Duration MOMENT = Duration.ofMillis(20);

    private final World world = new World(1, NetworkConfig.EVEN);

    private Puppet puppet(String name, TransportProtocol transport) {
        return Puppet.in(world, name, transport);
    }

    private void settle() {
        assertThat(world.settle(Duration.ofMinutes(1))).isTrue();
    }

    private static String[] numbers(int from, int to) {
        return IntStream.rangeClosed(from, to).mapToObj(Integer::toString).toArray(String[]::new);
    }

    @ParameterizedTest
    @EnumSource(names = {"SCTP", "TCP"})
    void messagesArriveInOrderOnceTheLinkIsUp(TransportProtocol transport) {
        var a = puppet("a", transport);
        var b = puppet("b", transport);
        a.opens(1, b);
        settle();
        a.sends(1, numbers(1, 50));
        b.sends(2, numbers(1, 50));
        settle();
        assertThat(a.links()).containsExactly("1 up");
        assertThat(b.links()).containsExactly("2 up");
        assertThat(b.received()).containsExactly(numbers(1, 50));
        assertThat(a.received()).containsExactly(numbers(1, 50));
    }

    @Test
    void jitterDoesNotChangeTheOrder() {
        var shaky = new World(7, NetworkConfig.drawn(new Chance(7)));
        var a = Puppet.in(shaky, "a", TCP);
        var b = Puppet.in(shaky, "b", TCP);
        a.opens(1, b);
        shaky.settle(Duration.ofSeconds(10));
        a.sends(1, numbers(1, 200));
        shaky.settle(Duration.ofSeconds(10));
        assertThat(b.received()).containsExactly(numbers(1, 200));
    }

    @Test
    void whatIsSentAtOnceComesBehindTheNewsThatTheLinkIsUp() {
        var a = puppet("a", TCP);
        var b = puppet("b", TCP);
        a.opens(1, b);
        world.runFor(Duration.ofMillis(2));
        a.sends(1, "x");
        settle();
        assertThat(b.links()).containsExactly("2 up");
        assertThat(b.received()).containsExactly("x");
    }

    @Test
    void associationsAreOpenedFromThePortThatAcceptsThem() {
        var a = puppet("a", SCTP);
        var b = puppet("b", SCTP);
        a.opens(1, b);
        settle();
        var up = (Event.LinkUp) b.events.getLast();
        assertThat(up.remote()).isEqualTo(a.address());
        assertThat(up.local()).isEqualTo(b.address());
    }

    @Test
    void connectionsOfTcpComeFromAnyPort() {
        var a = puppet("a", TCP);
        var b = puppet("b", TCP);
        a.opens(1, b);
        settle();
        var up = (Event.LinkUp) b.events.getLast();
        assertThat(up.remote().addresses()).isEqualTo(a.address().addresses());
        assertThat(up.remote().port()).isNotEqualTo(a.address().port());
    }

    @Test
    void aHostWithoutProcessRefusesAtOnce() {
        var a = puppet("a", TCP);
        var b = puppet("b", TCP);
        world.crash(b.node);
        a.opens(1, b);
        world.runFor(Duration.ofMillis(2));
        assertThat(a.links()).containsExactly("1 UNREACHABLE");
    }

    @Test
    void aPortAtWhichNobodyListensRefusesAtOnce() {
        var a = puppet("a", TCP);
        var b = puppet("b", SCTP);
        var host = b.address().addresses().getFirst();
        a.does(
                new Action.Open(
                        new Link(1),
                        AsapMessage.class.cast(Puppet.message("x")).protocol(),
                        new TransportAddress.Tcp(4000, host)));
        world.runFor(Duration.ofMillis(2));
        assertThat(a.links()).containsExactly("1 UNREACHABLE");
    }

    @Test
    void aHostWithoutPowerIsGivenUpAfterTheConnectTimeout() {
        var a = puppet("a", TCP);
        var b = puppet("b", TCP);
        world.powerOff(b.node);
        a.opens(1, b);
        world.runFor(NetworkConfig.EVEN.connectTimeout().minusMillis(1));
        assertThat(a.links()).isEmpty();
        world.runFor(Duration.ofMillis(1));
        assertThat(a.links()).containsExactly("1 UNREACHABLE");
    }

    @Test
    void anAttemptToConnectIsRepeatedUntilTheHostIsBack() {
        var a = puppet("a", TCP);
        var b = puppet("b", TCP);
        world.powerOff(b.node);
        a.opens(1, b);
        world.runFor(Duration.ofMillis(500));
        world.restart(b.node);
        settle();
        assertThat(a.links()).containsExactly("1 up");
    }

    @Test
    void theKernelOfAFrozenProcessAcceptsAndKeepsWhatIsSent() {
        var a = puppet("a", TCP);
        var b = puppet("b", TCP);
        world.freeze(b.node);
        a.opens(1, b);
        world.runFor(MOMENT);
        a.sends(1, "x", "y");
        world.runFor(Duration.ofSeconds(60));
        assertThat(a.links()).containsExactly("1 up");
        assertThat(b.events).containsExactly(new Event.Started());
        world.thaw(b.node);
        assertThat(b.links()).containsExactly("2 up");
        assertThat(b.received()).containsExactly("x", "y");
    }

    @Test
    void theKernelOfAFrozenProcessAcceptsNoMoreThanItsBacklog() {
        var a = puppet("a", TCP);
        var b = puppet("b", TCP);
        world.freeze(b.node);
        int backlog = NetworkConfig.EVEN.maxBacklog();
        for (int i = 0; i <= backlog; i++) {
            a.opens(2 * i + 1, b);
        }
        world.runFor(MOMENT);
        assertThat(a.links()).hasSize(backlog);
        world.runFor(NetworkConfig.EVEN.connectTimeout());
        assertThat(a.links()).hasSize(backlog + 1).last().asString().endsWith("UNREACHABLE");
    }

    @Test
    void whoSendsTooMuchToSomebodyWhoDoesNotReadLosesTheLink() {
        var a = puppet("a", TCP);
        var b = puppet("b", TCP);
        a.opens(1, b);
        settle();
        world.freeze(b.node);
        var large = "z".repeat(10_000);
        int fit = NetworkConfig.EVEN.maxUnread() / 10_012;
        for (int i = 0; i < fit; i++) {
            a.sends(1, large);
        }
        world.runFor(MOMENT);
        assertThat(a.links()).containsExactly("1 up");
        a.sends(1, large);
        world.runFor(MOMENT);
        assertThat(a.links()).containsExactly("1 up", "1 OVERFLOW");
        world.thaw(b.node);
        assertThat(b.links()).containsExactly("2 up", "2 LOST");
    }

    @Test
    void aSlowProcessHandlesOneEventAfterTheOther() {
        var a = puppet("a", TCP);
        var b = puppet("b", TCP);
        a.opens(1, b);
        settle();
        world.slow(b.node, Duration.ofMillis(10));
        a.sends(1, "x", "y", "z");
        world.runFor(Duration.ofMillis(100));
        var times = b.times.subList(b.times.size() - 3, b.times.size());
        assertThat(times.get(1).minus(times.get(0))).isEqualTo(Duration.ofMillis(10));
        assertThat(times.get(2).minus(times.get(1))).isEqualTo(Duration.ofMillis(10));
    }

    @Test
    void aGracefulEndDeliversWhatWasSentBefore() {
        var a = puppet("a", TCP);
        var b = puppet("b", TCP);
        a.opens(1, b);
        settle();
        a.sends(1, "x", "y");
        a.closes(1, GRACEFUL);
        settle();
        assertThat(b.received()).containsExactly("x", "y");
        assertThat(b.links()).containsExactly("2 up", "2 CLOSED");
        assertThat(a.links()).containsExactly("1 up");
    }

    @Test
    void nothingIsHeardOfALinkThatWasClosed() {
        var a = puppet("a", TCP);
        var b = puppet("b", TCP);
        a.opens(1, b);
        settle();
        b.sends(2, "x");
        a.closes(1, ABORT);
        settle();
        assertThat(a.received()).isEmpty();
        assertThat(a.links()).containsExactly("1 up");
        assertThat(b.links()).containsExactly("2 up", "2 LOST");
    }

    @Test
    void anAttemptThatWasGivenUpComesToNothing() {
        var a = puppet("a", TCP);
        var b = puppet("b", TCP);
        a.opens(1, b);
        a.closes(1, ABORT);
        settle();
        assertThat(a.links()).isEmpty();
        assertThat(b.links()).isEmpty();
        assertThat(a.node.links()).isZero();
    }

    @Test
    void aKilledProcessIsMissedAtOnce() {
        var a = puppet("a", TCP);
        var b = puppet("b", TCP);
        a.opens(1, b);
        settle();
        world.crash(b.node);
        world.runFor(Duration.ofMillis(1));
        assertThat(a.links()).hasSize(2).last().isIn("1 CLOSED", "1 LOST");
    }

    @Test
    void aHostThatLostPowerIsMissedWhenNothingIsAcknowledged() {
        var a = puppet("a", TCP);
        var b = puppet("b", TCP);
        a.opens(1, b);
        settle();
        world.powerOff(b.node);
        world.runFor(Duration.ofMinutes(10));
        assertThat(a.links()).as("nobody has sent anything").containsExactly("1 up");
        a.sends(1, "x");
        world.runFor(NetworkConfig.EVEN.transportTimeout());
        assertThat(a.links()).containsExactly("1 up", "1 LOST");
    }

    @Test
    void anAssociationAsksByItselfWhetherTheOtherHostIsThere() {
        var a = puppet("a", SCTP);
        var b = puppet("b", SCTP);
        a.opens(1, b);
        settle();
        world.powerOff(b.node);
        world.runFor(NetworkConfig.EVEN.transportTimeout());
        assertThat(a.links()).containsExactly("1 up", "1 LOST");
    }

    @Test
    void aHostThatIsBackKnowsNothingOfItsConnections() {
        var a = puppet("a", TCP);
        var b = puppet("b", TCP);
        a.opens(1, b);
        settle();
        world.powerOff(b.node);
        world.restart(b.node);
        world.runFor(Duration.ofMinutes(1));
        assertThat(a.links()).as("half open").containsExactly("1 up");
        a.sends(1, "x");
        world.runFor(Duration.ofMillis(2));
        assertThat(a.links()).containsExactly("1 up", "1 LOST");
        assertThat(b.received()).isEmpty();
    }

    @Test
    void whatIsSentIntoAPartitionArrivesInOrderWhenItIsOver() {
        var a = puppet("a", TCP);
        var b = puppet("b", TCP);
        a.opens(1, b);
        settle();
        a.sends(1, "before");
        world.runFor(MOMENT);
        var cut = world.isolate(List.of(b.node));
        a.sends(1, numbers(1, 20));
        world.runFor(Duration.ofSeconds(5));
        assertThat(b.received()).containsExactly("before");
        world.heal(cut);
        a.sends(1, "after");
        settle();
        assertThat(b.received()).startsWith("before", "1").endsWith("20", "after").hasSize(22);
    }

    @Test
    void aPartitionThatLastsTooLongBreaksConnectionsOnBothSidesWithoutAnyWord() {
        var a = puppet("a", SCTP);
        var b = puppet("b", SCTP);
        a.opens(1, b);
        settle();
        world.isolate(List.of(b.node));
        world.runFor(NetworkConfig.EVEN.transportTimeout().minusMillis(1));
        assertThat(a.links()).containsExactly("1 up");
        world.runFor(Duration.ofMillis(1));
        assertThat(a.links()).containsExactly("1 up", "1 LOST");
        assertThat(b.links()).containsExactly("2 up", "2 LOST");
    }

    @Test
    void aPartitionOfOneDirectionLetsTheOtherPass() {
        var a = puppet("a", TCP);
        var b = puppet("b", TCP);
        a.opens(1, b);
        settle();
        world.partition(Cut.oneWay(List.of(a.node), List.of(b.node)));
        a.sends(1, "x");
        b.sends(2, "y");
        world.runFor(MOMENT);
        assertThat(a.received()).containsExactly("y");
        assertThat(b.received()).isEmpty();
        world.runFor(NetworkConfig.EVEN.transportTimeout());
        assertThat(a.links()).as("unheard").containsExactly("1 up", "1 LOST");
        assertThat(b.links()).as("unacknowledged").containsExactly("2 up", "2 LOST");
    }

    @Test
    void nobodyConnectsAcrossAPartition() {
        var a = puppet("a", TCP);
        var b = puppet("b", TCP);
        world.isolate(List.of(a.node));
        a.opens(1, b);
        world.runFor(Duration.ofSeconds(5));
        assertThat(a.links()).containsExactly("1 UNREACHABLE");
        assertThat(b.links()).isEmpty();
    }

    @Test
    void aBrokenConnectionIsNoticedByBothSidesOrByOne() {
        var a = puppet("a", TCP);
        var b = puppet("b", TCP);
        a.opens(1, b);
        settle();
        world.breakConnection(0, true);
        settle();
        assertThat(a.links()).containsExactly("1 up", "1 LOST");
        assertThat(b.links()).containsExactly("2 up", "2 LOST");
        a.opens(3, b);
        settle();
        world.breakConnection(0, false);
        settle();
        assertThat(List.of(a.links().size(), b.links().size())).containsExactlyInAnyOrder(3, 4);
    }

    @Test
    void aLongWayTakesLonger() {
        var a = puppet("a", TCP);
        var b = puppet("b", TCP);
        a.opens(1, b);
        settle();
        world.lag(a.node, b.node, Duration.ofMillis(300));
        var sent = world.now();
        a.sends(1, "x");
        b.sends(2, "y");
        world.runFor(Duration.ofSeconds(1));
        assertThat(b.times.getLast().minus(sent)).isEqualTo(Duration.ofMillis(301));
        assertThat(a.times.getLast().minus(sent)).isEqualTo(Duration.ofMillis(1));
    }

    @Test
    void theGroupHearsAnnouncementsEachWithItsOrigin() {
        var a = puppet("a", TCP);
        var b = puppet("b", TCP);
        var announcement = new AsapMessage.ServerAnnounce(new RegistrarId(7), List.of());
        a.does(new Action.Announce(announcement));
        settle();
        var host = a.address().addresses().getFirst();
        var overheard = new Event.Overheard(new TransportAddress.Udp(4000, host), announcement);
        assertThat(b.events).last().isEqualTo(overheard);
        assertThat(a.events).as("one's own").last().isEqualTo(overheard);
    }

    @Test
    void multicastIsLostWhereItDoesNotWorkOrPass() {
        var a = puppet("a", TCP);
        var b = puppet("b", TCP);
        var c = puppet("c", TCP);
        var announcement = new AsapMessage.ServerAnnounce(new RegistrarId(7), List.of());
        world.partition(Cut.oneWay(List.of(a.node), List.of(b.node)));
        a.does(new Action.Announce(announcement));
        settle();
        assertThat(b.events).hasSize(1);
        assertThat(c.events).hasSize(2);
        world.multicast(false);
        a.does(new Action.Announce(announcement));
        settle();
        assertThat(c.events).hasSize(2);
    }

    @Test
    void someDatagramsAreLostAndSomeComeTwice() {
        var lossy =
                new NetworkConfig(
                        Duration.ofMillis(1),
                        Duration.ofMillis(1),
                        Duration.ZERO,
                        Duration.ofSeconds(3),
                        Duration.ofSeconds(20),
                        Duration.ofMillis(100),
                        0,
                        Duration.ZERO,
                        100_000,
                        64,
                        30,
                        20,
                        Duration.ZERO,
                        false);
        var unreliable = new World(3, lossy);
        var a = Puppet.in(unreliable, "a", TCP);
        var b = Puppet.in(unreliable, "b", TCP);
        var counts = new ArrayList<Integer>();
        for (int i = 0; i < 1_000; i++) {
            int before = b.events.size();
            a.does(
                    new Action.Announce(
                            new AsapMessage.ServerAnnounce(new RegistrarId(7), List.of())));
            unreliable.settle(MOMENT);
            counts.add(b.events.size() - before);
        }
        assertThat(counts.stream().filter(c -> c == 0).count()).isBetween(250L, 350L);
        assertThat(counts.stream().filter(c -> c == 2).count()).isBetween(100L, 180L);
        assertThat(counts).allMatch(c -> c <= 2);
    }

    @Test
    void aFrozenProcessIsKeptNoMoreThanSomeDatagrams() {
        var a = puppet("a", TCP);
        var b = puppet("b", TCP);
        world.freeze(b.node);
        for (int i = 0; i < 100; i++) {
            a.does(
                    new Action.Announce(
                            new AsapMessage.ServerAnnounce(new RegistrarId(7), List.of())));
        }
        settle();
        world.thaw(b.node);
        assertThat(b.events).hasSize(1 + 32);
    }

    @Test
    void messagesTravelAsOctets() {
        var a = puppet("a", TCP);
        var b = puppet("b", TCP);
        a.opens(1, b);
        settle();
        world.garble(a.node, 100);
        a.sends(1, numbers(1, 200));
        settle();
        assertThat(b.events).anyMatch(e -> e instanceof Event.Garbled);
        assertThat(b.received()).isNotEqualTo(List.of(numbers(1, 200)));
    }

    @Test
    void aListenerOfOneProtocolAcceptsNoOther() {
        var a = puppet("a", TCP);
        var b = puppet("b", TCP);
        var enrp = new EnrpMessage.ListRequest(new RegistrarId(1), RegistrarId.NONE);
        a.does(new Action.Open(new Link(1), enrp.protocol(), b.address()));
        settle();
        assertThat(a.links()).containsExactly("1 UNREACHABLE");
    }
}
