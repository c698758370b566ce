package org.rserpool.core.internal;

import static org.rserpool.core.internal.IndexNode.MAX_SLOTS;
import static org.rserpool.core.internal.IndexNode.NONE;

import java.util.Optional;

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

    /** With fewer slots a node takes some from its neighbour, or joins it. */
    private static final int MIN_SLOTS = MAX_SLOTS / 4;

    /** Neighbours join only where the result leaves room for a while. */
    private static final int MAX_JOINED = MAX_SLOTS * 3 / 4;

    private IndexNode root = new IndexNode(0, 1);

    /**
     * The leaf of the smallest keys. It goes when it is empty, not before: so taking the smallest
     * again and again, as from a queue, costs no balancing.
     */
    private IndexNode first = root;

    private int size;

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

    private void remove(IndexNode leaf, int at) {
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
        private IndexNode leaf;
        private int at;

        private Walk(IndexNode leaf, int at) {
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

    private void verify(IndexNode node, int leastSlots) {
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

    private static long firstKey(IndexNode node) {
        return node.level == 0 ? node.keys[0] : firstKey(node.child(0));
    }

    private static long lastKey(IndexNode node) {
        return node.level == 0 ? node.keys[node.count - 1] : lastKey(node.child(node.count - 1));
    }

    private IndexNode leaf(long key) {
        var node = root;
        while (node.level > 0) {
            node = node.child(node.slot(key));
        }
        return node;
    }

    private void insert(IndexNode leaf, int at, long key, V value) {
        if (leaf.count < MAX_SLOTS) {
            leaf.insert(at, key, value);
        } else {
            var split = insertAndSplit(root, key, value);
            if (split != NONE) {
                var higher = new IndexNode(root.level + 1, MAX_SLOTS);
                higher.insert(0, root.keys[0], root);
                higher.insert(1, split.keys[0], split);
                root = higher;
            }
        }
        size++;
    }

    /** Inserts below {@code node} and returns what had to be split off from it, or NONE. */
    private static IndexNode insertAndSplit(IndexNode node, long key, Object value) {
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

    private void removeAndBalance(IndexNode node, long key) {
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
    private static void balance(IndexNode parent, int at) {
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
