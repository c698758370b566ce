package org.rserpool.net.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.rserpool.net.testing.TestNode.echo;
import static org.rserpool.net.testing.TestNode.large;
import static org.rserpool.net.testing.TestNode.message;
import static org.rserpool.net.testing.TestNode.soon;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.rserpool.core.Action.Close.Manner;
import org.rserpool.core.Event;
import org.rserpool.core.Event.LinkDown.Reason;
import org.rserpool.net.NodeConfig;
import org.rserpool.net.testing.TestMachine;
import org.rserpool.net.testing.TestNode;
import org.rserpool.net.transport.Limits;
import org.rserpool.net.transport.Listener;
import org.rserpool.net.transport.MulticastGroup;
import org.rserpool.wire.IpAddress;
import org.rserpool.wire.TransportAddress;
import org.rserpool.wire.message.Message;
import org.rserpool.wire.message.Protocol;

class MemoryTest {

    private static final IpAddress ONE = IpAddress.parse("10.0.0.1");
    private static final IpAddress TWO = IpAddress.parse("10.0.0.2");

    private final MemoryNetwork network = new MemoryNetwork();
    private final List<AutoCloseable> opened = new ArrayList<>();

    @AfterEach
    void closeAll() throws Exception {
        for (AutoCloseable closeable : opened.reversed()) {
            closeable.close();
        }
    }

    private NodeConfig config(IpAddress host) {
        return NodeConfig.named("node-" + host).withTransports(network.at(host));
    }

    private NodeConfig listening(IpAddress host) {
        return config(host)
                .withListeners(new Listener(Protocol.ASAP, new TransportAddress.Tcp(0, host)));
    }

    private TestNode start(NodeConfig config, TestMachine machine) {
        var node = TestNode.start(config, machine);
        opened.add(node);
        return node;
    }

    @Test
    void messagesArriveCompletelyAndInOrder() {
        var server = start(listening(ONE), echo());
        var client = start(config(TWO), new TestMachine());
        var link = client.connect(server.address());
        var messages = IntStream.range(0, 5_000).mapToObj(TestNode::message).toList();
        client.send(link, messages.toArray(Message[]::new));
        soon().until(() -> client.arrived(link).size() == 5_000);
        assertThat(client.arrived(link)).isEqualTo(messages);
    }

    @Test
    void bothSidesLearnTheAddressesOfALink() {
        var server = start(listening(ONE), echo());
        var client = start(config(TWO), new TestMachine());
        var up = client.up(client.connect(server.address())).orElseThrow();
        var accepted = server.up(server.accepted(1)).orElseThrow();
        assertThat(up.remote()).isEqualTo(server.address());
        assertThat(up.local()).isEqualTo(accepted.remote());
        assertThat(up.local().addresses()).containsExactly(TWO);
    }

    @Test
    void nobodyIsReachedWhereNobodyListens() {
        var client = start(config(TWO), new TestMachine());
        var link = client.open(new TransportAddress.Tcp(3863, ONE));
        soon().until(() -> client.down(link).isPresent());
        assertThat(client.down(link)).contains(Reason.UNREACHABLE);
    }

    @Test
    void aPortIsTakenOnlyOnce() {
        var server = start(listening(ONE), echo());
        var config = config(ONE).withListeners(new Listener(Protocol.ASAP, server.address()));
        assertThatThrownBy(() -> TestNode.start(config)).hasMessageContaining("somebody else");
        server.close();
        start(config, echo());
    }

    @Test
    void anEndIsToldToTheOtherSide() {
        var server = start(listening(ONE), new TestMachine());
        var client = start(config(TWO), new TestMachine());
        var closed = client.connect(server.address());
        client.run(turn -> {
            turn.out().send(closed, message(1));
            turn.out().close(closed);
        });
        var aborted = client.connect(server.address());
        client.close(aborted, Manner.ABORT);
        soon().until(() -> server.machine().told(Event.LinkDown.class).size() == 2);
        assertThat(server.down(server.accepted(1))).contains(Reason.CLOSED);
        assertThat(server.arrived(server.accepted(1))).containsExactly(message(1));
        assertThat(server.down(server.accepted(2))).contains(Reason.LOST);
        assertThat(client.machine().told(Event.LinkDown.class)).isEmpty();
    }

