package org.rserpool.cli;

import org.rserpool.wire.ElementId;
import org.rserpool.wire.PoolHandle;

/** There is no such element. */
final class UnknownElementException extends Exception {

    private static final long serialVersionUID = 1L;

    UnknownElementException(PoolHandle pool, ElementId id) {
        super("there is no element %s in pool '%s'".formatted(id, pool));
    }
}
