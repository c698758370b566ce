package org.rserpool.cli.service;

import com.sun.nio.sctp.MessageInfo;
import com.sun.nio.sctp.SctpChannel;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.Optional;

/** Puts messages of SCTP together, and leaves out those that are not for the service. */
final class SctpMessages {

    /** The longest message; a longer one ends the association. */
    private static final int MAX_MESSAGE = 1 << 20;

    private static final int FIRST_BUFFER = 16 * 1024;

    /** What services of their own speak. */
    private static final int DATA = 0;

    /**
     * The ASAP messages of the control channel between users and elements. They are not for the
     * service, but users may send them to any element that they take for one with sessions.
     */
    private static final int ASAP = 11;

    private ByteBuffer buffer = ByteBuffer.allocateDirect(FIRST_BUFFER);
    private boolean fresh = true;

    static int port(Iterable<SocketAddress> addresses) {
        return ((InetSocketAddress) addresses.iterator().next()).getPort();
    }

    /** Receives a piece, if there is one and not only a notification. */
    Optional<MessageInfo> receive(SctpChannel channel) throws IOException {
        if (fresh) {
            buffer.clear();
            fresh = false;
        }
        if (!buffer.hasRemaining()) {
            grow();
        }
        return Optional.ofNullable(channel.receive(buffer, null, null));
    }

    private void grow() throws IOException {
        if (buffer.capacity() >= MAX_MESSAGE) {
            throw new IOException("a message has more than %d octets".formatted(MAX_MESSAGE));
        }
        buffer = ByteBuffer.allocateDirect(2 * buffer.capacity()).put(buffer.flip());
    }

    /** Returns the message whose last piece has just come, if it has and is for the service. */
    Optional<ByteBuffer> complete(MessageInfo info) {
        if (!info.isComplete()) {
            return Optional.empty();
        }
        fresh = true;
        return info.payloadProtocolID() == ASAP ? Optional.empty() : Optional.of(buffer.flip());
    }

    /** Sends a message; returns whether the operating system took it. */
    boolean send(SctpChannel channel, ByteBuffer message, int stream) throws IOException {
        var info = MessageInfo.createOutgoing((SocketAddress) null, stream).payloadProtocolID(DATA);
        return channel.send(message, info) > 0;
    }
}
