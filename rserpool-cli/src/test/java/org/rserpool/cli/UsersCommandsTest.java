package org.rserpool.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.rserpool.testkit.Requirement;
import tools.jackson.databind.json.JsonMapper;

/** The commands watch, report, send and dump. */
class UsersCommandsTest {

    private static final JsonMapper JSON = JsonMapper.shared();

    @Test
    @Requirement("REQ-025")
    void watchPrintsALineForEachChange() {
        try (var scene = new Scene();
                var watch = Typed.start("watch", "web", "--registrar", scene.asap(), "--json")) {
            var element = scene.element("web", "--id", "1001");
            await().atMost(Duration.ofSeconds(30)).until(() -> watch.lines().size() == 1);
            element.stop();
            await().atMost(Duration.ofSeconds(30)).until(() -> watch.lines().size() == 2);

            var added = JSON.readTree(watch.lines().getFirst());
            assertThat(added.propertyNames())
                    .containsExactly(
                            "time", "event", "pool", "element", "home", "policy", "addresses");
            assertThat(added.get("event").asString()).isEqualTo("element-added");
            assertThat(added.get("element").asString()).isEqualTo("0x00001001");
            var removed = JSON.readTree(watch.lines().get(1));
            assertThat(removed.get("event").asString()).isEqualTo("element-removed");
            assertThat(watch.stop()).isZero();
        }
    }

    @Test
    void watchBeginsWithWhatIsThere() {
        try (var scene = new Scene()) {
            scene.element("web", "--id", "1001");
            try (var watch = Typed.start("watch", "web", "--registrar", scene.asap())) {
                await().atMost(Duration.ofSeconds(30)).until(() -> watch.lines().size() == 1);
                assertThat(watch.lines().getFirst())
                        .containsPattern(
                                "Z element-added pool=web element=0x00001001 home=0x[0-9a-f]{8}"
                                        + " policy=round-robin addresses=tcp:127.0.0.1:\\d+");
            }
        }
    }

    @Test
    void watchEndsWhenNoRegistrarAnswers() {
        var typed =
                Typed.run("watch", "web", "--registrar", "tcp:127.0.0.1:1", "--timeout", "100ms");
        assertThat(typed.code()).isEqualTo(4);
    }

