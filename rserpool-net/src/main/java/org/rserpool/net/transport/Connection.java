package org.rserpool.net.transport;

import org.rserpool.core.Action.Close.Manner;
import org.rserpool.wire.message.Message;

/** One link as its transport sees it. Calls come from the node's loop thread and never fail. */
public interface Connection {

    /** A link that has ended already; what is sent over it is dropped. */
    Connection ENDED =
            new Connection() {
                @Override
                public void send(Message message) {}

                @Override
                public void close(Manner manner) {}
            };

    /**
     * Sends a message after those before it.
     *
     * @throws IllegalArgumentException if the message has no octets, for example because it is too
     *     long
     */
    void send(Message message);

    /** Ends the link; the host hears nothing more of it. */
    void close(Manner manner);
}
