package org.rserpool.core.policy;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.random.RandomGenerator;
import org.rserpool.wire.PolicyInfo;

/** Draws members, all with the same chance (RFC 5356, section 4.3.2). */
@SuppressWarnings("ReferenceEquality") // Members are things, not values.
final class UniformSelector<M extends Member> implements MemberSelector<M> {

    /** Up to so many members, drawing again what was drawn before is cheaper than shuffling. */
    private static final int MAX_REDRAWN = 8;

    private final Slots slots = new Slots();

    @Override
    public void put(M member) {
        slots.add(member);
    }

    @Override
    public void changed(M member, PolicyInfo former) {
        // There are no values that could matter.
    }

    @Override
    public void remove(M member) {
        slots.remove(member);
    }

    @Override
    public List<M> select(int wanted, int used, int degraded, RandomGenerator random) {
        int found = Math.min(wanted, slots.size());
        if (found == 0) {
            return List.of();
        }
        var selected = new Member[found];
        if (found <= MAX_REDRAWN && found <= slots.size() / 2) {
            drawAgain(selected, random);
        } else {
            shuffle(selected, random);
        }
        return asList(selected);
    }

    private void drawAgain(Member[] selected, RandomGenerator random) {
        for (int i = 0; i < selected.length; ) {
            var drawn = slots.at(random.nextInt(slots.size()));
            int same = 0;
            while (same < i && selected[same] != drawn) {
                same++;
            }
            if (same == i) {
                selected[i++] = drawn;
            }
        }
    }

    /** Shuffles the first slots, which stay as they are then: their order means nothing. */
    private void shuffle(Member[] selected, RandomGenerator random) {
        for (int i = 0; i < selected.length; i++) {
            slots.swap(i, i + random.nextInt(slots.size() - i));
            selected[i] = slots.at(i);
        }
    }

    @SuppressWarnings("unchecked") // Only put adds members, and it takes M.
    private List<M> asList(Member... selected) {
        return (List<M>) Arrays.asList(selected);
    }

    @Override
    public void verify(Collection<M> members) {
        slots.verify(members);
    }
}
