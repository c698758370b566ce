package org.rserpool.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The transcripts in {@code src/test/resources/transcripts}. With {@code -Drewrite=true} their
 * traces are written anew; the difference is to be looked at.
 */
final class TranscriptTest {

    private static final Path FOLDER =
            Path.of(System.getProperty("basedir", "."), "src/test/resources/transcripts");

    static List<String> names() throws IOException {
        try (var files = Files.list(FOLDER)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("names")
    void aTranscriptIsAsItWas(String name) throws IOException {
        var file = FOLDER.resolve(name);
        var expected = Files.readString(file);
        var replayed = Transcript.replay(expected);
        if (Boolean.getBoolean("rewrite")) {
            Files.writeString(file, replayed);
        } else {
            assertThat(replayed).isEqualTo(expected);
        }
    }

    @Test
    void theTraceOfABlockBeginsAtZero() {
        var text = "registrar 1\nrun 2s\n\ncrash 1\n";
        assertThat(Transcript.replay(text))
                .isEqualTo(
                        """
                        registrar 1
                        run 2s
                        ----
                            0.000000 PR 1: starts
                            0.000000 PR 1: serves; no other registrar was found

                        crash 1
                        ----
                            0.000000 PR 1: crashes
                        """);
    }

    @Test
    void traceAndEmptyLinesThatAreThereDoNotMatter() {
        var once = Transcript.replay("registrar 1\n\nrun 1s\nfreeze 1\n");
        assertThat(Transcript.replay("\n\n" + once.replace("starts", "stops") + "\n\n"))
                .isEqualTo(once);
    }

    @Test
    void commentsAreKept() {
        var text =
                """
                # About it.

                # More.
                registrar 1
                ----
                    0.000000 PR 1: starts
                    0.000000 PR 1: serves; no other registrar was found
                """;
        assertThat(Transcript.replay(text)).isEqualTo(text);
    }

    @Test
    void aCommandThatIsNotUnderstoodIsNamedWithItsLine() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Transcript.replay("registrar 1\n\ndance\n"))
                .withMessage("line 3, 'dance': there is no such command");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Transcript.replay("element a at 1\n"))
                .withMessage("line 1, 'element a at 1': 'pool …' is missing");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Transcript.replay("run fast\n"))
                .withMessage(
                        "line 1, 'run fast': a duration is written as 300ms, 2s or 5m, not 'fast'");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Transcript.replay("settle at once\n"))
                .withMessage("line 1, 'settle at once': not understood: at once");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Transcript.replay("freeze x\n"))
                .withMessage("line 1, 'freeze x': there is no node x");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Transcript.replay("registrar one\n"))
                .withMessageStartingWith("line 1, 'registrar one': ");
    }
}
