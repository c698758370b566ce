package org.rserpool.sim.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Fresh seeds, for as many minutes as the configuration parameter {@code soak.minutes} says; the
 * only test here that looks at the clock, to know when to stop.
 */
@Tag("soak")
@Execution(ExecutionMode.CONCURRENT)
final class SoakTest {

    private static final String DEFAULT_MINUTES = "1";

    /** Seeds that fit into a line; which ones does not matter as long as they are new. */
    private static final AtomicLong NEXT = new AtomicLong(new SecureRandom().nextLong(1L << 40));

    @RegisterExtension
    static final ParameterResolver MINUTES =
            new ParameterResolver() {
                @Override
                public boolean supportsParameter(
                        ParameterContext parameter, ExtensionContext context) {
                    return parameter.getParameter().getType() == Duration.class;
                }

                @Override
                public Object resolveParameter(
                        ParameterContext parameter, ExtensionContext context) {
                    var minutes =
                            context.getConfigurationParameter("soak.minutes")
                                    .orElse(DEFAULT_MINUTES);
                    return Duration.ofMinutes(Long.parseLong(minutes));
                }
            };

    @ParameterizedTest(name = "thread {0}")
    @ValueSource(ints = {1, 2})
    void freshSeedsBecomeRightAgain(int thread, Duration time) {
        long end = System.nanoTime() + time.toNanos();
        int runs = 0;
        var bad = Optional.<Result>empty();
        while (bad.isEmpty() && System.nanoTime() < end) {
            var result = Simulation.run(NEXT.getAndIncrement(), Options.DEFAULTS);
            bad = result.isGood() ? Optional.empty() : Optional.of(result);
            runs++;
        }
        assertThat(bad).as("after %d seeds of thread %d", runs, thread).isEmpty();
        assertThat(runs).isPositive();
    }
}
