package org.rserpool.core.policy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.rserpool.testkit.Requirement;
import org.rserpool.wire.PolicyType;

class LeastUsedTest {

    private static final SelectionConfig FIRST =
            SelectionConfig.DEFAULTS.withDegradation(SelectionConfig.Degradation.FIRST);

    private static long percent(int percent) {
        return Math.round(percent / 100.0 * PolicyValue.MAX);
    }

    @Test
    @Requirement({"POL-001", "POL-060", "POL-061", "POL-062", "POL-064"})
    void theLeastLoadedAreListedInAscendingOrder() {
        var pool =
                new TestPool(PolicyType.LEAST_USED)
                        .with("A", PolicyValue.MAX)
                        .with("B", percent(50))
                        .with("C", 0)
                        .with("D", 0x80000001L);

        assertThat(pool.answers(3, 3)).isEqualTo("CBD CBD CBD");
        assertThat(pool.answer(9)).isEqualTo("CBDA");
    }

    @Test
    @Requirement("POL-063")
    void equallyLoadedMembersTakeTurns() {
        var pool =
                new TestPool(PolicyType.LEAST_USED)
                        .with("A", 7)
                        .with("B", 7)
                        .with("C", 9)
                        .with("D", 7);

        assertThat(pool.answers(4, 1)).isEqualTo("ABDA");
        assertThat(pool.answers(3, 4)).isEqualTo("BDAC DABC ABDC");
    }

    @Test
    @Requirement("POL-061")
    void aNewLoadCountsAtOnce() {
        var pool = new TestPool(PolicyType.LEAST_USED).with("A", 1).with("B", 2).with("C", 3);

        assertThat(pool.answer(3)).isEqualTo("ABC");
        pool.with("A", 4);
        assertThat(pool.answer(3)).isEqualTo("BCA");
        pool.with("C", 0);
        assertThat(pool.answer(3)).isEqualTo("CBA");
        // Who comes to a load is behind those that have it.
        pool.with("B", 4).with("C", 4);
        assertThat(pool.answers(4, 1)).isEqualTo("ABCA");
    }

    @Test
    void registeringWithTheSameLoadDoesNotMoveAMember() {
        var pool = new TestPool(PolicyType.LEAST_USED).with("A", 1).with("B", 1).with("C", 1);

        assertThat(pool.answer(1)).isEqualTo("A");
        pool.with("B", 1);
        assertThat(pool.answers(3, 1)).isEqualTo("BCA");
    }

    private static TestPool degrading(SelectionConfig config) {
        return new TestPool(PolicyType.LEAST_USED_DEGRADATION, config)
                .with("A", percent(20), percent(10))
                .with("B", percent(30), percent(5))
                .with("C", percent(50), percent(1));
    }

    @Test
    @Requirement({"POL-070", "POL-072", "POL-073"})
    void eachAnswerDegradesItsMember() {
        assertThat(degrading(SelectionConfig.DEFAULTS).answers(12, 1)).isEqualTo("ABABABBCABCC");
        assertThat(degrading(FIRST).answers(12, 1)).isEqualTo("ABABABBCABCC");
    }

    @Test
    @Requirement({"POL-072", "POL-073"})
    void eachMemberOfAnAnswerIsDegraded() {
        assertThat(degrading(SelectionConfig.DEFAULTS).answers(8, 2))
                .isEqualTo("AB AB BA BC AB CB CB CA");
    }

    @Test
    void ifOnlyTheFirstCountsItAloneIsDegraded() {
        // 20 30 50, 30 30 50, 30 35 50, 40 35 50, 40 40 50, ...
        assertThat(degrading(FIRST).answers(5, 2)).isEqualTo("AB BA AB BA AB");
    }

    @Test
    void anIncrementOfTwoGivesTheFirstTwoTheirTurnAndDegradation() {
        assertThat(degrading(FIRST.withMaxIncrement(2)).answers(8, 2))
                .isEqualTo("AB AB AB BC AB CB CA CB");
    }

    @Test
    @Requirement("POL-071")
    void registeringAgainResetsTheCounter() {
        var pool = degrading(SelectionConfig.DEFAULTS);
        assertThat(pool.answers(4, 1)).isEqualTo("ABAB");
        // A stands at 40 %, B at 40 %.
        pool.with("A", percent(20), percent(10));
        assertThat(pool.answers(3, 1)).isEqualTo("AAB");
        pool.with("B", percent(25), percent(5));
        assertThat(pool.answer(1)).isEqualTo("B");
    }

    @Test
    void anUnusedMemberKeepsItsPlaceWhenItRegistersAgain() {
        var pool =
                new TestPool(PolicyType.LEAST_USED_DEGRADATION)
                        .with("A", 10, 1)
                        .with("B", 10, 1)
                        .with("C", 10, 1)
                        .with("A", 10, 1);

        assertThat(pool.answers(3, 1)).isEqualTo("ABC");
    }

    @Test
    @Requirement("POL-073")
    void loadAndDegradationMayExceedFullLoadAndStillOrder() {
        var pool =
                new TestPool(PolicyType.LEAST_USED_DEGRADATION)
                        .with("A", PolicyValue.MAX, PolicyValue.MAX)
                        .with("B", PolicyValue.MAX, 1);

        // A: 2, 3, ... times full load; B: full load and a little.
        assertThat(pool.answers(6, 1)).isEqualTo("ABBBBB");
    }

    @Test
    void withoutDegradationItIsLeastUsed() {
        var pool = new TestPool(PolicyType.LEAST_USED_DEGRADATION).with("A", 5, 0).with("B", 5, 0);

        assertThat(pool.answers(4, 1)).isEqualTo("ABAB");
    }

    @Test
    @Requirement({"POL-080", "POL-081", "POL-082", "POL-083", "POL-084"})
    void priorityLeastUsedLooksAtTheLoadAfterTheRequest() {
        var pool =
                new TestPool(PolicyType.PRIORITY_LEAST_USED)
                        .with("B", percent(50), percent(50))
                        .with("A", percent(50), percent(10))
                        .with("C", PolicyValue.MAX, PolicyValue.MAX)
                        .with("D", percent(50) + percent(25), percent(25));

        // B and D are equal to within rounding, A does not degrade, C is at 200 %.
        pool.with("D", percent(50), percent(50));
        assertThat(pool.answers(3, 9)).isEqualTo("ABDC ABDC ABDC");
        assertThat(pool.answer(1)).isEqualTo("A");
        pool.with("A", PolicyValue.MAX, PolicyValue.MAX);
        assertThat(pool.answers(4, 3)).isEqualTo("BDC DBC BDC DBC");
    }

    @Test
    @Requirement({"POL-050", "POL-051", "POL-052", "POL-054"})
    void theHighestPrioritiesAreListedInDecreasingOrder() {
        var pool =
                new TestPool(PolicyType.PRIORITY)
                        .with("A", 0)
                        .with("B", PolicyValue.MAX)
                        .with("C", 0x80000000L)
                        .with("D", 0x7fffffffL)
                        .with("E", PolicyValue.MAX);

        assertThat(pool.answers(2, 9)).isEqualTo("BECDA EBCDA");
        assertThat(pool.answer(3)).isEqualTo("BEC");
        pool.with("A", PolicyValue.MAX);
        assertThat(pool.answers(3, 1)).isEqualTo("EBA");
    }
}
