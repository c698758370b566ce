package org.rserpool.sim;

/** What a node of a world is, by the abbreviations of the RFCs. */
public enum Role {
    /** A registrar: PR. */
    REGISTRAR("PR"),
    /** A process that is a pool element, maybe in several pools: PE. */
    ELEMENT("PE"),
    /** A pool user: PU. */
    USER("PU"),
    /** Somebody who lies. */
    ROGUE("rogue");

    private final String abbreviation;

    Role(String abbreviation) {
        this.abbreviation = abbreviation;
    }

    /** Returns the abbreviation. */
    @Override
    public String toString() {
        return abbreviation;
    }
}
