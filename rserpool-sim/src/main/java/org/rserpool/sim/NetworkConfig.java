package org.rserpool.sim;

import java.time.Duration;
import java.util.List;

/**
 * How the network of a world behaves while nothing is broken, and how soon hosts notice when
 * something is.
 *
 * @param leastLatency the shortest time that a message takes from host to host
 * @param mostLatency the longest such time; each pair of hosts has its own in between
 * @param jitter by how much the time of a single message is longer at the most
 * @param connectTimeout after what time an attempt to connect to somebody silent is given up
 * @param transportTimeout after what time without acknowledgement the transport gives up a
 *     connection: user time-out of TCP, path failure of SCTP
 * @param maxRetransmission how long it takes at the most until the transport repeats what was lost
 *     once a path is whole again
 * @param loss how many messages of a hundred over a connection are lost and repeated, and how long
 *     that takes is up to {@code repeat}
 * @param repeat how much later a message comes at the most that was lost once
 * @param maxUnread octets sent over a connection and not read yet: buffers of both kernels and the
 *     queue in front of them. One message more ends the connection
 * @param maxBacklog connections that the kernel accepts for a process that does not look
 * @param multicastLoss how many multicast datagrams of a hundred do not arrive at a receiver
 * @param multicastDuplication how many of a hundred arrive twice
 * @param lateness by how much a process may wake up too late
 * @param whims whether processes are woken up superfluously now and then, and look at time and
 *     messages in any order
 */
public record NetworkConfig(
        Duration leastLatency,
        Duration mostLatency,
        Duration jitter,
        Duration connectTimeout,
        Duration transportTimeout,
        Duration maxRetransmission,
        int loss,
        Duration repeat,
        int maxUnread,
        int maxBacklog,
        int multicastLoss,
        int multicastDuplication,
        Duration lateness,
        boolean whims) {

    /** Half of the way around the world and back, where messages are lost as well. */
    private static final Duration FAR = Duration.ofMillis(150);

    /** A millisecond from anywhere to anywhere, without any chance. */
    public static final NetworkConfig EVEN =
            new NetworkConfig(
                    Duration.ofMillis(1),
                    Duration.ofMillis(1),
                    Duration.ZERO,
                    Duration.ofSeconds(3),
                    Duration.ofSeconds(20),
                    Duration.ofMillis(100),
                    0,
                    Duration.ZERO,
                    256 * 1024,
                    64,
                    0,
                    0,
                    Duration.ZERO,
                    false);

    /** Draws a network. */
    public static NetworkConfig drawn(Chance chance) {
        var least = Duration.ofNanos(chance.between(20_000, 2_000_000));
        var most = chance.oneOf(List.of(least, least.multipliedBy(4), Duration.ofMillis(60), FAR));
        boolean isFar = most.equals(FAR);
        return new NetworkConfig(
                least,
                most.compareTo(least) < 0 ? least : most,
                Duration.ofNanos(chance.between(0, 2_000_000)),
                Duration.ofSeconds(chance.between(1, 8)),
                Duration.ofSeconds(chance.between(3, 40)),
                Duration.ofMillis(chance.between(20, 500)),
                isFar ? 1 : 0,
                isFar ? Duration.ofMillis(250) : Duration.ZERO,
                chance.between(16, 256) * 1024,
                chance.between(4, 128),
                chance.oneOf(List.of(0, 0, 5, 30)),
                chance.oneOf(List.of(0, 0, 5, 30)),
                Duration.ofNanos(chance.between(0, 3_000_000)),
                chance.percent(75));
    }

    /** Returns the longest time that a message takes while nothing is broken. */
    public Duration longest() {
        return mostLatency.plus(jitter).plus(repeat);
    }
}
