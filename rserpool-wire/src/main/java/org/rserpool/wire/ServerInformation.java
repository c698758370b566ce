package org.rserpool.wire;

/**
 * A Server Information parameter: where a registrar can be reached by its peers (RFC 5354, section
 * 3.11; PAR-069).
 *
 * @param id the registrar; {@link RegistrarId#NONE} may come from RSPLIB for a peer that it has not
 *     met yet
 * @param transport its ENRP end point: SCTP, or TCP. Deviation: TCP is an extension. Its use does
 *     not travel; what arrives is data only
 */
public record ServerInformation(RegistrarId id, TransportAddress transport) {

    /** Refuses a transport that is neither SCTP nor TCP. */
    public ServerInformation {
        PoolElementInfo.checkControl(transport);
    }
}
