package org.rserpool.core.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.rserpool.core.policy.SelectionConfig.Degradation;

class SelectionConfigTest {

    @ParameterizedTest
    @CsvSource({
        "round-robin, 1",
        "weighted-round-robin, 1",
        "priority, 1",
        "least-used, 1",
        "least-used-degradation, 1",
        "priority-least-used, 1",
        "randomized-least-used, 1",
        "randomized-priority-least-used, 1",
        "randomized-least-used-degradation, 1",
        "priority-least-used-degradation, 1",
        "randomized-priority-least-used-degradation, 1",
        "least-used-dpf, 1",
        "least-used-degradation-dpf, 1",
        "random, 0",
        "weighted-random, 0",
        "weighted-random-dpf, 0"
    })
    void byDefaultThePolicySaysHowManyHaveHadTheirTurn(String name, int increment) {
        var policy = Policies.STANDARD.find(name).orElseThrow();

        assertThat(SelectionConfig.DEFAULTS.used(policy)).isEqualTo(increment);
        assertThat(SelectionConfig.DEFAULTS.withMaxIncrement(7).used(policy)).isEqualTo(7);
    }

    @Test
    void degradationCountsAllOrThoseThatHaveHadTheirTurn() {
        var policy = Policies.STANDARD.find("least-used-degradation").orElseThrow();
        var first = SelectionConfig.DEFAULTS.withDegradation(Degradation.FIRST);

        assertThat(SelectionConfig.DEFAULTS.degraded(policy, 5)).isEqualTo(5);
        assertThat(SelectionConfig.DEFAULTS.withMaxIncrement(2).degraded(policy, 5)).isEqualTo(5);
        assertThat(first.degraded(policy, 5)).isEqualTo(1);
        assertThat(first.withMaxIncrement(2).degraded(policy, 5)).isEqualTo(2);
    }

    @Test
    void anIncrementIsNotNegative() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SelectionConfig.DEFAULTS.withMaxIncrement(-1));
    }
}
