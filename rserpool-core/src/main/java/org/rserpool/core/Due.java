package org.rserpool.core;

import java.time.Instant;

/** What is to be done when a deadline is reached; the key of a timer in {@link Deadlines}. */
@FunctionalInterface
public interface Due {

    /** Acts on the deadline. */
    void onDue(Instant now, Outbox out);
}
