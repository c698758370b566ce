package org.rserpool.core.handlespace;

import org.rserpool.core.internal.LongIndex;
import org.rserpool.wire.PeChecksum;
import org.rserpool.wire.RegistrarId;

/** The elements whose home is one registrar. */
final class Owner {

    final RegistrarId id;

    /** By position. */
    final LongIndex<ElementEntry> entries = new LongIndex<>();

    private final WideSum sum = new WideSum();

    /** Elements of older epochs are marked, while {@code marking}. */
    private int epoch;

    private boolean marking;

    Owner(RegistrarId id) {
        this.id = id;
    }

    void add(ElementEntry entry) {
        entries.put(entry.position(), entry);
        sum.add(entry.contribution());
        entry.owner = this;
        unmark(entry);
    }

    void remove(ElementEntry entry) {
        if (!entries.remove(entry.position(), entry)) {
            throw new IllegalStateException(
                    "%s is not among the elements of %s".formatted(entry, id));
        }
        sum.add(-entry.contribution());
    }

    long sum() {
        return sum.sum();
    }

    long recomputedSum() {
        long recomputed = 0;
        for (var walk = entries.walk(); walk.hasNext(); ) {
            recomputed += walk.next().contribution();
        }
        return recomputed;
    }

    PeChecksum checksum() {
        return sum.checksum();
    }

    void markAll() {
        epoch++;
        marking = true;
    }

    void clearMarks() {
        marking = false;
    }

    void unmark(ElementEntry entry) {
        entry.epoch = epoch;
    }

    boolean isMarked(ElementEntry entry) {
        return marking && entry.epoch != epoch;
    }
}
