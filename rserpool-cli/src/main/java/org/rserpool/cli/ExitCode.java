package org.rserpool.cli;

/** What the program says about its end. */
final class ExitCode {

    /** What was asked for was done. */
    static final int DONE = 0;

    /** It could not be done. */
    static final int FAILED = 1;

    /** It was not understood, or the configuration is wrong. */
    static final int USAGE = 2;

    /** There is no such pool or element. */
    static final int UNKNOWN = 3;

    /** No registrar answered in time. */
    static final int NO_REGISTRAR = 4;

    private ExitCode() {}
}
