package org.rserpool.net;

import java.util.Optional;
import org.rserpool.core.Notice;

/**
 * Hears what a node tells. The calls come one at a time from the thread {@code NAME-notices}, which
 * may be blocked at the price of notices being dropped (see {@link
 * org.rserpool.net.transport.Limits#maxPendingNotices}).
 */
@FunctionalInterface
public interface NodeListener {

    /** Hears a notice of the machine or of the node itself. */
    void told(Notice notice);

    /**
     * Hears that the node has stopped; always the last call.
     *
     * @param failure why, if it was not told to stop
     */
    default void stopped(Optional<Throwable> failure) {}
}
