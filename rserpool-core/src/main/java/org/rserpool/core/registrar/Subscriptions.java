package org.rserpool.core.registrar;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.rserpool.core.Deadlines;
import org.rserpool.core.Due;
import org.rserpool.core.Link;
import org.rserpool.core.Outbox;
import org.rserpool.core.handlespace.Handlespace;
import org.rserpool.core.handlespace.Pool;
import org.rserpool.wire.PoolHandle;

/**
 * Automatic updates: tells of the changes of a pool to those who asked for it, as long as their
 * connection lives (RFC 5352, section 2.2.5; ASAP-022 to ASAP-025).
 *
 * <p>Each update holds all that there is, so changes are gathered: the first one after a while is
 * told at once or nearly so, and the larger the pool, the longer it takes until the next update. A
 * negative answer, be it an update or the answer to a request, ends the subscription, as does a
 * request without S bit.
 */
final class Subscriptions {

    /** For so many elements each, one update delay more lies between two updates. */
    private static final int ELEMENTS_PER_DELAY = 64;

    private final RegistrarConfig config;
    private final Handlespace handlespace;
    private final Links links;
    private final Answers answers;
    private final Deadlines<Due> deadlines;
    private final Map<PoolHandle, Subscribers> pools = new HashMap<>(); // never iterated
    private int size;

    Subscriptions(
            RegistrarConfig config,
            Handlespace handlespace,
            Links links,
            Answers answers,
            Deadlines<Due> deadlines) {
        this.config = config;
        this.handlespace = handlespace;
        this.links = links;
        this.answers = answers;
        this.deadlines = deadlines;
    }

    /** Those who are told of one pool. */
    private final class Subscribers {
        final PoolHandle pool;
        final Set<Link> links = new LinkedHashSet<>();
        final Deadlines.Timer<Due> update = deadlines.timer(this::tell);
        Instant notBefore = Instant.MIN;

        Subscribers(PoolHandle pool) {
            this.pool = pool;
        }

        void onChange(Instant now) {
            var soon = now.plus(config.resolution().updateDelay());
            if (!update.isSet()) {
                update.set(soon.isAfter(notBefore) ? soon : notBefore);
            }
        }

        private void tell(Instant now, Outbox out) {
            var known = handlespace.pool(pool);
            var answer = answers.update(known, pool);
            notBefore = now.plus(gap(known));
            for (Link link : List.copyOf(links)) {
                out.send(link, answer);
                if (!answer.updates()) {
                    end(link, pool);
                }
            }
        }

        private Duration gap(Optional<Pool> known) {
            long delays = 1L + known.map(Pool::size).orElse(0) / ELEMENTS_PER_DELAY;
            return config.resolution().updateDelay().multipliedBy(delays);
        }
    }

    /**
     * Begins or goes on with a subscription to a known pool.
     *
     * @return whether updates will be sent
     */
    boolean begin(Link link, PoolHandle pool) {
        var found = links.find(link);
        if (found.isEmpty() || !config.resolution().updates()) {
            return false;
        }
        var connection = found.get();
        if (connection.subscriptions().contains(pool)) {
            return true;
        }
        boolean full =
                size >= config.limits().maxSubscriptions()
                        || connection.subscriptions().size()
                                >= config.limits().maxSubscriptionsPerLink();
        if (full) {
            return false;
        }
        connection.subscribe(pool);
        pools.computeIfAbsent(pool, Subscribers::new).links.add(link);
        size++;
        return true;
    }

    /** Returns whether changes of a pool are told over a link. */
    boolean has(Link link, PoolHandle pool) {
        return links.find(link).filter(known -> known.subscriptions().contains(pool)).isPresent();
    }

    /** Ends a subscription if there is one. */
    void end(Link link, PoolHandle pool) {
        if (links.find(link).filter(known -> known.unsubscribe(pool)).isPresent()) {
            remove(link, pool);
        }
    }

    /** A pool has changed. */
    void onChange(PoolHandle pool, Instant now) {
        Optional.ofNullable(pools.get(pool)).ifPresent(subscribers -> subscribers.onChange(now));
    }

    /** Ends the subscriptions of a connection that is gone. */
    void onGone(Links.Connection gone) {
        gone.subscriptions().forEach(pool -> remove(gone.link(), pool));
    }

    int size() {
        return size;
    }

    private void remove(Link link, PoolHandle pool) {
        var subscribers = Optional.ofNullable(pools.get(pool)).orElseThrow();
        subscribers.links.remove(link);
        size--;
        if (subscribers.links.isEmpty()) {
            subscribers.update.cancel();
            pools.remove(pool);
        }
    }
}
