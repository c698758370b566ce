package org.rserpool.net.sctp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.rserpool.net.testing.TestNode.echo;
import static org.rserpool.net.testing.TestNode.large;
import static org.rserpool.net.testing.TestNode.message;
import static org.rserpool.net.testing.TestNode.soon;

import com.sun.nio.sctp.MessageInfo;
import com.sun.nio.sctp.SctpChannel;
import com.sun.nio.sctp.SctpStandardSocketOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.rserpool.core.Action.Close.Manner;
import org.rserpool.core.Event;
import org.rserpool.core.Event.LinkDown.Reason;
import org.rserpool.core.Link;
import org.rserpool.net.NodeConfig;
import org.rserpool.net.Transports;
import org.rserpool.net.testing.PeerProcess;
import org.rserpool.net.testing.Skip;
import org.rserpool.net.testing.TestMachine;
import org.rserpool.net.testing.TestNode;
import org.rserpool.net.transport.Counter;
import org.rserpool.net.transport.Limits;
import org.rserpool.net.transport.Listener;
import org.rserpool.net.transport.Listener.Style;
import org.rserpool.net.transport.NetNotice;
import org.rserpool.testkit.Requirement;
import org.rserpool.wire.IpAddress;
import org.rserpool.wire.RegistrarId;
import org.rserpool.wire.TransportAddress;
import org.rserpool.wire.TransportUse;
import org.rserpool.wire.codec.Dialect;
import org.rserpool.wire.codec.Wire;
import org.rserpool.wire.message.EnrpMessage;
import org.rserpool.wire.message.Message;
import org.rserpool.wire.message.Protocol;

/** Runs only where the kernel has SCTP. */
@Tag("sctp")
class SctpTest {

    private static final Wire WIRE = new Wire(Dialect.EXTENDED);
    private static final IpAddress V4 = IpAddress.parse("127.0.0.1");
    private static final IpAddress V6 = IpAddress.parse("::1");

    private final List<AutoCloseable> opened = new ArrayList<>();

    @BeforeAll
    static void needSctp() {
        Transports.KERNEL_SCTP.unavailable().ifPresent(Skip::because);
    }

    @AfterEach
    void closeAll() throws Exception {
        for (AutoCloseable closeable : opened.reversed()) {
            closeable.close();
        }
    }

    /** What the two sides of a link can be, and over which addresses they can talk. */
    static Stream<Arguments> pairs() {
        return Stream.of(V4, V6)
                .flatMap(address ->
                        Stream.of(Style.values())
                                .flatMap(server ->
                                        Stream.of(Style.values())
                                                .map(client ->
                                                        Arguments.of(server, client, address))));
    }

    private static NodeConfig config(String name, Style style, IpAddress... addresses) {
        return NodeConfig.named(name)
                .withTransports(Transports.KERNEL_SCTP)
                .withListeners(new Listener(Protocol.ASAP, sctp(0, addresses), style));
    }

    private static TransportAddress.Sctp sctp(int port, IpAddress... addresses) {
        return new TransportAddress.Sctp(port, TransportUse.DATA_ONLY, List.of(addresses));
    }

    private TestNode node(NodeConfig config, TestMachine machine) {
        var node = TestNode.start(config, machine);
        opened.add(node);
        return node;
    }

    private TestNode echoing(Style style, IpAddress... addresses) {
        return node(config("server", style, addresses), echo());
    }

    private TestNode silent(Style style, IpAddress... addresses) {
        return node(config("client", style, addresses), new TestMachine());
    }

