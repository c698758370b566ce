package org.rserpool.net;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.rserpool.core.Answer;
import org.rserpool.core.Event;
import org.rserpool.core.Request;
import org.rserpool.core.Ticket;
import org.rserpool.net.transport.Counter;

/**
 * The requests to one node and those who wait for their answers.
 *
 * <p>Futures are completed by a virtual thread each, because what users have hung on them runs
 * there, and may block. A request counts as pending until that has come to its end.
 */
final class Requests {

    private record Asking(Request request, CompletableFuture<Answer> future) {}

    private final String node;
    private final int maxPending;
    private final Counts counts;
    private final Thread.Builder completers;

    private final AtomicInteger pending = new AtomicInteger();

    /** Bounded by {@link #pending}. */
    private final ConcurrentLinkedQueue<Asking> queue = new ConcurrentLinkedQueue<>();

    /** Set once, when the loop takes no more requests; see {@link #ask}. */
    private volatile Optional<NodeException> closed = Optional.empty();

    // The rest belongs to the loop thread.

    private final Map<Ticket, CompletableFuture<Answer>> open = new LinkedHashMap<>();
    private long lastTicket;

    Requests(String node, int maxPending, Counts counts) {
        this.node = node;
        this.maxPending = maxPending;
        this.counts = counts;
        this.completers = Thread.ofVirtual().name(node + "-answer");
    }

    /** Queues a request; the caller wakes the loop. Any thread may call. */
    CompletableFuture<Answer> ask(Request request) {
        if (pending.incrementAndGet() > maxPending) {
            pending.decrementAndGet();
            counts.byAny(Counter.REQUESTS_REFUSED);
            return CompletableFuture.failedFuture(new NodeException.Busy(node, maxPending));
        }
        var future = new CompletableFuture<Answer>();
        queue.add(new Asking(request, future));
        // Whoever comes after close() has emptied the queue empties it again: none is forgotten.
        closed.ifPresent(this::failQueued);
        return future;
    }

    /** Returns whether a request waits for {@link #next}. */
    boolean isWaiting() {
        return !queue.isEmpty();
    }

    /** Takes the next request. */
    Optional<Event.Asked> next() {
        var asking = queue.poll();
        if (asking == null) {
            return Optional.empty();
        }
        var ticket = new Ticket(++lastTicket);
        open.put(ticket, asking.future);
        counts.byLoop(Counter.REQUESTS);
        return Optional.of(new Event.Asked(ticket, asking.request));
    }

    /** Hands over an answer. */
    void answer(Ticket ticket, Answer answer) {
        var future = open.remove(ticket);
        if (future == null) {
            throw new IllegalStateException(
                    "the machine answered %s, which is not open: %s".formatted(ticket, answer));
        }
        settle(() -> future.complete(answer));
    }

    /** Fails all requests, those to come included. */
    void close(NodeException why) {
        closed = Optional.of(why);
        for (CompletableFuture<Answer> future : open.values()) {
            settle(() -> future.completeExceptionally(why));
        }
        open.clear();
        failQueued(why);
    }

    private void failQueued(NodeException why) {
        for (var asking = queue.poll(); asking != null; asking = queue.poll()) {
            var future = asking.future;
            settle(() -> future.completeExceptionally(why));
        }
    }

    private void settle(Runnable completion) {
        completers.start(() -> {
            try {
                completion.run();
            } finally {
                pending.decrementAndGet();
            }
        });
    }
}
