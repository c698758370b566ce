package org.rserpool.wire.codec;

/**
 * What becomes of a parameter or a message whose type means nothing where it stands: the two
 * highest bits of the type decide (RFC 5354, sections 3 and 4). A type that is known but has no
 * place there is treated alike.
 */
enum OnUnknown {
    /** 00: the whole message is discarded, in silence (PAR-005, PAR-018). */
    STOP,
    /** 01: the whole message is discarded, and this is reported (PAR-006, PAR-019). */
    STOP_AND_REPORT,
    /** 10: the rest of the message counts (PAR-007). */
    SKIP,
    /** 11: the rest of the message counts, and this is reported (PAR-008). */
    SKIP_AND_REPORT;

    /** Returns what becomes of a parameter, whose type has 16 bits. */
    static OnUnknown parameter(int type) {
        if (type >>> 15 == 0) {
            return type >>> 14 == 0 ? STOP : STOP_AND_REPORT;
        }
        return type >>> 14 == 2 ? SKIP : SKIP_AND_REPORT;
    }

    /**
     * Returns what becomes of a message, whose type has 8 bits. For 10 and 11 the RFC defines
     * nothing (PAR-020); such messages are discarded in silence.
     */
    static OnUnknown message(int type) {
        return type >>> 6 == 1 ? STOP_AND_REPORT : STOP;
    }
}
