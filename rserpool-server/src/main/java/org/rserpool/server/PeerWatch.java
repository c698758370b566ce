package org.rserpool.server;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;

/**
 * Looks up the names of peers again and again for as long as a registrar runs, and hands on what
 * has changed.
 *
 * @param names where they are looked up; not used by anybody else any more
 * @param interval how often
 * @param unknownInterval the same while one is unknown: as when a whole scope starts, and names
 *     come by and by
 */
record PeerWatch(PeerNames names, Duration interval, Duration unknownInterval) {

    PeerWatch(PeerNames names) {
        this(names, Duration.ofSeconds(30), Duration.ofSeconds(5));
    }

    /**
     * Begins to look, on a thread of its own, if anything can change at all.
     *
     * @param first what was found before
     * @param listener hears what was found, and says whether that was of use; if not, it hears of
     *     it again
     * @param stopped completed when nobody wants to know any more
     */
    void start(
            PeerNames.Found first,
            Predicate<PeerNames.Found> listener,
            CompletableFuture<Void> stopped) {
        if (names.mayChange()) {
            // Never a virtual thread: the system's look-up holds the thread that carries it.
            Thread.ofPlatform()
                    .name("registrar-names")
                    .daemon()
                    .start(() -> run(first, listener, stopped));
        }
    }

    private void run(
            PeerNames.Found first,
            Predicate<PeerNames.Found> listener,
            CompletableFuture<Void> stopped) {
        var former = Set.copyOf(first.addresses());
        while (!isDone(stopped, names.hasUnknown() ? unknownInterval : interval)) {
            var found = names.lookUp();
            var addresses = Set.copyOf(found.addresses());
            boolean news = !addresses.equals(former) || !found.notices().isEmpty();
            if (news && listener.test(found)) {
                former = addresses;
            }
        }
    }

    /** Waits for a while and returns whether it is over; by what is not of interest here. */
    private static boolean isDone(CompletableFuture<Void> stopped, Duration within) {
        try {
            stopped.get(within.toNanos(), TimeUnit.NANOSECONDS);
            return true;
        } catch (TimeoutException _) {
            return false;
        } catch (ExecutionException | CompletionException _) {
            return true;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return true;
        }
    }
}
