package org.rserpool.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.rserpool.cli.terminal.Looks;
import org.rserpool.testkit.Requirement;
import tools.jackson.databind.json.JsonMapper;

class ResolveCommandTest {

    private static final JsonMapper JSON = JsonMapper.shared();

    @Test
    @Requirement({"REQ-047", "REQ-053"})
    void elementsAreListedAsAnObject() {
        try (var scene = new Scene("--id", "0x00c0ffee")) {
            scene.element("web", "--id", "1001", "--policy", "weighted-round-robin:3");
            var second = scene.element("web", "--id", "0x1002", "--policy", "weighted-round-robin");
            var listen = Typed.value(second.awaitLine("registered "), "listen");

            var typed = Typed.run("resolve", "web", "--registrar", scene.asap(), "--json");

            assertThat(typed.code()).isZero();
            assertThat(typed.err()).isEmpty();
            assertThat(typed.lines()).hasSize(1);
            var answer = JSON.readTree(typed.out());
            assertThat(answer.propertyNames()).containsExactly("pool", "policy", "elements");
            assertThat(answer.get("pool").asString()).isEqualTo("web");
            assertThat(answer.get("policy").asString()).isEqualTo("weighted-round-robin");
            assertThat(answer.get("elements").size()).isEqualTo(2);
            var element = answer.get("elements").get(1);
            assertThat(element.propertyNames())
                    .containsExactly("id", "home", "policy", "addresses");
            assertThat(element.get("id").asString()).isEqualTo("0x00001002");
            assertThat(element.get("home").asString()).isEqualTo("0x00c0ffee");
            assertThat(element.get("policy").asString()).isEqualTo("weighted-round-robin:1");
            assertThat(element.get("addresses").size()).isEqualTo(1);
            assertThat(element.get("addresses").get(0).asString()).isEqualTo(listen);
        }
    }

    @Test
    void withoutATerminalALineForEachElementNamesItsValues() {
        try (var scene = new Scene("--id", "7")) {
            var element = scene.element("web", "--id", "1001", "--policy", "least-used:50%");
            var listen = Typed.value(element.awaitLine("registered "), "listen");

            var typed = Typed.run("resolve", "web", "--registrar", scene.asap());

            assertThat(typed.lines())
                    .containsExactly(
                            "id=0x00001001 addresses=%s policy=least-used:50%% home=0x00000007"
                                    .formatted(listen));
        }
    }

    @Test
    void onATerminalThereIsATableWithColoursIfWanted() {
        try (var scene = new Scene()) {
            scene.element("web", "--id", "1001");
            var coloured = new Looks(true, true, true);
            var plain = new Looks(true, false, true);

            var inColour = Typed.on(coloured, "resolve", "web", "--registrar", scene.asap());
            var without = Typed.on(plain, "resolve", "web", "--registrar", scene.asap());

            assertThat(inColour.lines()).hasSize(2);
            assertThat(inColour.out()).contains("\033[");
            assertThat(without.out())
                    .doesNotContain("\033")
                    .containsPattern("ID +ADDRESSES +POLICY +HOME")
                    .containsPattern("0x00001001 +tcp:127.0.0.1:\\d+ +round-robin +0x");
        }
    }

    @Test
    void notMoreElementsAreListedThanAreWanted() {
        try (var scene = new Scene()) {
            for (int i = 0; i < 5; i++) {
                scene.element("web");
            }
            assertThat(Typed.run("resolve", "web", "--registrar", scene.asap()).lines()).hasSize(5);
            assertThat(Typed.run("resolve", "web", "--registrar", scene.asap(), "-n", "2").lines())
                    .hasSize(2);
        }
    }

    @Test
    void anUnknownPoolIsExitCode3() {
        try (var scene = new Scene()) {
            var typed = Typed.run("resolve", "nothing", "--registrar", scene.asap(), "--json");
            assertThat(typed.code()).isEqualTo(3);
            assertThat(typed.out()).isEmpty();
            assertThat(typed.err().lines()).hasSize(1);
            assertThat(typed.err()).contains("'nothing'");
        }
    }

    @Test
    void noAnswerInTimeIsExitCode4() {
        var typed =
                Typed.run("resolve", "web", "--registrar", "tcp:127.0.0.1:1", "--timeout", "100ms");
        assertThat(typed.code()).isEqualTo(4);
        assertThat(typed.out()).isEmpty();
        assertThat(typed.err().lines()).hasSize(1);
        assertThat(typed.err()).contains("100ms");
    }

    @Test
    void theSecondRegistrarServesIfTheFirstDoesNot() {
        try (var scene = new Scene()) {
            scene.element("web");
            var typed =
                    Typed.run(
                            "resolve",
                            "web",
                            "--registrar",
                            "tcp:127.0.0.1:1",
                            "--registrar",
                            scene.asap());
            assertThat(typed.code()).isZero();
        }
    }

    @Test
    void aPoolWithBlanksInItsNameStaysOneValue() {
        try (var scene = new Scene()) {
            var element = scene.element("my \"own\" pool");
            assertThat(element.awaitLine("registered "))
                    .startsWith("registered pool=\"my \\\"own\\\" pool\" id=0x");
            var typed =
                    Typed.run("resolve", "my \"own\" pool", "--registrar", scene.asap(), "--json");
            assertThat(JSON.readTree(typed.out()).get("pool").asString())
                    .isEqualTo("my \"own\" pool");
        }
    }
}
