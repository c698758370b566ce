package org.rserpool.wire;

/** What a user transport carries (RFC 5354, section 3.4; PAR-036). */
public enum TransportUse {
    /** Application data only. */
    DATA_ONLY,
    /** Application data, and the ASAP control channel beside it. */
    DATA_PLUS_CONTROL
}
