package org.rserpool.core.policy;

import java.util.Arrays;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** Members in an array without gaps, each of which knows its place; what leaves is replaced. */
@SuppressWarnings("ReferenceEquality") // Members are things, not values.
final class Slots {

    private static final int MIN_CAPACITY = 4;

    private @Nullable Member[] members = new Member[MIN_CAPACITY];
    private int size;

    int size() {
        return size;
    }

    Member at(int slot) {
        var member = members[slot];
        if (member == null) {
            throw new IllegalStateException("slot %d of %d is empty".formatted(slot, size));
        }
        return member;
    }

    void add(Member member) {
        if (size == members.length) {
            members = Arrays.copyOf(members, size * 2);
        }
        place(size++, member);
    }

    /** Removes a member; the last one takes its place. */
    void remove(Member member) {
        var last = at(--size);
        members[size] = null;
        if (last != member) {
            place(member.slot, last);
        }
        if (size < members.length / 4 && size >= MIN_CAPACITY) {
            members = Arrays.copyOf(members, members.length / 2);
        }
    }

    void swap(int slot, int other) {
        var member = at(slot);
        place(slot, at(other));
        place(other, member);
    }

    private void place(int slot, Member member) {
        members[slot] = member;
        member.slot = slot;
    }

    void verify(Collection<? extends Member> expected) {
        if (size != expected.size()) {
            throw new IllegalStateException(
                    "%d members have slots, where there are %d".formatted(size, expected.size()));
        }
        for (Member member : expected) {
            if (member.slot >= size || at(member.slot) != member) {
                throw new IllegalStateException(
                        "member %s is not at its slot %d".formatted(member.id(), member.slot));
            }
        }
    }
}
