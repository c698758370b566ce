package org.rserpool.core.inspect;

import java.util.List;
import org.rserpool.core.Answer;
import org.rserpool.wire.PeChecksum;
import org.rserpool.wire.PoolElementInfo;
import org.rserpool.wire.PoolHandle;
import org.rserpool.wire.RegistrarId;

/**
 * The handlespace of a registrar, as read over ENRP. What changed while it was read is in there or
 * not.
 *
 * @param registrar whose handlespace it is
 * @param pools in the order in which the registrar listed them
 * @param owners all registrars that own elements in it, by identifier
 */
public record HandleTable(RegistrarId registrar, List<Pool> pools, List<Owner> owners)
        implements Answer {

    /** Copies the lists. */
    public HandleTable {
        pools = List.copyOf(pools);
        owners = List.copyOf(owners);
    }

    /**
     * A pool.
     *
     * @param elements by identifier
     */
    public record Pool(PoolHandle handle, List<PoolElementInfo> elements) {

        /** Copies the list. */
        public Pool {
            elements = List.copyOf(elements);
        }
    }

    /**
     * A registrar that owns elements.
     *
     * @param elements how many
     * @param checksum as computed from them (RFC 5353, section 3.6.2), to be compared with what the
     *     owner itself says
     */
    public record Owner(RegistrarId id, int elements, PeChecksum checksum) {}

    /** Returns the number of elements. */
    public int size() {
        return pools.stream().mapToInt(pool -> pool.elements().size()).sum();
    }
}
