package org.rserpool.client;

import java.util.List;
import org.rserpool.wire.PolicyInfo;
import org.rserpool.wire.PoolHandle;

/**
 * All elements of a watched pool at one moment.
 *
 * @param policy the pool's policy; round robin if there is no such pool
 * @param elements empty if there is no such pool
 */
public record PoolState(PoolHandle pool, PolicyInfo policy, List<ResolvedElement> elements) {

    /** Copies the list. */
    public PoolState {
        elements = List.copyOf(elements);
    }
}
