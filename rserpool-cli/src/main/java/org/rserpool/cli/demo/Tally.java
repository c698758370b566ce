package org.rserpool.cli.demo;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.LongAdder;
import org.rserpool.wire.ElementId;

/** What has become of the users' requests. May be shared between threads. */
final class Tally {

    private final LongAdder sent = new LongAdder();
    private final LongAdder answered = new LongAdder();
    private final LongAdder lost = new LongAdder();
    private final LongAdder registrarsKilled = new LongAdder();
    private final LongAdder homeChanges = new LongAdder();
    private final Map<ElementId, LongAdder> byElement = new ConcurrentHashMap<>();

    /** Bounded by the number of requests, and only those that failed over are here. */
    private final ConcurrentLinkedQueue<Duration> failovers = new ConcurrentLinkedQueue<>();

    void sent() {
        sent.increment();
    }

    void answered(ElementId by) {
        byElement.computeIfAbsent(by, _ -> new LongAdder()).increment();
        answered.increment();
    }

    /**
     * Counts a request that was answered though an element failed it.
     *
     * @param time from the first attempt to the answer
     */
    void failedOver(Duration time) {
        failovers.add(time);
    }

    void lost() {
        lost.increment();
    }

    void registrarKilled() {
        registrarsKilled.increment();
    }

    /** Counts an element that has another home registrar than before. */
    void homeChanged() {
        homeChanges.increment();
    }

    /** Returns how many requests each element has answered. */
    Map<ElementId, Long> shares() {
        var shares = new TreeMap<ElementId, Long>();
        byElement.forEach((id, count) -> shares.put(id, count.sum()));
        return shares;
    }

    /** Returns the result up to here. */
    Summary summary() {
        var times = new ArrayList<>(failovers);
        times.sort(null);
        // Read backwards, so that nothing seems to be answered that was not sent.
        long lostNow = lost.sum();
        long answeredNow = answered.sum();
        return new Summary(
                sent.sum(),
                answeredNow,
                times.size(),
                lostNow,
                median(times),
                worst(times),
                registrarsKilled.sum(),
                homeChanges.sum());
    }

    private static Optional<Duration> median(List<Duration> sorted) {
        return sorted.isEmpty() ? Optional.empty() : Optional.of(sorted.get(sorted.size() / 2));
    }

    private static Optional<Duration> worst(List<Duration> sorted) {
        return sorted.isEmpty() ? Optional.empty() : Optional.of(sorted.getLast());
    }
}
