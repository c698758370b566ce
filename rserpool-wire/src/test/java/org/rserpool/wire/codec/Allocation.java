package org.rserpool.wire.codec;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.function.Supplier;

/** How much memory something takes. */
final class Allocation {

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private Allocation() {}

    /** Returns how many octets of heap the action allocates in this thread. */
    static long of(Supplier<?> action) {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        var result = action.get();
        long after = THREADS.getCurrentThreadAllocatedBytes();
        return result == null ? 0 : after - before;
    }

    /**
     * Returns what decoding may allocate. The dearest octets are those of an error cause: four of
     * them become two records and their places in a list, which grows.
     */
    static long limit(int octets) {
        return 4096 + 40L * octets;
    }
}
