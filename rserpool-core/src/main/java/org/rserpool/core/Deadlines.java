package org.rserpool.core;

import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
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

    /** Children per node of the heap: their deadlines share a cache line. */
    private static final int CHILDREN = 4;

    private static final int MIN_CAPACITY = 4;

    private static final int UNSET = -1;

    /** A heap of deadlines in nanoseconds, and beside it the timers. */
    private long[] times = new long[MIN_CAPACITY];

    private @Nullable Timer<K>[] timers = array(MIN_CAPACITY);
    private int size;
    private long sets;

    /** Something with at most one deadline. */
    public static final class Timer<K> {
        private static final Timer<Object> NONE = new Timer<>(new Deadlines<>(), "no timer");

        private final Deadlines<K> deadlines;
        private final K key;
        private int position = UNSET;
        private long turn;

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
         * @param deadline exact to the nanosecond; anything after the year 2262 means never, but
         *     counts as set
         */
        public void set(Instant deadline) {
            if (this == NONE) {
                throw new IllegalStateException("there is no timer to be set to " + deadline);
            }
            deadlines.set(this, Moments.nanos(deadline));
        }

        /** Removes the deadline if there is one. */
        public void cancel() {
            if (position != UNSET) {
                deadlines.remove(position);
            }
        }

        /** Returns whether there is a deadline. */
        public boolean isSet() {
            return position != UNSET;
        }

        /** Returns the deadline. */
        public Optional<Instant> deadline() {
            return position == UNSET
                    ? Optional.empty()
                    : Optional.of(Moments.instant(deadlines.times[position]));
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
        return size;
    }

    /** Returns the earliest deadline; {@link Instant#MAX} if no timer is set. */
    public Instant earliest() {
        return size == 0 ? Instant.MAX : Moments.instant(times[0]);
    }

    /**
     * Takes the earliest timer whose deadline is reached: it is not set any more.
     *
     * @param now the present; a deadline at this very moment is reached
     * @return what the timer stands for; empty if no deadline is reached
     */
    public Optional<K> takeExpired(Instant now) {
        if (size == 0 || times[0] > Moments.nanos(now)) {
            return Optional.empty();
        }
        var expired = at(0);
        remove(0);
        return Optional.of(expired.key);
    }

    /**
     * Checks the structure.
     *
     * @throws IllegalStateException if it is damaged
     */
    public void verify() {
        for (int i = 0; i < size; i++) {
            var timer = at(i);
            if (timer.position != i) {
                throw new IllegalStateException(
                        "the timer at %d believes to be at %d".formatted(i, timer.position));
            }
            int parent = (i - 1) / CHILDREN;
            if (i > 0 && isBefore(times[i], timer, parent)) {
                throw new IllegalStateException(
                        "the deadline at %d is before its parent's".formatted(i));
            }
        }
    }

    private void set(Timer<K> timer, long time) {
        timer.turn = sets++;
        int at = timer.position;
        if (at == UNSET) {
            if (size == times.length) {
                resize(size * 2);
            }
            rise(size++, timer, time);
        } else if (time < times[at]) {
            rise(at, timer, time);
        } else {
            sink(at, timer, time);
        }
    }

    private void remove(int at) {
        at(at).position = UNSET;
        size--;
        var last = at(size);
        long time = times[size];
        timers[size] = null;
        if (at < size) {
            if (at > 0 && isBefore(time, last, (at - 1) / CHILDREN)) {
                rise(at, last, time);
            } else {
                sink(at, last, time);
            }
        }
        if (size < times.length / 4 && size >= MIN_CAPACITY) {
            resize(times.length / 2);
        }
    }

    /** Puts a timer at {@code from} or above. */
    private void rise(int from, Timer<K> timer, long time) {
        int at = from;
        while (at > 0) {
            int parent = (at - 1) / CHILDREN;
            if (!isBefore(time, timer, parent)) {
                break;
            }
            place(at, at(parent), times[parent]);
            at = parent;
        }
        place(at, timer, time);
    }

    /** Puts a timer at {@code from} or below. */
    private void sink(int from, Timer<K> timer, long time) {
        int at = from;
        while (true) {
            int first = at * CHILDREN + 1;
            if (first >= size) {
                break;
            }
            int least = first;
            int end = Math.min(first + CHILDREN, size);
            for (int i = first + 1; i < end; i++) {
                if (times[i] < times[least]
                        || (times[i] == times[least] && at(i).turn < at(least).turn)) {
                    least = i;
                }
            }
            if (isBefore(time, timer, least)) {
                break;
            }
            place(at, at(least), times[least]);
            at = least;
        }
        place(at, timer, time);
    }

    private boolean isBefore(long time, Timer<K> timer, int at) {
        return time < times[at] || (time == times[at] && timer.turn < at(at).turn);
    }

    private void place(int at, Timer<K> timer, long time) {
        times[at] = time;
        timers[at] = timer;
        timer.position = at;
    }

    private Timer<K> at(int at) {
        var timer = timers[at];
        if (timer == null) {
            throw new IllegalStateException("no timer at %d of %d".formatted(at, size));
        }
        return timer;
    }

    private void resize(int capacity) {
        times = Arrays.copyOf(times, capacity);
        timers = Arrays.copyOf(timers, capacity);
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // An array of a generic type cannot be made.
    private static <K> @Nullable Timer<K>[] array(int capacity) {
        return new Timer[capacity];
    }
}
