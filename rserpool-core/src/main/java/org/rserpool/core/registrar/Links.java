package org.rserpool.core.registrar;

import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.rserpool.core.Deadlines;
import org.rserpool.core.Due;
import org.rserpool.core.Event;
import org.rserpool.core.Link;
import org.rserpool.core.Outbox;
import org.rserpool.core.RateLimit;
import org.rserpool.core.handlespace.ElementEntry;
import org.rserpool.core.handlespace.Handlespace;
import org.rserpool.wire.IpAddress;
import org.rserpool.wire.PoolHandle;
import org.rserpool.wire.TransportAddress;

/**
 * The connections that are up, what is known of them, and when they are closed for saying nothing.
 */
final class Links {

    private final RegistrarConfig.Limits limits;
    private final Handlespace handlespace;
    private final Deadlines<Due> deadlines;
    private final Consumer<Connection> whenGone;
    private final Map<Link, Connection> connections = new HashMap<>(); // never iterated

    /**
     * Makes an empty collection.
     *
     * @param whenGone is told of each connection that has ended, whoever ended it
     */
    Links(
            RegistrarConfig.Limits limits,
            Handlespace handlespace,
            Deadlines<Due> deadlines,
            Consumer<Connection> whenGone) {
        this.limits = limits;
        this.handlespace = handlespace;
        this.deadlines = deadlines;
        this.whenGone = whenGone;
    }

    /** One connection. */
    final class Connection {
        private final Link link;
        private final Deadlines.Timer<Due> idle = deadlines.timer(this::onIdle);
        private final RateLimit resolutions = new RateLimit(limits.maxResolutionsPerSecond());
        private final RateLimit reports = new RateLimit(limits.maxReportsPerSecond());
        private final RateLimit errors = new RateLimit(limits.maxErrorsPerSecond());
        private final RateLimit complaints = new RateLimit(limits.maxComplaintsPerSecond());
        private Set<PoolHandle> subscriptions = Set.of();
        private TransportAddress remote;
        private Instant heard = Instant.MIN;

        private Connection(Link link, TransportAddress remote) {
            this.link = link;
            this.remote = remote;
        }

        Link link() {
            return link;
        }

        TransportAddress remote() {
            return remote;
        }

        /** Returns the pools of which changes are told here. */
        Set<PoolHandle> subscriptions() {
            return subscriptions;
        }

        void subscribe(PoolHandle pool) {
            if (subscriptions.isEmpty()) {
                subscriptions = new LinkedHashSet<>(2); // most connections never need one
            }
            subscriptions.add(pool);
        }

        /** Ends a subscription, and returns whether there was one. */
        boolean unsubscribe(PoolHandle pool) {
            return !subscriptions.isEmpty() && subscriptions.remove(pool);
        }

        RateLimit resolutions() {
            return resolutions;
        }

        RateLimit reports() {
            return reports;
        }

        RateLimit errors() {
            return errors;
        }

        /**
         * The timer is not moved with each message; it looks when it is due how long it has been.
         */
        private void onIdle(Instant now, Outbox out) {
            boolean needed = !subscriptions.isEmpty() || handlespace.hasElements(link);
            var end = needed ? now.plus(limits.idleLink()) : heard.plus(limits.idleLink());
            if (!needed && (heard.equals(Instant.MIN) || !end.isAfter(now))) {
                remove(link);
                out.close(link);
            } else {
                idle.set(end);
            }
        }
    }

    /** A connection is up, or has other addresses than before. */
    void onUp(Event.LinkUp up, Instant now) {
        var known = find(up.link());
        if (known.isPresent()) {
            known.get().remote = up.remote();
        } else {
            var connection = new Connection(up.link(), up.remote());
            connection.idle.set(now.plus(limits.silentLink()));
            connections.put(up.link(), connection);
        }
    }

    /** A good message came. */
    void onHeard(Link link, Instant now) {
        find(link).ifPresent(connection -> connection.heard = now);
    }

    /** Forgets a connection that has ended. */
    void remove(Link link) {
        Optional.ofNullable(connections.remove(link))
                .ifPresent(gone -> {
                    gone.idle.cancel();
                    whenGone.accept(gone);
                });
    }

    Optional<Connection> find(Link link) {
        return Optional.ofNullable(connections.get(link));
    }

    boolean isUp(Link link) {
        return connections.containsKey(link);
    }

    /** Returns the other side's IP addresses; empty if the connection is gone. */
    List<IpAddress> addresses(Link link) {
        return find(link).map(connection -> connection.remote.addresses()).orElse(List.of());
    }

    /** Returns whether what comes over a link can come from an element: its own link, its host. */
    boolean isOf(ElementEntry entry, Link link) {
        if (entry.link().equals(Optional.of(link))) {
            return true;
        }
        var user = entry.info().userTransport().addresses();
        var asap = entry.info().asapTransport().map(TransportAddress::addresses).orElse(List.of());
        return addresses(link).stream().anyMatch(a -> user.contains(a) || asap.contains(a));
    }

    /** Tells of something that a connection did wrong, unless it does too much. */
    void complain(Link link, Instant now, Outbox out, Supplier<RegistrarNotice> notice) {
        if (find(link).filter(known -> known.complaints.admits(now)).isPresent()) {
            out.tell(notice.get());
        }
    }

    int size() {
        return connections.size();
    }
}
