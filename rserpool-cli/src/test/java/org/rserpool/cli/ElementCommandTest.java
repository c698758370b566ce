package org.rserpool.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.rserpool.cli.terminal.Looks;
import org.rserpool.cli.terminal.Shell;
import org.rserpool.cli.terminal.Stop;
import org.rserpool.client.ElementEvent;
import org.rserpool.net.TransportAddresses;
import org.rserpool.testkit.Requirement;

class ElementCommandTest {

    private static Socket connect(String address) throws IOException {
        var transport = TransportAddresses.parse(address).getFirst();
        return new Socket(transport.addresses().getFirst().toInetAddress(), transport.port());
    }

    @Test
    void itServesAtTheLocalAddressOfTheLink() throws IOException {
        try (var scene = new Scene()) {
            var element = scene.element("web", "--id", "1001");
            var line = element.awaitLine("registered ");

            assertThat(line)
                    .matches(
                            "registered pool=web id=0x00001001 registrar=%s listen=tcp:127\\.0\\.0\\.1:\\d+"
                                    .formatted(scene.asap()));
            try (var socket = connect(Typed.value(line, "listen"))) {
                socket.getOutputStream().write("hello".getBytes(StandardCharsets.US_ASCII));
                assertThat(socket.getInputStream().readNBytes(5))
                        .asString(StandardCharsets.US_ASCII)
                        .isEqualTo("hello");
            }
        }
    }

    @Test
    void aFixedAddressIsRegisteredAsItIs() {
        try (var scene = new Scene()) {
            var first = scene.element("web", "--listen", "tcp:127.0.0.1:0");
            var listen = Typed.value(first.awaitLine("registered "), "listen");
            assertThat(first.stop()).isZero();

            var second = scene.element("web", "--listen", listen);

            assertThat(Typed.value(second.awaitLine("registered "), "listen")).isEqualTo(listen);
        }
    }

    @Test
    void theWildcardAddressIsNotRegistered() {
        try (var scene = new Scene()) {
            var element = scene.element("web", "--listen", "tcp:0.0.0.0:0");
            assertThat(Typed.value(element.awaitLine("registered "), "listen"))
                    .matches("tcp:127\\.0\\.0\\.1:[1-9]\\d*");
        }
    }

    @Test
    void itTellsEachNewHome() {
        var scene = new Scene();
        var asap = scene.asap();
        try (var element = scene.element("web", "--id", "1001")) {
            scene.registrar().stop();
            try (var again = Typed.start("registrar", "--asap", asap, "-qq")) {
                again.awaitLine("ready ");
                assertThat(element.awaitLine("registered ", 2))
                        .startsWith("registered pool=web id=0x00001001 registrar=" + asap);
                assertThat(element.stop()).isZero();
            }
        }
    }

    @Test
    void anotherPolicyThanThePoolsIsExitCode1() {
        try (var scene = new Scene()) {
            scene.element("web");
            var typed =
                    Typed.run(
                            "element",
                            "web",
                            "--registrar",
                            scene.asap(),
                            "--policy",
                            "priority:1",
                            "-qq");
            assertThat(typed.code()).isEqualTo(1);
            assertThat(typed.out()).isEmpty();
            assertThat(typed.err()).contains("refused", "policy");
        }
    }

    @Test
    void noRegistrarInTimeIsExitCode4() {
        var typed =
                Typed.run(
                        "element",
                        "web",
                        "--registrar",
                        "tcp:127.0.0.1:1",
                        "--timeout",
                        "100ms",
                        "-qq");
        assertThat(typed.code()).isEqualTo(4);
        assertThat(typed.out()).isEmpty();
    }

    @Test
    void whoIsToldToStopWhileNobodyHasAnnouncedItselfHasNotFailed() {
        var typed = Typed.start("element", "web", "--announce", "239.255.31.7:3899", "-qq");
        assertThat(typed.stop()).isZero();
        assertThat(typed.out()).isEmpty();
        assertThat(typed.err()).isEmpty();
    }

