package org.rserpool.cli.service;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/** The users that are being served at one port; no more than are allowed. */
final class Guests {

    private static final System.Logger LOGGER = System.getLogger(Guests.class.getName());

    /** How long to wait when the operating system has no more descriptors. */
    private static final Duration EXHAUSTED = Duration.ofMillis(100);

    private static final Duration SHUT = Duration.ofSeconds(1);

    private final int max;

    /** Protects the two below. */
    private final ReentrantLock lock = new ReentrantLock();

    private final Condition somebodyLeft = lock.newCondition();
    private final Set<Closeable> connections = new LinkedHashSet<>();
    private boolean dismissed;

    Guests(int max) {
        this.max = max;
    }

    /** Accepts a connection. */
    interface Door<C extends Closeable> {
        C next() throws IOException;
    }

    /** Serves a user. */
    interface Work {
        void run() throws IOException;
    }

    /** Lets users in, as long as there is room, until {@link #dismiss}. */
    <C extends Closeable> void welcome(Door<C> door, Consumer<C> host) {
        try {
            while (awaitRoom()) {
                letIn(door, host);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ClosedChannelException e) {
            LOGGER.log(System.Logger.Level.DEBUG, "no more users are accepted");
        }
    }

    /** Returns whether somebody may be let in; waits until there is room. */
    private boolean awaitRoom() throws InterruptedException {
        lock.lock();
        try {
            while (connections.size() >= max && !dismissed) {
                somebodyLeft.await();
            }
            return !dismissed;
        } finally {
            lock.unlock();
        }
    }

    private <C extends Closeable> void letIn(Door<C> door, Consumer<C> host)
            throws ClosedChannelException, InterruptedException {
        try {
            var connection = door.next();
            lock.lock();
            try {
                connections.add(connection);
            } finally {
                lock.unlock();
            }
            host.accept(connection);
        } catch (ClosedChannelException e) {
            throw e;
        } catch (IOException e) {
            LOGGER.log(System.Logger.Level.WARNING, "a user could not be accepted", e);
            TimeUnit.NANOSECONDS.sleep(EXHAUSTED.toNanos());
        }
    }

    /** Serves a user who was let in, and sees them off. */
    void entertain(Closeable connection, Work work) {
        try (connection) {
            work.run();
        } catch (IOException e) {
            LOGGER.log(System.Logger.Level.DEBUG, "a session ended", e);
        } finally {
            forget(connection);
        }
    }

    private void forget(Closeable connection) {
        lock.lock();
        try {
            connections.remove(connection);
            somebodyLeft.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits until no user is here, or the time is over; returns whether they have gone. */
    boolean drain(Duration time) throws InterruptedException {
        long left = time.toNanos();
        lock.lock();
        try {
            while (!connections.isEmpty() && left > 0) {
                left = somebodyLeft.awaitNanos(left);
            }
            return connections.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    /** Lets nobody in any more, and ends all sessions. */
    void dismiss(Closeable door) {
        List<Closeable> open;
        lock.lock();
        try {
            dismissed = true;
            open = List.copyOf(connections);
            somebodyLeft.signalAll();
        } finally {
            lock.unlock();
        }
        close(door);
        open.forEach(Guests::close);
    }

    /** Waits for whoever lets users in: only when that thread has left is the door shut. */
    static void await(Thread acceptor) {
        try {
            acceptor.join(SHUT);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void close(Closeable closeable) {
        try {
            closeable.close();
        } catch (IOException e) {
            LOGGER.log(System.Logger.Level.DEBUG, "not closed properly", e);
        }
    }
}
