package org.rserpool.wire;

/** The transports that a pool element can name (RFC 5354, sections 3.3 to 3.7 and 3.16). */
public enum TransportProtocol {
    /** Datagram Congestion Control Protocol. */
    DCCP,
    /** Stream Control Transmission Protocol. */
    SCTP,
    /** Transmission Control Protocol. */
    TCP,
    /** User Datagram Protocol. */
    UDP,
    /** Lightweight User Datagram Protocol. */
    UDP_LITE,
    /** A transport that RSerPool does not interpret. */
    OPAQUE
}
