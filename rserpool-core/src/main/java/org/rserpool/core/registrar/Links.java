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
import org.rserpool.core.Event;
import org.rserpool.core.Link;
import org.rserpool.core.Outbox;
import org.rserpool.core.RateLimit;
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
    private final Map<Link, Connection> connections = new HashMap<>(); // never iterated

    Links(RegistrarConfig.Limits limits, Handlespace handlespace, Deadlines<Due> deadlines) {
        this.limits = limits;
        this.handlespace = handlespace;
        this.deadlines = deadlines;
    }

    /** One connection. */
    final class Connection {
        private final Link link;
        private final Deadlines.Timer<Due> idle = deadlines.timer(this::onIdle);
        private final Set<PoolHandle> subscriptions = new LinkedHashSet<>(2);
        private final RateLimit resolutions = new RateLimit(limits.maxResolutionsPerSecond());
        private final RateLimit reports = new RateLimit(limits.maxReportsPerSecond());
        private final RateLimit errors = new RateLimit(limits.maxErrorsPerSecond());
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

        Set<PoolHandle> subscriptions() {
            return subscriptions;
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
            if (heard.equals(Instant.MIN) || !end.isAfter(now)) {
                connections.remove(link);
                out.close(link);
            } else {
                idle.set(end);
            }
        }
    }

    /** A connection is up, or has other addresses than before. */
    void onUp(Event.LinkUp up, Instant now) {
        var known = Optional.ofNullable(connections.get(up.link()));
        if (known.isPresent()) {
            known.get().remote = up.remote();
            return;
        }
        var connection = new Connection(up.link(), up.remote());
        connection.idle.set(now.plus(limits.silentLink()));
        connections.put(up.link(), connection);
    }

    /** A good message came. */
    void onHeard(Link link, Instant now) {
        find(link).ifPresent(connection -> connection.heard = now);
    }

    /** Forgets a connection that has ended, and returns what was known of it. */
    Optional<Connection> remove(Link link) {
        var gone = Optional.ofNullable(connections.remove(link));
        gone.ifPresent(connection -> connection.idle.cancel());
        return gone;
    }

    Optional<Connection> find(Link link) {
        return Optional.ofNullable(connections.get(link));
    }

    /** Returns the other side's IP addresses; empty if the connection is gone. */
    List<IpAddress> addresses(Link link) {
        return find(link).map(connection -> connection.remote.addresses()).orElse(List.of());
    }

    int size() {
        return connections.size();
    }
}
