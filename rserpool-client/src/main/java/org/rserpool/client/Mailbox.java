package org.rserpool.client;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * Hands things to a listener one after the other, on a virtual thread that lives as long as there
 * is something to hand over. Of a listener that is slow the oldest things are dropped.
 */
final class Mailbox<T> {

    private static final System.Logger LOGGER = System.getLogger(Mailbox.class.getName());

    private static final int MAX_WAITING = 1024;

    private final String name;
    private final Consumer<? super T> listener;

    /** Protects the fields below. */
    private final ReentrantLock lock = new ReentrantLock();

    private final Deque<T> waiting = new ArrayDeque<>();
    private boolean running;
    private boolean closed;

    Mailbox(String name, Consumer<? super T> listener) {
        this.name = name;
        this.listener = listener;
    }

    void put(T thing) {
        lock.lock();
        try {
            if (closed) {
                return;
            }
            if (waiting.size() == MAX_WAITING) {
                waiting.removeFirst();
            }
            waiting.addLast(thing);
            if (!running) {
                running = true;
                Thread.ofVirtual().name(name).start(this::deliver);
            }
        } finally {
            lock.unlock();
        }
    }

    void close() {
        lock.lock();
        try {
            closed = true;
            waiting.clear();
        } finally {
            lock.unlock();
        }
    }

    private void deliver() {
        try {
            while (deliverOne()) {}
        } catch (RuntimeException e) {
            // The application's code: what it gets wrong must not end anything of ours.
            close();
            LOGGER.log(
                    System.Logger.Level.ERROR,
                    name + ": the listener failed and is told no more",
                    e);
        }
    }

    private boolean deliverOne() {
        T thing;
        lock.lock();
        try {
            if (waiting.isEmpty()) {
                running = false;
                return false;
            }
            thing = waiting.removeFirst();
        } finally {
            lock.unlock();
        }
        listener.accept(thing);
        return true;
    }
}
