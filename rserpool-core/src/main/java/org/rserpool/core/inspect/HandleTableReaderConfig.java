package org.rserpool.core.inspect;

import java.time.Duration;
import org.rserpool.wire.codec.Dialect;

/**
 * How a handlespace is read.
 *
 * @param dialect how messages are spelled: it decides whether the reader can introduce itself over
 *     TCP
 * @param noResponse MAX-TIME-NO-RESPONSE: how long the link, and each page, may take
 * @param acquaintance how long a registrar that rejected us is given to answer a stranger's
 *     presence, before we introduce ourselves
 * @param afterReject how long to wait after a rejection before asking again
 * @param maxRejects how many rejections in a row are put up with
 * @param maxElements how many elements are taken; more is a failure
 */
public record HandleTableReaderConfig(
        Dialect dialect,
        Duration noResponse,
        Duration acquaintance,
        Duration afterReject,
        int maxRejects,
        int maxElements) {

    /** What suits every registrar. */
    public static final HandleTableReaderConfig DEFAULTS =
            new HandleTableReaderConfig(
                    Dialect.EXTENDED,
                    Duration.ofSeconds(5),
                    Duration.ofMillis(500),
                    Duration.ofSeconds(2),
                    5,
                    1 << 20);

    /** Refuses times that are not positive and numbers below 1. */
    public HandleTableReaderConfig {
        if (!noResponse.isPositive() || !acquaintance.isPositive() || !afterReject.isPositive()) {
            throw new IllegalArgumentException(
                    "noResponse, acquaintance and afterReject are positive, not %s, %s and %s"
                            .formatted(noResponse, acquaintance, afterReject));
        }
        if (maxRejects < 1 || maxElements < 1) {
            throw new IllegalArgumentException(
                    "maxRejects and maxElements are at least 1, not %d and %d"
                            .formatted(maxRejects, maxElements));
        }
    }

    /** Returns a copy for another dialect. */
    public HandleTableReaderConfig withDialect(Dialect newDialect) {
        return new HandleTableReaderConfig(
                newDialect, noResponse, acquaintance, afterReject, maxRejects, maxElements);
    }

    /** Returns a copy with another number of elements. */
    public HandleTableReaderConfig withMaxElements(int elements) {
        return new HandleTableReaderConfig(
                dialect, noResponse, acquaintance, afterReject, maxRejects, elements);
    }
}
