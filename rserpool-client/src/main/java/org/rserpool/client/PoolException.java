package org.rserpool.client;

import java.util.List;
import org.rserpool.wire.ErrorCause;
import org.rserpool.wire.PoolHandle;

/** Something that was asked for could not be had. */
public abstract sealed class PoolException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private PoolException(String message) {
        super(message);
    }

    private PoolException(String message, Throwable cause) {
        super(message, cause);
    }

    /** No registrar answered in time. */
    public static final class NoRegistrar extends PoolException {

        private static final long serialVersionUID = 1L;

        /** Makes an exception that says what was tried. */
        public NoRegistrar(String message) {
            super(message);
        }
    }

    /** There is no such pool, or none of its elements can serve. */
    public static final class UnknownPool extends PoolException {

        private static final long serialVersionUID = 1L;

        /** Makes an exception that names the pool. */
        public UnknownPool(PoolHandle pool) {
            super("there is no pool '" + pool + "'");
        }
    }

    /** The registrar, or this side, refused. */
    public static final class Refused extends PoolException {

        private static final long serialVersionUID = 1L;

        private final transient List<ErrorCause> causes;

        /** Makes an exception with the causes that the registrar gave, maybe none. */
        public Refused(String why, List<ErrorCause> causes) {
            super(causes.isEmpty() ? why : why + ": " + causes);
            this.causes = List.copyOf(causes);
        }

        /** Returns the registrar's causes; empty if this side refused. */
        public List<ErrorCause> causes() {
            return causes;
        }
    }

    /** What is needed was closed, or has failed. */
    public static final class Closed extends PoolException {

        private static final long serialVersionUID = 1L;

        /** Makes an exception that says what was closed. */
        public Closed(String message) {
            super(message);
        }

        /** Makes an exception that says what failed and why. */
        public Closed(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
