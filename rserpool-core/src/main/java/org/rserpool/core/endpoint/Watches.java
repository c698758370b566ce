package org.rserpool.core.endpoint;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.rserpool.core.Deadlines;
import org.rserpool.core.Due;
import org.rserpool.core.Outbox;
import org.rserpool.wire.PolicyInfo;
import org.rserpool.wire.PoolElementInfo;
import org.rserpool.wire.PoolHandle;
import org.rserpool.wire.message.AsapMessage;

/**
 * Automatic updates: keeps watched pools in the cache and tells of their changes (RFC 5352, section
 * 2.2.5; ASAP-022 to ASAP-025, REQ-025).
 *
 * <p>Where the registrar does not tell of changes, because it cannot or because there is no such
 * pool yet, it is asked again and again. One that does is asked, too, when it is silent for long:
 * it may be dead.
 */
final class Watches {

    private final EndpointConfig config;
    private final Resolutions resolutions;
    private final ResolutionCache cache;
    private final HandedOut handedOut;
    private final Deadlines<Due> deadlines;
    private final Map<PoolHandle, Watch> watches = new LinkedHashMap<>();

    Watches(
            EndpointConfig config,
            Resolutions resolutions,
            ResolutionCache cache,
            HandedOut handedOut,
            Deadlines<Due> deadlines) {
        this.config = config;
        this.resolutions = resolutions;
        this.cache = cache;
        this.handedOut = handedOut;
        this.deadlines = deadlines;
    }

    private final class Watch {
        final PoolHandle pool;
        final Deadlines.Timer<Due> poll = deadlines.timer(this::ask);
        Optional<Set<PoolElementInfo>> told = Optional.empty(); // never iterated

        Watch(PoolHandle pool) {
            this.pool = pool;
        }

        private void ask(Instant now, Outbox out) {
            poll.set(now.plus(config.cache().poll()));
            resolutions.subscribe(pool, now, out);
        }
    }

    boolean needsHome() {
        return !watches.isEmpty();
    }

    /**
     * Begins to watch; what a pool watched already has is told once more.
     *
     * @return false if that would be one pool too many
     */
    boolean watch(PoolHandle pool, Instant now, Outbox out) {
        var known = find(pool);
        if (known.isEmpty() && watches.size() >= config.limits().maxPools()) {
            return false;
        }
        var watch = known.orElseGet(() -> new Watch(pool));
        watch.told = Optional.empty();
        watches.put(pool, watch);
        watch.ask(now, out);
        return true;
    }

    /** Ends a watch, and the updates if the registrar sends any. */
    void unwatch(PoolHandle pool, Instant now, Outbox out) {
        Optional.ofNullable(watches.remove(pool))
                .ifPresent(watch -> {
                    watch.poll.cancel();
                    if (cache.endUpdates(pool)) {
                        resolutions.unsubscribe(pool, now, out);
                    }
                });
    }

    boolean isWatched(PoolHandle pool) {
        return watches.containsKey(pool);
    }

    /** Subscribes anew: registrars do not share subscriptions (ASAP-023). */
    void onHome(Instant now, Outbox out) {
        List.copyOf(watches.values()).forEach(watch -> watch.ask(now, out));
    }

    /** Tells what the state of a pool, as the registrar has it, changes. */
    void onState(AsapMessage.HandleResolutionResponse response, Instant now, Outbox out) {
        find(response.pool())
                .ifPresent(watch -> {
                    watch.poll.set(now.plus(config.cache().poll()));
                    // The order is the policy's and different each time.
                    var elements = Optional.of(Set.copyOf(response.elements())); // never iterated
                    if (!watch.told.equals(elements)) {
                        watch.told = elements;
                        tell(response, out);
                    }
                });
    }

    private void tell(AsapMessage.HandleResolutionResponse response, Outbox out) {
        var pool = response.pool();
        var elements = response.elements();
        elements.forEach(element -> handedOut.add(pool, element.id()));
        var policy = response.policy().orElse(PolicyInfo.ROUND_ROBIN);
        out.tell(new EndpointNotice.PoolChanged(pool, policy, elements));
    }

    private Optional<Watch> find(PoolHandle pool) {
        return Optional.ofNullable(watches.get(pool));
    }
}