    @Test
    void whoIsToldToStopWhileNoRegistrarAnswersHasNotFailed() {
        var typed =
                Typed.start(
                        "element",
                        "web",
                        "--registrar",
                        "tcp:127.0.0.1:1",
                        "--timeout",
                        "500ms",
                        "-qq");
        assertThat(typed.stop()).isZero();
        assertThat(typed.out()).isEmpty();
        assertThat(typed.err()).isEmpty();
    }

    @Test
    void anElementThatIsTriedNoMoreEndsInOneLineAndExitCode4() {
        try (var scene = new Scene()) {
            var err = new ByteArrayOutputStream();
            var shell =
                    new Shell(
                            InputStream.nullInputStream(),
                            new PrintStream(OutputStream.nullOutputStream()),
                            new PrintStream(err, true, StandardCharsets.UTF_8),
                            Looks.PLAIN,
                            new Stop());
            var program = Program.commandLine(shell, Optional.empty());
            ElementCommand element =
                    Objects.requireNonNull(program.getSubcommands().get("element")).getCommand();
            // As it comes from the library: after minutes with the timers of the RFC.
            element.tell(new ElementEvent.GaveUp());

            int code = program.execute("element", "web", "--registrar", scene.asap(), "-qq");

            assertThat(code).isEqualTo(4);
            assertThat(err.toString(StandardCharsets.UTF_8).lines())
                    .singleElement()
                    .asString()
                    .contains("element", "no registrar answers any more", "web");
        }
    }

    @Test
    @Requirement("REQ-015")
    void whoIsThereIsServedOnWhenItLeaves() throws IOException {
        try (var scene = new Scene()) {
            var element = scene.element("web", "--drain", "60s");
            try (var socket = connect(Typed.value(element.awaitLine("registered "), "listen"))) {
                echo(socket);
                Thread.ofVirtual().start(element::stop);
                await().atMost(Duration.ofSeconds(30))
                        .until(() ->
                                Typed.run("resolve", "web", "--registrar", scene.asap()).code()
                                        == 3);
                echo(socket);
            }
            assertThat(element.code()).isZero();
        }
    }

    private static void echo(Socket socket) throws IOException {
        socket.getOutputStream().write('x');
        assertThat(socket.getInputStream().read()).isEqualTo('x');
    }

    @Test
    void whoStaysTooLongIsLeft() throws IOException {
        try (var scene = new Scene()) {
            var element = scene.element("web", "--drain", "50ms");
            try (var socket = connect(Typed.value(element.awaitLine("registered "), "listen"))) {
                echo(socket);
                assertThat(element.stop()).isZero();
                assertThat(socket.getInputStream().read()).isEqualTo(-1);
            }
        }
    }

    /**
     * Its dialect has no transport over TCP for ASAP and ENRP, which nobody may try to tell then.
     */
    @Test
    void theProfileOfTheRfcWorksOverTcpToo() {
        try (var scene = new Scene("--profile", "rfc", "--enrp", "tcp:127.0.0.1:0")) {
            var element = scene.element("web", "--profile", "rfc");
            var listen = Typed.value(element.awaitLine("registered "), "listen");

            var resolved =
                    Typed.run("resolve", "web", "--profile", "rfc", "--registrar", scene.asap());

            assertThat(resolved.code()).isZero();
            assertThat(resolved.out()).contains(listen.substring("tcp:".length()));
            assertThat(element.stop()).isZero();
            assertThat(scene.registrar().stop()).isZero();
            assertThat(element.err() + resolved.err() + scene.registrar().err()).isEmpty();
        }
    }

    @Test
    void aDaytimeElementTellsTheTime() throws IOException {
        try (var scene = new Scene()) {
            var element = scene.element("clock", "--service", "daytime", "--lifetime", "30s");
            try (var socket = connect(Typed.value(element.awaitLine("registered "), "listen"))) {
                assertThat(socket.getInputStream().readAllBytes())
                        .asString(StandardCharsets.US_ASCII)
                        .matches("\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}\\S*Z\r\n");
            }
        }
    }
}
