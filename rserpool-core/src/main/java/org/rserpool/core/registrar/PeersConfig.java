package org.rserpool.core.registrar;

import java.time.Duration;
import org.rserpool.wire.RegistrarId;

/**
 * How a registrar lives with its peers (RFC 5353); names of the timers as there, section 4.2.
 *
 * @param heartbeatCycle PEER-HEARTBEAT-CYCLE: how often the peers are told that we are there; each
 *     cycle is up to an eighth shorter, so that registrars do not fall into step
 * @param maxTimeLastHeard MAX-TIME-LAST-HEARD: how long a peer may be silent before it is asked;
 *     two cycles and more, so that one lost message means nothing
 * @param maxTimeNoResponse MAX-TIME-NO-RESPONSE: how long any answer may take; then a peer that was
 *     asked whether it lives counts as dead
 * @param mentorDiscovery how long a starting registrar waits for the first peer to answer, or to be
 *     heard by multicast, before it takes itself for the first of the scope
 * @param afterReject how long a starting registrar waits before it asks again whoever rejected it;
 *     up to half as long again, by chance
 * @param maxRejects after how many rounds of rejections a starting registrar serves with what it
 *     has; audits bring the rest
 * @param arbitration how long the peers may take to agree to a takeover before they are asked once
 *     more, and then whether they live
 * @param takeoverWinner which of two registrars that want the same takeover gives in to the other;
 *     the same in all of a scope
 * @param claimDelay how long elements of a dead registrar have to come by themselves, before they
 *     are told of their new home: they have lost their connection to it as well
 * @param claimPace how many elements of a dead registrar are told of their new home per second
 * @param refresh how often the elements of each peer are read anew although nothing seems to be
 *     wrong: the checksum does not cover their attributes
 * @param announcesUnchanged whether a renewal that changes nothing is announced (ENRP-080). Off is
 *     a deviation, and fatal with RSPLIB, which counts the lives of others' elements
 * @param suggestsTakeovers whether elements are offered to the peer that suits them best.
 *     Deviation: an extension of RSPLIB (draft-dreibholz-rserpool-enrp-takeover)
 * @param acceptsTakeovers whether elements that are offered so are taken
 * @param maxPeers how many peers are known at the most; more are ignored
 * @param maxHeld how many requests of elements and users are kept while the handlespace is not yet
 *     what the peers have; more are dropped, and asked again by who sent them
 */
public record PeersConfig(
        Duration heartbeatCycle,
        Duration maxTimeLastHeard,
        Duration maxTimeNoResponse,
        Duration mentorDiscovery,
        Duration afterReject,
        int maxRejects,
        Duration arbitration,
        TakeoverWinner takeoverWinner,
        Duration claimDelay,
        int claimPace,
        Duration refresh,
        boolean announcesUnchanged,
        boolean suggestsTakeovers,
        boolean acceptsTakeovers,
        int maxPeers,
        int maxHeld) {

    /** The defaults of the RFC; what it leaves open as RSPLIB has it. */
    public static final PeersConfig RFC =
            new PeersConfig(
                    Duration.ofSeconds(30),
                    Duration.ofSeconds(61),
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(2),
                    3,
                    Duration.ofSeconds(5),
                    TakeoverWinner.HIGHER,
                    Duration.ofSeconds(1),
                    5_000,
                    Duration.ofMinutes(10),
                    true,
                    false,
                    false,
                    256,
                    10_000);

    /** Ours: a registrar that is dead is replaced within seconds. */
    public static final PeersConfig FAST =
            new PeersConfig(
                    Duration.ofMillis(500),
                    Duration.ofSeconds(2),
                    Duration.ofMillis(1_500),
                    Duration.ofSeconds(1),
                    Duration.ofMillis(200),
                    10,
                    Duration.ofSeconds(1),
                    TakeoverWinner.HIGHER,
                    Duration.ofMillis(500),
                    10_000,
                    Duration.ofMinutes(10),
                    true,
                    false,
                    false,
                    256,
                    10_000);

    /** The timers of RSPLIB 3.x, and its arbitration. */
    public static final PeersConfig RSPLIB =
            new PeersConfig(
                    Duration.ofMillis(2_444),
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(2),
                    3,
                    Duration.ofSeconds(5),
                    TakeoverWinner.LOWER,
                    Duration.ofSeconds(1),
                    5_000,
                    Duration.ofMinutes(10),
                    true,
                    false,
                    false,
                    256,
                    10_000);

    /** Which of two registrars that want the same takeover wins. */
    public enum TakeoverWinner {
        /** The higher identifier, as the RFC has it (ENRP-125, ENRP-127). */
        HIGHER,
        /** The lower identifier, as RSPLIB has it. Deviation. */
        LOWER;

        /** Returns whether {@code one} wins against {@code other}. */
        boolean prefers(RegistrarId one, RegistrarId other) {
            int order = one.compareTo(other);
            return switch (this) {
                case HIGHER -> order > 0;
                case LOWER -> order < 0;
            };
        }
    }

    /** Refuses times that are not positive, and numbers below 1. */
    public PeersConfig {
        positive("heartbeatCycle", heartbeatCycle);
        positive("maxTimeLastHeard", maxTimeLastHeard);
        positive("maxTimeNoResponse", maxTimeNoResponse);
        positive("mentorDiscovery", mentorDiscovery);
        positive("afterReject", afterReject);
        positive("arbitration", arbitration);
        positive("refresh", refresh);
        if (claimDelay.isNegative()) {
            throw new IllegalArgumentException("claimDelay is not negative, but is " + claimDelay);
        }
        atLeastOne("maxRejects", maxRejects);
        atLeastOne("claimPace", claimPace);
        atLeastOne("maxPeers", maxPeers);
        atLeastOne("maxHeld", maxHeld);
    }

    /** Returns a copy that offers elements to the peers that suit them best, and takes them. */
    public PeersConfig withTakeoverSuggestions() {
        return new PeersConfig(
                heartbeatCycle,
                maxTimeLastHeard,
                maxTimeNoResponse,
                mentorDiscovery,
                afterReject,
                maxRejects,
                arbitration,
                takeoverWinner,
                claimDelay,
                claimPace,
                refresh,
                announcesUnchanged,
                true,
                true,
                maxPeers,
                maxHeld);
    }

    private static void positive(String name, Duration value) {
        if (!value.isPositive()) {
            throw new IllegalArgumentException(name + " is positive, not " + value);
        }
    }

    private static void atLeastOne(String name, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + " is at least 1, not " + value);
        }
    }
}
