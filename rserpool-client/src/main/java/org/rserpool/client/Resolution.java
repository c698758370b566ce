package org.rserpool.client;

import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import org.rserpool.wire.PolicyInfo;
import org.rserpool.wire.PoolHandle;

/**
 * Elements of a pool as a registrar, or the cache, gave them. May be shared between threads.
 *
 * @param pool the pool
 * @param policy the pool's policy; the values in it are those of the first element
 * @param elements in the order in which the registrar chose them by the policy; at least one
 * @param age how long ago the registrar said so
 */
public record Resolution(
        PoolHandle pool, PolicyInfo policy, List<ResolvedElement> elements, Duration age)
        implements Iterable<ResolvedElement> {

    /** Copies the list. */
    public Resolution {
        elements = List.copyOf(elements);
    }

    /** Iterates over the elements in their order. */
    @Override
    public Iterator<ResolvedElement> iterator() {
        return elements.iterator();
    }
}
