package org.rserpool.sim.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.rserpool.core.profile.Profile;
import org.rserpool.sim.check.Failure;

final class OptionsTest {

    /** A seed that draws one registrar. */
    private static final long ONE = 1;

    @Test
    void aResultNamesTheOneCommandThatRepeatsIt() {
        assertThat(Simulation.run(ONE, Options.DEFAULTS).command())
                .isEqualTo("rserpool simulate --seed 1");
        assertThat(Simulation.run(ONE, Options.DEFAULTS.withProfile(Profile.FAST)).command())
                .isEqualTo("rserpool simulate --seed 1 --profile fast");
        assertThat(Simulation.run(ONE, Options.DEFAULTS.withRegistrars(1)).command())
                .isEqualTo("rserpool simulate --seed 1 --registrars 1");
        assertThat(Simulation.run(7, Options.DEFAULTS.withRegistrars(2)).command())
                .isEqualTo("rserpool simulate --seed 7 --registrars 2");
    }

    @Test
    void aBadResultTellsWhatWasFoundAndHowToSeeItAgain() {
        var good = Simulation.run(ONE, Options.DEFAULTS);
        var failure = new Failure("some-check", Duration.ofMillis(1_250), "PE a is lost");
        var bad = new Result(ONE, List.of(failure), good.statistics(), good.command());
        assertThat(good.toString()).isEqualTo("seed 1: all is well");
        assertThat(bad.toString())
                .isEqualTo(
                        """
                        seed 1:
                          some-check at 1.250000: PE a is lost
                          repeat: rserpool simulate --seed 1\
                        """);
    }

    @Test
    void theTraceIsHandedOutLineByLine() {
        var lines = new ArrayList<String>();
        Simulation.run(7, Options.DEFAULTS.withTrace(lines::add));
        assertThat(lines).isNotEmpty().noneMatch(line -> line.contains("\n"));
        assertThat(lines.getFirst()).isEqualTo("    0.000000 PR 1: starts");
    }

    @Test
    void thereAreOneToNineRegistrars() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Options.DEFAULTS.withRegistrars(10))
                .withMessage("registrars must be 1 to 9, is 10");
    }

    @Test
    void statisticsSayWhatTheRunWasLike() {
        var statistics = Simulation.run(7, Options.DEFAULTS).statistics();
        assertThat(statistics.time()).isGreaterThan(Duration.ofSeconds(5));
        assertThat(statistics.events()).isGreaterThan(statistics.messages());
        assertThat(statistics.recovery()).isPresent();
        assertThat(statistics.lines()).hasSize(6).allMatch(line -> !line.isBlank());
    }
}
