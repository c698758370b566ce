package org.rserpool.core.endpoint;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.rserpool.core.policy.Policies;
import org.rserpool.core.policy.SelectionPolicy;
import org.rserpool.core.policy.UserRule;
import org.rserpool.core.policy.UserSelection;
import org.rserpool.wire.ElementId;
import org.rserpool.wire.PolicyInfo;
import org.rserpool.wire.PoolElementInfo;
import org.rserpool.wire.PoolHandle;
import org.rserpool.wire.message.AsapMessage;

/**
 * The answers of registrars, kept for as long as they are good for (RFC 5352, section 3.3, C1 to
 * C4; ASAP-117 to ASAP-123), and the choice among them by the pool's policy.
 */
final class ResolutionCache {

    private static final int MAX_HANDED_OUT = 4096;

    private final EndpointConfig.Cache config;
    private final int maxPools;
    private final Policies policies;
    private final RandomGenerator random;
    private final Map<PoolHandle, Entry> entries = new LinkedHashMap<>(16, 0.75f, true);

    ResolutionCache(EndpointConfig config, Policies policies, RandomGenerator random) {
        this.config = config.cache();
        this.maxPools = config.limits().maxPools();
        this.policies = policies;
        this.random = random;
    }

    /** What is known of one pool. */
    final class Entry {
        private final PoolHandle pool;
        private PolicyInfo policy = PolicyInfo.ROUND_ROBIN;
        private Instant at = Instant.MIN;
        private boolean pushed;
        private UserSelection selection = new UserSelection(UserRule.ROUND_ROBIN, List.of());
        private final Map<ElementId, Instant> failed = new HashMap<>(); // never iterated
        private final Set<ElementId> handedOut = new LinkedHashSet<>();

        private Entry(PoolHandle pool) {
            this.pool = pool;
        }

        /** Returns whether the entry may be used without asking (ASAP-122). */
        boolean isFresh(Instant now, Duration maxAge) {
            return !elements().isEmpty() && (pushed || !at.plus(maxAge).isBefore(now));
        }

        /** Returns the whole entry as an answer with at most {@code items} elements. */
        EndpointAnswer.Resolved resolved(long items, Instant now) {
            long wanted = items == 0 ? elements().size() : items;
            var some = elements().stream().limit(wanted).toList();
            some.forEach(element -> handOut(element.id()));
            return new EndpointAnswer.Resolved(pool, policy, some, Duration.between(at, now));
        }

        /** Chooses the next element to use, one that did not fail lately if there is any. */
        Optional<PoolElementInfo> select(Instant now) {
            var chosen = selection.next(element -> failedLately(element.id(), now), random);
            chosen.ifPresent(element -> handOut(element.id()));
            return chosen;
        }

        /** Chooses like {@link #select}, and if all have failed lately, among all of them. */
        Optional<PoolElementInfo> selectAmongAll(Instant now) {
            var chosen = select(now);
            if (chosen.isPresent()) {
                return chosen;
            }
            failed.clear(); // the registrar, who has just been asked, believes in them
            return select(now);
        }

        private boolean failedLately(ElementId id, Instant now) {
            return failed.getOrDefault(id, Instant.MIN).isAfter(now);
        }

        private void handOut(ElementId id) {
            if (handedOut.size() < MAX_HANDED_OUT) {
                handedOut.add(id);
            }
        }

        PolicyInfo policy() {
            return policy;
        }

        List<PoolElementInfo> elements() {
            return selection.answer();
        }

        /** Returns whether the registrar tells of changes, so that the entry is never stale. */
        boolean isPushed() {
            return pushed;
        }

        private void fill(AsapMessage.HandleResolutionResponse response, Instant now) {
            // A pool without policy parameter is round robin, whatever its elements say (ASAP-027
            // to ASAP-029).
            policy = response.policy().orElse(PolicyInfo.ROUND_ROBIN);
            at = now;
            selection = new UserSelection(userRule(policy), response.elements());
            handedOut.retainAll(response.elements().stream().map(PoolElementInfo::id).toList());
        }
    }

    private UserRule userRule(PolicyInfo policy) {
        return policies.find(policy.type())
                .map(SelectionPolicy::userRule)
                .orElse(UserRule.ROUND_ROBIN);
    }

    Duration staleCacheValue() {
        return config.staleCacheValue();
    }

    Optional<Entry> find(PoolHandle pool) {
        return Optional.ofNullable(entries.get(pool));
    }

    /** Takes an answer; a negative one removes the entry. */
    void put(AsapMessage.HandleResolutionResponse response, Instant now) {
        if (!response.errors().isEmpty()) {
            entries.remove(response.pool());
            return;
        }
        var entry = entries.computeIfAbsent(response.pool(), Entry::new);
        entry.fill(response, now);
        entry.pushed = response.updates();
        if (entries.size() > maxPools) {
            var eldest = entries.keySet().iterator();
            eldest.next();
            eldest.remove();
        }
    }

    /** No changes are told any more: the link on which they were subscribed to is gone. */
    void onHomeLost() {
        entries.values().forEach(entry -> entry.pushed = false);
    }

    /** CachePurgeRequest (ASAP-213). */
    void purge(PoolHandle pool) {
        entries.remove(pool);
    }

    /**
     * Leaves out an element that failed, for a while.
     *
     * @return whether it was handed out before
     */
    boolean fail(PoolHandle pool, ElementId id, Instant now) {
        var entry = find(pool).filter(e -> e.handedOut.contains(id));
        entry.ifPresent(e -> e.failed.put(id, now.plus(config.failedFor())));
        return entry.isPresent();
    }
}
