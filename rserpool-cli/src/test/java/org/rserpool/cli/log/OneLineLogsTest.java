package org.rserpool.cli.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class OneLineLogsTest {

    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final AtomicReference<Level> level = new AtomicReference<>(Level.INFO);

    private System.Logger logger(String name) {
        return new OneLineLogger(name, level, new PrintStream(err, true, StandardCharsets.UTF_8));
    }

    private String said() {
        return err.toString(StandardCharsets.UTF_8);
    }

    @Test
    void theProgramsLoggersAreOfThisKind() {
        assertThat(System.LoggerFinder.getLoggerFinder()).isInstanceOf(OneLineLogs.class);
    }

    @Test
    void anEventIsOneLineWithTimeAndLevel() {
        logger("org.rserpool.x").log(Level.INFO, "{0} has\njoined {1}", "an element", 7);
        assertThat(said())
                .matches(
                        "\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}\\.\\d{3}Z INFO an element has"
                                + " \\| joined 7\n");
    }

    @Test
    void bracesInATextWithoutValuesStay() {
        logger("org.rserpool.x").log(Level.INFO, () -> "{0} it's");
        assertThat(said()).endsWith(" INFO {0} it's\n");
    }

    @Test
    void whatWasThrownFollowsInWordsAndInFullOnlyIfMuchIsWanted() {
        var thrown = new IOException("no route");
        logger("org.rserpool.x").log(Level.WARNING, "it failed", thrown);
        assertThat(said()).endsWith(" WARNING it failed: java.io.IOException: no route\n");

        level.set(Level.DEBUG);
        logger("org.rserpool.x").log(Level.WARNING, "it failed", thrown);
        assertThat(said()).contains("\n    at " + getClass().getName());
    }

    @Test
    void lessGraveEventsAreLeftOut() {
        var logger = logger("org.rserpool.x");
        level.set(Level.WARNING);
        logger.log(Level.INFO, "not this");
        logger.log(Level.OFF, "nor this");
        assertThat(said()).isEmpty();
        assertThat(logger.isLoggable(Level.ERROR)).isTrue();
        assertThat(logger.isLoggable(Level.INFO)).isFalse();
        assertThat(logger.getName()).isEqualTo("org.rserpool.x");
    }

    @Test
    void othersAreHeardOnlyWhenTheyWarn() {
        level.set(Level.TRACE);
        logger("sun.net.something").log(Level.INFO, "chatter");
        assertThat(said()).isEmpty();
        logger("sun.net.something").log(Level.WARNING, "trouble");
        assertThat(said()).endsWith("trouble\n");
    }
}
