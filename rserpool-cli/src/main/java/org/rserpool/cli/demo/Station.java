package org.rserpool.cli.demo;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.rserpool.wire.RegistrarId;
import org.rserpool.wire.TransportAddress;

/**
 * One registrar: this process, or another process of this program. May be shared between threads.
 */
final class Station {

    /** What a registrar does, or what was done to it. */
    enum Phase {
        /** Its process starts, or it reads the handlespace of the others. */
        STARTING,
        /** It serves. */
        SERVING,
        /** It was killed. */
        KILLED
    }

    /**
     * The registrar as it is shown.
     *
     * @param id empty until it serves
     */
    record Status(Optional<RegistrarId> id, Phase phase) {}

    /**
     * Where it serves.
     *
     * @param asap elements and users
     * @param enrp the others
     */
    record Place(TransportAddress asap, TransportAddress enrp) {}

    private final Optional<Process> process;
    private final AtomicReference<Status> status;
    private final AtomicReference<Optional<Place>> place;

    /** A registrar of this process, which serves. */
    Station(RegistrarId id, Place place) {
        this.process = Optional.empty();
        this.status = new AtomicReference<>(new Status(Optional.of(id), Phase.SERVING));
        this.place = new AtomicReference<>(Optional.of(place));
    }

    /** A process that has just been started. */
    Station(Process process) {
        this.process = Optional.of(process);
        this.status = new AtomicReference<>(new Status(Optional.empty(), Phase.STARTING));
        this.place = new AtomicReference<>(Optional.empty());
    }

    Status status() {
        return status.get();
    }

    /** Returns where it serves; empty until it does. */
    Optional<Place> place() {
        return place.get();
    }

    long pid() {
        return process.map(Process::pid).orElseGet(() -> ProcessHandle.current().pid());
    }

    void serves(RegistrarId id, Place at) {
        place.set(Optional.of(at));
        status.set(new Status(Optional.of(id), Phase.SERVING));
    }

    /** Kills its process; not this one. */
    void kill() {
        status.updateAndGet(former -> new Status(former.id, Phase.KILLED));
        process.orElseThrow().destroyForcibly();
    }

    /** Ends its process; this one goes on. */
    void end(Duration patience) throws InterruptedException {
        for (Process running : process.stream().toList()) {
            running.destroy();
            if (!running.waitFor(patience.toNanos(), TimeUnit.NANOSECONDS)) {
                running.destroyForcibly();
            }
        }
    }

    /** Returns the places of all that have served. */
    static List<Place> places(List<Station> stations) {
        return stations.stream().flatMap(station -> station.place().stream()).toList();
    }
}
