package org.rserpool.core.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.rserpool.wire.PolicyInfo;
import org.rserpool.wire.PolicyType;

/** What a policy can be that is not of this package. */
class OutsidePolicyTest {

    private static final PolicyType TYPE = new PolicyType(0x80000001);

    /** The member that came last is the best: neither ranked nor drawn. */
    private static final class LastComeFirstServed implements SelectionPolicy {

        @Override
        public PolicyType type() {
            return TYPE;
        }

        @Override
        public String name() {
            return "last-come-first-served";
        }

        @Override
        public List<PolicyValue> values() {
            return List.of();
        }

        @Override
        public UserRule userRule() {
            return UserRule.IN_ORDER;
        }

        @Override
        public <M extends Member> MemberSelector<M> newSelector() {
            return new MemberSelector<>() {
                private final List<M> members = new ArrayList<>();

                @Override
                public void put(M member) {
                    members.addFirst(member);
                }

                @Override
                public void changed(M member, PolicyInfo former) {}

                @Override
                public void remove(M member) {
                    members.removeIf(m -> m.id().equals(member.id()));
                }

                @Override
                public List<M> select(int wanted, int used, int degraded, RandomGenerator random) {
                    return List.copyOf(members.subList(0, Math.min(wanted, members.size())));
                }
            };
        }
    }

    @Test
    void aPolicyMayHaveASelectorOfItsOwn() {
        var policy = Policies.STANDARD.plus(new LastComeFirstServed()).find(TYPE).orElseThrow();
        var pool = new TestPool(policy, SelectionConfig.DEFAULTS).with("A").with("B").with("C");

        assertThat(pool.answers(2, 2)).isEqualTo("CB CB");
        pool.without("C");
        assertThat(pool.answer(9)).isEqualTo("BA");
    }

    @Test
    void aRankedPolicyIsOneLine() {
        var policy =
                SelectionPolicy.ranked(
                        TYPE, "most-used", List.of(PolicyValue.LOAD), info -> -info.word(0));
        var pool =
                new TestPool(policy, SelectionConfig.DEFAULTS)
                        .with("A", 5)
                        .with("B", PolicyValue.MAX)
                        .with("C", 5);

        assertThat(pool.answers(2, 3)).isEqualTo("BAC BAC");
        pool.with("B", 0);
        assertThat(pool.answers(3, 1)).isEqualTo("ACA");
        assertThat(policy.userRule()).isEqualTo(UserRule.IN_ORDER);
    }

    @Test
    void aDrawnPolicyIsOneLine() {
        var policy =
                SelectionPolicy.drawn(
                        TYPE,
                        "only-weight-one",
                        List.of(PolicyValue.WEIGHT),
                        info -> info.word(0) & 1);
        var pool = new TestPool(policy, SelectionConfig.DEFAULTS).with("A", 2).with("B", 3);

        assertThat(pool.answers(20, 1)).isEqualTo("B".repeat(20));
        assertThat(policy.userRule()).isEqualTo(UserRule.UNIFORM);
        assertThat(policy.defaultIncrement()).isZero();
    }

    @Test
    void aNegativeWeightIsAMistakeOfThePolicy() {
        var policy = SelectionPolicy.drawn(TYPE, "negative", List.of(), _ -> -1);
        var pool = new TestPool(policy, SelectionConfig.DEFAULTS);

        assertThatIllegalStateException().isThrownBy(() -> pool.with("A"));
    }

    @Test
    void aRankBeyondAllReasonIsAMistakeOfThePolicy() {
        var policy = SelectionPolicy.ranked(TYPE, "too-far", List.of(), _ -> Long.MAX_VALUE);
        var pool = new TestPool(policy, SelectionConfig.DEFAULTS);

        assertThatIllegalStateException().isThrownBy(() -> pool.with("A"));
    }
}
