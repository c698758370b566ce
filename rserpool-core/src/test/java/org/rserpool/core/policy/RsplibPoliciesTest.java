package org.rserpool.core.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.TreeMap;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.rserpool.wire.PolicyType;

/** The policies that only RSPLIB has. */
class RsplibPoliciesTest {

    private static final long MAX = PolicyValue.MAX;

    /** The loadDPF of 0.001 per millisecond. */
    private static final long THOUSANDTH = 0x00418937L;

    private static long rank(PolicyType type, long... words) {
        return standing(type, words);
    }

    private static long standing(PolicyType type, long... words) {
        var member = new TestMember("A", type, words);
        Policies.STANDARD.find(type).orElseThrow().newSelector().put(member);
        return member.standing;
    }

    @Test
    void distanceAddsToTheLoad() {
        assertThat(rank(PolicyType.LEAST_USED_DPF, 0x33333333L, THOUSANDTH, 50))
                .isEqualTo(0x3ffffff1L);
        assertThat(rank(PolicyType.LEAST_USED_DPF, 0x33333333L, THOUSANDTH, 0))
                .isEqualTo(0x33333333L);
        assertThat(rank(PolicyType.LEAST_USED_DPF, MAX, MAX, MAX)).isEqualTo(MAX);
    }

    @Test
    void theNearerOfTwoEquallyLoadedMembersIsPreferred() {
        var pool =
                new TestPool(PolicyType.LEAST_USED_DPF)
                        .with("A", 1_000_000, THOUSANDTH, 100)
                        .with("B", 1_000_000, THOUSANDTH, 50)
                        .with("C", 500_000_000, THOUSANDTH, 0);

        assertThat(pool.answer(3)).isEqualTo("BAC");
    }

    @Test
    void distanceAndDegradationAddToTheLoadUpToFullLoad() {
        var pool =
                new TestPool(PolicyType.LEAST_USED_DEGRADATION_DPF)
                        .with("A", 0, 300_000_000, THOUSANDTH, 0)
                        .with("B", 0, 300_000_000, THOUSANDTH, 100);

        // A: 0, 3, 6, ... hundred million; B: 429, 729, ...
        assertThat(pool.answers(6, 1)).isEqualTo("AABABA");
        assertThat(rank(PolicyType.LEAST_USED_DEGRADATION_DPF, 1, 0, MAX, 2)).isEqualTo(MAX);
    }

    @Test
    void fullyLoadedMembersAreEqualUnderADistancePenalty() {
        var pool =
                new TestPool(PolicyType.LEAST_USED_DEGRADATION_DPF)
                        .with("A", MAX, MAX, 0, 0)
                        .with("B", MAX, 1, 0, 0);

        assertThat(pool.answers(6, 1)).isEqualTo("ABABAB");
    }

    @Test
    void priorityLeastUsedWithDegradationStartsOneStepAhead() {
        var pool =
                new TestPool(PolicyType.PRIORITY_LEAST_USED_DEGRADATION)
                        .with("A", 20, 10)
                        .with("B", 25, 10);

        // A: 30, 40, 50; B: 35, 45, 55.
        assertThat(pool.answers(6, 1)).isEqualTo("ABABAB");
        assertThat(rank(PolicyType.PRIORITY_LEAST_USED_DEGRADATION, MAX, MAX)).isEqualTo(2 * MAX);
    }

    @Test
    void distanceTakesWeightAway() {
        var type = PolicyType.WEIGHTED_RANDOM_DPF;

        assertThat(standing(type, 100, THOUSANDTH, 0)).isEqualTo(100);
        assertThat(standing(type, 100, THOUSANDTH, 50)).isEqualTo(95);
        assertThat(standing(type, 100, THOUSANDTH, 1_200)).isEqualTo(1);
        assertThat(standing(type, 100, MAX, 1)).isZero();
        assertThat(standing(type, 0, THOUSANDTH, 5)).isZero();
        assertThat(standing(type, MAX, MAX, MAX)).isEqualTo(1);
    }

    @Test
    void freeCapacityIsTheWeightOfTheRandomizedOnes() {
        assertThat(standing(PolicyType.RANDOMIZED_PRIORITY_LEAST_USED, 100, 50))
                .isEqualTo(MAX - 150);
        assertThat(standing(PolicyType.RANDOMIZED_PRIORITY_LEAST_USED, MAX, MAX)).isEqualTo(1);
        assertThat(standing(PolicyType.RANDOMIZED_LEAST_USED_DEGRADATION, 100, 50))
                .isEqualTo(MAX - 100);
        assertThat(standing(PolicyType.RANDOMIZED_PRIORITY_LEAST_USED_DEGRADATION, 100, 50))
                .isEqualTo(MAX - 150);
    }

    @Test
    void eachDrawTakesWeightAwayFromADegradedMemberUntilItRegistersAgain() {
        long half = MAX / 2;
        var pool =
                new TestPool(PolicyType.RANDOMIZED_LEAST_USED_DEGRADATION)
                        .with("A", half, half)
                        .with("B", half, 0);
        pool.answers(30, 2);
        // A has no weight left but the least.
        assertThat(pool.answers(1_000, 1)).doesNotContain("A");

        pool.with("A", half, 0);
        var shares = new TreeMap<Character, Integer>();
        for (char name : pool.answers(10_000, 1).toCharArray()) {
            shares.merge(name, 1, Integer::sum);
        }
        assertThat(shares.getOrDefault('A', 0) / 10_000.0).isCloseTo(0.5, Offset.offset(0.02));
    }

    @Test
    void thereAreSevenOfThem() {
        assertThat(
                        Policies.STANDARD.all().stream()
                                .filter(policy -> policy.type().isPrivate())
                                .map(SelectionPolicy::name))
                .containsExactly(
                        "randomized-priority-least-used",
                        "randomized-least-used-degradation",
                        "priority-least-used-degradation",
                        "randomized-priority-least-used-degradation",
                        "weighted-random-dpf",
                        "least-used-dpf",
                        "least-used-degradation-dpf");
    }
}
