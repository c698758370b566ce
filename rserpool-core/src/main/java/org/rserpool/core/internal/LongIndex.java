package org.rserpool.core.internal;

import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An ordered map from {@code long} keys to values: a B+ tree.
 *
 * <p>Keys are ordered by their signed difference, so that they may wrap around, as sequence numbers
 * do. At any time all keys must lie within a range of less than 2<sup>63</sup>.
 *
 * <p>Every operation visits at most twice {@link #depth} nodes of at most 64 slots. Arrays of keys
 * are searched without touching the values, and an index of few keys is one small node; that is why
 * this is no tree with one object per key. Not to be shared between threads.
 *
 * @param <V> the values; never null
 */
@SuppressWarnings("ReferenceEquality") // "This very value" means the same object.
public final class LongIndex<V> {

    private static final int MAX_SLOTS = 64;

    /** With fewer slots a node takes some from its neighbour, or joins it. */
    private static final int MIN_SLOTS = MAX_SLOTS / 4;

    /** Neighbours join only where the result leaves room for a while. */
    private static final int MAX_JOINED = MAX_SLOTS * 3 / 4;

    /** So many slots are looked at one by one before it is cheaper to search. */
    private static final int NEAR = 8;

    /** Stands for "no node". */
    private static final Node NONE = new Node(0, 0);

    private Node root = new Node(0, 1);

    /**
     * The leaf of the smallest keys. It goes when it is empty, not before: so taking the smallest
     * again and again, as from a queue, costs no balancing.
     */
    private Node first = root;

    private int size;

    /**
     * A node. In a leaf (level 0) keys belong to the values; in an inner node key i is no more than
     * any key below child i and more than any below child i - 1. There key 0 means nothing: what is
     * smaller than key 1 belongs to child 0.
     *
     * <p>Values stay where they are put, and {@code places} is sorted in their stead: moving
     * references costs the garbage collector's barriers, moving octets does not.
     */
    private static final class Node {
        final int level;
        int count;

        /** In order. */
        long[] keys;

        /** First the places of the values that belong to the keys, then the free places. */
        byte[] places;

        @Nullable Object[] values;

        /** The neighbour of a leaf. NONE, made before there is a NONE, is its own. */
        Node right;

        Node(int level, int capacity) {
            this.level = level;
            this.keys = new long[capacity];
            this.places = new byte[capacity];
            this.values = new Object[capacity];
            for (int i = 0; i < capacity; i++) {
                places[i] = (byte) i;
            }
            this.right = level == 0 && capacity == 0 ? this : NONE;
        }

        Node child(int at) {
            return (Node) value(at);
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
            int end = Math.min(count, from + NEAR);
            for (int at = from; at < end; at++) {
                if (keys[at] - key >= 0) {
                    return at;
                }
            }
            return end == count || keys[count - 1] - key < 0 ? count : ceiling(key);
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
        Node split(int from) {
            var split = new Node(level, MAX_SLOTS);
            split.right = right;
            right = level == 0 ? split : NONE;
            copyTo(split, from, count);
            truncate(from);
            return split;
        }

        /** Moves the first {@code moved} slots of the neighbour to the right to the end. */
        void takeFirst(Node next, int moved) {
            next.copyTo(this, 0, moved);
            var rest = new Node(level, MAX_SLOTS);
            next.copyTo(rest, moved, next.count);
            next.become(rest);
        }

        /** Moves the last {@code moved} slots to the front of the neighbour to the right. */
        void giveLast(Node next, int moved) {
            var all = new Node(level, MAX_SLOTS);
            copyTo(all, count - moved, count);
            next.copyTo(all, 0, next.count);
            next.become(all);
            truncate(count - moved);
        }

        private void copyTo(Node target, int from, int to) {
            if (target.keys.length < MAX_SLOTS) {
                target.resize(MAX_SLOTS);
            }
            for (int i = from; i < to; i++) {
                target.insert(target.count, keys[i], value(i));
            }
        }

        private void become(Node other) {
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

    /** Makes an empty index. */
    public LongIndex() {}

    /** Returns the number of keys. */
    public int size() {
        return size;
    }

    /** Returns whether there are no keys. */
    public boolean isEmpty() {
        return size == 0;
    }

    /** Returns the value of {@code key}. */
    public Optional<V> find(long key) {
        var leaf = leaf(key);
        int at = leaf.ceiling(key);
        return leaf.has(at, key) ? Optional.of(cast(leaf.value(at))) : Optional.empty();
    }

    /**
     * Returns the value of the smallest key.
     *
     * @throws IllegalStateException if there is none
     */
    public V first() {
        if (size == 0) {
            throw new IllegalStateException("an empty index has no first key");
        }
        return cast(first.value(0));
    }

    /** Gives {@code key} a value, in place of its former one if there is one. */
    public void put(long key, V value) {
        var leaf = leaf(key);
        int at = leaf.ceiling(key);
        if (leaf.has(at, key)) {
            leaf.replace(at, value);
        } else {
            insert(leaf, at, key, value);
        }
    }

    /** Returns the value of {@code key}, which is {@code value} if it had none before. */
    public V putIfAbsent(long key, V value) {
        var leaf = leaf(key);
        int at = leaf.ceiling(key);
        if (leaf.has(at, key)) {
            return cast(leaf.value(at));
        }
        insert(leaf, at, key, value);
        return value;
    }

    /** Gives {@code key} another value if it has this very value {@code former}. */
    public void replace(long key, V former, V value) {
        var leaf = leaf(key);
        int at = leaf.ceiling(key);
        if (leaf.has(at, key) && leaf.value(at) == former) {
            leaf.replace(at, value);
        }
    }

    /** Removes a key that has this very value, and returns whether it was there. */
    public boolean remove(long key, V value) {
        var leaf = leaf(key);
        int at = leaf.ceiling(key);
        if (!leaf.has(at, key) || leaf.value(at) != value) {
            return false;
        }
        remove(leaf, at);
        return true;
    }

    /**
     * Gives the value of {@code from} the larger key {@code to}, unless that has a value; {@code
     * from} is removed. Is fast where both are among the first.
     *
     * @return the value that {@code to} has then
     */
    public V raise(long from, long to) {
        var leaf = first;
        int at = leaf.near(0, from);
        if (at == leaf.count) {
            leaf = leaf(from);
            at = leaf.ceiling(from);
        }
        if (!leaf.has(at, from)) {
            throw new IllegalStateException("there is no key %d to be raised".formatted(from));
        }
        V value = cast(leaf.value(at));
        int target = leaf.near(at + 1, to);
        if (target < leaf.count ? leaf.keys[target] != to : leaf.right == NONE) {
            leaf.raise(at, target, to);
            return value;
        }
        remove(leaf, at);
        return putIfAbsent(to, value);
    }

    private void remove(Node leaf, int at) {
        long key = leaf.keys[at];
        if (leaf == root) {
            leaf.remove(at);
            if (leaf.count < leaf.keys.length / 4) {
                leaf.resize(Math.max(1, leaf.count));
            }
        } else if (leaf.count > (leaf == first ? 1 : MIN_SLOTS)) {
            leaf.remove(at);
        } else {
            removeAndBalance(root, key);
            if (root.count == 1) {
                root = root.child(0);
            }
        }
        size--;
    }

    /** Returns a walk over all keys in order. */
    public Walk<V> walk() {
        return new Walk<>(first, 0);
    }

    /** Returns a walk over the keys that are not less than {@code key}, in order. */
    public Walk<V> walkFrom(long key) {
        var leaf = leaf(key);
        return new Walk<>(leaf, leaf.ceiling(key));
    }

    /** A way through an index. Ends its use: any change to the index. */
    public static final class Walk<V> {
        private Node leaf;
        private int at;

        private Walk(Node leaf, int at) {
            this.leaf = leaf;
            this.at = at;
            settle();
        }

        /** Returns whether there is another key. */
        public boolean hasNext() {
            return at < leaf.count;
        }

        /**
         * Returns the value of the next key.
         *
         * @throws IllegalStateException if there is none
         */
        @SuppressWarnings("unchecked") // Only put and putIfAbsent write values, and they take V.
        public V next() {
            if (at >= leaf.count) {
                throw new IllegalStateException("there is no next key");
            }
            var value = (V) leaf.value(at);
            at++;
            settle();
            return value;
        }

        private void settle() {
            if (at == leaf.count) {
                leaf = leaf.right;
                at = 0;
            }
        }
    }

    /** Returns the number of levels, 1 if all keys are in one node. */
    public int depth() {
        return root.level + 1;
    }

    /**
     * Checks the structure.
     *
     * @throws IllegalStateException if it is damaged
     */
    public void verify() {
        int counted = 0;
        for (var leaf = first; leaf != NONE; leaf = leaf.right) {
            counted += leaf.count;
            if (leaf.right != NONE && leaf.keys[leaf.count - 1] - leaf.right.keys[0] >= 0) {
                throw new IllegalStateException("neighbouring leaves overlap");
            }
        }
        if (counted != size) {
            throw new IllegalStateException("%d keys in leaves, not %d".formatted(counted, size));
        }
        verify(root, root.level == 0 ? 0 : 2);
    }

    private void verify(Node node, int leastSlots) {
        if (node.count < leastSlots) {
            throw new IllegalStateException(
                    "a node of level %d has %d slots".formatted(node.level, node.count));
        }
        for (int i = node.level == 0 ? 1 : 2; i < node.count; i++) {
            if (node.keys[i - 1] - node.keys[i] >= 0) {
                throw new IllegalStateException("keys are out of order at slot " + i);
            }
        }
        for (int i = 0; node.level > 0 && i < node.count; i++) {
            var child = node.child(i);
            if (child.level != node.level - 1) {
                throw new IllegalStateException(
                        "level %d is below level %d".formatted(child.level, node.level));
            }
            if (i > 0
                    && (lastKey(node.child(i - 1)) - node.keys[i] >= 0
                            || firstKey(child) - node.keys[i] < 0)) {
                throw new IllegalStateException("a separating key does not separate");
            }
            boolean atEnd = child.level == 0 && (child == first || child.right == NONE);
            verify(child, atEnd ? 1 : MIN_SLOTS);
        }
    }

    private static long firstKey(Node node) {
        return node.level == 0 ? node.keys[0] : firstKey(node.child(0));
    }

    private static long lastKey(Node node) {
        return node.level == 0 ? node.keys[node.count - 1] : lastKey(node.child(node.count - 1));
    }

    private Node leaf(long key) {
        var node = root;
        while (node.level > 0) {
            node = node.child(node.slot(key));
        }
        return node;
    }

    private void insert(Node leaf, int at, long key, V value) {
        if (leaf.count < MAX_SLOTS) {
            leaf.insert(at, key, value);
        } else {
            var split = insertAndSplit(root, key, value);
            if (split != NONE) {
                var higher = new Node(root.level + 1, MAX_SLOTS);
                higher.insert(0, root.keys[0], root);
                higher.insert(1, split.keys[0], split);
                root = higher;
            }
        }
        size++;
    }

    /** Inserts below {@code node} and returns what had to be split off from it, or NONE. */
    private static Node insertAndSplit(Node node, long key, Object value) {
        long newKey = key;
        Object newValue = value;
        int at;
        if (node.level == 0) {
            at = node.ceiling(key);
        } else {
            at = node.slot(key) + 1;
            var split = insertAndSplit(node.child(at - 1), key, value);
            if (split == NONE) {
                return NONE;
            }
            newKey = split.keys[0];
            newValue = split;
        }
        if (node.count < MAX_SLOTS) {
            node.insert(at, newKey, newValue);
            return NONE;
        }
        // Keys that come in ascending order leave full leaves behind, not half empty ones.
        boolean appended = node.level == 0 && at == node.count && node.right == NONE;
        var split = node.split(appended ? node.count : node.count / 2);
        if (at > node.count || appended) {
            split.insert(at - node.count, newKey, newValue);
        } else {
            node.insert(at, newKey, newValue);
        }
        return split;
    }

    private void removeAndBalance(Node node, long key) {
        int at = node.slot(key);
        var child = node.child(at);
        if (child.level == 0) {
            child.remove(child.slot(key));
        } else {
            removeAndBalance(child, key);
        }
        if (child == first) {
            first = child.right;
            node.remove(at);
        } else if (child.count < MIN_SLOTS) {
            balance(node, Math.min(at, node.count - 2));
        }
    }

    /** Joins the children {@code at} and {@code at + 1}, or shares the slots between them. */
    private static void balance(Node parent, int at) {
        var left = parent.child(at);
        var right = parent.child(at + 1);
        if (left.level > 0) {
            right.keys[0] = parent.keys[at + 1];
        }
        int sum = left.count + right.count;
        if (sum <= MAX_JOINED) {
            left.takeFirst(right, right.count);
            left.right = right.right;
            parent.remove(at + 1);
        } else {
            int surplus = left.count - sum / 2;
            if (surplus > 0) {
                left.giveLast(right, surplus);
            } else {
                left.takeFirst(right, -surplus);
            }
            parent.keys[at + 1] = right.keys[0];
        }
    }

    @SuppressWarnings("unchecked") // Only put and putIfAbsent write values, and they take V.
    private V cast(Object value) {
        return (V) value;
    }
}
