package org.rserpool.core.internal;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A node of a {@link LongIndex}. In a leaf (level 0) keys belong to the values; in an inner node
 * key i is no more than any key below child i and more than any below child i - 1. There key 0
 * means nothing: what is smaller than key 1 belongs to child 0.
 *
 * <p>Values stay where they are put, and {@code places} is sorted in their stead: moving references
 * costs the garbage collector's barriers, moving octets does not.
 */
final class IndexNode {

    static final int MAX_SLOTS = 64;

    /** So many slots are looked at one by one before it is cheaper to search. */
    private static final int NEAR = 8;

    /** Stands for "no node". */
    static final IndexNode NONE = new IndexNode(0, 0);

    final int level;
    int count;

    /** In order. */
    long[] keys;

    /** First the places of the values that belong to the keys, then the free places. */
    byte[] places;

    @Nullable Object[] values;

    /** The neighbour of a leaf. NONE, made before there is a NONE, is its own. */
    IndexNode right;

    IndexNode(int level, int capacity) {
        this.level = level;
        this.keys = new long[capacity];
        this.places = new byte[capacity];
        this.values = new Object[capacity];
        for (int i = 0; i < capacity; i++) {
            places[i] = (byte) i;
        }
        this.right = level == 0 && capacity == 0 ? this : NONE;
    }

    IndexNode child(int at) {
        return (IndexNode) value(at);
    }

    Object value(int at) {
        var value = values[places[at]];
        if (value == null) {
            throw new IllegalStateException("slot %d of %d is empty".formatted(at, count));
        }
        return value;
    }

    void replace(int at, Object value) {
        values[places[at]] = value;
    }

    /** The last slot whose key is not greater than {@code key}; 0 if there is none. */
    int slot(long key) {
        var sorted = keys;
        int at = 0;
        for (int left = count; left > 1; ) {
            int half = left >>> 1;
            int middle = at + half;
            at = sorted[middle] - key <= 0 ? middle : at;
            left -= half;
        }
        return at;
    }

    /** The first slot of a leaf whose key is not less than {@code key}; maybe {@code count}. */
    int ceiling(long key) {
        if (count == 0) {
            return 0;
        }
        int at = slot(key);
        return keys[at] - key < 0 ? at + 1 : at;
    }

    /** Like {@code ceiling} from slot {@code from} on; fast for what is near. */
    int near(int from, long key) {
        if (count == 0 || keys[count - 1] - key < 0) {
            return count;
        }
        int end = Math.min(count, from + NEAR);
        for (int at = from; at < end; at++) {
            if (keys[at] - key >= 0) {
                return at;
            }
        }
        return ceiling(key);
    }

    boolean has(int at, long key) {
        return at < count && keys[at] == key;
    }

    void insert(int at, long key, Object value) {
        if (count == keys.length) {
            resize(Math.min(MAX_SLOTS, count + (count >> 1) + 1));
        }
        byte place = places[count];
        System.arraycopy(keys, at, keys, at + 1, count - at);
        System.arraycopy(places, at, places, at + 1, count - at);
        keys[at] = key;
        places[at] = place;
        values[place] = value;
        count++;
    }

    void remove(int at) {
        byte place = places[at];
        count--;
        System.arraycopy(keys, at + 1, keys, at, count - at);
        System.arraycopy(places, at + 1, places, at, count - at);
        places[count] = place;
        values[place] = null;
    }

    /** Gives the value at {@code from} a larger key, which belongs before {@code to}. */
    void raise(int from, int to, long key) {
        byte place = places[from];
        for (int i = from + 1; i < to; i++) {
            keys[i - 1] = keys[i];
            places[i - 1] = places[i];
        }
        keys[to - 1] = key;
        places[to - 1] = place;
    }

    void resize(int capacity) {
        int before = keys.length;
        if (capacity < before) {
            settle();
        }
        keys = Arrays.copyOf(keys, capacity);
        places = Arrays.copyOf(places, capacity);
        values = Arrays.copyOf(values, capacity);
        for (int i = before; i < capacity; i++) {
            places[i] = (byte) i;
        }
    }

    /** Puts the values into the order of the keys, so that free places are the last. */
    private void settle() {
        var sorted = new Object[values.length];
        for (int i = 0; i < count; i++) {
            sorted[i] = value(i);
        }
        values = sorted;
        for (int i = 0; i < places.length; i++) {
            places[i] = (byte) i;
        }
    }

    /** Moves the slots from {@code from} on into a new node to the right. */
    IndexNode split(int from) {
        var split = new IndexNode(level, MAX_SLOTS);
        split.right = right;
        right = level == 0 ? split : NONE;
        copyTo(split, from, count);
        truncate(from);
        return split;
    }

    /** Moves the first {@code moved} slots of the neighbour to the right to the end. */
    void takeFirst(IndexNode next, int moved) {
        next.copyTo(this, 0, moved);
        var rest = new IndexNode(level, MAX_SLOTS);
        next.copyTo(rest, moved, next.count);
        next.become(rest);
    }

    /** Moves the last {@code moved} slots to the front of the neighbour to the right. */
    void giveLast(IndexNode next, int moved) {
        var all = new IndexNode(level, MAX_SLOTS);
        copyTo(all, count - moved, count);
        next.copyTo(all, 0, next.count);
        next.become(all);
        truncate(count - moved);
    }

    private void copyTo(IndexNode target, int from, int to) {
        if (target.keys.length < MAX_SLOTS) {
            target.resize(MAX_SLOTS);
        }
        for (int i = from; i < to; i++) {
            target.insert(target.count, keys[i], value(i));
        }
    }

    private void become(IndexNode other) {
        count = other.count;
        keys = other.keys;
        places = other.places;
        values = other.values;
    }

    private void truncate(int to) {
        for (int i = to; i < count; i++) {
            values[places[i]] = null;
        }
        count = to;
    }
}
