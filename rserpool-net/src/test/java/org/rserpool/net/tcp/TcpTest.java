package org.rserpool.net.tcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.rserpool.net.testing.TestNode.echo;
import static org.rserpool.net.testing.TestNode.large;
import static org.rserpool.net.testing.TestNode.message;
import static org.rserpool.net.testing.TestNode.soon;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.rserpool.core.Action.Close.Manner;
import org.rserpool.core.Event;
import org.rserpool.core.Event.LinkDown.Reason;
import org.rserpool.core.Link;
import org.rserpool.net.NodeConfig;
import org.rserpool.net.Transports;
import org.rserpool.net.testing.TestMachine;
import org.rserpool.net.testing.TestNode;
import org.rserpool.net.transport.Counter;
import org.rserpool.net.transport.Limits;
import org.rserpool.net.transport.Listener;
import org.rserpool.net.transport.NetNotice;
import org.rserpool.wire.Bytes;
import org.rserpool.wire.IpAddress;
import org.rserpool.wire.TransportAddress;
import org.rserpool.wire.codec.Dialect;
import org.rserpool.wire.codec.Wire;
import org.rserpool.wire.message.Message;
import org.rserpool.wire.message.Protocol;

class TcpTest {

    private static final Wire WIRE = new Wire(Dialect.EXTENDED);
    private static final IpAddress LOOPBACK = IpAddress.parse("127.0.0.1");

    private final List<AutoCloseable> opened = new ArrayList<>();

    @AfterEach
    void closeAll() throws Exception {
        for (AutoCloseable closeable : opened.reversed()) {
            closeable.close();
        }
    }

    static Stream<IpAddress> loopbacks() {
        var withV6 = Transports.TCP.restrictions().isEmpty();
        return withV6 ? Stream.of(LOOPBACK, IpAddress.parse("::1")) : Stream.of(LOOPBACK);
    }

    private TestNode listening(TestMachine machine, IpAddress address, Limits limits) {
        return node(config("server", limits, address), machine);
    }

    private TestNode listening(TestMachine machine) {
        return listening(machine, LOOPBACK, Limits.DEFAULTS);
    }

    private TestNode silent() {
        return node(NodeConfig.named("client").withTransports(Transports.TCP), new TestMachine());
    }

    private static NodeConfig config(String name, Limits limits, IpAddress address) {
        return NodeConfig.named(name)
                .withTransports(Transports.TCP)
                .withListeners(new Listener(Protocol.ASAP, new TransportAddress.Tcp(0, address)))
                .withLimits(limits);
    }

    private TestNode node(NodeConfig config, TestMachine machine) {
        var node = TestNode.start(config, machine);
        opened.add(node);
        return node;
    }

    private Socket socket(TestNode server) throws IOException {
        var address = server.address();
        var socket = new Socket(address.addresses().getFirst().toInetAddress(), address.port());
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(20_000);
        opened.add(socket);
        return socket;
    }

    private static byte[] octets(Message message) {
        return WIRE.encode(message).toArray();
    }

    private static Message read(Socket socket) throws IOException {
        var in = new DataInputStream(socket.getInputStream());
        var header = in.readNBytes(4);
        if (header.length < 4) {
            throw new IOException("the stream ended");
        }
        int length = (header[2] & 0xff) << 8 | header[3] & 0xff;
        var octets = java.util.Arrays.copyOf(header, Wire.paddedSize(length));
        in.readFully(octets, 4, octets.length - 4);
        return switch (WIRE.decode(Protocol.ASAP, Bytes.of(octets))) {
            case org.rserpool.wire.codec.Decoded.Accepted(var message, _) -> message;
            case org.rserpool.wire.codec.Decoded other -> throw new IOException(other.toString());
        };
    }

    // ---- messages ----

