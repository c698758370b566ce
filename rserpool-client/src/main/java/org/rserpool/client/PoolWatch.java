package org.rserpool.client;

import java.util.concurrent.atomic.AtomicBoolean;
import org.rserpool.wire.PoolHandle;

/** A watch over a pool, until it is closed. May be shared between threads. */
public final class PoolWatch implements AutoCloseable {

    private final Endpoint endpoint;
    private final PoolHandle pool;
    private final Runnable unlisten;
    private final Mailbox<PoolState> mailbox;
    private final AtomicBoolean closed = new AtomicBoolean();

    PoolWatch(Endpoint endpoint, PoolHandle pool, Runnable unlisten, Mailbox<PoolState> mailbox) {
        this.endpoint = endpoint;
        this.pool = pool;
        this.unlisten = unlisten;
        this.mailbox = mailbox;
    }

    /** Returns the pool that is watched. */
    public PoolHandle pool() {
        return pool;
    }

    /** Ends the watch; the listener may be told once more if it is running. */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            unlisten.run();
            mailbox.close();
            endpoint.unwatch(pool);
        }
    }
}
