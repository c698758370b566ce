package org.rserpool.cli.service;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * A service's dialogue with one user. For one thread, which may be blocked.
 *
 * <p>Over SCTP what is received and sent at a time is a message; over TCP it is whatever came.
 */
public interface Session {

    /**
     * Waits for data.
     *
     * @return what came, good until the next call; empty if the user has ended
     * @throws IOException if the connection is lost
     */
    Optional<ByteBuffer> receive() throws IOException;

    /**
     * Sends data, and waits for as long as the user is slow to take it.
     *
     * @throws IOException if the connection is lost
     */
    void send(ByteBuffer data) throws IOException;
}
