package org.rserpool.net.udp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.rserpool.net.testing.TestNode.message;
import static org.rserpool.net.testing.TestNode.soon;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.rserpool.core.Event;
import org.rserpool.net.NodeConfig;
import org.rserpool.net.Transports;
import org.rserpool.net.internal.Addresses;
import org.rserpool.net.testing.Skip;
import org.rserpool.net.testing.TestMachine;
import org.rserpool.net.testing.TestNode;
import org.rserpool.net.transport.Counter;
import org.rserpool.net.transport.Limits;
import org.rserpool.net.transport.MulticastGroup;
import org.rserpool.net.transport.NetNotice;
import org.rserpool.wire.IpAddress;
import org.rserpool.wire.TransportAddress;
import org.rserpool.wire.codec.Dialect;
import org.rserpool.wire.codec.Wire;
import org.rserpool.wire.message.Message;
import org.rserpool.wire.message.Protocol;

/** Over the loopback interface; {@link NamespaceTest} runs it where there are others. */
@Tag("multicast")
class MulticastTest {

    /** Set where the interfaces {@code one} and {@code two} exist besides loopback. */
    static final String IN_NAMESPACE = "RSERPOOL_NAMESPACE";

    private static final String V4 = "239.195.17.29";
    private static final String V6 = "ff05::1729";
    private static final String V6_OF_THE_LINK = "ff02::1729";

    private final List<AutoCloseable> opened = new ArrayList<>();

    @AfterEach
    void closeAll() throws Exception {
        for (AutoCloseable closeable : opened.reversed()) {
            closeable.close();
        }
    }

    /**
     * Groups at a port that nobody uses: in IPv4 on loopback, which has no multicast in IPv6; in
     * both families where there is another interface.
     */
    static Stream<MulticastGroup> groups() throws SocketException {
        int port;
        try (var unused = new DatagramSocket()) {
            port = unused.getLocalPort();
        }
        var v4 = new MulticastGroup(Protocol.ASAP, IpAddress.parse(V4), port);
        var v6 = new MulticastGroup(Protocol.ASAP, IpAddress.parse(V6), port);
        var v6OfTheLink = new MulticastGroup(Protocol.ASAP, IpAddress.parse(V6_OF_THE_LINK), port);
        return System.getenv(IN_NAMESPACE) == null
                ? Stream.of(v4.withNetworkInterface(loopback()))
                : Stream.of(
                        v4.withNetworkInterface(loopback()),
                        v4.withNetworkInterface("one"),
                        v6.withNetworkInterface("one"),
                        v6OfTheLink.withNetworkInterface("one"));
    }

    private static String loopback() throws SocketException {
        return NetworkInterface.getByInetAddress(InetAddress.getLoopbackAddress()).getName();
    }

    private static MulticastGroup group() throws SocketException {
        return groups().findFirst().orElseThrow();
    }

    private TestNode node(Limits limits, MulticastGroup... groups) {
        var node =
                TestNode.start(
                        NodeConfig.named("multicast")
                                .withTransports(Transports.MULTICAST)
                                .withGroups(groups)
                                .withLimits(limits),
                        new TestMachine());
        opened.add(node);
        return node;
    }

    private TestNode node(MulticastGroup... groups) {
        return node(Limits.DEFAULTS, groups);
    }

    private static List<Message> overheard(TestNode node) {
        return node.machine().told(Event.Overheard.class).stream()
                .map(Event.Overheard::message)
                .toList();
    }

    private static void announce(TestNode node, Message message) {
        node.run(turn -> turn.out().announce(message));
    }

