package org.rserpool.core.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.rserpool.testkit.Requirement;
import org.rserpool.wire.PolicyType;

class DrawnPoliciesTest {

    private static final int DRAWS = 200_000;

    /** Values of the chi-square distribution that are exceeded once in a thousand times. */
    private static final double[] CHI_SQUARE = {
        0, 10.83, 13.82, 16.27, 18.47, 20.52, 22.46, 24.32, 26.12, 27.88, 29.59, 31.26
    };

    /** Checks that answers come as often as they should, and no others at all. */
    private static void assertShares(TestPool pool, int wanted, Map<String, Double> expected) {
        var counts = new TreeMap<String, Integer>();
        for (int i = 0; i < DRAWS; i++) {
            counts.merge(pool.answer(wanted), 1, Integer::sum);
        }
        assertThat(expected.keySet()).containsAll(counts.keySet());
        double chiSquare = 0;
        for (var entry : new TreeMap<>(expected).entrySet()) {
            double share = entry.getValue() * DRAWS;
            double difference = counts.getOrDefault(entry.getKey(), 0) - share;
            chiSquare += difference * difference / share;
        }
        assertThat(chiSquare).isLessThan(CHI_SQUARE[expected.size() - 1]);
    }

    private static Map<String, Double> orderedPairs() {
        return Map.of(
                "AB", 1 / 15.0, "AC", 1 / 10.0, "BA", 1 / 12.0, "BC", 1 / 4.0, "CA", 1 / 6.0, "CB",
                1 / 3.0);
    }

    @Test
    @Requirement({"POL-040", "POL-041", "POL-042"})
    void weightedRandomDrawsWithoutPuttingBack() {
        var pool = new TestPool(PolicyType.WEIGHTED_RANDOM).with("A", 1).with("B", 2).with("C", 3);

        assertShares(pool, 1, Map.of("A", 1 / 6.0, "B", 1 / 3.0, "C", 1 / 2.0));
        assertShares(pool, 2, orderedPairs());
        assertThat(pool.answer(9)).hasSize(3);
    }

    @Test
    @Requirement("POL-042")
    void membersThatCameAndWentLeaveNoBias() {
        var pool = new TestPool(PolicyType.WEIGHTED_RANDOM);
        for (int i = 0; i < 40; i++) {
            pool.with("x" + i, 1_000_000 + i);
        }
        pool.with("A", 7).with("B", 2).with("C", PolicyValue.MAX);
        for (int i = 0; i < 40; i++) {
            pool.without("x" + (i * 7 % 40));
        }
        pool.with("C", 3).with("A", 1);

        assertShares(pool, 2, orderedPairs());
    }

    @Test
    @Requirement({"POL-005", "POL-042"})
    void aMemberOfWeightZeroIsNeverDrawn() {
        var pool = new TestPool(PolicyType.WEIGHTED_RANDOM).with("A", 0).with("B", 5).with("C", 0);

        assertThat(pool.answers(1_000, 1)).doesNotContain("A", "C");
        assertThat(pool.answer(3)).isEqualTo("B");
        pool.with("B", 0);
        assertThat(pool.answer(3)).isEmpty();
        pool.with("C", 1);
        assertThat(pool.answer(3)).isEqualTo("C");
    }

    @Test
    @Requirement("POL-042")
    void weightsMayBeAsLargeAs32BitsAllow() {
        var pool =
                new TestPool(PolicyType.WEIGHTED_RANDOM)
                        .with("A", PolicyValue.MAX)
                        .with("B", PolicyValue.MAX)
                        .with("C", PolicyValue.MAX);

        assertShares(pool, 1, Map.of("A", 1 / 3.0, "B", 1 / 3.0, "C", 1 / 3.0));
    }

    @Test
    @Requirement({"POL-030", "POL-031"})
    void randomDrawsAllWithTheSameChance() {
        var few = new TestPool(PolicyType.RANDOM).with("A").with("B").with("C");
        double sixth = 1 / 6.0;
        var pairs =
                Map.of(
                        "AB", sixth, "AC", sixth, "BA", sixth, "BC", sixth, "CA", sixth, "CB",
                        sixth);
        assertShares(few, 2, pairs);
        assertThat(few.answer(9)).hasSize(3);
        assertThat(few.answer(0)).isEmpty();

        // Two of four are drawn in another way than two of three.
        var more = few.with("D").with("x").without("x").without("B").with("B");
        double twelfth = 1 / 12.0;
        var expected = new TreeMap<String, Double>();
        for (var first : more.names()) {
            for (var second : more.names()) {
                if (!first.equals(second)) {
                    expected.put(first + second, twelfth);
                }
            }
        }
        assertShares(more, 2, expected);
    }

    @Test
    @Requirement("POL-044")
    void withEqualWeightsWeightedRandomIsRandom() {
        var pool = new TestPool(PolicyType.WEIGHTED_RANDOM).with("A", 1).with("B", 1).with("C", 1);
        double sixth = 1 / 6.0;

        assertShares(
                pool,
                2,
                Map.of(
                        "AB", sixth, "AC", sixth, "BA", sixth, "BC", sixth, "CA", sixth, "CB",
                        sixth));
    }

    @Test
    void drawingManyOfManyShufflesThem() {
        var pool = new TestPool(PolicyType.RANDOM);
        for (int i = 0; i < 100; i++) {
            pool.with(Character.toString(0x4e00 + i));
        }
        var first = pool.answer(100);
        var second = pool.answer(100);

        assertThat(first).hasSize(100).isNotEqualTo(second);
        assertThat(pool.answer(40)).hasSize(40);
    }

    @Test
    @Requirement({"POL-090", "POL-091"})
    void randomizedLeastUsedDrawsByWhatIsFree() {
        var pool =
                new TestPool(PolicyType.RANDOMIZED_LEAST_USED)
                        .with("A", 0xe6666666L)
                        .with("B", 0x80000000L)
                        .with("C", 0x1999999aL);

        assertThat(pool.members())
                .extracting(member -> member.standing)
                .containsExactly(0x19999999L, 0x7fffffffL, 0xe6666665L);
        assertShares(pool, 1, Map.of("A", 1 / 15.0, "B", 1 / 3.0, "C", 3 / 5.0));
    }

    @Test
    void ifAllAreFullyLoadedRandomizedLeastUsedDrawsUniformly() {
        var pool =
                new TestPool(PolicyType.RANDOMIZED_LEAST_USED)
                        .with("A", PolicyValue.MAX)
                        .with("B", PolicyValue.MAX);

        assertShares(pool, 1, Map.of("A", 0.5, "B", 0.5));
    }

    @Test
    void theSameSeedDrawsTheSame() {
        var one = new TestPool(PolicyType.WEIGHTED_RANDOM).with("A", 1).with("B", 2).with("C", 3);
        var two = new TestPool(PolicyType.WEIGHTED_RANDOM).with("A", 1).with("B", 2).with("C", 3);

        assertThat(one.answers(100, 2)).isEqualTo(two.answers(100, 2));
    }
}
