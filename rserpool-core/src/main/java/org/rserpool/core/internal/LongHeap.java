package org.rserpool.core.internal;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A priority queue from which any element can be removed or moved: a heap with four children per
 * node.
 *
 * <p>The smallest key is the first; among equal keys the one with the smallest turn, so that turns
 * that are counted up make the order definite. No key is as large as {@link Long#MAX_VALUE}.
 *
 * <p>An element has a slot as long as it is in the heap, by which it is found. What moves in the
 * heap are numbers only, neither references nor anything in the elements: that spares the garbage
 * collector's barriers and visits to memory. Every change costs O(log n). Not to be shared between
 * threads.
 *
 * @param <E> the elements; never null
 */
public final class LongHeap<E> {

    private static final int CHILDREN = 4;
    private static final int MIN_CAPACITY = 4;

    /** An empty heap keeps no more room than this. */
    private static final int MAX_IDLE_CAPACITY = 64;

    /** The key and, beside it, the turn of each node: children share a cache line. */
    private long[] keys = {};

    /** The slot of each node; behind the nodes, the free slots. */
    private int[] slots = {};

    /** The node of each slot. */
    private int[] nodes = {};

    /** The element of each slot. */
    private @Nullable Object[] elements = {};

    /** The nodes in use; one more than there are elements, if there is a hole. */
    private int size;

    /**
     * Whether the first element was removed, but its node not yet filled. Often the next thing is
     * to add it again with another key, which then only has to sink from there.
     */
    private boolean hole;

    /** Makes an empty heap. */
    public LongHeap() {}

    /** Returns the number of elements. */
    public int size() {
        return hole ? size - 1 : size;
    }

    /** Adds an element, and returns its slot. */
    public int add(E element, long key, long turn) {
        if (hole) {
            hole = false;
            int slot = slots[0];
            elements[slot] = element;
            sink(0, slot, key, turn);
            return slot;
        }
        if (size == slots.length) {
            allocate(Math.max(MIN_CAPACITY, 2 * size));
        }
        int slot = slots[size];
        elements[slot] = element;
        rise(size++, slot, key, turn);
        return slot;
    }

    /** Gives the element of a slot another key and turn. */
    public void move(int slot, long key, long turn) {
        fillHole();
        int node = nodes[slot];
        if (isBefore(key, turn, node)) {
            rise(node, slot, key, turn);
        } else {
            sink(node, slot, key, turn);
        }
    }

    /** Removes the element of a slot. */
    public void remove(int slot) {
        fillHole();
        elements[slot] = null;
        int node = nodes[slot];
        if (node == 0) {
            hole = true;
        } else {
            removeNode(node);
        }
    }

    private void fillHole() {
        if (hole) {
            hole = false;
            removeNode(0);
        }
    }

    private void removeNode(int node) {
        int free = slots[node];
        size--;
        int last = slots[size];
        long key = keys[2 * size];
        long turn = keys[2 * size + 1];
        keys[2 * size] = Long.MAX_VALUE;
        if (node < size) {
            // The last node is likely to belong far down again: it is tried from below.
            rise(sinkHole(node), last, key, turn);
        }
        slots[size] = free;
        if (size == 0 && slots.length > MAX_IDLE_CAPACITY) {
            allocate(MIN_CAPACITY);
        }
    }

    /**
     * Returns the slot of the first element.
     *
     * @throws IllegalStateException if there is none
     */
    public int first() {
        fillHole();
        if (size == 0) {
            throw new IllegalStateException("an empty heap has no first element");
        }
        return slots[0];
    }

    /**
     * Finds the first elements without a change to the heap.
     *
     * @param wanted so many, no more than there are; the cost grows with its square
     * @return their slots, the first one first
     */
    public int[] first(int wanted) {
        fillHole();
        var found = new int[wanted];
        // The next one is among those whose parents were found; each one found is replaced by its
        // children, if it has any.
        var open = new int[1 + (CHILDREN - 1) * wanted];
        int opened = 1;
        for (int i = 0; i < wanted; i++) {
            int best = 0;
            for (int j = 1; j < opened; j++) {
                best = earlier(open[best], open[j]) == open[j] ? j : best;
            }
            int node = open[best];
            found[i] = slots[node];
            int child = node * CHILDREN + 1;
            open[best] = open[--opened];
            for (int end = Math.min(child + CHILDREN, size); child < end; child++) {
                open[opened++] = child;
            }
        }
        return found;
    }

    /** Returns the element of a slot. */
    @SuppressWarnings("unchecked") // Only add writes elements, and it takes E.
    public E element(int slot) {
        var element = elements[slot];
        if (element == null) {
            throw new IllegalStateException("slot %d of %d is free".formatted(slot, size));
        }
        return (E) element;
    }

    /** Returns the key of the element of a slot. */
    public long key(int slot) {
        return keys[2 * nodes[slot]];
    }

    /** Returns the turn of the element of a slot. */
    public long turn(int slot) {
        return keys[2 * nodes[slot] + 1];
    }

    /**
     * Checks the structure.
     *
     * @throws IllegalStateException if it is damaged
     */
    public void verify() {
        fillHole();
        var seen = new boolean[slots.length];
        for (int i = 0; i < slots.length; i++) {
            int slot = slots[i];
            if (seen[slot] || (elements[slot] != null) != (i < size)) {
                throw new IllegalStateException("slot %d is used twice or not".formatted(slot));
            }
            seen[slot] = true;
            if (i < size && nodes[slot] != i) {
                throw new IllegalStateException(
                        "slot %d is at node %d, not %d".formatted(slot, i, nodes[slot]));
            }
            if (i > 0 && i < size && isBefore(keys[2 * i], keys[2 * i + 1], parent(i))) {
                throw new IllegalStateException("node %d is before its parent".formatted(i));
            }
        }
    }

    private static int parent(int node) {
        return (node - 1) / CHILDREN;
    }

    /** Puts a slot at node {@code from} or above. */
    private void rise(int from, int slot, long key, long turn) {
        int node = from;
        while (node > 0) {
            int parent = parent(node);
            if (!isBefore(key, turn, parent)) {
                break;
            }
            place(node, slots[parent], keys[2 * parent], keys[2 * parent + 1]);
            node = parent;
        }
        place(node, slot, key, turn);
    }

    /** Puts a slot at node {@code from} or below. */
    private void sink(int from, int slot, long key, long turn) {
        int node = from;
        for (int child = firstChild(node); child < size; child = firstChild(node)) {
            if (isBefore(key, turn, child)) {
                break;
            }
            place(node, slots[child], keys[2 * child], keys[2 * child + 1]);
            node = child;
        }
        place(node, slot, key, turn);
    }

    /** Moves smaller ones up along the path from {@code from}, and returns the leaf left free. */
    private int sinkHole(int from) {
        int node = from;
        for (int child = firstChild(node); child < size; child = firstChild(node)) {
            place(node, slots[child], keys[2 * child], keys[2 * child + 1]);
            node = child;
        }
        return node;
    }

    /** The child that is before its siblings; {@code size} or more if there is none. */
    private int firstChild(int node) {
        int child = node * CHILDREN + 1;
        if (child >= size) {
            return child;
        }
        return earlier(earlier(child, child + 1), earlier(child + 2, child + 3));
    }

    private int earlier(int node, int other) {
        long key = keys[2 * node];
        long otherKey = keys[2 * other];
        if (key == otherKey) {
            return keys[2 * node + 1] < keys[2 * other + 1] ? node : other;
        }
        return otherKey < key ? other : node;
    }

    private boolean isBefore(long key, long turn, int node) {
        long nodeKey = keys[2 * node];
        return key < nodeKey || (key == nodeKey && turn < keys[2 * node + 1]);
    }

    private void place(int node, int slot, long key, long turn) {
        keys[2 * node] = key;
        keys[2 * node + 1] = turn;
        slots[node] = slot;
        nodes[slot] = node;
    }

    private void allocate(int capacity) {
        // Where a node has less than four children, free nodes stand for the others.
        keys = Arrays.copyOf(keys, 2 * (capacity + CHILDREN));
        slots = Arrays.copyOf(slots, capacity);
        nodes = Arrays.copyOf(nodes, capacity);
        elements = Arrays.copyOf(elements, capacity);
        for (int i = size; i < capacity; i++) {
            slots[i] = i;
        }
        Arrays.fill(keys, 2 * size, keys.length, Long.MAX_VALUE);
    }
}
