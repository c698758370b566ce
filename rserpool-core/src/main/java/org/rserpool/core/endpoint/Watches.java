package org.rserpool.core.endpoint;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
 * pool yet, it is asked again and again.
 */
final class Watches {

    private final EndpointConfig config;
    private final Resolutions resolutions;
    private final Deadlines<Due> deadlines;
    private final Map<PoolHandle, Watch> watches = new LinkedHashMap<>();

    Watches(EndpointConfig config, Resolutions resolutions, Deadlines<Due> deadlines) {
        this.config = config;
        this.resolutions = resolutions;
        this.deadlines = deadlines;
    }

    private final class Watch {
        final PoolHandle pool;
        final Deadlines.Timer<Due> poll = deadlines.timer(this::ask);
        Optional<List<PoolElementInfo>> told = Optional.empty();

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
     * Begins to watch.
     *
     * @return false if that would be one pool too many
     */
    boolean watch(PoolHandle pool, Instant now, Outbox out) {
        if (!watches.containsKey(pool) && watches.size() >= config.limits().maxPools()) {
            return false;
        }
        var watch = new Watch(pool);
        Optional.ofNullable(watches.put(pool, watch)).ifPresent(former -> former.poll.cancel());
        watch.ask(now, out);
        return true;
    }

    void unwatch(PoolHandle pool) {
        Optional.ofNullable(watches.remove(pool)).ifPresent(watch -> watch.poll.cancel());
    }

    boolean isWatched(PoolHandle pool) {
        return watches.containsKey(pool);
    }

    /** Subscribes anew: registrars do not share subscriptions (ASAP-023). */
    void onHome(Instant now, Outbox out) {
        List.copyOf(watches.values()).forEach(watch -> watch.ask(now, out));
    }

    /** Tells what an answer or an update changes. */
    void onResponse(AsapMessage.HandleResolutionResponse response, Instant now, Outbox out) {
        var found = Optional.ofNullable(watches.get(response.pool()));
        if (found.isEmpty()) {
            return;
        }
        var watch = found.get();
        watch.poll.set(now.plus(config.cache().poll()));
        var elements = response.elements();
        if (!watch.told.equals(Optional.of(elements))) {
            watch.told = Optional.of(elements);
            out.tell(
                    new EndpointNotice.PoolChanged(
                            response.pool(),
                            response.policy().orElse(PolicyInfo.ROUND_ROBIN),
                            elements));
        }
    }
}
