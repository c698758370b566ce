package org.rserpool.core.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.rserpool.testkit.Requirement;
import org.rserpool.wire.Bytes;
import org.rserpool.wire.ElementId;
import org.rserpool.wire.IpAddress;
import org.rserpool.wire.PolicyInfo;
import org.rserpool.wire.PolicyType;
import org.rserpool.wire.PoolElementInfo;
import org.rserpool.wire.RegistrationLife;
import org.rserpool.wire.TransportAddress;

class UserSelectionTest {

    private final SplittableRandom random = new SplittableRandom(1);
    private final Set<Integer> failed = new HashSet<>();

    private static PoolElementInfo element(int id, PolicyInfo policy) {
        return new PoolElementInfo(
                new ElementId(id),
                RegistrationLife.INFINITE,
                new TransportAddress.Tcp(4711, new IpAddress.V4(0x7f000001)),
                policy);
    }

    /** An answer with the elements 1, 2, ... that have these values. */
    private static UserSelection answer(String policy, long... values) {
        var rule = Policies.STANDARD.find(policy).orElseThrow().userRule();
        var type = Policies.STANDARD.find(policy).orElseThrow().type();
        var elements = new ArrayList<PoolElementInfo>();
        for (int i = 0; i < values.length; i++) {
            elements.add(element(i + 1, new PolicyInfo(type, values[i])));
        }
        return new UserSelection(rule, elements);
    }

    private List<Integer> picks(UserSelection selection, int count) {
        var picks = new ArrayList<Integer>();
        for (int i = 0; i < count; i++) {
            selection
                    .next(element -> failed.contains(element.id().value()), random)
                    .ifPresent(element -> picks.add(element.id().value()));
        }
        return picks;
    }

    @ParameterizedTest
    @ValueSource(strings = {"round-robin", "weighted-round-robin"})
    @Requirement({"POL-016", "POL-017", "POL-023"})
    void roundRobinTakesTheAnswerInItsOrderAndStartsAgain(String policy) {
        var answer = answer(policy, 9, 1, 5);

        assertThat(picks(answer, 7)).containsExactly(1, 2, 3, 1, 2, 3, 1);
        failed.add(3);
        assertThat(picks(answer, 3)).containsExactly(2, 1, 2);
        failed.clear();
        assertThat(picks(answer, 2)).containsExactly(3, 1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "random",
                "weighted-random",
                "randomized-least-used",
                "randomized-priority-least-used",
                "weighted-random-dpf"
            })
    @Requirement({"POL-032", "POL-043", "POL-092"})
    void theRandomPoliciesPickUniformlyFromTheAnswer(String policy) {
        var answer = answer(policy, 1, 1_000_000, PolicyValue.MAX);
        var counts = new TreeMap<Integer, Integer>();
        picks(answer, 30_000).forEach(id -> counts.merge(id, 1, Integer::sum));

        assertThat(counts.values())
                .hasSize(3)
                .allSatisfy(count -> assertThat(count).isCloseTo(10_000, Offset.offset(300)));
        failed.add(1);
        assertThat(picks(answer, 100)).contains(2, 3).doesNotContain(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "least-used",
                "least-used-degradation",
                "priority-least-used",
                "priority-least-used-degradation",
                "least-used-dpf",
                "least-used-degradation-dpf"
            })
    @Requirement({"POL-065", "POL-074", "POL-085"})
    void theLeastUsedPoliciesFollowTheOrderOfTheAnswer(String policy) {
        var answer = answer(policy, 9, 1, 5);

        assertThat(picks(answer, 3)).containsExactly(1, 1, 1);
        failed.add(1);
        assertThat(picks(answer, 2)).containsExactly(2, 2);
        failed.add(2);
        assertThat(picks(answer, 2)).containsExactly(3, 3);
        failed.remove(1);
        assertThat(picks(answer, 1)).containsExactly(1);
    }

    @Test
    @Requirement({"POL-053", "POL-054"})
    void priorityPicksTheActiveElementWithTheHighestPriorityWhereverItStands() {
        var answer = answer("priority", 5, 0x80000000L, 7, 0x80000000L);

        assertThat(picks(answer, 2)).containsExactly(2, 2);
        failed.add(2);
        assertThat(picks(answer, 1)).containsExactly(4);
        failed.add(4);
        assertThat(picks(answer, 1)).containsExactly(3);
    }

    @Test
    void aPriorityWithoutValueIsTheLowest() {
        var elements =
                List.of(
                        element(1, new PolicyInfo(PolicyType.PRIORITY, Bytes.EMPTY)),
                        element(2, new PolicyInfo(PolicyType.PRIORITY, 1)));

        assertThat(picks(new UserSelection(UserRule.HIGHEST, elements), 1)).containsExactly(2);
    }

    @Test
    void whereAllHaveFailedThereIsNothingToPick() {
        failed.addAll(List.of(1, 2));
        for (UserRule rule : UserRule.values()) {
            var elements =
                    List.of(element(1, PolicyInfo.ROUND_ROBIN), element(2, PolicyInfo.ROUND_ROBIN));

            assertThat(picks(new UserSelection(rule, elements), 1)).isEmpty();
            assertThat(picks(new UserSelection(rule, List.of()), 1)).isEmpty();
        }
    }
}
