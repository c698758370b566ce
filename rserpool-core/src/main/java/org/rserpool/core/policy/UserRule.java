package org.rserpool.core.policy;

/** How a pool user picks from the elements of an answer; what it does not know as failed. */
public enum UserRule {
    /** One after the other, and from the beginning again (POL-016, POL-017, POL-023). */
    ROUND_ROBIN,
    /**
     * At random, all with the same chance: the answer has been drawn by weight already (POL-032,
     * POL-043, POL-092).
     */
    UNIFORM,
    /** The first one, the others being backups (POL-065, POL-074, POL-085). */
    IN_ORDER,
    /** The one with the largest first policy value, the first of several (POL-053). */
    HIGHEST
}
