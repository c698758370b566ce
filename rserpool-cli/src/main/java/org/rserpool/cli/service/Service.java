package org.rserpool.cli.service;

import java.io.IOException;

/** What an element does for one user at a time. May be shared between threads. */
@FunctionalInterface
public interface Service {

    /**
     * Serves a user until one of both has enough; the connection is closed then.
     *
     * @throws IOException if the connection is lost
     */
    void serve(Session session) throws IOException;
}
