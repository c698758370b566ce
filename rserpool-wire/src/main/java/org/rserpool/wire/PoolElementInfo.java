package org.rserpool.wire;

import java.util.Optional;

/**
 * A Pool Element parameter: what is known about one pool element (RFC 5354, section 3.10).
 *
 * @param id its identifier in the pool
 * @param home its home registrar, or {@link RegistrarId#NONE} while undetermined
 * @param life how long the registration is good for
 * @param userTransport where it serves
 * @param policy its policy and the values that it has under it
 * @param asapTransport where registrars reach it with ASAP; SCTP by RFC 5354 (PAR-066), or TCP.
 *     Deviation: TCP is an extension. A registering element may leave it out
 */
public record PoolElementInfo(
        ElementId id,
        RegistrarId home,
        RegistrationLife life,
        TransportAddress userTransport,
        PolicyInfo policy,
        Optional<TransportAddress> asapTransport) {

    /** Refuses an ASAP transport that is neither SCTP nor TCP. */
    public PoolElementInfo {
        asapTransport.ifPresent(PoolElementInfo::checkControl);
    }

    /** Makes the parameter of an element that is about to register. */
    public PoolElementInfo(
            ElementId id,
            RegistrationLife life,
            TransportAddress userTransport,
            PolicyInfo policy) {
        this(id, RegistrarId.NONE, life, userTransport, policy, Optional.empty());
    }

    /** Returns this element with another home registrar. */
    public PoolElementInfo withHome(RegistrarId newHome) {
        return new PoolElementInfo(id, newHome, life, userTransport, policy, asapTransport);
    }

    /** Returns this element with another user transport. */
    public PoolElementInfo withUserTransport(TransportAddress newTransport) {
        return new PoolElementInfo(id, home, life, newTransport, policy, asapTransport);
    }

    /** Returns this element with other policy data. */
    public PoolElementInfo withPolicy(PolicyInfo newPolicy) {
        return new PoolElementInfo(id, home, life, userTransport, newPolicy, asapTransport);
    }

    /** Returns this element with this ASAP transport. */
    public PoolElementInfo withAsapTransport(TransportAddress newTransport) {
        return new PoolElementInfo(
                id, home, life, userTransport, policy, Optional.of(newTransport));
    }

    static void checkControl(TransportAddress transport) {
        if (!(transport instanceof TransportAddress.Sctp)
                && !(transport instanceof TransportAddress.Tcp)) {
            throw new IllegalArgumentException(
                    "ASAP and ENRP run over SCTP or TCP, not " + transport.protocol());
        }
    }
}
