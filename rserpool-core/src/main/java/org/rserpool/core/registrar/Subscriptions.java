package org.rserpool.core.registrar;

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
import org.rserpool.wire.PoolHandle;

/**
 * Automatic updates: tells of the changes of a pool to those who asked for it, as long as their
 * connection lives (RFC 5352, section 2.2.5; ASAP-022 to ASAP-025).
 *
 * <p>Changes are gathered for a moment, since each update holds all that there is. The end of the
 * pool is told once and ends the subscription, as does a request without S bit.
 */
final class Subscriptions {

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

        Subscribers(PoolHandle pool) {
            this.pool = pool;
        }

        private void tell(Instant now, Outbox out) {
            var answer = answers.update(handlespace.pool(pool), pool);
            for (Link link : List.copyOf(links)) {
                out.send(link, answer);
                if (!answer.updates()) {
                    end(link, pool);
                }
            }
        }
    }

    /**
     * Begins or ends a subscription, as the S bit of a request for a known pool says.
     *
     * @return whether updates will be sent
     */
    boolean request(Link link, PoolHandle pool, boolean wanted) {
        var connection = links.find(link);
        if (connection.isEmpty()) {
            return false;
        }
        var subscribed = connection.get().subscriptions();
        if (!wanted) {
            end(link, pool);
            return false;
        }
        if (subscribed.contains(pool)) {
            return true;
        }
        boolean refused =
                !config.resolution().updates()
                        || size >= config.limits().maxSubscriptions()
                        || subscribed.size() >= config.limits().maxSubscriptionsPerLink();
        if (refused) {
            return false;
        }
        subscribed.add(pool);
        pools.computeIfAbsent(pool, Subscribers::new).links.add(link);
        size++;
        return true;
    }

    /** A pool has changed. */
    void onChange(PoolHandle pool, Instant now) {
        Optional.ofNullable(pools.get(pool))
                .filter(subscribers -> !subscribers.update.isSet())
                .ifPresent(s -> s.update.set(now.plus(config.resolution().updateDelay())));
    }

    /** Ends the subscriptions of a connection that is gone. */
    void onLinkDown(Links.Connection gone) {
        for (PoolHandle pool : List.copyOf(gone.subscriptions())) {
            remove(gone.link(), pool);
        }
    }

    int size() {
        return size;
    }

    private void end(Link link, PoolHandle pool) {
        boolean was =
                links.find(link).filter(known -> known.subscriptions().remove(pool)).isPresent();
        if (was) {
            remove(link, pool);
        }
    }

    private void remove(Link link, PoolHandle pool) {
        Optional.ofNullable(pools.get(pool))
                .ifPresent(subscribers -> {
                    if (subscribers.links.remove(link)) {
                        size--;
                    }
                    if (subscribers.links.isEmpty()) {
                        subscribers.update.cancel();
                        pools.remove(pool);
                    }
                });
    }
}
