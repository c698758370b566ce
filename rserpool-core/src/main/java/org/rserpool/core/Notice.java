package org.rserpool.core;

/** Something worth telling people or programs; each machine has its own. */
public interface Notice {

    /** How much a notice matters (one listener turns notices into log lines). */
    enum Level {
        /** A decision off the normal path. */
        DEBUG,
        /** A visible change. */
        INFO,
        /** Unusual, still working. */
        WARNING
    }

    /** Returns how much it matters. */
    Level level();

    /** Returns the notice in one line for people. */
    String text();
}
