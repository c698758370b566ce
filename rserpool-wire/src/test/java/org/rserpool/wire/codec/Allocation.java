package org.rserpool.wire.codec;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.rserpool.wire.message.Protocol;

/** How much memory decoding takes. */
final class Allocation {

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private Allocation() {}

    /** Expects that decoding octets takes memory in proportion to their number. */
    static void check(Wire wire, Protocol protocol, byte[] octets) {
        // The dearest octets are those of an error cause: four of them become two records and
        // their places in a list, which grows.
        long limit = 4096 + 40L * octets.length;
        long allocated = Long.MAX_VALUE;
        // The JVM loads, links and optimises when it likes; of several times one is undisturbed.
        for (int i = 0; i < 5 && allocated >= limit; i++) {
            long before = THREADS.getCurrentThreadAllocatedBytes();
            wire.decode(protocol, octets, 0, octets.length);
            allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
        }
        assertThat(allocated).isLessThan(limit);
    }
}
