package org.rserpool.core.registrar;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.rserpool.core.Outbox;
import org.rserpool.core.handlespace.Handlespace;
import org.rserpool.wire.RegistrarId;

/**
 * Looks for elements whose home registrar is nobody's peer: somebody was taking over and did not,
 * or we missed it. After a while such a registrar counts as dead.
 */
final class Orphans {

    private final PeersConfig config;
    private final Handlespace handlespace;
    private final Peers peers;
    private final Takeovers takeovers;
    private final Map<RegistrarId, Instant> since = new TreeMap<>();

    Orphans(PeersConfig config, Handlespace handlespace, Peers peers, Takeovers takeovers) {
        this.config = config;
        this.handlespace = handlespace;
        this.peers = peers;
        this.takeovers = takeovers;
    }

    /** Looks at who owns elements; often. */
    void look(Instant now, Outbox out) {
        var unknown =
                handlespace.owners().stream()
                        .filter(owner -> !owner.equals(handlespace.self()))
                        .filter(owner -> peers.find(owner).filter(Peer::isConfirmed).isEmpty())
                        .toList();
        since.keySet().retainAll(unknown);
        for (RegistrarId owner : unknown) {
            var begin = since.computeIfAbsent(owner, _ -> now);
            if (!begin.plus(patience()).isAfter(now)) {
                since.remove(owner);
                peers.find(owner)
                        .or(() -> peers.add(owner, now))
                        .ifPresent(target -> takeovers.begin(target, now, out));
            }
        }
    }

    private Duration patience() {
        return config.arbitration()
                .multipliedBy(2)
                .plusSeconds(1)
                .plus(config.maxTimeLastHeard())
                .plus(config.maxTimeNoResponse());
    }
}