    @Test
    @Requirement("REQ-021")
    void reportsRemoveAnElementThatNobodyReaches() {
        try (var scene = new Scene("--events", "json")) {
            scene.element("web", "--id", "1001");
            for (int i = 0; i < 4; i++) {
                var report = Typed.run("report", "web", "0x00001001", "--registrar", scene.asap());
                assertThat(report.code()).isZero();
                assertThat(report.out()).isEmpty();
            }
            var events = scene.registrar();
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> events.out().contains("\"reason\":\"unreachable\""));
        }
    }

    @Test
    void anElementThatIsNotThereCannotBeReported() {
        try (var scene = new Scene()) {
            scene.element("web", "--id", "1001");
            var report = Typed.run("report", "web", "1002", "--registrar", scene.asap());
            assertThat(report.code()).isEqualTo(3);
            assertThat(report.err()).contains("0x00001002", "'web'");
            assertThat(Typed.run("report", "mail", "1001", "--registrar", scene.asap()).code())
                    .isEqualTo(3);
        }
    }

    @Test
    void sendPrintsWhatComesBack() {
        try (var scene = new Scene()) {
            scene.element("echo");
            var typed = Typed.with("one\n\nthree ½", "send", "echo", "--registrar", scene.asap());
            assertThat(typed.code()).isZero();
            assertThat(typed.out()).isEqualTo("one\n\nthree ½\n");
        }
    }

    @Test
    void sendGoesOnWithTheNextElement() {
        try (var scene = new Scene()) {
            // It takes whatever comes, and answers nothing.
            scene.element("echo", "--id", "1", "--service", "discard", "--policy", "priority:9");
            scene.element("echo", "--id", "2", "--policy", "priority:1");
            var typed =
                    Typed.with(
                            "one\ntwo\n",
                            "send",
                            "echo",
                            "--registrar",
                            scene.asap(),
                            "--reply-within",
                            "100ms",
                            "-q");
            assertThat(typed.code()).isZero();
            assertThat(typed.out()).isEqualTo("one\ntwo\n");
        }
    }

    @Test
    void sendFailsWhenNobodyAnswers() {
        try (var scene = new Scene()) {
            scene.element("echo", "--service", "discard");
            var typed =
                    Typed.with(
                            "one\n",
                            "send",
                            "echo",
                            "--registrar",
                            scene.asap(),
                            "--reply-within",
                            "50ms",
                            "--timeout",
                            "500ms",
                            "-qq");
            assertThat(typed.code()).isEqualTo(1);
            assertThat(typed.out()).isEmpty();
            assertThat(typed.err()).contains("no element of pool 'echo' answers");
        }
    }

    @Test
    void sendKnowsNoSuchPool() {
        try (var scene = new Scene()) {
            var typed = Typed.with("one\n", "send", "nothing", "--registrar", scene.asap());
            assertThat(typed.code()).isEqualTo(3);
        }
        var typed =
                Typed.with(
                        "one\n",
                        "send",
                        "web",
                        "--registrar",
                        "tcp:127.0.0.1:1",
                        "--timeout",
                        "100ms");
        assertThat(typed.code()).isEqualTo(4);
    }

    @Test
    void dumpShowsTheWholeHandlespace() {
        try (var scene = new Scene("--enrp", "tcp:127.0.0.1:0", "--id", "c0ffee")) {
            scene.element("web", "--id", "1001", "--policy", "priority:5");
            scene.element("mail", "--id", "1002");
            var enrp = Typed.value(scene.registrar().awaitLine("ready "), "enrp");

            var typed = Typed.run("dump", enrp, "--json");

            assertThat(typed.code()).isZero();
            assertThat(typed.lines()).hasSize(1);
            var table = JSON.readTree(typed.out());
            assertThat(table.propertyNames()).containsExactly("registrar", "pools", "checksums");
            assertThat(table.get("registrar").asString()).isEqualTo("0x00c0ffee");
            assertThat(table.get("pools").size()).isEqualTo(2);
            var web = table.get("pools").get(0);
            assertThat(web.propertyNames()).containsExactly("pool", "policy", "elements");
            assertThat(web.get("pool").asString()).isEqualTo("web");
            assertThat(web.get("policy").asString()).isEqualTo("priority");
            assertThat(web.get("elements").get(0).propertyNames())
                    .containsExactly("id", "home", "policy", "addresses");
            assertThat(table.get("checksums").get("0x00c0ffee").asString())
                    .matches("0x[0-9a-f]{4}");

            assertThat(Typed.run("dump", enrp).lines())
                    .hasSize(3)
                    .anyMatch(line -> line.startsWith("pool=web id=0x00001001 addresses=tcp:"))
                    .anyMatch(line -> line.startsWith("registrar=0x00c0ffee elements=2 checksum="));
        }
    }

    @Test
    void dumpNeedsARegistrarThatAnswers() {
        var typed = Typed.run("dump", "tcp:127.0.0.1:1", "--timeout", "1s");
        assertThat(typed.code()).isEqualTo(4);
        assertThat(typed.err()).contains("tcp:127.0.0.1:1");
    }

    @Test
    void dumpTriesAllAddressesOfAHost() {
        try (var scene = new Scene("--enrp", "tcp:127.0.0.1:0", "--id", "c0ffee")) {
            scene.element("web", "--id", "1001");
            var enrp = Typed.value(scene.registrar().awaitLine("ready "), "enrp");

            var typed = Typed.run("dump", enrp.replace("127.0.0.1", "127.0.0.2,127.0.0.1"));

            assertThat(typed.code()).isZero();
            assertThat(typed.lines())
                    .hasSize(2)
                    .anyMatch(line -> line.startsWith("registrar=0x00c0ffee elements=1 "));
        }
        var nobody = Typed.run("dump", "tcp:127.0.0.2,127.0.0.1:1", "--timeout", "1s");
        assertThat(nobody.code()).isEqualTo(4);
        assertThat(nobody.err().lines()).hasSize(1);
        assertThat(nobody.err()).contains("tcp:127.0.0.2:1", "tcp:127.0.0.1:1");
    }

    @Test
    void anExceptionThatSaysNothingIsToldByItsName() {
        assertThat(SendCommand.why(new ClosedChannelException()))
                .isEqualTo("java.nio.channels.ClosedChannelException");
        assertThat(SendCommand.why(new IOException("so it is"))).isEqualTo("so it is");
    }
}
