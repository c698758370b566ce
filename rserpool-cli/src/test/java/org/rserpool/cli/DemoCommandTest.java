package org.rserpool.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.rserpool.testkit.Requirement;
import tools.jackson.databind.json.JsonMapper;

class DemoCommandTest {

    @Test
    @Requirement({"REQ-002", "REQ-018"})
    void elementsAndARegistrarAreKilledAndNoRequestIsLost() {
        var typed = Typed.run("demo", "--duration", "8s", "--rate", "50", "--users", "2");

        assertThat(typed.err()).isEmpty();
        assertThat(typed.code()).as(typed.out()).isZero();
        assertThat(typed.out())
                .contains("0x00000001 is killed", "0x00000002 is told to leave")
                .contains("0x00000003 is frozen", "0x00000003 is running again")
                .containsPattern("0x00000001 is out after .*: (connection-lost|withdrawn)")
                .containsPattern("0x00000002 is out after .*: (deregistered|withdrawn)")
                .containsPattern("registrar 0x[0-9a-f]{8} is killed")
                .contains("registrar 2 is started again", "has the home registrar");
        assertThat(typed.lines().getLast())
                .matches(
                        "summary sent=(\\d+) answered=\\1 failed-over=\\d+ lost=0"
                                + " failover-median=\\S+ failover-worst=\\S+ registrars-killed=1"
                                + " home-changes=[1-9]\\d*");
    }

    @Test
    void itEndsWhenItIsToldToAndTheSummaryAsAnObjectIsAllThatIsPrinted() {
        var typed = Typed.start("demo", "--duration", "30s", "--rate", "20", "--json");
        await().atMost(Duration.ofSeconds(60))
                .until(() -> typed.err().contains("0x00000001 is out after"));

        assertThat(typed.stop()).isZero();

        assertThat(typed.lines()).hasSize(1);
        var summary = JsonMapper.shared().readTree(typed.out());
        assertThat(summary.get("sent").asLong()).isPositive();
        assertThat(summary.get("answered").asLong()).isEqualTo(summary.get("sent").asLong());
        assertThat(summary.get("lost").asLong()).isZero();
        assertThat(summary.has("failedOver")).isTrue();
    }
}
