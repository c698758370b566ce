package org.rserpool.core.policy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.function.ToLongFunction;
import java.util.random.RandomGenerator;
import org.rserpool.core.internal.LongHeap;
import org.rserpool.wire.PolicyInfo;

/**
 * Takes the members of the lowest load, which grows with each answer that they are in (RFC 5356,
 * section 5.2.2; POL-070 to POL-073). Those of the same load take turns: the one comes first that
 * was the first of an answer the longest time ago.
 *
 * <p>The load degradation counter of a member is in its {@code standing}, which is load + counter x
 * degradation. As each answer moves all of its members, they are in a heap.
 */
final class DegradedSelector<M extends Member> implements MemberSelector<M> {

    /** So many, of which not all move, are found where they are. */
    private static final int FEW = 8;

    private final ToLongFunction<PolicyInfo> load;
    private final ToLongFunction<PolicyInfo> step;
    private final long limit;
    private final LongHeap<M> heap = new LongHeap<>();
    private long turns;

    DegradedSelector(ToLongFunction<PolicyInfo> load, ToLongFunction<PolicyInfo> step, long limit) {
        this.load = load;
        this.step = step;
        this.limit = limit;
    }

    @Override
    public void put(M member) {
        reset(member);
        member.slot = heap.add(member, member.standing, turns++);
    }

    @Override
    public void changed(M member, PolicyInfo former) {
        long before = member.standing;
        reset(member);
        if (member.standing != before) {
            heap.move(member.slot, member.standing, heap.turn(member.slot));
        }
    }

    private void reset(M member) {
        member.standing = Math.min(load.applyAsLong(member.policy()), limit);
        member.step = step.applyAsLong(member.policy());
    }

    @Override
    public void remove(M member) {
        heap.remove(member.slot);
    }

    @Override
    public List<M> select(int wanted, int used, int degraded, RandomGenerator random) {
        int found = Math.min(wanted, heap.size());
        if (found == 1) {
            var member = heap.element(heap.first());
            use(member, used > 0, degraded > 0);
            return List.of(member);
        }
        var selected = new Member[found];
        if (found <= FEW && degraded < found) {
            int[] slots = heap.first(found);
            for (int i = 0; i < found; i++) {
                selected[i] = heap.element(slots[i]);
                if (i < used || i < degraded) {
                    use(heap.element(slots[i]), i < used, i < degraded);
                }
            }
            return asList(selected);
        }
        // Who is selected moves back at once, and steps aside if that is not enough.
        var aside = new ArrayList<Aside<M>>(0);
        for (int i = 0; i < found; ) {
            int slot = heap.first();
            var first = heap.element(slot);
            if (first.slot == slot) {
                selected[i] = first;
                use(first, i < used, i < degraded);
                first.slot = ~slot;
                i++;
            } else {
                aside.add(new Aside<>(first, heap.turn(slot)));
                heap.remove(slot);
            }
        }
        for (Member member : selected) {
            member.slot = ~member.slot;
        }
        for (Aside<M> away : aside) {
            away.member.slot = heap.add(away.member, away.member.standing, away.turn);
        }
        return asList(selected);
    }

    /** A selected member that is not in the heap until the selection is complete. */
    private record Aside<M>(M member, long turn) {}

    private void use(M member, boolean used, boolean degraded) {
        if (degraded) {
            member.standing = Math.min(member.standing + member.step, limit);
        }
        heap.move(member.slot, member.standing, used ? turns++ : heap.turn(member.slot));
    }

    @SuppressWarnings("unchecked") // Only put adds members, and it takes M.
    private List<M> asList(Member... selected) {
        return (List<M>) Arrays.asList(selected);
    }

    @Override
    public void verify(Collection<M> members) {
        heap.verify();
        if (heap.size() != members.size()) {
            throw new IllegalStateException(
                    "%d members are in the heap, where there are %d"
                            .formatted(heap.size(), members.size()));
        }
        for (M member : members) {
            if (!heap.element(member.slot).equals(member)
                    || heap.key(member.slot) != member.standing) {
                throw new IllegalStateException(
                        "member %s is not where it stands".formatted(member.id()));
            }
        }
    }
}
