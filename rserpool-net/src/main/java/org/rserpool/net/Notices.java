package org.rserpool.net;

import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.rserpool.core.Notice;
import org.rserpool.net.transport.Counter;
import org.rserpool.net.transport.NetNotice;

/** Hands the notices of one node to its listener on a thread of their own. */
final class Notices {

    private static final System.Logger LOGGER = System.getLogger(Notices.class.getName());

    private sealed interface Item {

        record Told(Notice notice) implements Item {}

        record End(Optional<Throwable> failure) implements Item {}
    }

    private final NodeListener listener;
    private final Counts counts;
    private final BlockingQueue<Item> queue;
    private final AtomicLong dropped = new AtomicLong();
    private final Thread thread;

    Notices(String node, int maxPending, NodeListener listener, Counts counts) {
        this.listener = listener;
        this.counts = counts;
        this.queue = new ArrayBlockingQueue<>(maxPending + 1); // one place is for the end
        this.thread = Thread.ofPlatform().name(node + "-notices").daemon().unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    /** Queues a notice, or drops and counts it. Called by the loop thread only; never blocks. */
    void tell(Notice notice) {
        if (queue.remainingCapacity() <= 1) {
            dropped.getAndIncrement();
            counts.byLoop(Counter.NOTICES_DROPPED);
        } else {
            queue.add(new Item.Told(notice));
        }
    }

    /** Queues the last call. Called once, by the loop thread. */
    void end(Optional<Throwable> failure) {
        queue.add(new Item.End(failure));
    }

    private void run() {
        try {
            Item item;
            do {
                item = queue.take();
                tellDropped();
            } while (!deliver(item));
        } catch (InterruptedException e) {
            // Only the listener itself can have interrupted its thread: it wants no more.
            Thread.currentThread().interrupt();
        }
    }

    private void tellDropped() {
        long count = dropped.getAndSet(0);
        if (count > 0) {
            deliver(new Item.Told(new NetNotice.NoticesDropped(count)));
        }
    }

    /** Returns whether that was the end. */
    private boolean deliver(Item item) {
        try {
            return switch (item) {
                case Item.Told(var notice) -> {
                    listener.told(notice);
                    yield false;
                }
                case Item.End(var failure) -> {
                    listener.stopped(failure);
                    yield true;
                }
            };
        } catch (RuntimeException e) {
            LOGGER.log(System.Logger.Level.ERROR, "a listener failed at " + item, e);
            return item instanceof Item.End;
        }
    }
}
