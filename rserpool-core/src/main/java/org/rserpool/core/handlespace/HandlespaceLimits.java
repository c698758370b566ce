package org.rserpool.core.handlespace;

/**
 * How much a handlespace takes. What is beyond is refused with {@link
 * org.rserpool.wire.CauseCode#LACK_OF_RESOURCES}, from elements and from other registrars alike;
 * what is there already can always be updated.
 *
 * @param maxElements elements in all; each takes some 450 octets of memory
 * @param maxElementsPerPool elements of one pool
 * @param maxPools pools; each takes some 300 octets of memory
 * @param maxPoolHandleLength octets of a pool handle. RSPLIB does not take more than 32
 */
public record HandlespaceLimits(
        int maxElements, int maxElementsPerPool, int maxPools, int maxPoolHandleLength) {

    /** A million elements, in a quarter of a million pools at most. */
    public static final HandlespaceLimits DEFAULTS =
            new HandlespaceLimits(1 << 20, 1 << 20, 1 << 18, 256);

    /** Refuses limits that let nothing in. */
    public HandlespaceLimits {
        checkPositive("maxElements", maxElements);
        checkPositive("maxElementsPerPool", maxElementsPerPool);
        checkPositive("maxPools", maxPools);
        checkPositive("maxPoolHandleLength", maxPoolHandleLength);
    }

    private static void checkPositive(String name, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(
                    "%s must be at least 1, is %d".formatted(name, value));
        }
    }

    /** Returns these limits with another number of elements. */
    public HandlespaceLimits withMaxElements(int elements) {
        return new HandlespaceLimits(elements, maxElementsPerPool, maxPools, maxPoolHandleLength);
    }

    /** Returns these limits with another number of elements per pool. */
    public HandlespaceLimits withMaxElementsPerPool(int elements) {
        return new HandlespaceLimits(maxElements, elements, maxPools, maxPoolHandleLength);
    }

    /** Returns these limits with another number of pools. */
    public HandlespaceLimits withMaxPools(int pools) {
        return new HandlespaceLimits(maxElements, maxElementsPerPool, pools, maxPoolHandleLength);
    }

    /** Returns these limits with another length of pool handles. */
    public HandlespaceLimits withMaxPoolHandleLength(int octets) {
        return new HandlespaceLimits(maxElements, maxElementsPerPool, maxPools, octets);
    }
}
