package org.rserpool.core.policy;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.function.ToLongFunction;
import java.util.random.RandomGenerator;
import org.rserpool.wire.PolicyInfo;

/**
 * Draws members by weight, without putting them back (RFC 5356, section 4.4.2): each time the
 * chance of a member is its weight in relation to the sum of those that are left.
 *
 * <p>The weights are in a Fenwick tree: node i is the sum of the weights in the slots from i -
 * lowest set bit of i to i - 1. Drawing and changing cost O(log n).
 */
final class DrawnSelector<M extends Member> implements MemberSelector<M> {

    private static final int MIN_CAPACITY = 4;

    private final ToLongFunction<PolicyInfo> weight;
    private final ToLongFunction<PolicyInfo> step;
    private final Slots slots = new Slots();

    /** Its length is a power of two, plus one; index 0 is not used. */
    private long[] tree = new long[MIN_CAPACITY + 1];

    private long sum;

    /**
     * Makes a selector without members.
     *
     * @param step what a member loses of its weight when it is degraded; at least 1 is left
     */
    DrawnSelector(ToLongFunction<PolicyInfo> weight, ToLongFunction<PolicyInfo> step) {
        this.weight = weight;
        this.step = step;
    }

    @Override
    public void put(M member) {
        slots.add(member);
        member.standing = 0;
        if (slots.size() >= tree.length) {
            rebuild((tree.length - 1) * 2);
        }
        changed(member, member.policy());
    }

    @Override
    public void changed(M member, PolicyInfo former) {
        long newWeight = weight.applyAsLong(member.policy());
        if (newWeight < 0) {
            throw new IllegalStateException(
                    "policy %s gives a member a weight of %d, less than 0"
                            .formatted(member.policy().type(), newWeight));
        }
        member.step = step.applyAsLong(member.policy());
        weigh(member, newWeight);
    }

    @Override
    public void remove(M member) {
        weigh(member, 0);
        var last = slots.at(slots.size() - 1);
        long lastWeight = last.standing;
        weigh(last, 0);
        slots.remove(member);
        if (last.slot < slots.size()) {
            weigh(last, lastWeight);
        }
        int capacity = tree.length - 1;
        if (slots.size() < capacity / 4 && capacity > MIN_CAPACITY) {
            rebuild(capacity / 2);
        }
    }

    @Override
    public List<M> select(int wanted, int used, int degraded, RandomGenerator random) {
        var drawn = new Member[Math.min(wanted, slots.size())];
        var weights = new long[drawn.length];
        int found = 0;
        while (found < drawn.length && sum > 0) {
            var member = slots.at(slot(random.nextLong(sum)));
            drawn[found] = member;
            weights[found++] = member.standing;
            weigh(member, 0);
        }
        for (int i = 0; i < found; i++) {
            long loss = i < degraded ? drawn[i].step : 0;
            weigh(drawn[i], loss == 0 ? weights[i] : Math.max(1, weights[i] - loss));
        }
        return asList(found == drawn.length ? drawn : Arrays.copyOf(drawn, found));
    }

    @SuppressWarnings("unchecked") // Only put adds members, and it takes M.
    private List<M> asList(Member... selected) {
        return (List<M>) Arrays.asList(selected);
    }

    /** The slot of the member to which {@code point}, 0 to {@code sum} - 1, belongs. */
    private int slot(long point) {
        long rest = point;
        int at = 0;
        for (int step = tree.length - 1; step > 0; step >>>= 1) {
            if (at + step < tree.length && tree[at + step] <= rest) {
                at += step;
                rest -= tree[at];
            }
        }
        return at;
    }

    private void weigh(Member member, long newWeight) {
        long difference = newWeight - member.standing;
        member.standing = newWeight;
        add(member.slot, difference);
        sum += difference;
    }

    private void add(int slot, long difference) {
        for (int i = slot + 1; i < tree.length; i += i & -i) {
            tree[i] += difference;
        }
    }

    private void rebuild(int capacity) {
        tree = new long[capacity + 1];
        for (int slot = 0; slot < slots.size(); slot++) {
            add(slot, slots.at(slot).standing);
        }
    }

    @Override
    public void verify(Collection<M> members) {
        slots.verify(members);
        var expected = new long[tree.length];
        long total = 0;
        for (int i = 1; i < tree.length; i++) {
            long own = i <= slots.size() ? slots.at(i - 1).standing : 0;
            total += own;
            expected[i] += own;
            int above = i + (i & -i);
            if (above < expected.length) {
                expected[above] += expected[i];
            }
        }
        if (!Arrays.equals(expected, tree) || total != sum) {
            throw new IllegalStateException(
                    "the weights add up to %d, not %d".formatted(total, sum));
        }
    }
}