    @ParameterizedTest
    @MethodSource("loopbacks")
    void messagesArriveCompletelyAndInOrder(IpAddress address) {
        var server = listening(echo(), address, Limits.DEFAULTS);
        var client = silent();
        var link = client.connect(server.address());
        var messages = IntStream.range(0, 5_000).mapToObj(TestNode::message).toList();

        for (int i = 0; i < 5_000; i += 100) {
            client.send(link, messages.subList(i, i + 100).toArray(Message[]::new));
        }

        soon().until(() -> client.arrived(link).size() == 5_000);
        assertThat(client.arrived(link)).isEqualTo(messages);
    }

    @ParameterizedTest
    @MethodSource("loopbacks")
    void bothSidesLearnTheAddressesOfALink(IpAddress address) {
        var server = listening(echo(), address, Limits.DEFAULTS);
        var client = silent();

        var up = client.up(client.connect(server.address())).orElseThrow();
        var accepted = server.up(server.accepted(1)).orElseThrow();

        assertThat(up.remote()).isEqualTo(server.address());
        assertThat(up.local()).isEqualTo(accepted.remote());
        assertThat(accepted.local()).isEqualTo(server.address());
        assertThat(accepted.remote().addresses()).containsExactly(address);
    }

    @Test
    void aMessageMayComeOctetByOctet() throws IOException {
        var server = listening(echo());
        var socket = socket(server);
        for (byte octet : octets(message(7))) {
            socket.getOutputStream().write(octet);
        }
        assertThat(read(socket)).isEqualTo(message(7));
    }

