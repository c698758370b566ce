package org.rserpool.wire.message;

/** The two protocols (RFC 5352, section 8; RFC 5353, section 5). */
public enum Protocol {
    /** Between pool elements or pool users and registrars, and between elements and users. */
    ASAP(11, 3863),
    /** Among registrars. */
    ENRP(12, 9901);

    private final int payloadProtocolId;
    private final int port;

    Protocol(int payloadProtocolId, int port) {
        this.payloadProtocolId = payloadProtocolId;
        this.port = port;
    }

    /** Returns the SCTP payload protocol identifier (ASAP-205, ENRP-037). */
    public int payloadProtocolId() {
        return payloadProtocolId;
    }

    /** Returns the well-known port (ASAP-232, ENRP-036). */
    public int port() {
        return port;
    }
}
