package org.rserpool.net.internal;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Watches things that have only so much time. Not for several threads.
 *
 * @param <T> what is watched; compared by identity or with a stable {@code equals}
 */
public final class Timeouts<T> {

    private record Due(Instant time, long sequence) {

        private static final Comparator<Due> ORDER =
                Comparator.comparing(Due::time).thenComparingLong(Due::sequence);
    }

    private final TreeMap<Due, T> watched = new TreeMap<>(Due.ORDER);
    private final Map<T, Due> dues = new HashMap<>(); // never iterated
    private long sequence;

    /** Makes an empty watch. */
    public Timeouts() {}

    /** Begins to watch, or begins again. */
    public void start(T subject, Instant now, Duration duration) {
        cancel(subject);
        var due = new Due(now.plus(duration), sequence++);
        watched.put(due, subject);
        dues.put(subject, due);
    }

    /** Watches no more; without effect if it was not watched. */
    public void cancel(T subject) {
        var due = dues.remove(subject);
        if (due != null) {
            watched.remove(due);
        }
    }

    /** Returns, and watches no more, something whose time is over. */
    public Optional<T> expired(Instant now) {
        var first = watched.firstEntry();
        if (first == null || first.getKey().time.isAfter(now)) {
            return Optional.empty();
        }
        cancel(first.getValue());
        return Optional.of(first.getValue());
    }

    /** Returns, and watches no more, whatever is left. */
    public Optional<T> any() {
        return expired(Instant.MAX);
    }

    /** Returns whether nothing is watched. */
    public boolean isEmpty() {
        return watched.isEmpty();
    }

    /** Returns when the next time is over; {@link Instant#MAX} if nothing is watched. */
    public Instant deadline() {
        return watched.isEmpty() ? Instant.MAX : watched.firstKey().time;
    }
}
