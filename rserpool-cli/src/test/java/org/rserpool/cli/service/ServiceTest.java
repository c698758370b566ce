package org.rserpool.cli.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.rserpool.net.TransportAddresses;
import org.rserpool.net.Transports;
import org.rserpool.wire.TransportAddress;

/** The services and the other side of them, over loopback. */
class ServiceTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static ServicePort open(String transport, Service service) throws IOException {
        assumeAvailable(transport);
        var address = TransportAddresses.parse(transport + ":127.0.0.1:0").getFirst();
        return ServicePort.open(address, service);
    }

    private static void assumeAvailable(String transport) {
        if (transport.equals("sctp")) {
            assumeThat(Transports.KERNEL_SCTP.unavailable()).as("SCTP").isEmpty();
        }
    }

    private static TransportAddress at(String transport, int port) {
        return TransportAddresses.parse(transport + ":127.0.0.1:" + port).getFirst();
    }

    private static Socket connect(ServicePort port) throws IOException {
        return new Socket(InetAddress.getLoopbackAddress(), port.number());
    }

    private static byte[] line(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @ValueSource(strings = {"tcp", "sctp"})
    void echoSendsBackLineByLine(String transport) throws IOException {
        try (var port = open(transport, StandardService.ECHO);
                var dialogue = Dialogue.with(at(transport, port.number()), PATIENCE)) {
            for (String text : new String[] {"one", "", "x".repeat(50_000), "four ½"}) {
                assertThat(dialogue.ask(line(text), PATIENCE)).isEqualTo(line(text));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"tcp", "sctp"})
    void whoIsSilentIsNotWaitedForLong(String transport) throws IOException {
        try (var port = open(transport, StandardService.DISCARD);
                var dialogue = Dialogue.with(at(transport, port.number()), PATIENCE)) {
            assertThatThrownBy(() -> dialogue.ask(line("one"), Duration.ofMillis(50)))
                    .isInstanceOf(IOException.class)
                    .hasMessage("nothing came back in time");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"tcp", "sctp"})
    void whoEndsIsNoticed(String transport) throws IOException {
        Service rude = Session::receive;
        try (var port = open(transport, rude);
                var dialogue = Dialogue.with(at(transport, port.number()), PATIENCE)) {
            assertThatThrownBy(() -> dialogue.ask(line("one"), PATIENCE))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("closed");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"tcp", "sctp"})
    void nobodyListens(String transport) throws IOException {
        var port = open(transport, StandardService.ECHO);
        port.close();
        assertThatThrownBy(() -> Dialogue.with(at(transport, port.number()), PATIENCE))
                .isInstanceOf(IOException.class);
    }

    @Test
    void discardTakesWhateverComes() throws IOException {
        try (var port = open("tcp", StandardService.DISCARD);
                var socket = connect(port)) {
            socket.getOutputStream().write(new byte[1 << 20]);
            socket.shutdownOutput();
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void chargenSendsLinesOfAPatternForAsLongAsTheyAreTaken() throws IOException {
        try (var port = open("tcp", StandardService.CHARGEN);
                var socket = connect(port)) {
            var text =
                    new String(
                            socket.getInputStream().readNBytes(74 * 200),
                            StandardCharsets.US_ASCII);
            assertThat(text.lines()).hasSize(200).allMatch(l -> l.length() == 72);
            assertThat(text).startsWith(" !\"#$%&'()*+,-./0123456789");
            assertThat(text.lines().skip(1).findFirst().orElseThrow()).startsWith("!\"#$%");
            assertThat(text.lines().skip(95).findFirst()).isEqualTo(text.lines().findFirst());
        }
    }

    @Test
    void manyUsersAreServedAtATime() throws IOException {
        try (var port = open("tcp", StandardService.ECHO)) {
            var dialogues = new Dialogue[50];
            for (int i = 0; i < dialogues.length; i++) {
                dialogues[i] = Dialogue.with(at("tcp", port.number()), PATIENCE);
            }
            for (int i = 0; i < dialogues.length; i++) {
                assertThat(dialogues[i].ask(line("user " + i), PATIENCE))
                        .isEqualTo(line("user " + i));
            }
            for (Dialogue dialogue : dialogues) {
                dialogue.close();
            }
        }
    }

    @Test
    void drainingWaitsForThoseWhoAreThereButNotForever() throws IOException, InterruptedException {
        try (var port = open("tcp", StandardService.ECHO)) {
            assertThat(port.drain(Duration.ZERO)).as("nobody was there").isTrue();
            try (var dialogue = Dialogue.with(at("tcp", port.number()), PATIENCE)) {
                dialogue.ask(line("here"), PATIENCE);
                assertThat(port.drain(Duration.ofMillis(20))).isFalse();
            }
            assertThat(port.drain(PATIENCE)).isTrue();
        }
    }

    @Test
    void aLineThatNeverEndsIsGivenUp() throws IOException {
        Service babbler =
                session -> {
                    while (true) {
                        session.send(java.nio.ByteBuffer.wrap(new byte[4096]));
                    }
                };
        try (var port = open("tcp", babbler);
                var dialogue = Dialogue.with(at("tcp", port.number()), PATIENCE)) {
            assertThatThrownBy(() -> dialogue.ask(line("one"), PATIENCE))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("65536");
        }
    }

    @Test
    void aPortInUseIsNamed() throws IOException {
        try (var port = open("tcp", StandardService.ECHO)) {
            var taken = at("tcp", port.number());
            assertThatThrownBy(() -> ServicePort.open(taken, StandardService.ECHO))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining(taken.toString());
        }
    }

    @Test
    void whatIsNeitherTcpNorSctpIsNotServed() {
        var udp = new TransportAddress.Udp(7, org.rserpool.wire.IpAddress.parse("127.0.0.1"));
        assertThatThrownBy(() -> ServicePort.open(udp, StandardService.ECHO))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("udp:127.0.0.1:7");
        assertThatThrownBy(() -> Dialogue.with(udp, PATIENCE)).isInstanceOf(IOException.class);
    }

    @Test
    void sessionsEndWhenThePortIsClosed() throws IOException {
        var port = open("tcp", StandardService.ECHO);
        try (var socket = connect(port)) {
            socket.getOutputStream().write('x');
            assertThat(socket.getInputStream().read()).isEqualTo('x');
            port.close();
            await().atMost(PATIENCE).until(() -> socket.getInputStream().read() == -1);
        }
    }
}
