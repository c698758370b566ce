package org.rserpool.net.transport;

import java.io.IOException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.time.Instant;
import org.rserpool.core.Event.LinkDown.Reason;
import org.rserpool.core.Link;
import org.rserpool.wire.TransportAddress;
import org.rserpool.wire.codec.Wire;
import org.rserpool.wire.message.Protocol;

/**
 * The node as its transports see it. Only the loop thread may call, except where stated.
 *
 * <p>What is reported here reaches the machine after the transport's call has returned, so that a
 * transport is never called again in the middle of its own work. Reports about a link that has
 * ended are ignored.
 */
public interface Host {

    /** Returns the limits to keep. */
    Limits limits();

    /** Returns the codec of the node. */
    Wire wire();

    /** Returns the time on the node's time line. */
    Instant now();

    /**
     * Lets {@code ready} be called when the channel, which must not block, is ready for one of
     * {@code operations}.
     *
     * @throws IOException if the channel is closed
     */
    SelectionKey register(SelectableChannel channel, int operations, Ready ready)
            throws IOException;

    /** Ends the wait of the loop, so that {@link Transport#turn} is called. Any thread may call. */
    void wakeUp();

    /**
     * Asks whether one more link may be accepted, and counts it if so. Each success is followed by
     * a {@link #leave} once the resources of the link are given back.
     */
    boolean admit();

    /** Returns whether {@link #admit} would fail. */
    boolean isFull();

    /** Counts one admitted link less. */
    void leave();

    /** Gives a number to a link that was accepted. {@link #up} follows. */
    Link accepted(Connection connection);

    /** Reports that a link can be used, or that its addresses have changed. */
    void up(Link link, Protocol protocol, TransportAddress local, TransportAddress remote);

    /** Reports the octets {@code from} to {@code to - 1} of one message; they are not kept. */
    void arrived(Link link, Protocol protocol, byte[] octets, int from, int to);

    /** Reports the octets of one multicast message; they are not kept. */
    void overheard(TransportAddress.Udp origin, Protocol protocol, byte[] octets, int from, int to);

    /** Reports the end of a link that its machine did not close. */
    void down(Link link, Reason reason);

    /** Tells people. */
    void tell(NetNotice notice);

    /** Counts one more. */
    void count(Counter counter);
}
