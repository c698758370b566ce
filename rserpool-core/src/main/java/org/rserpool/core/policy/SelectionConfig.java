package org.rserpool.core.policy;

/**
 * Which members of an answer count as used. RFC 5356 lets the head of round robin advance by one
 * element per answer (POL-015) and degrades each element that is returned (POL-072).
 *
 * @param maxIncrement so many members of each answer, from the first on, have had their turn then;
 *     0 for what the policy says: one, or none where members take no turns. With 1, successive
 *     answers overlap, which is good for users that take the first entry; with as many as an answer
 *     has, they do not, which is good for users that take all
 * @param degradation which members of an answer gain load degradation
 */
public record SelectionConfig(int maxIncrement, Degradation degradation) {

    /** As RFC 5356 has it. */
    public static final SelectionConfig DEFAULTS = new SelectionConfig(0, Degradation.ALL);

    /** Which members of an answer gain load degradation (key {@code degradation-counts}). */
    public enum Degradation {
        /** Each, whatever {@code maxIncrement} is (POL-072). */
        ALL,
        /**
         * Those that {@code maxIncrement} counts, by default the first. Deviation: as in RSPLIB,
         * for comparison.
         */
        FIRST
    }

    /** Refuses a negative number. */
    public SelectionConfig {
        if (maxIncrement < 0) {
            throw new IllegalArgumentException("maxIncrement is 0 or more, not " + maxIncrement);
        }
    }

    /** Returns this with another {@code maxIncrement}. */
    public SelectionConfig withMaxIncrement(int newMaxIncrement) {
        return new SelectionConfig(newMaxIncrement, degradation);
    }

    /** Returns this with another rule for load degradation. */
    public SelectionConfig withDegradation(Degradation newDegradation) {
        return new SelectionConfig(maxIncrement, newDegradation);
    }

    /** Returns how many members of an answer have had their turn then. */
    public int used(SelectionPolicy policy) {
        return maxIncrement == 0 ? policy.defaultIncrement() : maxIncrement;
    }

    /**
     * Returns how many members of an answer gain load degradation, if their policy has that.
     *
     * @param wanted the most members that the answer can have
     */
    public int degraded(SelectionPolicy policy, int wanted) {
        return switch (degradation) {
            case ALL -> wanted;
            case FIRST -> used(policy);
        };
    }
}
