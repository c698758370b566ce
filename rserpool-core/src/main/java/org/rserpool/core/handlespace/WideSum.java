package org.rserpool.core.handlespace;

import org.rserpool.wire.PeChecksum;

/** A sum of contributions to a checksum, and the checksum that it stands for. */
final class WideSum {

    private long sum;

    /** The checksum of {@code folded}, which is asked for more often than it changes. */
    private PeChecksum checksum = PeChecksum.ofSum(0);

    private long folded;

    void add(long contribution) {
        sum += contribution;
    }

    long sum() {
        return sum;
    }

    PeChecksum checksum() {
        if (folded != sum) {
            checksum = PeChecksum.ofSum(sum);
            folded = sum;
        }
        return checksum;
    }
}
