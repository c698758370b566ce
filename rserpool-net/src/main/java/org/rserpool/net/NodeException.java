package org.rserpool.net;

/** Why a request got no answer. */
public abstract sealed class NodeException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private NodeException(String message) {
        super(message);
    }

    private NodeException(String message, Throwable cause) {
        super(message, cause);
    }

    /** Too many requests were pending; the machine has not seen this one. */
    public static final class Busy extends NodeException {

        private static final long serialVersionUID = 1L;

        Busy(String node, int limit) {
            super(
                    "%d requests to node %s are pending, and more are not allowed"
                            .formatted(limit, node));
        }
    }

    /** The node has stopped; whether the machine has seen the request is unknown. */
    public static final class Stopped extends NodeException {

        private static final long serialVersionUID = 1L;

        Stopped(String node) {
            super("node " + node + " has stopped");
        }

        Stopped(String node, Throwable failure) {
            super("node " + node + " has failed", failure);
        }
    }
}
