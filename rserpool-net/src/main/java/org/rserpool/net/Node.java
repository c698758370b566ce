package org.rserpool.net;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import org.rserpool.core.Answer;
import org.rserpool.core.Machine;
import org.rserpool.core.Request;
import org.rserpool.net.transport.Counter;

/**
 * A running machine: its event loop, its transports, and the way in for requests and out for
 * notices.
 *
 * <p>A node runs from {@link #start} until {@link #close}, or until it fails: because the machine
 * threw an exception, or the operating system refused what a node cannot do without. It runs once.
 * Its threads are daemons, they keep no program from ending. May be shared between threads.
 */
public final class Node implements AutoCloseable {

    private final NodeConfig config;
    private final Function<Bound, Machine> machines;
    private final Counts counts = new Counts();
    private final Requests requests;
    private final Notices notices;
    private final EventLoop loop;
    private final Thread thread;
    private final CompletableFuture<Bound> bound = new CompletableFuture<>();
    private final CompletableFuture<Void> stopped = new CompletableFuture<>();

    /** Told by {@link #stop} to the loop thread. */
    private volatile boolean stopping;

    private Node(NodeConfig config, Function<Bound, Machine> machines, NodeListener listener)
            throws IOException {
        this.config = config;
        this.machines = machines;
        this.requests = new Requests(config.name(), config.limits().maxPendingRequests(), counts);
        this.notices =
                new Notices(config.name(), config.limits().maxPendingNotices(), listener, counts);
        this.loop = new EventLoop(config, requests, notices, counts);
        // Never a virtual thread: the JDK's SCTP channels do not stand it.
        this.thread =
                Thread.ofPlatform().name(config.name() + "-loop").daemon().unstarted(this::run);
    }

    /**
     * Starts a node and returns once it listens.
     *
     * @param machines makes the machine, knowing the real ports; called once, by the loop thread,
     *     to which the machine belongs
     * @throws IOException if a listener cannot be bound, or there is no transport for it
     * @throws RuntimeException that {@code machines} has thrown
     */
    public static Node start(
            NodeConfig config, Function<Bound, Machine> machines, NodeListener listener)
            throws IOException {
        var node = new Node(config, machines, listener);
        node.notices.start();
        node.thread.start();
        try {
            node.bound.get();
            return node;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            node.beginToStop();
            throw new InterruptedIOException("interrupted while a node was starting");
        } catch (ExecutionException e) {
            throw startFailure(config, e);
        }
    }

    private static IOException startFailure(NodeConfig config, ExecutionException failure) {
        return switch (failure.getCause()) {
            case IOException e -> e;
            case RuntimeException e -> throw e;
            case Error e -> throw e;
            case null, default ->
                    new IOException("node " + config.name() + " could not start", failure);
        };
    }

    /** Returns where the node listens. */
    public Bound bound() {
        return bound.join();
    }

    /**
     * Hands a request to the machine.
     *
     * @return completed with the machine's answer; or with {@link NodeException.Busy} at once if
     *     too many requests are pending; or with {@link NodeException.Stopped} if the node stops
     *     before. What is hung on it runs on a virtual thread of its own and may block, but counts
     *     as pending until it ends
     */
    public CompletableFuture<Answer> ask(Request request) {
        var answer = requests.ask(request);
        if (!answer.isDone()) {
            loop.wakeUp();
        }
        return answer;
    }

    /** Returns what the node has counted of one kind since its start. */
    public long count(Counter counter) {
        return counts.of(counter).getOpaque();
    }

    /** Returns what the node has counted since its start. */
    public Map<Counter, Long> counts() {
        return counts.snapshot();
    }

    /**
     * Begins to stop: the machine handles no more events, requests fail, links are closed
     * gracefully; what the machine has sent is delivered, as far as that takes no longer than the
     * limits allow.
     *
     * @return completed when the node has stopped; exceptionally if it has failed
     */
    public CompletableFuture<Void> stop() {
        beginToStop();
        return stopped.copy();
    }

    private void beginToStop() {
        stopping = true;
        loop.wakeUp();
    }

    /** Returns a future that is completed when the node has stopped, as {@link #stop} does. */
    public CompletableFuture<Void> stopped() {
        return stopped.copy();
    }

    /**
     * Stops the node and waits until it has stopped, with or without failure. A thread that is
     * interrupted waits no longer, but the node stops all the same.
     */
    @Override
    public void close() {
        try {
            stop().handle((_, _) -> true).get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            throw new IllegalStateException("a handled failure was thrown", e);
        }
    }

    private void run() {
        Optional<Throwable> failure = Optional.empty();
        try (loop) {
            var listening = loop.bind();
            var machine = machines.apply(listening);
            bound.complete(listening);
            loop.run(machine, () -> stopping);
            requests.close(new NodeException.Stopped(config.name()));
            loop.windDown();
        } catch (Throwable e) {
            // The one place where a broken machine ends: it stops the node, and all are told.
            failure = Optional.of(e);
        }
        try {
            requests.close(stopped(failure));
            notices.end(failure);
        } finally {
            // The last act of the thread: what users have hung on these keeps nobody waiting.
            failure.ifPresent(bound::completeExceptionally);
            failure.ifPresentOrElse(stopped::completeExceptionally, () -> stopped.complete(null));
        }
    }

    private NodeException stopped(Optional<Throwable> failure) {
        return failure.map(e -> new NodeException.Stopped(config.name(), e))
                .orElseGet(() -> new NodeException.Stopped(config.name()));
    }
}
