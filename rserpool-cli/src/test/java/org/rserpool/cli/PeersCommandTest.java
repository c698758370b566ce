package org.rserpool.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** Two registrars that are peers, looked at from outside. */
class PeersCommandTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static String enrp(Scene scene) {
        return Typed.value(scene.registrar().awaitLine("ready "), "enrp");
    }

    private static Scene first() {
        return new Scene("--enrp", "tcp:127.0.0.1:0", "--id", "1");
    }

    private static Scene second(String peer) {
        return new Scene("--enrp", "tcp:127.0.0.1:0", "--id", "2", "--peer", peer);
    }

    private static void awaitLines(String expected, String enrp) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(Typed.run("peers", enrp).out()).matches(expected));
    }

    @Test
    void bothSeeEachOther() {
        try (var one = first();
                var other = second(enrp(one))) {
            var lines =
                    "registrar=0x00000001 address=tcp:127\\.0\\.0\\.1:\\d+ state=answers"
                            + " checksum=0x[0-9a-f]{4} sees=0x00000002 misses=-\\n"
                            + "registrar=0x00000002 address=tcp:127\\.0\\.0\\.1:\\d+ state=answers"
                            + " checksum=0x[0-9a-f]{4} sees=0x00000001 misses=-\\n";
            awaitLines(lines, enrp(one));
            awaitLines(lines, enrp(other));
            var object =
                    JsonMapper.shared().readTree(Typed.run("peers", enrp(other), "--json").out());
            assertThat(object.get("asked").asString()).isEqualTo("0x00000002");
            assertThat(object.get("registrars").findValuesAsString("id"))
                    .containsExactly("0x00000001", "0x00000002");
        }
    }

    @Test
    void whoAsksIsNoPeer() {
        try (var one = first()) {
            for (int i = 0; i < 3; i++) {
                assertThat(Typed.run("peers", enrp(one)).out()).contains("sees=- misses=-");
                assertThat(Typed.run("dump", enrp(one)).code()).isZero();
            }
        }
    }

    @Test
    void thoseThatHoldTheSameAreDumpedTheSame() {
        try (var one = first();
                var other = second(enrp(one))) {
            one.element("web", "--id", "1001");
            other.element("web", "--id", "1002", "--policy", "round-robin");
            other.element("mail", "--id", "1001");
            await().atMost(PATIENCE)
                    .untilAsserted(() -> {
                        var dumps =
                                List.of(
                                        Typed.run("dump", enrp(one)).out(),
                                        Typed.run("dump", enrp(other)).out());
                        assertThat(dumps.getFirst().lines()).hasSize(5);
                        assertThat(dumps.getFirst()).isEqualTo(dumps.getLast());
                    });
            assertThat(Typed.run("dump", enrp(one)).out().replaceAll(" addresses=\\S+", ""))
                    .matches(
                            "pool=web id=0x00001001 policy=round-robin home=0x00000001\\n"
                                    + "pool=web id=0x00001002 policy=round-robin home=0x00000002\\n"
                                    + "pool=mail id=0x00001001 policy=round-robin home=0x00000002\n"
                                    + "registrar=0x00000001 elements=1 checksum=0x[0-9a-f]{4}\\n"
                                    + "registrar=0x00000002 elements=2 checksum=0x[0-9a-f]{4}\\n");
        }
    }

    @Test
    void whereNobodyAnswersTheExitCodeSaysSo() {
        var typed = Typed.run("peers", "tcp:127.0.0.1:1", "--timeout", "1s");
        assertThat(typed.code()).isEqualTo(4);
        assertThat(typed.out()).isEmpty();
        assertThat(typed.err().lines()).hasSize(1);
    }
}
