package org.rserpool.sim.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.ArgumentsProvider;
import org.junit.jupiter.params.provider.ArgumentsSource;
import org.junit.jupiter.params.support.ParameterDeclarations;
import org.rserpool.testkit.Requirement;

/**
 * Worlds in which things go wrong. Which seeds are run is the configuration parameter {@code
 * seeds}, as in {@code 1..1000}.
 */
final class SeedsTest {

    private static final String DEFAULT_SEEDS = "1..1000";

    /** So many seeds are one test, so that several run at a time. */
    private static final int SHARD = 20;

    /** A part of the seeds, the last one included. */
    record Shard(long from, long to) {
        @Override
        public String toString() {
            return from + ".." + to;
        }
    }

    static final class Shards implements ArgumentsProvider {
        @Override
        public Stream<? extends Arguments> provideArguments(
                ParameterDeclarations parameters, ExtensionContext context) {
            var seeds = context.getConfigurationParameter("seeds").orElse(DEFAULT_SEEDS);
            var ends = seeds.strip().split("\\.\\.", 2);
            long last = Long.parseLong(ends[1]);
            var shards = new ArrayList<Arguments>();
            for (long from = Long.parseLong(ends[0]); from <= last; from += SHARD) {
                shards.add(Arguments.of(new Shard(from, Math.min(last, from + SHARD - 1))));
            }
            return shards.stream();
        }
    }

    @Requirement({"ASAP-006", "ASAP-062", "ASAP-081", "ASAP-126", "ASAP-162"})
    @ParameterizedTest(name = "seeds {0}")
    @ArgumentsSource(Shards.class)
    @Execution(ExecutionMode.CONCURRENT)
    void whateverGoesWrongAllBecomesRightAgain(Shard shard) {
        var bad = new ArrayList<Result>();
        for (long seed = shard.from(); seed <= shard.to(); seed++) {
            var result = Simulation.run(seed, Options.DEFAULTS);
            if (!result.isGood()) {
                bad.add(result);
            }
        }
        assertThat(bad).isEmpty();
    }
}
