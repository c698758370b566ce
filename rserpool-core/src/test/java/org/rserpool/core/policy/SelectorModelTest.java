package org.rserpool.core.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.rserpool.wire.ElementId;
import org.rserpool.wire.PolicyInfo;
import org.rserpool.wire.PolicyType;

/** All selectors under random operations, the deterministic ones against a sorted list. */
class SelectorModelTest {

    /** A member as the model sees it. */
    private static final class Modelled {
        final TestMember member;
        long key;
        long turn;

        Modelled(TestMember member, long turn) {
            this.member = member;
            this.turn = turn;
        }
    }

    static Stream<SelectionPolicy> all() {
        return Policies.STANDARD.all().stream();
    }

    @ParameterizedTest
    @MethodSource("all")
    void selectorsStayConsistent(SelectionPolicy policy) {
        for (int seed = 0; seed < 5; seed++) {
            // Members come and go; from few to thousands.
            run(policy, seed, seed < 4 ? 12 : 1_000, seed < 4 ? 2_000 : 4_000);
        }
    }

    private static void run(SelectionPolicy policy, int seed, int target, int steps) {
        var random = new SplittableRandom(seed);
        var selector = policy.<TestMember>newSelector();
        var members = new ArrayList<Modelled>();
        long turns = 0;
        for (int i = 0; i < steps; i++) {
            int what = random.nextInt(10);
            if (members.isEmpty() || (what < 3 && members.size() < target)) {
                var member = new TestMember("m" + i, values(policy, random));
                var added = new Modelled(member, turns++);
                added.key = key(policy.type(), member.policy());
                members.add(added);
                selector.put(member);
            } else if (what == 3) {
                var gone = members.remove(random.nextInt(members.size()));
                selector.remove(gone.member);
            } else if (what < 6) {
                var again = members.get(random.nextInt(members.size()));
                var former = again.member.policy();
                again.member.become(random.nextBoolean() ? former : values(policy, random));
                selector.changed(again.member, former);
                long key = key(policy.type(), again.member.policy());
                // A rank that is new to a member of a ranked policy makes it the last of its round.
                if (key != again.key && policy instanceof RankedPolicy) {
                    again.turn = turns++;
                }
                again.key = key;
            } else {
                int wanted = random.nextInt(5);
                int used = random.nextInt(3);
                int degraded = random.nextInt(5);
                var selected = selector.select(wanted, used, degraded, random);
                assertThat(selected).doesNotHaveDuplicates();
                assertThat(selected.size()).isLessThanOrEqualTo(Math.min(wanted, members.size()));
                if (policy instanceof DegradedPolicy || isFixed(policy)) {
                    var expected = new ArrayList<>(members);
                    expected.sort(
                            Comparator.<Modelled>comparingLong(m -> m.key)
                                    .thenComparingLong(m -> m.turn));
                    var best = expected.subList(0, Math.min(wanted, expected.size()));
                    assertThat(selected).isEqualTo(best.stream().map(m -> m.member).toList());
                    for (int b = 0; b < best.size(); b++) {
                        best.get(b).turn = b < used ? turns++ : best.get(b).turn;
                        if (policy instanceof DegradedPolicy degrading && b < degraded) {
                            long more = best.get(b).member.policy().word(1);
                            best.get(b).key = Math.min(best.get(b).key + more, degrading.limit());
                        }
                    }
                }
            }
            if (target < 100 || i % 499 == 0) {
                selector.verify(members.stream().map(m -> m.member).toList());
            }
        }
    }

    private static boolean isFixed(SelectionPolicy policy) {
        return policy instanceof RankedPolicy ranked && ranked.ranking() instanceof FixedRanking;
    }

    /** Small values, so that there are many ties, and some large ones. */
    private static PolicyInfo values(SelectionPolicy policy, SplittableRandom random) {
        var words = new long[policy.values().size()];
        for (int i = 0; i < words.length; i++) {
            words[i] =
                    random.nextInt(20) == 0
                            ? random.nextLong(PolicyValue.MAX + 1)
                            : random.nextInt(4);
        }
        return new PolicyInfo(policy.type(), words);
    }

    /** The selection keys of the ordered policies, as the specification has them. */
    private static long key(PolicyType type, PolicyInfo policy) {
        return switch (type.value()) {
            case 0x00000005 -> -policy.word(0);
            case 0x40000001, 0x40000002 -> policy.word(0);
            case 0x40000003, 0xb0001003 -> policy.word(0) + policy.word(1);
            case 0xb0002002 -> distant(policy.word(0), policy.word(1), policy.word(2));
            case 0xb0002003 -> distant(policy.word(0), policy.word(2), policy.word(3));
            default -> 0;
        };
    }

    private static long distant(long load, long factor, long distance) {
        double p = distance * (double) factor / 0xffffffffL;
        return Math.min((long) Math.rint(load + p * 0xffffffffL), 0xffffffffL);
    }

    @ParameterizedTest
    @MethodSource("all")
    void oneSelectorHoldsAHundredThousandMembers(SelectionPolicy policy) {
        var random = new SplittableRandom(1);
        var selector = policy.<TestMember>newSelector();
        var members = new ArrayList<TestMember>();
        for (int i = 0; i < 100_000; i++) {
            var member = new TestMember("m" + i, values(policy, random));
            members.add(member);
            selector.put(member);
        }
        for (int i = 0; i < 10_000; i++) {
            selector.select(3, 1, 3, random);
        }
        selector.verify(members);
        assertThat(selector.select(100_000, 1, 3, random)).hasSizeGreaterThan(70_000);
        List.copyOf(members.subList(10, members.size())).forEach(selector::remove);
        selector.verify(members.subList(0, 10));
    }

    /** A member that notes how often it was looked at. */
    private static final class Observed extends Member {
        private final PolicyInfo policy;
        private final int[] looks;

        Observed(int number, PolicyInfo policy, int[] looks) {
            super(new ElementId(number));
            this.policy = policy;
            this.looks = looks;
        }

        @Override
        public PolicyInfo policy() {
            looks[0]++;
            return policy;
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void anOperationLooksAtAFewMembersHoweverManyThereAre(SelectionPolicy policy) {
        var random = new SplittableRandom(1);
        var selector = policy.<Observed>newSelector();
        var looks = new int[1];
        int most = 0;
        var members = new ArrayList<Observed>();
        for (int i = 0; i < 20_000; i++) {
            var member = new Observed(i, values(policy, random), looks);
            members.add(member);
            looks[0] = 0;
            selector.put(member);
            selector.changed(members.get(random.nextInt(members.size())), member.policy);
            selector.select(3, 1, 3, random);
            if (i % 2 == 1) {
                selector.remove(members.remove(random.nextInt(members.size())));
            }
            most = Math.max(most, looks[0]);
        }
        assertThat(most).isLessThanOrEqualTo(12);
    }
}