    @ParameterizedTest
    @MethodSource("groups")
    void allWhoHearAGroupHearAnAnnouncement(MulticastGroup group) {
        var announcer = node(group);
        var one = node(group);
        var other = node(group);

        announce(announcer, message(1));
        announce(announcer, message(2));

        for (TestNode node : List.of(announcer, one, other)) {
            soon().until(() -> overheard(node).size() == 2);
            assertThat(overheard(node)).containsExactly(message(1), message(2));
            assertThat(node.notices()).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("groups")
    void whoOnlyAnnouncesHearsNothing(MulticastGroup group) {
        var announcer = node(group.withHears(false));
        var other = node(group);
        announce(announcer, message(1));
        soon().until(() -> overheard(other).size() == 1);
        assertThat(overheard(announcer)).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("groups")
    void anAnnouncementComesFromTheWantedPort(MulticastGroup group) throws IOException {
        int port;
        try (var unused = new DatagramSocket()) {
            port = unused.getLocalPort();
        }
        var announcer = node(group.withHears(false).withSourcePort(port));
        var other = node(group);
        announce(announcer, message(1));
        soon().until(() -> overheard(other).size() == 1);
        var origin = other.machine().told(Event.Overheard.class).getFirst().origin();
        var face = NetworkInterface.getByName(group.networkInterface().orElseThrow());
        assertThat(origin.port()).isEqualTo(port);
        assertThat(face.inetAddresses().map(Addresses::of)).containsAll(origin.addresses());
    }

    @ParameterizedTest
    @MethodSource("groups")
    void groupsOfOneProtocolDoNotHearTheOther(MulticastGroup group) throws SocketException {
        var enrp =
                new MulticastGroup(
                                Protocol.ENRP,
                                group.address() instanceof IpAddress.V4
                                        ? IpAddress.parse("239.195.17.30")
                                        : IpAddress.parse(
                                                group.address().toString().replace("29", "30")),
                                group.port())
                        .withNetworkInterface(group.networkInterface().orElseThrow());
        var announcer = node(group, enrp);
        var asapOnly = node(group);
        var enrpOnly = node(enrp);
        announce(announcer, message(1));
        soon().until(() -> overheard(asapOnly).size() == 1);
        soon().until(() -> overheard(announcer).size() == 1);
        assertThat(overheard(enrpOnly)).isEmpty();
        assertThat(enrpOnly.node().count(Counter.DATAGRAMS_GARBLED)).isZero();
    }

    private void sendRaw(MulticastGroup group, int count, byte... octets) throws IOException {
        try (var channel = DatagramChannel.open(java.net.StandardProtocolFamily.INET)) {
            channel.setOption(
                    StandardSocketOptions.IP_MULTICAST_IF, NetworkInterface.getByName(loopback()));
            var target = new InetSocketAddress(group.address().toInetAddress(), group.port());
            for (int i = 0; i < count; i++) {
                channel.send(ByteBuffer.wrap(octets), target);
            }
        }
    }

    @Test
    void datagramsThatAreNoMessageAreCountedAndDropped() throws IOException {
        var group = group();
        var node = node(group);
        sendRaw(group, 1);
        sendRaw(group, 1, (byte) 1);
        sendRaw(group, 1, new byte[2_000]);
        announce(node, message(1));
        soon().until(() -> overheard(node).equals(List.of(message(1))));
        assertThat(node.node().count(Counter.DATAGRAMS_RECEIVED)).isEqualTo(4);
        assertThat(node.node().count(Counter.DATAGRAMS_GARBLED)).isEqualTo(3);
    }

    @Test
    void aFloodOfDatagramsIsLookedAtNoFasterThanTheLimitAllows() throws IOException {
        var group = group();
        var node = node(Limits.DEFAULTS.withMaxDatagramsPerSecond(100), group);
        var octets = new Wire(Dialect.EXTENDED).encode(message(1)).toArray();
        long begin = System.nanoTime();
        for (int i = 0; i < 50; i++) {
            sendRaw(group, 20, octets);
            node.run(_ -> {});
        }
        soon().until(() -> node.node().count(Counter.DATAGRAMS_RECEIVED) >= 40);
        long received = node.node().count(Counter.DATAGRAMS_RECEIVED);
        long slices = (System.nanoTime() - begin) / 100_000_000 + 2;
        assertThat(received).isLessThanOrEqualTo(10 * slices);
        assertThat(node.node().count(Counter.DATAGRAM_PAUSES)).isPositive();
    }

    @Test
    void anInterfaceThatIsMissingIsToldAndTheNodeLives() throws SocketException {
        var node = node(group().withNetworkInterface("nowhere0"));
        announce(node, message(1));
        soon().until(() -> !node.notices().isEmpty());
        assertThat(node.notices().getFirst())
                .isInstanceOf(NetNotice.MulticastUnavailable.class)
                .extracting(notice -> notice.text())
                .isEqualTo("no multicast with 239.195.17.29: interface nowhere0 is not up");
    }

    @Test
    void aNodeWithoutMulticastSaysSo() throws SocketException {
        var node =
                TestNode.start(
                        NodeConfig.named("tcp").withTransports(Transports.TCP).withGroups(group()));
        opened.add(node);
        soon().until(() -> !node.notices().isEmpty());
        assertThat(node.notices().getFirst().text()).contains("no transport");
    }

    // ---- where there are several interfaces ----

    private static void needNamespace() {
        if (System.getenv(IN_NAMESPACE) == null) {
            Skip.because("this test needs interfaces of its own, which NamespaceTest gives it");
        }
    }

    @Test
    void anAnnouncementLeavesByAllInterfacesButLoopback() throws SocketException {
        needNamespace();
        var onLoopback = group();
        var everywhere = new MulticastGroup(Protocol.ASAP, onLoopback.address(), onLoopback.port());
        var announcer = node(everywhere.withHears(false));
        var one = node(everywhere.withNetworkInterface("one"));
        var two = node(everywhere.withNetworkInterface("two"));
        var loopback = node(onLoopback);

        announce(announcer, message(1));

        soon().until(() -> !overheard(one).isEmpty() && !overheard(two).isEmpty());
        assertThat(announcer.node().count(Counter.DATAGRAMS_SENT)).isEqualTo(2);
        assertThat(origin(one)).isNotEqualTo(origin(two));
        assertThat(overheard(loopback)).isEmpty();
    }

    private static TransportAddress origin(TestNode node) {
        return node.machine().told(Event.Overheard.class).getFirst().origin();
    }

    @Test
    void theSurveyKnowsTheInterfaces() {
        needNamespace();
        assertThat(Transports.MULTICAST.unavailable()).isEmpty();
        assertThat(Transports.MULTICAST.restrictions()).isEmpty();
    }
}