    @Test
    void messagesOfFullSizeGoBothWays() {
        var server = listening(echo());
        var client = silent();
        var link = client.connect(server.address());
        var messages =
                IntStream.range(0, 50)
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
    void octetsThatAreNoMessageAreToldAsGarbledAndTheLinkLives() throws IOException {
        var server = listening(echo());
        var socket = socket(server);
        socket.getOutputStream().write(new byte[] {(byte) 0xfe, 0, 0, 8, 1, 2, 3, 4});
        socket.getOutputStream().write(octets(message(1)));

        assertThat(read(socket)).isEqualTo(message(1));
        var garbled = server.machine().told(Event.Garbled.class);
        assertThat(garbled).hasSize(1);
        assertThat(garbled.getFirst().protocol()).isEqualTo(Protocol.ASAP);
        assertThat(server.node().counts()).containsEntry(Counter.MESSAGES_GARBLED, 1L);
    }

    @Test
    void aLengthBelowFourEndsTheLinkAfterTheMessagesBeforeIt() throws IOException {
        var server = listening(new TestMachine());
        var socket = socket(server);
        socket.getOutputStream().write(octets(message(1)));
        socket.getOutputStream().write(new byte[] {1, 0, 0, 2});
        var link = server.accepted(1);

        soon().until(() -> server.down(link).isPresent());
        assertThat(server.down(link)).contains(Reason.VIOLATION);
        assertThat(server.arrived(link)).containsExactly(message(1));
        assertThatThrownBy(() -> read(socket)).isInstanceOf(IOException.class);
    }

    // ---- opening ----

    @Test
    void aRefusedConnectionIsUnreachable() throws IOException {
        int port;
        try (var unused = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = unused.getLocalPort();
        }
        var client = silent();
        var link = client.open(new TransportAddress.Tcp(port, LOOPBACK));

        soon().until(() -> client.down(link).isPresent());
        assertThat(client.down(link)).contains(Reason.UNREACHABLE);
        assertThat(client.up(link)).isEmpty();
        soon().until(() -> !client.notices().isEmpty());
        assertThat(client.notices().getFirst().text()).contains("refused");
    }

    @Test
    void aConnectionThatNobodyAnswersIsUnreachableAfterTheTimeout() throws IOException {
        // The kernel answers nobody at a port whose queue is full.
        try (var full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var limits = Limits.DEFAULTS.withConnectTimeout(Duration.ofMillis(300));
            var client =
                    node(
                            NodeConfig.named("client")
                                    .withTransports(Transports.TCP)
                                    .withLimits(limits),
                            new TestMachine());
            var address = new TransportAddress.Tcp(full.getLocalPort(), LOOPBACK);
            var links = IntStream.range(0, 8).mapToObj(_ -> client.open(address)).toList();

            soon().until(() -> links.stream().anyMatch(link -> client.down(link).isPresent()));
            assertThat(links.stream().flatMap(link -> client.down(link).stream()))
                    .containsOnly(Reason.UNREACHABLE);
        }
    }

    @Test
    void anAddressThatCannotBeUsedIsUnreachable() {
        var client = silent();
        var link = client.open(new TransportAddress.Tcp(9, IpAddress.parse("255.255.255.255")));
        soon().until(() -> client.down(link).isPresent());
        assertThat(client.down(link)).contains(Reason.UNREACHABLE);
    }

    @Test
    void linksAreOpenedFromTheAddressOfTheListener() {
        var server = listening(echo());
        var element =
                node(config("element", Limits.DEFAULTS, IpAddress.parse("127.0.0.7")), echo());
        element.connect(server.address());
        var up = server.up(server.accepted(1)).orElseThrow();
        assertThat(up.remote().addresses()).containsExactly(IpAddress.parse("127.0.0.7"));
    }

    // ---- ending ----

    @Test
    void theEndOfTheStreamIsToldAsClosed() throws IOException {
        var server = listening(echo());
        socket(server).close();
        var link = server.accepted(1);
        soon().until(() -> server.down(link).isPresent());
        assertThat(server.down(link)).contains(Reason.CLOSED);
    }

    @Test
    void aResetIsToldAsLost() throws IOException {
        var server = listening(echo());
        var socket = socket(server);
        var link = server.accepted(1);
        socket.setSoLinger(true, 0);
        socket.close();
        soon().until(() -> server.down(link).isPresent());
        assertThat(server.down(link)).contains(Reason.LOST);
    }

    @Test
    void whoEndsHisHalfStillGetsTheAnswers() throws IOException {
        var server = listening(echo());
        var socket = socket(server);
        for (int i = 0; i < 1_000; i++) {
            socket.getOutputStream().write(octets(message(i)));
        }
        socket.shutdownOutput();
        for (int i = 0; i < 1_000; i++) {
            assertThat(read(socket)).isEqualTo(message(i));
        }
        assertThat(socket.getInputStream().read()).isEqualTo(-1);
        assertThat(server.down(server.accepted(1))).contains(Reason.CLOSED);
    }

    @Test
    void aGracefulCloseDeliversWhatWasSent() throws IOException {
        var server = listening(new TestMachine());
        var socket = socket(server);
        // Unread octets in the socket would make a careless close destroy what was sent.
        socket.getOutputStream().write(octets(message(99)));
        var link = server.accepted(1);
        var messages = IntStream.range(0, 400).mapToObj(i -> large(1_000, i)).toList();
        server.run(turn -> {
            messages.forEach(message -> turn.out().send(link, message));
            turn.out().close(link);
        });
        socket.getOutputStream().write(octets(message(98)));
        for (Message message : messages) {
            assertThat(read(socket)).isEqualTo(message);
        }
        assertThat(socket.getInputStream().read()).isEqualTo(-1);
        assertThat(server.down(link)).isEmpty();
    }

    @Test
    void aGracefulCloseGivesUpOnAPeerThatDoesNotRead() throws IOException {
        var limits = Limits.DEFAULTS.withCloseTimeout(Duration.ofMillis(200)).withMaxLinks(1);
        var server = listening(new TestMachine(), LOOPBACK, limits);
        var deaf = new Socket();
        opened.add(deaf);
        deaf.setReceiveBufferSize(4096);
        deaf.connect(new InetSocketAddress(LOOPBACK.toInetAddress(), server.address().port()));
        var link = server.accepted(1);
        server.run(turn -> {
            for (int i = 0; i < 8; i++) {
                turn.out().send(link, large(60_000, i));
            }
            turn.out().close(link);
        });
        // There is room for another only once the first is gone.
        var second = socket(server);
        second.getOutputStream().write(octets(message(1)));
        var next = server.accepted(2);
        soon().until(() -> server.arrived(next).size() == 1);
    }

    @Test
    void anAbortResetsTheConnection() throws IOException {
        var server = listening(new TestMachine());
        var socket = socket(server);
        var link = server.accepted(1);
        server.close(link, Manner.ABORT);
        assertThatThrownBy(() -> socket.getInputStream().read())
                .isInstanceOf(SocketException.class)
                .hasMessageContaining("reset");
        assertThat(server.down(link)).isEmpty();
    }

    @Test
    void nothingIsHeardOfALinkThatTheMachineHasClosed() throws IOException {
        var machine =
                new TestMachine((event, turn) -> {
                    if (event instanceof Event.Arrived(var link, _)) {
                        turn.out().close(link);
                    }
                });
        var server = listening(machine);
        var socket = socket(server);
        for (int i = 0; i < 100; i++) {
            socket.getOutputStream().write(octets(message(i)));
        }
        var link = server.accepted(1);
        assertThat(socket.getInputStream().read()).isEqualTo(-1);
        assertThat(server.arrived(link)).containsExactly(message(0));
        assertThat(server.down(link)).isEmpty();
    }

    @Test
    void aReaderThatDoesNotReadIsCutOffAtTheLimit() throws IOException {
        var limits = Limits.DEFAULTS.withMaxSendQueue(200_000);
        var server = listening(new TestMachine(), LOOPBACK, limits);
        var deaf = socket(server);
        var link = server.accepted(1);
        var heard = silent();
        var good = heard.connect(server.address());
        var other = server.accepted(2);
        assertThat(deaf.isConnected()).isTrue();

        for (int i = 0; i < 1_000 && server.down(link).isEmpty(); i++) {
            server.send(link, large(60_000, i));
        }

        assertThat(server.down(link)).contains(Reason.OVERFLOW);
        server.send(other, message(1));
        soon().until(() -> heard.arrived(good).equals(List.of(message(1))));
    }

    @Test
    void whatTheMachineSaysToAFailedWriteIsSentAtOnce() throws Exception {
        var machine =
                new TestMachine((event, turn) -> {
                    if (event instanceof Event.LinkDown(var link, _)) {
                        turn.out().send(new Link(link.number() + 2), message(2));
                    }
                });
        var server = listening(machine);
        var broken = socket(server);
        var link = server.accepted(1);
        var good = socket(server);
        server.accepted(2);
        var busy = new CountDownLatch(1);
        var reset = new CountDownLatch(1);
        var sent =
                server.node()
                        .ask(
                                new TestMachine.Do(turn -> {
                                    turn.out().send(link, message(1));
                                    busy.countDown();
                                    await(reset);
                                }));
        await(busy);
        // The loop looks for octets to read only after it has tried to write.
        broken.setSoLinger(true, 0);
        broken.close();
        reset.countDown();
        sent.join();

        assertThat(read(good)).isEqualTo(message(2));
        assertThat(server.down(link)).contains(Reason.LOST);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    // ---- limits ----

    @Test
    void acceptingStopsAtTheLimitAndGoesOnWhenALinkEnds() throws IOException {
        var server = listening(echo(), LOOPBACK, Limits.DEFAULTS.withMaxLinks(3));
        var sockets = new ArrayList<Socket>();
        for (int i = 0; i < 5; i++) {
            sockets.add(socket(server));
            sockets.get(i).getOutputStream().write(octets(message(i)));
        }
        for (int i = 0; i < 3; i++) {
            assertThat(read(sockets.get(i))).isEqualTo(message(i));
        }
        soon().until(() -> server.node().count(Counter.ACCEPT_PAUSES) == 1);
        assertThat(server.machine().told(Event.LinkUp.class)).hasSize(3);
        assertThat(server.notices()).hasAtLeastOneElementOfType(NetNotice.AcceptPaused.class);

        sockets.get(1).close();
        assertThat(read(sockets.get(3))).isEqualTo(message(3));
        assertThat(server.machine().told(Event.LinkUp.class)).hasSize(4);
        // The node itself may open links all the same.
        var further = listening(echo());
        server.connect(further.address());
    }

    @Test
    void aFloodDoesNotKeepOthersWaiting() throws IOException {
        var server = listening(echo());
        var flooding = socket(server);
        var flood = new byte[60_000];
        var one = octets(message(0));
        for (int i = 0; i < flood.length; i += one.length) {
            System.arraycopy(one, 0, flood, i, Math.min(one.length, flood.length - i));
        }
        int whole = flood.length / one.length * one.length;
        var flooder =
                Thread.ofPlatform()
                        .start(() -> {
                            try {
                                while (true) {
                                    flooding.getOutputStream().write(flood, 0, whole);
                                }
                            } catch (IOException e) {
                                // The flood is over.
                            }
                        });
        var drain =
                Thread.ofPlatform()
                        .start(() -> {
                            try {
                                flooding.getInputStream()
                                        .transferTo(java.io.OutputStream.nullOutputStream());
                            } catch (IOException e) {
                                // The flood is over.
                            }
                        });
        try {
            var polite = socket(server);
            soon().until(() -> server.node().count(Counter.MESSAGES_RECEIVED) > 50_000);
            long worst = 0;
            for (int i = 0; i < 200; i++) {
                long begin = System.nanoTime();
                polite.getOutputStream().write(octets(message(i)));
                assertThat(read(polite)).isEqualTo(message(i));
                worst = Math.max(worst, System.nanoTime() - begin);
            }
            // A turn reads 16 KiB of the flood. The bound leaves room for a busy machine.
            assertThat(Duration.ofNanos(worst)).isLessThan(Duration.ofMillis(500));
        } finally {
            flooding.close();
            join(flooder);
            join(drain);
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    // ---- listening ----

    @Test
    void aPortThatIsTakenIsSaidSo() {
        var server = listening(echo());
        var listener = new Listener(Protocol.ASAP, server.address());
        var config =
                NodeConfig.named("second").withTransports(Transports.TCP).withListeners(listener);
        assertThatThrownBy(() -> TestNode.start(config))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("cannot listen at tcp:127.0.0.1:" + server.address().port());
    }

    @Test
    void theWildcardAddressStandsForTheAddressesOfTheMachine() {
        var server = listening(echo(), IpAddress.parse("0.0.0.0"), Limits.DEFAULTS);
        var listening = server.node().bound().listeners().getFirst();
        assertThat(listening.reachable())
                .contains(new TransportAddress.Tcp(listening.address().port(), LOOPBACK));
        assertThat(listening.reachable().getLast().addresses().getFirst().isLoopback()).isTrue();
        for (TransportAddress address : listening.reachable()) {
            var client = silent();
            assertThat(client.connect(address)).isEqualTo(new Link(1));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 100, 1_000})
    void manyLinksAtOnceAllGetTheirAnswers(int links) {
        var server = listening(echo());
        var client = silent();
        var opened =
                IntStream.range(0, links).mapToObj(_ -> client.open(server.address())).toList();
        soon().until(() -> opened.stream().allMatch(link -> client.up(link).isPresent()));
        client.run(turn ->
                opened.forEach(link -> turn.out().send(link, message((int) link.number()))));
        soon().until(() -> client.machine().told(Event.Arrived.class).size() == links);
        for (Link link : opened) {
            assertThat(client.arrived(link)).containsExactly(message((int) link.number()));
        }
    }
}
