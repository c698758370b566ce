package org.rserpool.sim.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

final class DeterminismTest {

    private static final List<Long> SEEDS = LongStream.rangeClosed(1, 12).boxed().toList();

    @Test
    void theSameSeedGivesTheSameTraceAgain() {
        for (long seed : SEEDS) {
            assertThat(trace(seed)).as("seed %d", seed).isEqualTo(trace(seed));
        }
    }

    @Test
    void otherSeedsGiveOtherTraces() {
        assertThat(SEEDS.stream().map(TraceDigest::of)).doesNotHaveDuplicates();
    }

    @Test
    void theTraceItselfChangesNothing() {
        var traced = Simulation.run(3, Options.DEFAULTS.withTrace(_ -> {}));
        var silent = Simulation.run(3, Options.DEFAULTS);
        assertThat(traced).isEqualTo(silent);
    }

    /** In the other JVM all objects have the same identity hash code, which must not matter. */
    @Test
    void anotherJvmGivesTheSameTraces() throws IOException, InterruptedException {
        var command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-XX:+UnlockExperimentalVMOptions",
                                "-XX:hashCode=2",
                                "-XX:TieredStopAtLevel=1",
                                "-cp",
                                System.getProperty("java.class.path"),
                                TraceDigest.class.getName()));
        SEEDS.forEach(seed -> command.add(Long.toString(seed)));
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try (var output = process.getInputStream()) {
            var lines = new String(output.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
            assertThat(lines).isEqualTo(SEEDS.stream().map(TraceDigest::of).toList());
        }
        assertThat(process.waitFor()).isZero();
    }

    private static List<String> trace(long seed) {
        var lines = new ArrayList<String>();
        Simulation.run(seed, Options.DEFAULTS.withTrace(lines::add));
        return lines;
    }
}
