package org.rserpool.core.registrar;

import java.util.List;
import java.util.Map;
import org.rserpool.core.Answer;
import org.rserpool.wire.PeChecksum;
import org.rserpool.wire.PoolElementInfo;
import org.rserpool.wire.PoolHandle;
import org.rserpool.wire.RegistrarId;

/**
 * A picture of a registrar at one moment.
 *
 * @param pools all pools in the order of handle tables
 * @param checksums of every owner
 * @param links connections that are open
 * @param subscriptions pools about whose changes somebody is told, counted per connection
 */
public record RegistrarSnapshot(
        RegistrarId id,
        List<Pool> pools,
        Map<RegistrarId, PeChecksum> checksums,
        int links,
        int subscriptions)
        implements Answer {

    /**
     * A pool and all its elements.
     *
     * @param elements by identifier
     */
    public record Pool(PoolHandle handle, String policy, List<PoolElementInfo> elements) {}
}
