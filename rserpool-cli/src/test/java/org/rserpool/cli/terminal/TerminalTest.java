package org.rserpool.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TerminalTest {

    @ParameterizedTest
    @CsvSource({"1ms, 1", "500ms, 500", "5s, 5000", "10m, 600000", "2h, 7200000", "1d, 86400000"})
    void timesAreReadWithTheirUnit(String text, long millis) {
        assertThat(Times.duration(text)).isEqualTo(Duration.ofMillis(millis));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "5", "s", "5 s", "-5s", "1.5s", "5S", "5sec", "9999999999s"})
    void anythingElseIsNoTime(String text) {
        assertThatThrownBy(() -> Times.duration(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + text + "'")
                .hasMessageContaining("500ms");
    }

    @Test
    void theTimeOfDayIsWrittenAsRfc3339WithMilliseconds() {
        assertThat(Times.now()).matches("\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}\\.\\d{3}Z");
    }

    @ParameterizedTest
    @CsvSource({"300000, 0.3 ms", "9940000, 9.9 ms", "12000000, 12 ms", "1250000000, 1.25 s"})
    void shortTimesAreShort(long nanos, String text) {
        assertThat(Times.shortly(Duration.ofNanos(nanos))).isEqualTo(text);
    }

    @Test
    void aTableIsAlignedOnATerminal() {
        var table = new Table("id", "what");
        table.add("0x1", "short");
        table.add("0x12345", "");

        assertThat(table.lines(new Looks(true, false, true)))
                .containsExactly("ID       WHAT", "0x1      short", "0x12345  ");
        assertThat(table.lines(new Looks(true, true, true)).getFirst()).startsWith("\033[1m");
        assertThatThrownBy(() -> table.add("one")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void elsewhereValuesHaveTheirNames() {
        var table = new Table("id", "what");
        table.add("0x1", "a \"b\" \\");
        table.add("0x2", "");

        assertThat(table.lines(Looks.PLAIN))
                .containsExactly("id=0x1 what=\"a \\\"b\\\" \\\\\"", "id=0x2 what=\"\"");
    }

    @Test
    void coloursAreLeftOutWhereTheyAreNotWanted() {
        assertThat(Colour.RED.paint("x", Looks.PLAIN)).isEqualTo("x");
        assertThat(Colour.RED.paint("x", new Looks(true, true, true)))
                .isEqualTo("\033[31mx\033[0m");
        assertThat(Colour.PLAIN.paint("x", new Looks(true, true, true))).isEqualTo("x");
    }

    @Test
    void testsAreNoTerminal() {
        assertThat(Looks.of(Map.of("TERM", "xterm")).colours()).isFalse();
    }

    @Test
    void anObjectIsOneLineOfJson() {
        assertThat(
                        Json.object(json -> {
                            json.writeStringProperty("a", "line\n\"quoted\" ½ \u0000");
                            json.writeNumberProperty("b", 1);
                        }))
                .isEqualTo("{\"a\":\"line\\n\\\"quoted\\\" ½ \\u0000\",\"b\":1}");
    }

    @Test
    void whoeverHeedsTheWishIsWokenByIt() throws InterruptedException {
        var stop = new Stop();
        assertThat(stop.isHeeded()).isFalse();
        assertThat(stop.await(Duration.ofMillis(1))).isFalse();
        stop.ask();
        stop.await();
        assertThat(stop.isHeeded()).isTrue();
        assertThat(stop.isAsked()).isTrue();
        assertThat(stop.await(Duration.ofDays(1))).isTrue();
    }
}
