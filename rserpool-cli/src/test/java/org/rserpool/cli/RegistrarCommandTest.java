package org.rserpool.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class RegistrarCommandTest {

    private static final JsonMapper JSON = JsonMapper.shared();

    @TempDir private Path folder;

    @Test
    void theFirstLineSaysWhereItServes() {
        var typed =
                Typed.start(
                        "registrar",
                        "--asap",
                        "tcp:127.0.0.1:0",
                        "--asap",
                        "tcp:127.0.0.1:0",
                        "--enrp",
                        "tcp:127.0.0.1:0",
                        "--id",
                        "c0ffee",
                        "-qq");
        assertThat(typed.awaitLine("ready "))
                .matches(
                        "ready id=0x00c0ffee( asap=tcp:127\\.0\\.0\\.1:[1-9]\\d*){2}"
                                + " enrp=tcp:127\\.0\\.0\\.1:[1-9]\\d*");
        assertThat(typed.stop()).isZero();
        assertThat(typed.lines()).hasSize(1);
        assertThat(typed.err()).isEmpty();
    }

    @Test
    void changesAreToldAsObjectsAfterTheFirstLine() {
        try (var scene = new Scene("--events", "json")) {
            var element = scene.element("web", "--id", "1001");
            assertThat(element.stop()).isZero();

            var events = scene.registrar();
            await().atMost(Duration.ofSeconds(30)).until(() -> events.lines().size() == 3);
            assertThat(events.lines().getFirst()).startsWith("ready ");
            assertEvent(events.lines().get(1), "element-added", "registered");
            assertEvent(events.lines().get(2), "element-removed", "deregistered");
        }
    }

    private static void assertEvent(String line, String event, String reason) {
        JsonNode told = JSON.readTree(line);
        assertThat(told.propertyNames())
                .containsExactly("time", "event", "pool", "element", "reason");
        assertThat(told.get("time").asString())
                .matches("\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}\\.\\d{3}Z");
        assertThat(told.get("event").asString()).isEqualTo(event);
        assertThat(told.get("pool").asString()).isEqualTo("web");
        assertThat(told.get("element").asString()).isEqualTo("0x00001001");
        assertThat(told.get("reason").asString()).isEqualTo(reason);
    }

    @Test
    void aPortInUseIsExitCode1() {
        try (var scene = new Scene()) {
            var typed = Typed.run("registrar", "--asap", scene.asap(), "-qq");
            assertThat(typed.code()).isEqualTo(1);
            assertThat(typed.out()).isEmpty();
            assertThat(typed.err().lines()).hasSize(1);
            assertThat(typed.err()).contains(scene.asap());
        }
    }

    @Test
    void optionsOverrideTheFileAndTheFileOverridesTheProfile() throws IOException {
        var file = folder.resolve("registrar.conf");
        Files.write(
                file,
                List.of(
                        "profile = rfc",
                        "id = 0x00000001",
                        "asap = [\"tcp:127.0.0.1:3863\"]",
                        "announce = off",
                        "registrar.monitoring.keep-alive-interval = 123ms"));

        var typed =
                Typed.run(
                        "registrar",
                        "--config",
                        file.toString(),
                        "--id",
                        "2",
                        "--enrp",
                        "tcp:127.0.0.1:9901",
                        "--print-config");

        assertThat(typed.code()).isZero();
        assertThat(typed.lines())
                .contains(
                        "profile = rfc",
                        "id = 0x00000002",
                        "asap = [\"tcp:127.0.0.1:3863\"]",
                        "enrp = [\"tcp:127.0.0.1:9901\"]",
                        "announce = \"off\"",
                        "registrar.monitoring.keep-alive-interval = 123ms");
        var fast =
                Typed.run(
                        "registrar",
                        "--config",
                        file.toString(),
                        "--profile",
                        "fast",
                        "--print-config");
        assertThat(fast.lines()).contains("profile = fast");
    }

    @Test
    void whatIsPrintedIsAFileWithTheSameEffect() throws IOException {
        var printed = Typed.run("registrar", "--asap", "tcp:127.0.0.1:0", "--print-config");
        var file = folder.resolve("again.conf");
        Files.writeString(file, printed.out());

        var again = Typed.run("registrar", "--config", file.toString(), "--print-config");

        assertThat(again.out()).isEqualTo(printed.out());
    }

    @Test
    void allMistakesOfAFileAreTold() throws IOException {
        var file = folder.resolve("bad.conf");
        Files.write(file, List.of("colour = green", "asap = [\"tcp\"]", "id = 7g"));

        var typed = Typed.run("registrar", "--config", file.toString());

        assertThat(typed.code()).isEqualTo(2);
        assertThat(typed.err().lines())
                .hasSize(3)
                .allMatch(line ->
                        line.startsWith("rserpool registrar: ") && line.contains("bad.conf"));
    }
}
