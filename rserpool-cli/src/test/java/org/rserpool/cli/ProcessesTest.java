package org.rserpool.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.rserpool.testkit.Requirement;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Registrar, elements and users as processes of their own, and what signals do to them. */
class ProcessesTest {

    private static final JsonMapper JSON = JsonMapper.shared();

    /**
     * What a loaded machine may take beyond the time that is promised: to send a signal is a
     * process of its own, and two JVMs must get the processor. Tests that await something await it
     * for a minute; only the times that were written down tell whether it took tens of seconds.
     */
    private static final Duration ALLOWANCE = Duration.ofSeconds(2);

    private static Launched registrar() throws IOException {
        return Launched.start(
                "registrar", "--asap", "tcp:127.0.0.1:0", "--events", "json", "--profile", "fast");
    }

    private static String asap(Launched registrar) {
        return Typed.value(registrar.awaitLine("ready id=", 1), "asap");
    }

    private static Launched element(Launched registrar, String id) throws IOException {
        return Launched.start("element", "web", "--registrar", asap(registrar), "--id", id);
    }

    private static List<String> offered(Launched registrar) {
        var typed = Typed.run("resolve", "web", "--registrar", asap(registrar), "--json");
        if (typed.code() == 3) {
            return List.of();
        }
        assertThat(typed.code()).isZero();
        return JSON.readTree(typed.out()).get("elements").findValuesAsString("id");
    }

    private static Instant time(JsonNode event) {
        return Instant.parse(event.get("time").asString());
    }

    @Test
    @Requirement({"REQ-002", "REQ-018"})
    void aKilledElementIsOfferedNoMore() throws IOException, InterruptedException {
        try (var registrar = registrar();
                var one = element(registrar, "0x1001");
                var other = element(registrar, "0x1002")) {
            one.awaitLine("registered pool=web id=0x00001001", 1);
            other.awaitLine("registered pool=web id=0x00001002", 1);
            assertThat(offered(registrar)).containsExactlyInAnyOrder("0x00001001", "0x00001002");

            var killed = Instant.now().truncatedTo(ChronoUnit.MILLIS); // as in events
            one.signal("KILL");

            var event = JSON.readTree(registrar.awaitLine("element-removed", 1));
            assertThat(event.get("element").asString()).isEqualTo("0x00001001");
            assertThat(event.get("reason").asString()).isEqualTo("connection-lost");
            assertThat(time(event)).isBetween(killed, killed.plusMillis(100).plus(ALLOWANCE));
            assertThat(offered(registrar)).containsExactly("0x00001002");
            assertThat(one.code()).isEqualTo(128 + 9);
        }
    }

    @Test
    @Requirement({"REQ-002", "REQ-018"})
    void aStoppedElementIsOfferedNoMoreUntilItRunsAgain() throws IOException, InterruptedException {
        try (var registrar = registrar();
                var element = element(registrar, "0x1001")) {
            element.awaitLine("registered ", 1);

            var stopped = Instant.now().truncatedTo(ChronoUnit.MILLIS);
            element.signal("STOP");

            var event = JSON.readTree(registrar.awaitLine("element-removed", 1));
            assertThat(event.get("reason").asString()).isEqualTo("keep-alive-timeout");
            assertThat(time(event)).isBetween(stopped, stopped.plusSeconds(2).plus(ALLOWANCE));
            assertThat(offered(registrar)).isEmpty();

            element.signal("CONT");

            assertThat(registrar.awaitLine("element-added", 2)).contains("0x00001001");
            element.awaitLine("registered ", 2);
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> offered(registrar).equals(List.of("0x00001001")));
        }
    }

    @Test
    void whatRunsUntilItIsToldToStopEndsInGoodOrder() throws IOException, InterruptedException {
        try (var registrar = registrar();
                var element = element(registrar, "0x1001");
                var watch = Launched.start("watch", "web", "--registrar", asap(registrar))) {
            element.awaitLine("registered ", 1);
            watch.awaitLine("element-added", 1);

            element.signal("TERM");

            assertThat(element.code()).isZero();
            assertThat(JSON.readTree(registrar.awaitLine("element-removed", 1)).get("reason"))
                    .hasToString("\"deregistered\"");
            watch.awaitLine("element-removed", 1);
            watch.signal("INT");
            assertThat(watch.code()).isZero();
            registrar.signal("TERM");
            assertThat(registrar.code()).isZero();
            assertThat(registrar.lines()).hasSize(3);
        }
    }

    @Test
    void aRegistrarSaysWhichTransportsThereAre() throws IOException, InterruptedException {
        try (var registrar = registrar()) {
            asap(registrar);
            await().atMost(Duration.ofSeconds(30))
                    .until(() ->
                            registrar.complaints().stream()
                                            .filter(line -> line.contains("this machine has"))
                                            .count()
                                    == 3);
            assertThat(registrar.complaints())
                    .anyMatch(line -> line.endsWith("INFO this machine has TCP"))
                    .anyMatch(line -> line.matches(".* this machine has (no )?SCTP.*"));
        }
    }

    @Test
    void theProcessEndsWithTheExitCode() throws IOException, InterruptedException {
        try (var resolve = Launched.start("resolve", "web", "--frob")) {
            assertThat(resolve.code()).isEqualTo(2);
            assertThat(resolve.lines()).isEmpty();
            assertThat(resolve.complaints()).hasSize(1);
        }
    }
}
