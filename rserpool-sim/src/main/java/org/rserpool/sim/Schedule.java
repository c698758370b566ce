package org.rserpool.sim;

import java.util.PriorityQueue;

/**
 * What is to happen in a world: by time, and what falls on the same moment in the order planned.
 */
final class Schedule {

    private final PriorityQueue<Plan> plans = new PriorityQueue<>();
    private long turns;

    private record Plan(long time, long turn, Runnable task) implements Comparable<Plan> {
        @Override
        public int compareTo(Plan other) {
            int byTime = Long.compare(time, other.time);
            return byTime != 0 ? byTime : Long.compare(turn, other.turn);
        }
    }

    void add(long time, Runnable task) {
        plans.add(new Plan(time, turns++, task));
    }

    /** Returns the time of what happens next; {@link Long#MAX_VALUE} if there is nothing. */
    long next() {
        var first = plans.peek();
        return first == null ? Long.MAX_VALUE : first.time;
    }

    /** Takes what happens next. */
    Runnable take() {
        return plans.remove().task;
    }
}
