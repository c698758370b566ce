package org.rserpool.cli.demo;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.rserpool.cli.terminal.Colour;

/** What has happened in a demonstration, and when. May be shared between threads. */
final class Chronicle {

    private static final int MAX_ENTRIES = 100;

    /**
     * One line.
     *
     * @param at since the users began; zero before
     */
    record Entry(Duration at, String text, Colour colour) {}

    private final Consumer<Entry> listener;
    private final AtomicReference<Long> origin = new AtomicReference<>(System.nanoTime());

    /** Protects the entries. */
    private final ReentrantLock lock = new ReentrantLock();

    private final Deque<Entry> entries = new ArrayDeque<>();

    /** Makes an empty one; {@code listener} hears each entry at once. */
    Chronicle(Consumer<Entry> listener) {
        this.listener = listener;
    }

    /** Begins to count the time anew. */
    void begin() {
        origin.set(System.nanoTime());
    }

    /** Returns the time since {@link #begin}. */
    Duration time() {
        return Duration.ofNanos(System.nanoTime() - origin.get());
    }

    void add(Colour colour, String text) {
        var entry = new Entry(time(), text, colour);
        lock.lock();
        try {
            entries.addLast(entry);
            if (entries.size() > MAX_ENTRIES) {
                entries.removeFirst();
            }
        } finally {
            lock.unlock();
        }
        listener.accept(entry);
    }

    /** Returns the newest entries, the oldest of them first. */
    List<Entry> newest(int count) {
        lock.lock();
        try {
            return entries.stream().skip(Math.max(0, entries.size() - count)).toList();
        } finally {
            lock.unlock();
        }
    }
}
