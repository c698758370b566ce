package org.rserpool.core.endpoint;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.rserpool.core.Ticket;
import org.rserpool.wire.ElementId;
import org.rserpool.wire.PoolHandle;

/**
 * The elements of this endpoint, by pool and identifier, and who waits for what becomes of them.
 */
final class Memberships {

    private final Map<PoolHandle, Map<ElementId, Membership>> pools = new LinkedHashMap<>();
    private final Map<Ticket, Membership> waiting = new HashMap<>(); // never iterated

    /** Those of which something is on its way. */
    private final Set<Membership> unanswered = new LinkedHashSet<>();

    private int size;

    int size() {
        return size;
    }

    void add(Membership membership) {
        pools.computeIfAbsent(membership.pool, _ -> new LinkedHashMap<>(2))
                .put(membership.id, membership);
        size++;
    }

    void remove(Membership membership) {
        detach(membership);
        var ofPool = pools.getOrDefault(membership.pool, Map.of());
        ofPool.remove(membership.id);
        if (ofPool.isEmpty()) {
            pools.remove(membership.pool);
        }
        size--;
    }

    Optional<Membership> find(PoolHandle pool, ElementId id) {
        return Optional.ofNullable(pools.getOrDefault(pool, Map.of()).get(id));
    }

    /** Returns a copy of the list of all. */
    List<Membership> all() {
        return pools.values().stream().flatMap(ofPool -> ofPool.values().stream()).toList();
    }

    /** Returns those of a pool of which a registrar may know. */
    List<ElementId> knownIn(PoolHandle pool) {
        return pools.getOrDefault(pool, Map.of()).values().stream()
                .filter(membership -> membership.described.isPresent())
                .map(membership -> membership.id)
                .toList();
    }

    /** Takes note that a registration is on its way. */
    void sent(Membership membership) {
        membership.unanswered++;
        unanswered.add(membership);
    }

    /** Takes note of an answer, and returns whether it is the one to what was sent last. */
    boolean answered(Membership membership) {
        membership.unanswered--;
        return membership.unanswered == 0 && unanswered.remove(membership);
    }

    /** Returns the only one of which something is on its way. */
    Optional<Membership> onlyUnanswered() {
        return unanswered.size() == 1
                ? Optional.of(unanswered.iterator().next())
                : Optional.empty();
    }

    /** The link in use is another one, or gone: nothing is on its way any more. */
    void detach(Membership membership) {
        membership.detach();
        unanswered.remove(membership);
    }

    int tickets() {
        return waiting.size();
    }

    void await(Ticket ticket, Membership membership) {
        waiting.put(ticket, membership);
    }

    /** Forgets who waits, and returns for what. */
    Optional<Membership> forget(Ticket ticket) {
        return Optional.ofNullable(waiting.remove(ticket));
    }
}
