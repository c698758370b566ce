package org.rserpool.net.transport;

import java.io.IOException;
import java.time.Instant;
import org.rserpool.core.Link;
import org.rserpool.wire.TransportAddress;
import org.rserpool.wire.message.Message;
import org.rserpool.wire.message.Protocol;

/**
 * Opens and accepts links of one node and moves octets; knows framing, not meaning.
 *
 * <p>The node's loop thread makes every call, and a transport calls its {@link Host} on no other
 * thread, except where the host says otherwise. No call may block. Channels are registered with
 * {@link Host#register} and served in {@link Ready#ready}; what only time brings about is done in
 * {@link #turn}.
 */
public interface Transport {

    /** Returns whether this transport opens links to such an address, and listens at one. */
    boolean speaks(TransportAddress address);

    /**
     * Listens for links.
     *
     * @param listener one whose address this transport {@linkplain #speaks speaks}
     * @return the address, with the port that was bound in the place of 0
     * @throws IOException if it cannot; the message is for people
     */
    TransportAddress listen(Listener listener) throws IOException;

    /**
     * Begins to open a link. What comes of it is told with {@link Host#up} or {@link Host#down}.
     *
     * @param remote an address that this transport {@linkplain #speaks speaks}
     */
    Connection open(Link link, Protocol protocol, TransportAddress remote);

    /**
     * Takes part in a multicast group.
     *
     * @return whether this transport does multicast
     * @throws IOException if it does but cannot here; the message is for people
     */
    default boolean join(MulticastGroup group) throws IOException {
        return false;
    }

    /** Sends a message to the groups of its protocol that were joined; never fails. */
    default void announce(Message message) {}

    /** Does what the time demands. Called at least when {@link #deadline} is reached. */
    default void turn(Instant now) {}

    /** Returns when {@link #turn} must be called at the latest; {@link Instant#MAX} if never. */
    default Instant deadline() {
        return Instant.MAX;
    }

    /** Hands to the operating system what was sent since the last flush. */
    default void flush() {}

    /** Stops listening and accepting; links live on. */
    void refuse();

    /** Returns whether no link is left that has octets to deliver. */
    boolean isQuiet();

    /** Gives everything back; links that are left end at once. */
    void close();
}