    private SctpChannel raw(TransportAddress address) {
        try {
            var channel = SctpChannel.open();
            opened.add(channel);
            channel.connect(
                    new java.net.InetSocketAddress(
                            address.addresses().getFirst().toInetAddress(), address.port()));
            return channel;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> associations() {
        try (var lines = Files.lines(Path.of("/proc/net/sctp/assocs"))) {
            return lines.skip(1).map(String::strip).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    // ---- messages ----

    @ParameterizedTest
    @MethodSource("pairs")
    void messagesArriveCompletelyAndInOrder(Style ofServer, Style ofClient, IpAddress address) {
        var server = echoing(ofServer, address);
        var client = silent(ofClient, address);
        var link = client.connect(server.address());
        var messages = IntStream.range(0, 2_000).mapToObj(TestNode::message).toList();

        for (int i = 0; i < 2_000; i += 50) {
            client.send(link, messages.subList(i, i + 50).toArray(Message[]::new));
        }

        soon().until(() -> client.arrived(link).size() == 2_000);
        assertThat(client.arrived(link)).isEqualTo(messages);
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void messagesOfFullSizeGoBothWays(Style ofServer, Style ofClient, IpAddress address) {
        var server = echoing(ofServer, address);
        var client = silent(ofClient, address);
        var link = client.connect(server.address());
        var messages =
                IntStream.range(0, 20)
                        .mapToObj(i -> large(Wire.MAX_PAGE - Wire.ASAP_HEADER - 4 - i, i))
                        .toList();

        // Not more at once than a send queue may hold.
        for (Message message : messages) {
            int before = client.arrived(link).size();
            client.send(link, message);
            soon().until(() -> client.arrived(link).size() > before);
        }
        assertThat(client.arrived(link)).isEqualTo(messages);
    }

    @Test
    @Requirement({"ASAP-205", "ENRP-037", "ASAP-204"})
    void thePayloadProtocolIdentifierSaysWhichProtocolItIs() throws IOException {
        var server = echoing(Style.ACCEPT, V4);
        var peer = raw(server.address());
        var enrp = new EnrpMessage.ListRequest(new RegistrarId(1), new RegistrarId(2));
        var asap = message(1);
        peer.send(
                WIRE.encode(enrp).toBuffer(),
                MessageInfo.createOutgoing(null, 0).payloadProtocolID(12));
        peer.send(
                WIRE.encode(asap).toBuffer(),
                MessageInfo.createOutgoing(null, 0).payloadProtocolID(11));

        var buffer = ByteBuffer.allocateDirect(65_536);
        var first = peer.receive(buffer, null, null);
        var second = peer.receive(buffer, null, null);

        assertThat(server.arrived(server.accepted(1))).containsExactly(enrp, asap);
        assertThat(first.payloadProtocolID()).isEqualTo(12);
        assertThat(second.payloadProtocolID()).isEqualTo(11);
        assertThat(List.of(first.streamNumber(), second.streamNumber())).containsExactly(0, 0);
        assertThat(first.isUnordered()).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void messagesOfOtherProtocolsAreCountedAndDropped(Style style) throws IOException {
        var server = echoing(style, V4);
        var peer = raw(server.address());
        for (int identifier : new int[] {0, 13, -1}) {
            peer.send(
                    WIRE.encode(message(1)).toBuffer(),
                    MessageInfo.createOutgoing(null, 0).payloadProtocolID(identifier));
        }
        peer.send(
                WIRE.encode(message(2)).toBuffer(),
                MessageInfo.createOutgoing(null, 0).payloadProtocolID(11));
        var link = server.accepted(1);
        soon().until(() -> !server.arrived(link).isEmpty());
        assertThat(server.arrived(link)).containsExactly(message(2));
        assertThat(server.node().count(Counter.FOREIGN_PAYLOADS)).isEqualTo(3);
        soon().until(() -> server.notices().contains(new NetNotice.ForeignPayload(link, 0)));
    }

    @ParameterizedTest
    @EnumSource
    void aMessageBeyondTheFullSizeEndsTheLink(Style style) throws IOException {
        var server = echoing(style, V4);
        var peer = raw(server.address());
        peer.setOption(SctpStandardSocketOptions.SO_SNDBUF, 500_000);
        peer.send(
                ByteBuffer.allocateDirect(70_000),
                MessageInfo.createOutgoing(null, 0).payloadProtocolID(11));
        var link = server.accepted(1);
        soon().until(() -> server.down(link).isPresent());
        assertThat(server.down(link)).contains(Reason.VIOLATION);
    }

    // ---- opening ----

    @ParameterizedTest
    @MethodSource("pairs")
    void bothSidesLearnAllAddressesOfALink(Style ofServer, Style ofClient, IpAddress address) {
        var server = echoing(ofServer, address);
        var client = silent(ofClient, address);

        var up = client.up(client.connect(server.address())).orElseThrow();
        var accepted = server.up(server.accepted(1)).orElseThrow();

        assertThat(up.remote()).isEqualTo(server.address());
        assertThat(accepted.local()).isEqualTo(server.address());
        assertThat(accepted.remote()).isEqualTo(up.local());
        assertThat(up.local().addresses()).containsExactly(address);
        assertThat(up.local().port() == client.address().port())
                .isEqualTo(ofClient == Style.ACCEPT_AND_OPEN);
    }

    @ParameterizedTest
    @EnumSource
    @Requirement("ASAP-044")
    void aWildcardStandsForTheAddressesThatTheKernelTakes(Style style) {
        var server = echoing(style, IpAddress.parse("::"));
        var client = silent(style, IpAddress.parse("0.0.0.0"));
        var target =
                server.address().addresses().stream()
                        .filter(address -> address.toString().startsWith("10.10.1."))
                        .findFirst();
        if (target.isEmpty()) {
            Skip.because("there is no interface with an address 10.10.1.x");
        }
        var link = client.connect(sctp(server.address().port(), target.orElseThrow()));
        var up = server.up(server.accepted(1)).orElseThrow();
        var opened = client.up(link).orElseThrow();
        assertThat(opened.local()).isEqualTo(up.remote());
        assertThat(opened.local().port() == client.address().port())
                .isEqualTo(style == Style.ACCEPT_AND_OPEN);

        var line =
                associations().stream()
                        .filter(text -> text.contains(" " + server.address().port() + " "))
                        .findFirst()
                        .orElseThrow();
        for (IpAddress local : up.local().addresses()) {
            assertThat(line).contains(local.toString());
            assertThat(local.isLinkLocal()).isFalse();
            assertThat(local.isLoopback()).isFalse();
        }
        assertThat(up.local().addresses()).hasSizeGreaterThanOrEqualTo(2);
        assertThat(up.remote().addresses()).contains(target.orElseThrow());
    }

    @ParameterizedTest
    @EnumSource
    void aRefusedAssociationIsUnreachable(Style style) {
        var client = silent(style, V4);
        var link = client.open(sctp(9, V4));
        soon().until(() -> client.down(link).isPresent());
        assertThat(client.down(link)).contains(Reason.UNREACHABLE);
        assertThat(client.up(link)).isEmpty();
        // The next attempt is as good as the first.
        var again = client.open(sctp(9, V4));
        soon().until(() -> client.down(again).isPresent());
    }

    @ParameterizedTest
    @EnumSource
    void anAssociationThatNobodyAnswersIsUnreachableAndNothingIsLeftOfIt(Style style) {
        var limits = Limits.DEFAULTS.withConnectTimeout(Duration.ofMillis(400));
        var client =
                node(
                        config("client", style, IpAddress.parse("::")).withLimits(limits),
                        new TestMachine());
        // Nobody has this address on the first dummy interface.
        var link = client.open(sctp(3863, IpAddress.parse("10.10.1.77")));
        assertThat(associations()).anyMatch(line -> line.contains("10.10.1.77"));
        soon().until(() -> client.down(link).isPresent());
        assertThat(client.down(link)).contains(Reason.UNREACHABLE);
        soon().until(() -> associations().stream().noneMatch(line -> line.contains("10.10.1.77")));
    }

    @ParameterizedTest
    @EnumSource
    void theAddressesOfAPeerAreTriedInTurn(Style style) {
        var server = echoing(Style.ACCEPT, IpAddress.parse("10.10.1.1"));
        var client =
                node(
                        config("client", style, IpAddress.parse("::"))
                                .withLimits(
                                        Limits.DEFAULTS.withConnectTimeout(Duration.ofSeconds(8))),
                        new TestMachine());
        var link =
                client.connect(
                        sctp(
                                server.address().port(),
                                IpAddress.parse("10.10.1.77"),
                                IpAddress.parse("10.10.1.1")));
        client.send(link, message(1));
        soon().until(() -> client.arrived(link).equals(List.of(message(1))));
    }

    @Test
    void twoWhoOpenAtTheSameTimeShareOneAssociation() {
        var one = node(config("one", Style.ACCEPT_AND_OPEN, V4), new TestMachine());
        var other = node(config("other", Style.ACCEPT_AND_OPEN, V4), new TestMachine());
        var from = one.open(other.address());
        var back = other.open(one.address());

        soon().until(() -> settled(one, from) && settled(other, back));
        var upAtOne = one.machine().told(Event.LinkUp.class);
        var upAtOther = other.machine().told(Event.LinkUp.class);
        assertThat(upAtOne).hasSize(1);
        assertThat(upAtOther).hasSize(1);
        one.send(upAtOne.getFirst().link(), message(1));
        var arrivedAt = upAtOther.getFirst().link();
        soon().until(() -> other.arrived(arrivedAt).equals(List.of(message(1))));
    }

    private static boolean settled(TestNode node, Link opened) {
        return node.up(opened).isPresent()
                || (node.down(opened).isPresent()
                        && !node.machine().told(Event.LinkUp.class).isEmpty());
    }

    @Test
    void aSecondAssociationBetweenTheSamePortsIsUnreachable() {
        var one = node(config("one", Style.ACCEPT_AND_OPEN, V4), new TestMachine());
        var other = node(config("other", Style.ACCEPT_AND_OPEN, V4), echo());
        var link = one.connect(other.address());
        var second = one.open(other.address());
        soon().until(() -> one.down(second).isPresent());
        assertThat(one.down(second)).contains(Reason.UNREACHABLE);
        one.send(link, message(1));
        soon().until(() -> one.arrived(link).equals(List.of(message(1))));
    }

    // ---- ending ----

    @ParameterizedTest
    @MethodSource("pairs")
    void aGracefulCloseDeliversWhatWasSent(Style ofServer, Style ofClient, IpAddress address) {
        var server = node(config("server", ofServer, address), new TestMachine());
        var client = silent(ofClient, address);
        var link = client.connect(server.address());
        var messages = IntStream.range(0, 400).mapToObj(i -> large(1_000, i)).toList();
        client.run(turn -> {
            messages.forEach(message -> turn.out().send(link, message));
            turn.out().close(link);
        });
        var accepted = server.accepted(1);
        soon().until(() -> server.down(accepted).isPresent());
        assertThat(server.arrived(accepted)).isEqualTo(messages);
        assertThat(server.down(accepted)).contains(Reason.CLOSED);
        assertThat(client.down(link)).isEmpty();
        // The way is free again.
        client.connect(server.address());
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void anAbortIsToldAsLost(Style ofServer, Style ofClient, IpAddress address) {
        var server = echoing(ofServer, address);
        var client = silent(ofClient, address);
        var link = client.connect(server.address());
        var accepted = server.accepted(1);
        client.close(link, Manner.ABORT);
        soon().until(() -> server.down(accepted).isPresent());
        assertThat(server.down(accepted)).contains(Reason.LOST);
        // And from the other side.
        var again = client.connect(server.address());
        server.close(server.accepted(2), Manner.ABORT);
        soon().until(() -> client.down(again).isPresent());
        assertThat(client.down(again)).contains(Reason.LOST);
    }

    @ParameterizedTest
    @EnumSource
    void aKilledProcessIsNoticedAtOnce(Style style) {
        var server = echoing(style, V4);
        var peer =
                PeerProcess.start(
                        List.of(),
                        "ACCEPT_AND_OPEN",
                        "0",
                        "127.0.0.1",
                        "open",
                        Integer.toString(server.address().port()),
                        "127.0.0.1");
        opened.add(peer);
        var link = server.accepted(1);
        peer.kill();
        soon().until(() -> server.down(link).isPresent());
        assertThat(server.down(link).orElseThrow()).isIn(Reason.CLOSED, Reason.LOST);
    }

    @ParameterizedTest
    @EnumSource
    void aReaderThatDoesNotReadIsCutOffAtTheLimit(Style style) {
        var server =
                node(
                        config("server", style, V4)
                                .withLimits(Limits.DEFAULTS.withMaxSendQueue(200_000)),
                        new TestMachine());
        var deaf = raw(server.address());
        var link = server.accepted(1);
        for (int i = 0; i < 2_000 && server.down(link).isEmpty(); i++) {
            server.send(link, large(60_000, i));
        }
        assertThat(server.down(link)).contains(Reason.OVERFLOW);
        assertThat(deaf.isOpen()).isTrue();
        var good = silent(Style.ACCEPT, V4);
        var other = good.connect(server.address());
        server.send(server.accepted(2), message(1));
        soon().until(() -> good.arrived(other).equals(List.of(message(1))));
    }

    // ---- many ----

    @Test
    void aThousandAssociationsGetTheirAnswers() {
        many(Style.ACCEPT, 1_000);
    }

    @Test
    void twoHundredAssociationsOfOneSocketGetTheirAnswers() {
        many(Style.ACCEPT_AND_OPEN, 200);
    }

    private void many(Style style, int count) {
        var server = echoing(style, V4);
        var client = silent(Style.ACCEPT, V4);
        var links = IntStream.range(0, count).mapToObj(_ -> client.open(server.address())).toList();
        soon().atMost(Duration.ofSeconds(60))
                .until(() -> client.machine().told(Event.LinkUp.class).size() == count);
        client.run(
                turn -> links.forEach(link -> turn.out().send(link, message((int) link.number()))));
        soon().atMost(Duration.ofSeconds(60))
                .until(() -> client.machine().told(Event.Arrived.class).size() == count);
        for (Event.Arrived arrived : client.machine().told(Event.Arrived.class)) {
            assertThat(arrived.message()).isEqualTo(message((int) arrived.link().number()));
        }
        assertThat(server.machine().told(Event.LinkUp.class)).hasSize(count);
    }

    @ParameterizedTest
    @EnumSource
    void noMoreThanTheLimitIsAccepted(Style style) {
        var server =
                node(
                        config("server", style, V4).withLimits(Limits.DEFAULTS.withMaxLinks(2)),
                        echo());
        var client = silent(Style.ACCEPT, V4);
        var first = client.connect(server.address());
        client.connect(server.address());
        server.accepted(2);
        var third = client.open(server.address());
        soon().until(() ->
                server.node().count(Counter.ACCEPT_PAUSES) > 0 || client.down(third).isPresent());
        assertThat(server.machine().told(Event.LinkUp.class)).hasSize(2);

        client.close(first, Manner.GRACEFUL);
        soon().until(() -> server.down(server.accepted(1)).isPresent());
        var fourth = client.connect(server.address());
        client.send(fourth, message(4));
        soon().until(() -> server.machine().told(Event.LinkUp.class).size() >= 3);
    }

    // ---- listening ----

    @ParameterizedTest
    @EnumSource
    void aPortThatIsTakenIsSaidSo(Style style) {
        var server = echoing(style, V4);
        var config =
                NodeConfig.named("second")
                        .withTransports(Transports.KERNEL_SCTP)
                        .withListeners(new Listener(Protocol.ASAP, server.address(), style));
        assertThatThrownBy(() -> TestNode.start(config))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("cannot listen at sctp:127.0.0.1");
    }

    @Test
    void theKernelsSctpHasNoRestrictionsHere() {
        assertThat(Transports.KERNEL_SCTP.restrictions()).isEmpty();
    }
}
