package org.rserpool.core.endpoint;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

    private final EndpointConfig.Cache config;
    private final int maxPools;
    private final Policies policies;
    private final HandedOut handedOut;
    private final RandomGenerator random;
    private final Map<PoolHandle, Entry> entries = new LinkedHashMap<>(16, 0.75f, true);

    ResolutionCache(
            EndpointConfig config, Policies policies, HandedOut handedOut, RandomGenerator random) {
        this.config = config.cache();
        this.handedOut = handedOut;
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
        private boolean complete;
        private UserSelection selection = new UserSelection(UserRule.ROUND_ROBIN, List.of());
        private Optional<ElementId> last = Optional.empty();
        private final Map<ElementId, Instant> failed = new LinkedHashMap<>(0);

        private Entry(PoolHandle pool) {
            this.pool = pool;
        }

        /** Returns whether the entry may be used without asking (ASAP-122). */
        boolean isFresh(Instant now, Duration maxAge) {
            boolean young = Duration.between(at, now).compareTo(maxAge) <= 0;
            return pushed || (maxAge.isPositive() && young);
        }

        /** Returns whether there are as many elements as wanted, or no more in the pool. */
        boolean suffices(long items) {
            return complete || items <= elements().size();
        }

        /** Returns the whole entry as an answer with at most {@code items} elements. */
        EndpointAnswer.Resolved resolved(long items, Instant now) {
            long wanted = items == 0 ? elements().size() : items;
            var some = elements().stream().limit(wanted).toList();
            some.forEach(element -> handedOut.add(pool, element.id()));
            return new EndpointAnswer.Resolved(pool, policy, some, Duration.between(at, now));
        }

        /** Chooses the next element to use, one that did not fail lately if there is any. */
        Optional<PoolElementInfo> select(Instant now) {
            var chosen = selection.next(element -> failedLately(element.id(), now), random);
            chosen.ifPresent(element -> {
                last = Optional.of(element.id());
                handedOut.add(pool, element.id());
            });
            return chosen;
        }

        /** Chooses like {@link #select}, and if all have failed lately, among all of them. */
        PoolElementInfo selectAmongAll(Instant now) {
            return select(now)
                    .or(() -> {
                        failed.clear(); // the registrar, who has just been asked, believes in them
                        return select(now);
                    })
                    .orElseThrow();
        }

        private boolean failedLately(ElementId id, Instant now) {
            return failed.getOrDefault(id, Instant.MIN).isAfter(now);
        }

        List<PoolElementInfo> elements() {
            return selection.answer();
        }

        private void fill(
                AsapMessage.HandleResolutionResponse response,
                boolean complete,
                boolean watched,
                Instant now) {
            // A pool without policy parameter is round robin, whatever its elements say (ASAP-027
            // to ASAP-029).
            policy = response.policy().orElse(PolicyInfo.ROUND_ROBIN);
            at = now;
            var rule = userRule(policy);
            boolean goesOn = pushed && response.updates() && rule == UserRule.ROUND_ROBIN;
            var elements = response.elements();
            selection = new UserSelection(rule, goesOn ? fromNext(elements) : elements);
            pushed = response.updates() && watched;
            this.complete = complete || response.updates();
            failed.values().removeIf(until -> !until.isAfter(now));
        }

        /** An update is no answer: the round goes on behind the element chosen last. */
        private List<PoolElementInfo> fromNext(List<PoolElementInfo> elements) {
            int from = 0;
            for (int i = 0; i < elements.size(); i++) {
                if (last.equals(Optional.of(elements.get(i).id()))) {
                    from = i + 1;
                }
            }
            var turned = new ArrayList<>(elements.subList(from, elements.size()));
            turned.addAll(elements.subList(0, from));
            return turned;
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

    /**
     * Takes a positive answer, or an update.
     *
     * @param complete whether it is known to list the whole pool
     * @param watched whether further updates will be taken
     */
    void put(
            AsapMessage.HandleResolutionResponse response,
            boolean complete,
            boolean watched,
            Instant now) {
        entries.computeIfAbsent(response.pool(), Entry::new).fill(response, complete, watched, now);
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

    /**
     * Updates of this pool will not be taken any more.
     *
     * @return whether there were any
     */
    boolean endUpdates(PoolHandle pool) {
        var ended = find(pool).filter(entry -> entry.pushed);
        ended.ifPresent(entry -> entry.pushed = false);
        return ended.isPresent();
    }

    /** Forgets a pool: CachePurgeRequest (ASAP-213), or the registrar says that it is gone. */
    void purge(PoolHandle pool) {
        entries.remove(pool);
    }

    /** Leaves out an element that failed, for a while. */
    void fail(PoolHandle pool, ElementId id, Instant now) {
        find(pool).ifPresent(entry -> entry.failed.put(id, now.plus(config.failedFor())));
    }
}
