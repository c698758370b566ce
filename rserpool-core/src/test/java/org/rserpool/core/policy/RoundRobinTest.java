package org.rserpool.core.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.rserpool.testkit.Requirement;
import org.rserpool.wire.Bytes;
import org.rserpool.wire.PolicyInfo;
import org.rserpool.wire.PolicyType;

class RoundRobinTest {

    private final TestPool pool =
            new TestPool(PolicyType.ROUND_ROBIN).with("A").with("B").with("C").with("D");

    @Test
    @Requirement({"POL-012", "POL-013", "POL-014", "POL-015"})
    void answersStartAtTheHeadWhichThenAdvancesByOne() {
        assertThat(pool.answers(5, 3)).isEqualTo("ABC BCD CDA DAB ABC");
    }

    @Test
    void withAMaxIncrementOfThreeTheFirstThreeStepBack() {
        var config = SelectionConfig.DEFAULTS.withMaxIncrement(3);
        var three =
                new TestPool(PolicyType.ROUND_ROBIN, config)
                        .with("A")
                        .with("B")
                        .with("C")
                        .with("D");

        assertThat(three.answers(4, 3)).isEqualTo("ABC DAB CDA BCD");
        assertThat(three.answers(2, 1)).isEqualTo("AB");
    }

    @Test
    void anAnswerHasEachMemberAtMostOnce() {
        assertThat(pool.answers(2, 9)).isEqualTo("ABCD BCDA");
        assertThat(pool.answer(0)).isEmpty();
    }

    @Test
    void aNewMemberIsTheLastOfTheRound() {
        pool.answers(2, 1);
        pool.with("E");

        assertThat(pool.answers(6, 1)).isEqualTo("CDABEC");
    }

    @Test
    void whenTheHeadLeavesItsSuccessorIsTheHead() {
        pool.answer(1);
        pool.without("B");

        assertThat(pool.answers(4, 1)).isEqualTo("CDAC");
    }

    @Test
    void aMemberThatIsNotTheHeadLeavesWithoutTrace() {
        pool.without("C").without("D");

        assertThat(pool.answers(3, 2)).isEqualTo("AB BA AB");
        pool.without("A").without("B");
        assertThat(pool.answer(2)).isEmpty();
    }

    @Test
    void registeringOftenIsNoAdvantage() {
        var answers = new StringBuilder();
        for (int i = 0; i < 8; i++) {
            pool.with("A").with("C");
            answers.append(pool.answer(1));
            pool.with("A");
        }

        assertThat(answers).hasToString("ABCDABCD");
    }

    @Test
    @Requirement({"POL-010", "POL-011", "PAR-055"})
    void roundRobinIsAmongTheStandardPoliciesAndTheFirstOfThem() {
        assertThat(Policies.STANDARD.find(PolicyType.ROUND_ROBIN)).isPresent();
        assertThat(Policies.STANDARD.all().getFirst().type())
                .isEqualTo(PolicyInfo.ROUND_ROBIN.type());
    }

    @Test
    void anUnknownPolicyIsRoundRobinWithoutValues() {
        var type = new PolicyType(0xdeadbeef);
        var opaque = Policies.STANDARD.orOpaque(type);
        var selector = opaque.<TestMember>newSelector();
        var a = new TestMember("A", type, 1, 2, 3);
        var b = new TestMember("B", new PolicyInfo(type, Bytes.of((byte) 1)));
        selector.put(a);
        selector.put(b);
        var random = new SplittableRandom(0);

        assertThat(opaque.values()).isEmpty();
        assertThat(opaque.userRule()).isEqualTo(UserRule.ROUND_ROBIN);
        assertThat(selector.select(1, 1, 1, random)).containsExactly(a);
        assertThat(selector.select(2, 1, 2, random)).containsExactly(b, a);
    }
}
