package org.rserpool.net.transport;

import java.time.Duration;

/**
 * The limits of a node.
 *
 * @param maxLinks links accepted from others at a time, on all listeners together. At the limit
 *     accepting stops, and others wait in the operating system's queue until a link ends. Links
 *     that the machine opens do not count, so that a full house cannot keep it from its peers
 * @param maxPendingRequests requests whose answers were not yet taken by those who asked; further
 *     ones are refused
 * @param maxPendingNotices notices that wait for a slow listener; further ones are dropped, and it
 *     hears how many
 * @param maxSendQueue octets, beyond what the operating system takes, that wait on one link for a
 *     slow reader; at the limit the link ends as {@code OVERFLOW}. At least one message of full
 *     size
 * @param maxReadPerTurn octets read from one link before the others have their turn; smaller is
 *     fairer under a flood, larger costs fewer system calls
 * @param maxDatagramsPerSecond multicast datagrams looked at per second; what comes beyond waits in
 *     the socket or is dropped by the operating system
 * @param connectTimeout how long the opening of a link may take, all addresses of the other side
 *     together
 * @param closeTimeout how long a link that was closed gracefully may take to deliver what was sent
 *     before; also how long the close of a node may take
 */
public record Limits(
        int maxLinks,
        int maxPendingRequests,
        int maxPendingNotices,
        int maxSendQueue,
        int maxReadPerTurn,
        int maxDatagramsPerSecond,
        Duration connectTimeout,
        Duration closeTimeout) {

    /** Enough for ten thousand pool elements and their users. */
    public static final Limits DEFAULTS =
            new Limits(
                    16_000,
                    10_000,
                    10_000,
                    512 * 1024,
                    16 * 1024,
                    1_000,
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(5));

    private static final int MIN_SEND_QUEUE = 0x10000;

    /** Refuses limits under which nothing could happen. */
    public Limits {
        atLeast("maxLinks", 0, maxLinks);
        atLeast("maxPendingRequests", 1, maxPendingRequests);
        atLeast("maxPendingNotices", 1, maxPendingNotices);
        atLeast("maxSendQueue", MIN_SEND_QUEUE, maxSendQueue);
        atLeast("maxReadPerTurn", 1, maxReadPerTurn);
        atLeast("maxDatagramsPerSecond", 1, maxDatagramsPerSecond);
        positive("connectTimeout", connectTimeout);
        positive("closeTimeout", closeTimeout);
    }

    /** Returns these limits with another number of links. */
    public Limits withMaxLinks(int links) {
        return new Limits(
                links,
                maxPendingRequests,
                maxPendingNotices,
                maxSendQueue,
                maxReadPerTurn,
                maxDatagramsPerSecond,
                connectTimeout,
                closeTimeout);
    }

    /** Returns these limits with another number of pending requests. */
    public Limits withMaxPendingRequests(int requests) {
        return new Limits(
                maxLinks,
                requests,
                maxPendingNotices,
                maxSendQueue,
                maxReadPerTurn,
                maxDatagramsPerSecond,
                connectTimeout,
                closeTimeout);
    }

    /** Returns these limits with another number of pending notices. */
    public Limits withMaxPendingNotices(int notices) {
        return new Limits(
                maxLinks,
                maxPendingRequests,
                notices,
                maxSendQueue,
                maxReadPerTurn,
                maxDatagramsPerSecond,
                connectTimeout,
                closeTimeout);
    }

    /** Returns these limits with another length of the send queues. */
    public Limits withMaxSendQueue(int octets) {
        return new Limits(
                maxLinks,
                maxPendingRequests,
                maxPendingNotices,
                octets,
                maxReadPerTurn,
                maxDatagramsPerSecond,
                connectTimeout,
                closeTimeout);
    }

    /** Returns these limits with another share of each link in a turn. */
    public Limits withMaxReadPerTurn(int octets) {
        return new Limits(
                maxLinks,
                maxPendingRequests,
                maxPendingNotices,
                maxSendQueue,
                octets,
                maxDatagramsPerSecond,
                connectTimeout,
                closeTimeout);
    }

    /** Returns these limits with another rate of datagrams. */
    public Limits withMaxDatagramsPerSecond(int datagrams) {
        return new Limits(
                maxLinks,
                maxPendingRequests,
                maxPendingNotices,
                maxSendQueue,
                maxReadPerTurn,
                datagrams,
                connectTimeout,
                closeTimeout);
    }

    /** Returns these limits with another time for opening. */
    public Limits withConnectTimeout(Duration timeout) {
        return new Limits(
                maxLinks,
                maxPendingRequests,
                maxPendingNotices,
                maxSendQueue,
                maxReadPerTurn,
                maxDatagramsPerSecond,
                timeout,
                closeTimeout);
    }

    /** Returns these limits with another time for closing. */
    public Limits withCloseTimeout(Duration timeout) {
        return new Limits(
                maxLinks,
                maxPendingRequests,
                maxPendingNotices,
                maxSendQueue,
                maxReadPerTurn,
                maxDatagramsPerSecond,
                connectTimeout,
                timeout);
    }

    private static void atLeast(String name, int least, int value) {
        if (value < least) {
            throw new IllegalArgumentException(
                    "%s must be at least %d, is %d".formatted(name, least, value));
        }
    }

    private static void positive(String name, Duration value) {
        if (!value.isPositive()) {
            throw new IllegalArgumentException(name + " must be positive, is " + value);
        }
    }
}
