package org.rserpool.core.policy;

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
            int slot = heap.first();
            var member = heap.element(slot);
            degrade(member, degraded > 0);
            heap.move(slot, member.standing, used > 0 ? turns++ : heap.turn(slot));
            return List.of(member);
        }
        var selected = new Member[found];
        var selectedTurns = new long[found];
        for (int i = 0; i < found; i++) {
            int slot = heap.first();
            selected[i] = heap.element(slot);
            selectedTurns[i] = i < used ? turns++ : heap.turn(slot);
            heap.remove(slot);
        }
        var list = asList(selected);
        for (int i = 0; i < found; i++) {
            var member = list.get(i);
            degrade(member, i < degraded);
            member.slot = heap.add(member, member.standing, selectedTurns[i]);
        }
        return list;
    }

    private void degrade(M member, boolean degraded) {
        if (degraded) {
            member.standing = Math.min(member.standing + member.step, limit);
        }
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