    @Test
    void aNodeThatStopsEndsItsLinks() {
        var server = start(listening(ONE), new TestMachine());
        var client = start(config(TWO), new TestMachine());
        var link = client.connect(server.address());
        server.close();
        soon().until(() -> client.down(link).isPresent());
        assertThat(client.down(link)).contains(Reason.CLOSED);
        var again = client.open(server.address());
        soon().until(() -> client.down(again).isPresent());
        assertThat(client.down(again)).contains(Reason.UNREACHABLE);
    }

    @Test
    void whatIsSentOverACutWayWaitsAndArrivesInOrder() {
        var server = start(listening(ONE), echo());
        var client = start(config(TWO), new TestMachine());
        var link = client.connect(server.address());
        client.send(link, message(0));
        soon().until(() -> client.arrived(link).size() == 1);

        network.cut(ONE, TWO);
        client.send(link, message(1), message(2));
        var other = client.open(server.address());
        client.run(_ -> {});
        server.run(_ -> {});
        assertThat(server.arrived(server.accepted(1))).containsExactly(message(0));
        assertThat(client.up(other)).isEmpty();

        network.heal(TWO, ONE);
        client.send(link, message(3));
        soon().until(() -> client.arrived(link).size() == 4);
        assertThat(client.arrived(link))
                .containsExactly(message(0), message(1), message(2), message(3));
    }

    @Test
    void aLinkOverACutWayCannotBeOpened() {
        var server = start(listening(ONE), echo());
        var client =
                start(
                        config(TWO)
                                .withLimits(
                                        Limits.DEFAULTS.withConnectTimeout(Duration.ofMillis(50))),
                        new TestMachine());
        network.cut(ONE, TWO);
        var link = client.open(server.address());
        soon().until(() -> client.down(link).isPresent());
        assertThat(client.down(link)).contains(Reason.UNREACHABLE);
        network.heal(ONE, TWO);
        client.connect(server.address());
    }

    @Test
    void tooMuchOverACutWayEndsTheLink() {
        var server = start(listening(ONE), new TestMachine());
        var client =
                start(
                        config(TWO).withLimits(Limits.DEFAULTS.withMaxSendQueue(100_000)),
                        new TestMachine());
        var link = client.connect(server.address());
        network.cut(ONE, TWO);
        client.send(link, large(60_000, 1), large(60_000, 2));
        soon().until(() -> client.down(link).isPresent());
        assertThat(client.down(link)).contains(Reason.OVERFLOW);
        network.heal(ONE, TWO);
        soon().until(() -> server.down(server.accepted(1)).isPresent());
        assertThat(server.down(server.accepted(1))).contains(Reason.LOST);
    }

    @Test
    void noMoreLinksThanTheLimitAreAccepted() {
        var server =
                start(
                        listening(ONE).withLimits(Limits.DEFAULTS.withMaxLinks(1)),
                        new TestMachine());
        var client = start(config(TWO), new TestMachine());
        var first = client.connect(server.address());
        var second = client.open(server.address());
        soon().until(() -> client.down(second).isPresent());
        assertThat(client.down(second)).contains(Reason.UNREACHABLE);
        client.close(first, Manner.GRACEFUL);
        soon().until(() -> server.down(server.accepted(1)).isPresent());
        client.connect(server.address());
    }

    @Test
    void announcementsAreOverheardByTheGroupAndNotOverACutWay() {
        var group = MulticastGroup.asapV4();
        var three = IpAddress.parse("10.0.0.3");
        var announcer = start(config(ONE).withGroups(group.withHears(false)), new TestMachine());
        var near = start(config(TWO).withGroups(group), new TestMachine());
        var far = start(config(three).withGroups(group), new TestMachine());
        var outside = start(config(TWO), new TestMachine());
        network.cut(ONE, three);

        announcer.run(turn -> turn.out().announce(message(1)));
        network.heal(ONE, three);
        announcer.run(turn -> turn.out().announce(message(2)));

        soon().until(() -> overheard(near).size() == 2 && overheard(far).size() == 1);
        assertThat(overheard(near)).containsExactly(message(1), message(2));
        assertThat(overheard(far)).containsExactly(message(2));
        assertThat(overheard(announcer)).isEmpty();
        assertThat(overheard(outside)).isEmpty();
        assertThat(near.machine().told(Event.Overheard.class).getFirst().origin())
                .isEqualTo(new TransportAddress.Udp(3863, ONE));
    }

    private static List<Message> overheard(TestNode node) {
        return node.machine().told(Event.Overheard.class).stream()
                .map(Event.Overheard::message)
                .toList();
    }
}
