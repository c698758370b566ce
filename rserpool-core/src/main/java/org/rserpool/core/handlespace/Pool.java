package org.rserpool.core.handlespace;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.rserpool.core.internal.LongIndex;
import org.rserpool.core.policy.MemberSelector;
import org.rserpool.core.policy.SelectionPolicy;
import org.rserpool.wire.ElementId;
import org.rserpool.wire.PeChecksum;
import org.rserpool.wire.PolicyInfo;
import org.rserpool.wire.PoolElementInfo;
import org.rserpool.wire.PoolHandle;
import org.rserpool.wire.TransportProtocol;
import org.rserpool.wire.TransportUse;

/**
 * A pool: never empty as long as it is in the handlespace. Its first element fixes the policy type,
 * the transport and the transport use of all (ASAP-068 to ASAP-070, POL-102).
 */
public final class Pool {

    final MemberSelector<ElementEntry> selector;

    /** What the handle adds to the contribution of each element. */
    final int handleSum;

    private final PoolHandle handle;
    private final int number;
    private final SelectionPolicy policy;
    private final PolicyInfo policyInfo;
    private final TransportProtocol protocol;
    private final TransportUse use;

    /** By identifier. */
    private final LongIndex<ElementEntry> entries = new LongIndex<>();

    Pool(PoolHandle handle, int number, SelectionPolicy policy, PoolElementInfo first) {
        this.handle = handle;
        this.handleSum = (int) PeChecksum.contribution(handle, new ElementId(0));
        this.number = number;
        this.policy = policy;
        this.policyInfo = first.policy();
        this.protocol = first.userTransport().protocol();
        this.use = first.userTransport().use();
        this.selector = policy.newSelector();
    }

    /** Returns the handle. */
    public PoolHandle handle() {
        return handle;
    }

    /**
     * Returns a number, at least 1, that no other pool has; pools are listed in this order, which
     * is the one in which they came up. It takes 2<sup>31</sup> new pools until numbers come again.
     */
    public int number() {
        return number;
    }

    /** Returns the policy; an opaque one if only other registrars know it. */
    public SelectionPolicy policy() {
        return policy;
    }

    /** Returns the policy with the values of the first element: the pool's overall policy. */
    public PolicyInfo policyInfo() {
        return policyInfo;
    }

    /** Returns the transport of all elements. */
    public TransportProtocol protocol() {
        return protocol;
    }

    /** Returns what the transport of all elements carries. */
    public TransportUse use() {
        return use;
    }

    /** Returns the number of elements. */
    public int size() {
        return entries.size();
    }

    /** Returns the element with this identifier. */
    public Optional<ElementEntry> find(ElementId id) {
        return entries.find(Integer.toUnsignedLong(id.value()));
    }

    /**
     * Returns all elements in the order of their identifiers; a list that belongs to the caller.
     */
    public List<ElementEntry> elements() {
        var all = new ArrayList<ElementEntry>(size());
        collect(0, size(), all);
        return all;
    }

    /** Adds elements from the one with identifier {@code from} on, until there are {@code max}. */
    void collect(long from, int max, List<ElementEntry> target) {
        for (var walk = entries.walkFrom(from); target.size() < max && walk.hasNext(); ) {
            target.add(walk.next());
        }
    }

    ElementEntry any() {
        return entries.first();
    }

    void add(ElementEntry entry) {
        entries.put(Integer.toUnsignedLong(entry.identifier), entry);
        selector.put(entry);
    }

    void remove(ElementEntry entry) {
        if (!entries.remove(Integer.toUnsignedLong(entry.identifier), entry)) {
            throw new IllegalStateException("%s is not in the handlespace".formatted(entry));
        }
        selector.remove(entry);
    }

    void verify() {
        entries.verify();
        var all = elements();
        if (all.isEmpty()) {
            throw new IllegalStateException("pool %s is empty".formatted(handle));
        }
        for (ElementEntry entry : all) {
            var transport = entry.info().userTransport();
            if (entry.pool() != this
                    || !find(entry.id()).filter(found -> found == entry).isPresent()
                    || !entry.policy().type().equals(policyInfo.type())
                    || transport.protocol() != protocol
                    || transport.use() != use) {
                throw new IllegalStateException(
                        "%s does not belong to pool %s".formatted(entry, handle));
            }
        }
        selector.verify(all);
    }

    @Override
    public String toString() {
        return "pool %s with %d elements".formatted(handle, size());
    }
}
