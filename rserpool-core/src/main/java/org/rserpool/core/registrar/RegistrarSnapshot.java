package org.rserpool.core.registrar;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.rserpool.core.Answer;
import org.rserpool.wire.PeChecksum;
import org.rserpool.wire.PoolElementInfo;
import org.rserpool.wire.PoolHandle;
import org.rserpool.wire.RegistrarId;
import org.rserpool.wire.TransportAddress;

/**
 * A picture of a registrar at one moment.
 *
 * @param serving whether elements and users are served; not while the handlespace is being fetched
 * @param pools all pools in the order of handle tables
 * @param checksums of every owner
 * @param peers the other registrars, by identifier
 * @param links connections that are open
 * @param subscriptions pools about whose changes somebody is told, counted per connection
 */
public record RegistrarSnapshot(
        RegistrarId id,
        boolean serving,
        List<Pool> pools,
        Map<RegistrarId, PeChecksum> checksums,
        List<Peer> peers,
        int links,
        int subscriptions)
        implements Answer {

    /**
     * A pool and all its elements.
     *
     * @param elements by identifier
     */
    public record Pool(PoolHandle handle, String policy, List<PoolElementInfo> elements) {}

    /**
     * Another registrar.
     *
     * @param address its ENRP end point, as far as it was told
     * @param standing what is thought of it
     * @param silent how long it has said nothing
     */
    public record Peer(
            RegistrarId id,
            Optional<TransportAddress> address,
            Standing standing,
            Duration silent) {}

    /** What a registrar thinks of a peer (RFC 5353, sections 3.4 and 3.5). */
    public enum Standing {
        /** It has sent something, but not yet who it is: maybe somebody who only reads. */
        TENTATIVE,
        /** It lives. */
        ACTIVE,
        /** It was silent, or its connection ended, and it is asked whether it lives. */
        PROBING,
        /** Another registrar is about to take its elements over. */
        NOT_ACTIVE,
        /** It is dead, and we want to take its elements over. */
        ARBITRATING
    }
}
