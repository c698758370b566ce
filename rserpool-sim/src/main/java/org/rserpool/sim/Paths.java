package org.rserpool.sim;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The ways between hosts: how long they take, and which of them are cut. */
final class Paths {

    private final NetworkConfig config;
    private final Chance perPath;
    private final Chance chance;
    private final Map<Long, Path> paths = new HashMap<>(); // never iterated
    private final List<Cut> cuts = new ArrayList<>();

    Paths(NetworkConfig config, Chance chance) {
        this.config = config;
        this.perPath = chance;
        this.chance = chance.of("jitter");
    }

    private static final class Path {
        final long latency;
        long lag;

        Path(long latency) {
            this.latency = latency;
        }
    }

    private static long key(Node from, Node to) {
        return (long) from.index << 32 | to.index;
    }

    private Path path(Node from, Node to) {
        return paths.computeIfAbsent(
                key(from, to),
                k -> {
                    var own = perPath.of("path", k);
                    var latency = own.between(config.leastLatency(), config.mostLatency());
                    return new Path(latency.toNanos());
                });
    }

    /** Returns how many nanoseconds something takes that is sent now. */
    long transit(Node from, Node to) {
        var path = path(from, to);
        return path.latency + path.lag + chance.upTo(config.jitter().toNanos());
    }

    void lag(Node from, Node to, Duration lag) {
        path(from, to).lag = lag.toNanos();
    }

    boolean lags(Node from, Node to) {
        var known = paths.get(key(from, to));
        return known != null && known.lag > 0;
    }

    void cut(Cut cut) {
        cuts.add(cut);
    }

    void heal(Cut cut) {
        cuts.remove(cut);
    }

    void healAll() {
        cuts.clear();
    }

    /** Returns whether what one host sends arrives at another. */
    boolean reaches(Node from, Node to) {
        if (!from.isPowered() || !to.isPowered()) {
            return false;
        }
        for (Cut cut : cuts) {
            if (cut.separates(from, to)) {
                return false;
            }
        }
        return true;
    }

    boolean isWhole(Node a, Node b) {
        return reaches(a, b) && reaches(b, a);
    }
}
