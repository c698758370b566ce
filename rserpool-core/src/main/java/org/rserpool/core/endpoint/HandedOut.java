package org.rserpool.core.endpoint;

import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import org.rserpool.wire.ElementId;
import org.rserpool.wire.PoolHandle;

/**
 * The elements of which the application was told, so that it may have tried to reach them: only of
 * those a failure is reported, and only once until it is told of them again (RFC 5352, section 3.5;
 * ASAP-139, ASAP-140, SEC-030, SEC-031).
 */
final class HandedOut {

    private final int max;
    private final Set<Key> keys = new LinkedHashSet<>();

    /**
     * Makes an empty record.
     *
     * @param max how many elements it holds; the one told of the longest ago goes
     */
    HandedOut(int max) {
        this.max = max;
    }

    private record Key(PoolHandle pool, ElementId id) {}

    /** The application is told of an element. */
    void add(PoolHandle pool, ElementId id) {
        var key = new Key(pool, id);
        keys.remove(key);
        keys.add(key);
        if (keys.size() > max) {
            Iterator<Key> oldest = keys.iterator();
            oldest.next();
            oldest.remove();
        }
    }

    /** Returns whether the application was told of an element. */
    boolean contains(PoolHandle pool, ElementId id) {
        return keys.contains(new Key(pool, id));
    }

    /** Forgets an element. */
    void remove(PoolHandle pool, ElementId id) {
        keys.remove(new Key(pool, id));
    }
}
