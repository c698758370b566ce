package org.rserpool.core;

import java.time.Instant;
import java.util.Optional;
import org.rserpool.core.internal.LongHeap;
import org.rserpool.core.internal.Moments;

/**
 * The timers of a machine, of which the outside only sees the earliest deadline.
 *
 * <p>A timer has at most one deadline. Expired timers are taken one by one, the earliest first and
 * those of the same moment in the order in which they were set; so the same events yield the same
 * actions. Setting, cancelling and taking cost O(log n); there may be millions of timers, and a
 * timer that is not set costs nothing here. Not to be shared between threads.
 *
 * @param <K> what timers stand for
 */
public final class Deadlines<K> {

    private static final int UNSET = -1;

    /** By deadline in nanoseconds; turns are the order in which timers were set. */
    private final LongHeap<Timer<K>> heap = new LongHeap<>();

    private long sets;

    /** Something with at most one deadline. */
    public static final class Timer<K> {
        private static final Timer<Object> NONE = new Timer<>(new Deadlines<>(), "no timer");

        private final Deadlines<K> deadlines;
        private final K key;
        private int slot = UNSET;

        private Timer(Deadlines<K> deadlines, K key) {
            this.deadlines = deadlines;
            this.key = key;
        }

        /**
         * Returns the timer that stands where there is no timer: it is never set, and cannot be.
         */
        public static Timer<?> none() {
            return NONE;
        }

        /** Returns what the timer stands for. */
        public K key() {
            return key;
        }

        /**
         * Sets the deadline, in place of the one that there may be.
         *
         * @param deadline exact to the nanosecond; anything after the year 2116 means never, but
         *     counts as set
         */
        public void set(Instant deadline) {
            if (this == NONE) {
                throw new IllegalStateException("there is no timer to be set to " + deadline);
            }
            long time = Moments.nanos(deadline);
            if (slot == UNSET) {
                slot = deadlines.heap.add(this, time, deadlines.sets++);
            } else {
                deadlines.heap.move(slot, time, deadlines.sets++);
            }
        }

        /** Removes the deadline if there is one. */
        public void cancel() {
            if (slot != UNSET) {
                deadlines.heap.remove(slot);
                slot = UNSET;
            }
        }

        /** Returns whether there is a deadline. */
        public boolean isSet() {
            return slot != UNSET;
        }

        /** Returns the deadline. */
        public Optional<Instant> deadline() {
            return slot == UNSET
                    ? Optional.empty()
                    : Optional.of(Moments.instant(deadlines.heap.key(slot)));
        }
    }

    /** Makes a heap without timers. */
    public Deadlines() {}

    /** Makes a timer, which is not set. */
    public Timer<K> timer(K key) {
        return new Timer<>(this, key);
    }

    /** Returns the number of timers that are set. */
    public int size() {
        return heap.size();
    }

    /** Returns the earliest deadline; {@link Instant#MAX} if no timer is set. */
    public Instant earliest() {
        return heap.size() == 0 ? Instant.MAX : Moments.instant(heap.key(heap.first()));
    }

    /**
     * Takes the earliest timer whose deadline is reached: it is not set any more.
     *
     * @param now the present; a deadline at this very moment is reached
     * @return what the timer stands for; empty if no deadline is reached
     */
    public Optional<K> takeExpired(Instant now) {
        if (heap.size() == 0 || heap.key(heap.first()) > Moments.nanos(now)) {
            return Optional.empty();
        }
        var expired = heap.element(heap.first());
        expired.cancel();
        return Optional.of(expired.key);
    }

    /**
     * Checks the structure.
     *
     * @throws IllegalStateException if it is damaged
     */
    public void verify() {
        heap.verify();
    }
}
