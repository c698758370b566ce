package org.rserpool.sim;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Remembers which nodes something went wrong with, and when, so that checks know what to excuse.
 */
public final class Disturbances implements Observer {

    private static final long NEVER = Long.MIN_VALUE;

    private final World world;
    private final List<Long> last = new ArrayList<>();

    /** Begins to remember. */
    public Disturbances(World world) {
        this.world = world;
        world.observe(this);
    }

    @Override
    public void onChange(Node node, Change change) {
        note(node);
    }

    /** Something went wrong with a node, or has just ended to be wrong. */
    public void note(Node node) {
        while (last.size() <= node.index) {
            last.add(NEVER);
        }
        last.set(node.index, world.nanos());
    }

    private long last(Node node) {
        return node.index < last.size() ? last.get(node.index) : NEVER;
    }

    /**
     * Returns whether nothing has been wrong with two nodes and the way between them, for so long.
     */
    public boolean isCalm(Node a, Node b, Duration time) {
        long since = world.nanos() - time.toNanos();
        return isCalm(a, since) && isCalm(b, since) && isOrderly(a, b) && isOrderly(b, a);
    }

    /**
     * Returns since when nothing has been wrong with some nodes and the ways between them; this
     * moment, if something is.
     */
    public Duration calmSince(List<Node> nodes) {
        long since = 0;
        for (Node node : nodes) {
            if (!isCalm(node, Long.MAX_VALUE)) {
                return world.now();
            }
            since = Math.max(since, last(node));
            for (Node other : nodes) {
                if (!isOrderly(node, other)) {
                    return world.now();
                }
            }
        }
        return Duration.ofNanos(since);
    }

    private boolean isCalm(Node node, long since) {
        return node.isRunning() && !node.isSlow() && last(node) < since;
    }

    private boolean isOrderly(Node from, Node to) {
        return world.network().reaches(from, to) && !world.network().lags(from, to);
    }
}
