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
public final class LongIndex<V> {

    private static final int MAX_SLOTS = 64;

    /** With fewer slots a node takes some from its neighbour, or joins it. */
    private static final int MIN_SLOTS = MAX_SLOTS / 4;

    /** Neighbours join only where the result leaves room for a while. */
    private static final int MAX_JOINED = MAX_SLOTS * 3 / 4;

    /** Stands for "no node". */
    private static final Node NONE = new Node(0, 0);

    private Node root = new Node(0, 1);
    private int size;

    /**
     * A node. In a leaf (level 0) {@code keys} belong to the values; in an inner node {@code
     * keys[i]} is no more than any key below child i and more than any below child i - 1. There
     * {@code keys[0]} means nothing: what is smaller than {@code keys[1]} belongs to child 0.
     */
    private static final class Node {
        final int level;
        int count;
        long[] keys;
        @Nullable Object[] values;
        // The neighbour of a leaf. NONE is made before there is a NONE, and is its own.
        Node right;

        Node(int level, int capacity) {
            this.level = level;
            this.keys = new long[capacity];
            this.values = new Object[capacity];
            this.right = level == 0 && capacity == 0 ? this : NONE;
        }

        Node child(int at) {
            return (Node) value(at);
        }

        Object value(int at) {
            var value = values[at];
            if (value == null) {
                throw new IllegalStateException("slot %d of %d is empty".formatted(at, count));
            }
            return value;
        }

        /** The last slot whose key is not greater than {@code key}; 0 if there is none. */
        int slot(long key) {
            var sorted = keys;
            int at = 0;
            // Without branches that depend on keys: half of them would be mispredicted.
            for (int left = count; left > 1; ) {
                int half = left >>> 1;
                at += half & (int) ((sorted[at + half] - key - 1) >> 63);
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

        boolean has(int at, long key) {
            return at < count && keys[at] == key;
        }

        void insert(int at, long key, Object value) {
            if (count == keys.length) {
                resize(Math.min(MAX_SLOTS, count + (count >> 1) + 1));
            }
            System.arraycopy(keys, at, keys, at + 1, count - at);
            System.arraycopy(values, at, values, at + 1, count - at);
            keys[at] = key;
            values[at] = value;
            count++;
        }

        void remove(int at) {
            count--;
            System.arraycopy(keys, at + 1, keys, at, count - at);
            System.arraycopy(values, at + 1, values, at, count - at);
            values[count] = null;
        }

        void resize(int capacity) {
            keys = Arrays.copyOf(keys, capacity);
            values = Arrays.copyOf(values, capacity);
        }

        /** Moves the slots from {@code from} on into a new node to the right. */
        Node split(int from) {
            var split = new Node(level, MAX_SLOTS);
            split.right = right;
            right = level == 0 ? split : NONE;
            split.count = count - from;
            System.arraycopy(keys, from, split.keys, 0, split.count);
            System.arraycopy(values, from, split.values, 0, split.count);
            truncate(from);
            return split;
        }

        /** Moves the first {@code moved} slots of the neighbour to the right to the end. */
        void takeFirst(Node next, int moved) {
            resize(MAX_SLOTS);
            System.arraycopy(next.keys, 0, keys, count, moved);
            System.arraycopy(next.values, 0, values, count, moved);
            count += moved;
            int rest = next.count - moved;
            System.arraycopy(next.keys, moved, next.keys, 0, rest);
            System.arraycopy(next.values, moved, next.values, 0, rest);
            next.truncate(rest);
        }

        /** Moves the last {@code moved} slots to the front of the neighbour to the right. */
        void giveLast(Node next, int moved) {
            next.resize(MAX_SLOTS);
            System.arraycopy(next.keys, 0, next.keys, moved, next.count);
            System.arraycopy(next.values, 0, next.values, moved, next.count);
            next.count += moved;
            System.arraycopy(keys, count - moved, next.keys, 0, moved);
            System.arraycopy(values, count - moved, next.values, 0, moved);
            truncate(count - moved);
        }

        private void truncate(int to) {
            Arrays.fill(values, to, count, null);
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
        return cast(firstLeaf().value(0));
    }

    /** Gives {@code key} a value, in place of its former one if there is one. */
    public void put(long key, V value) {
        var leaf = leaf(key);
        int at = leaf.ceiling(key);
        if (leaf.has(at, key)) {
            leaf.values[at] = value;
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

    /** Removes a key, and returns whether it was there. */
    public boolean remove(long key) {
        var leaf = leaf(key);
        int at = leaf.ceiling(key);
        if (!leaf.has(at, key)) {
            return false;
        }
        if (leaf.count > MIN_SLOTS) {
            leaf.remove(at);
        } else if (leaf == root) {
            leaf.remove(at);
            if (leaf.count < leaf.keys.length / 4) {
                leaf.resize(Math.max(1, leaf.count));
            }
        } else {
            removeAndBalance(root, key);
            if (root.count == 1) {
                root = root.child(0);
            }
        }
        size--;
        return true;
    }

    /** Returns a walk over all keys in order. */
    public Walk<V> walk() {
        return new Walk<>(firstLeaf(), 0);
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
        for (var leaf = firstLeaf(); leaf != NONE; leaf = leaf.right) {
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

    private static void verify(Node node, int leastSlots) {
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
            boolean lastLeaf = child.level == 0 && child.right == NONE;
            verify(child, lastLeaf ? 1 : MIN_SLOTS);
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

    private Node firstLeaf() {
        var node = root;
        while (node.level > 0) {
            node = node.child(0);
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

    private static void removeAndBalance(Node node, long key) {
        int at = node.slot(key);
        var child = node.child(at);
        if (child.level == 0) {
            child.remove(child.slot(key));
        } else {
            removeAndBalance(child, key);
        }
        if (child.count < MIN_SLOTS) {
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
