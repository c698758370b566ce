package org.rserpool.core.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.SplittableRandom;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.rserpool.testkit.Requirement;
import org.rserpool.wire.PolicyType;

class WeightedRoundRobinTest {

    private static TestPool pool(long... weights) {
        return pool(SelectionConfig.DEFAULTS, weights);
    }

    private static TestPool pool(SelectionConfig config, long... weights) {
        var pool = new TestPool(PolicyType.WEIGHTED_ROUND_ROBIN, config);
        for (int i = 0; i < weights.length; i++) {
            pool.with(Character.toString('A' + i), weights[i]);
        }
        return pool;
    }

    @ParameterizedTest
    @CsvSource({
        "1 2 3, CBCCABCBCCAB",
        "3 3,   ABABABABABAB",
        "5 1,   AAAAABAAAAAB",
        "8 4 2, ABAACBAABAACBAABAACBAABAACBA",
        "2 2 2, ABCABCABCABC"
    })
    @Requirement({"POL-020", "POL-021", "POL-022", "POL-024"})
    void turnsAreAsFrequentAsTheWeightsSayAndSpreadEvenly(String weights, String turns) {
        var words = Arrays.stream(weights.split(" ")).mapToLong(Long::parseLong);

        assertThat(pool(words.toArray()).answers(turns.length(), 1)).isEqualTo(turns);
    }

    @Test
    @Requirement("POL-024")
    void withEqualWeightsItIsRoundRobinWhateverHappens() {
        var weighted = pool(1, 1, 1, 1);
        var plain = new TestPool(PolicyType.ROUND_ROBIN).with("A").with("B").with("C").with("D");
        var random = new SplittableRandom(7);
        for (int i = 0; i < 2_000; i++) {
            var name = Character.toString('A' + random.nextInt(12));
            boolean member = plain.names().contains(name);
            if (random.nextInt(4) > 0) {
                int wanted = random.nextInt(5);
                assertThat(weighted.answer(wanted)).isEqualTo(plain.answer(wanted));
            } else if (member && plain.names().size() > 1) {
                weighted.without(name);
                plain.without(name);
            } else if (!member) {
                weighted.with(name, 1);
                plain.with(name);
            }
        }
    }

    @Test
    @Requirement({"POL-003", "POL-021"})
    void sharesAreExactOverTheWholeRangeOfWeights() {
        long max = PolicyValue.MAX;
        var pool = pool(max, max / 2 + 1, 1 << 16, 1000);
        int rounds = 1_000_000;
        var turns = new HashMap<String, Integer>();
        for (int i = 0; i < rounds; i++) {
            turns.merge(pool.answer(1), 1, Integer::sum);
        }

        double sum = max + max / 2 + 1 + (1 << 16) + 1000;
        assertThat(turns.getOrDefault("A", 0))
                .isCloseTo((int) (rounds * (max / sum)), Percentage.withPercentage(.001));
        assertThat(turns.getOrDefault("B", 0))
                .isCloseTo((int) (rounds * ((max / 2 + 1) / sum)), Percentage.withPercentage(.001));
        assertThat(turns.getOrDefault("C", 0)).isBetween(9, 11); // 10.17
        assertThat(turns.getOrDefault("D", 0)).isBetween(0, 1); // 0.16
    }

    @Test
    @Requirement("POL-022")
    void noMemberIsEverMoreThanATurnBehindItsShareOrThreeAhead() {
        long[] weights = {1, 7, 20, 99, 3, 3, 50};
        double sum = Arrays.stream(weights).sum();
        var pool = pool(weights);
        var turns = new int[weights.length];
        for (int i = 1; i <= 20_000; i++) {
            turns[pool.answer(1).charAt(0) - 'A']++;
            for (int m = 0; m < weights.length; m++) {
                assertThat(turns[m] - i * weights[m] / sum).isBetween(-1.0, 3.0);
            }
        }
    }

    @Test
    @Requirement({"POL-005", "POL-020"})
    void aMemberOfWeightZeroHasNoTurn() {
        var pool = pool(0, 2, 0);

        assertThat(pool.answers(2, 3)).isEqualTo("B B");
        pool.with("A", 2);
        assertThat(pool.answers(4, 1)).isEqualTo("BABA");
        pool.with("B", 0);
        assertThat(pool.answers(2, 3)).isEqualTo("A A");
        pool.without("B").without("C").without("A");
        assertThat(pool.answer(3)).isEmpty();
    }

    @Test
    void anAnswerListsDifferentMembersAndAdvancesTheFirst() {
        assertThat(pool(1, 2, 3).answers(6, 2)).isEqualTo("CB BC CA CA AB BC");
        assertThat(pool(5, 1).answers(3, 2)).isEqualTo("AB AB AB");
    }

    @Test
    void withAMaxIncrementEachOfTheFirstHasHadItsTurn() {
        var pool = pool(SelectionConfig.DEFAULTS.withMaxIncrement(2), 1, 1, 1);

        assertThat(pool.answers(3, 2)).isEqualTo("AB CA BC");
    }

    @Test
    void aBackupThatIsUsedOutOfTurnStaysInRange() {
        var config = SelectionConfig.DEFAULTS.withMaxIncrement(2);
        var pool = pool(config, PolicyValue.MAX, 1);

        // The second has a stride of billions of the first's, and is used as often.
        assertThat(pool.answers(1_000, 2)).startsWith("AB AB AB").endsWith("AB AB");
    }

    @Test
    void aNewMemberHasItsFirstTurnAfterOneStride() {
        var pool = pool(2, 2);
        pool.answers(1_001, 1);
        pool.with("C", 4);

        assertThat(pool.answers(8, 1)).isEqualTo("BCABCCAB");
    }

    @Test
    void aChangeOfWeightKeepsThePartOfTheRoundThatIsBehind() {
        var pool = pool(1, 4);
        assertThat(pool.answers(4, 1)).isEqualTo("BBBA");
        // B is at its turn; A has just been, and a tenth of its way is a tenth of the new way.
        pool.with("A", 8);

        assertThat(pool.answers(6, 1)).isEqualTo("BABAAB");
    }

    @Test
    void registeringWithTheSameWeightDoesNotMoveAMember() {
        var pool = pool(1, 2, 3);
        var turns = new ArrayList<String>();
        for (int i = 0; i < 12; i++) {
            pool.with("A", 1).with("C", 3);
            turns.add(pool.answer(1));
        }

        assertThat(String.join("", turns)).isEqualTo("CBCCABCBCCAB");
    }
}
