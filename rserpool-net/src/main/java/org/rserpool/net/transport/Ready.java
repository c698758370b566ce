package org.rserpool.net.transport;

import java.nio.channels.SelectionKey;

/** What is called when a registered channel can be used. */
@FunctionalInterface
public interface Ready {

    /**
     * Does a bounded part of what the channel is ready for; what is left comes in the next turn.
     *
     * @param key a valid key
     */
    void ready(SelectionKey key);
}
