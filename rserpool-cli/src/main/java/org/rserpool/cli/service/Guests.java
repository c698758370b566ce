package org.rserpool.cli.service;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/** The users that are being served at one port; no more than are allowed. */
final class Guests {

    private static final System.Logger LOGGER = System.getLogger(Guests.class.getName());

    /** How long to wait when the operating system has no more descriptors. */
    private static final Duration EXHAUSTED = Duration.ofMillis(100);

    private final int max;
    private final Semaphore places;
    private final Set<Closeable> connections = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean dismissed = new AtomicBoolean();

    Guests(int max) {
        this.max = max;
        this.places = new Semaphore(max);
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
            while (!dismissed.get()) {
                places.acquire();
                if (!letIn(door, host)) {
                    places.release();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ClosedChannelException e) {
            LOGGER.log(System.Logger.Level.DEBUG, "no more users are accepted");
        }
    }

    private <C extends Closeable> boolean letIn(Door<C> door, Consumer<C> host)
            throws ClosedChannelException, InterruptedException {
        try {
            var connection = door.next();
            connections.add(connection);
            host.accept(connection);
            return true;
        } catch (ClosedChannelException e) {
            throw e;
        } catch (IOException e) {
            LOGGER.log(System.Logger.Level.WARNING, "a user could not be accepted: {0}", e);
            TimeUnit.NANOSECONDS.sleep(EXHAUSTED.toNanos());
            return false;
        }
    }

    /** Serves a user who was let in, and sees them off. */
    void entertain(Closeable connection, Work work) {
        try (connection) {
            work.run();
        } catch (IOException e) {
            LOGGER.log(System.Logger.Level.DEBUG, "a session ended: {0}", e);
        } finally {
            connections.remove(connection);
            places.release();
        }
    }

    /** Waits until no user is here, or the time is over. */
    boolean drain(Duration time) throws InterruptedException {
        // One place is held by whoever waits for the next user.
        if (!places.tryAcquire(max - 1, time.toNanos(), TimeUnit.NANOSECONDS)) {
            return false;
        }
        places.release(max - 1);
        return true;
    }

    /** Lets nobody in any more, and ends all sessions. */
    void dismiss(Closeable door) {
        dismissed.set(true);
        close(door);
        connections.forEach(Guests::close);
    }

    private static void close(Closeable closeable) {
        try {
            closeable.close();
        } catch (IOException e) {
            LOGGER.log(System.Logger.Level.DEBUG, "not closed properly: {0}", e);
        }
    }
}
