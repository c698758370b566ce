package org.rserpool.core.registrar;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.rserpool.core.Link;
import org.rserpool.wire.codec.Wire;
import org.rserpool.wire.message.AsapMessage;

/** Keeps what elements and users ask until the handlespace is what the peers have. */
final class Gate {

    /** What waits may take up so many octets, as they were sent. */
    static final int MAX_OCTETS = 16 << 20;

    private final int max;
    private final Queue<Held> held = new ArrayDeque<>();

    private int octets;

    /** A message that waits. */
    record Held(Link link, AsapMessage message) {}

    /**
     * Makes a gate.
     *
     * @param max how many messages wait at the most; more are dropped
     */
    Gate(int max) {
        this.max = max;
    }

    void hold(Link link, AsapMessage message) {
        int size = Wire.sizeOf(message);
        if (held.size() < max && octets + size <= MAX_OCTETS) {
            octets += size;
            held.add(new Held(link, message));
        }
    }

    /** Returns what has waited, in the order in which it came. */
    List<Held> release() {
        var released = List.copyOf(held);
        held.clear();
        octets = 0;
        return released;
    }
}
