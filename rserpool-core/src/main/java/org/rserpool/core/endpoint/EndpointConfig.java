package org.rserpool.core.endpoint;

import java.time.Duration;
import java.util.List;
import org.rserpool.wire.TransportAddress;
import org.rserpool.wire.codec.Dialect;

/**
 * How an ASAP endpoint behaves; names and defaults of the timers as in RFC 5352, section 7.
 *
 * @param dialect how its messages are spelled: it decides whether an ASAP transport over TCP can be
 *     told
 * @param hunt how a registrar is found
 * @param requests how resolutions are asked
 * @param registrations how elements register
 * @param cache how long answers are good for
 * @param limits what is bounded
 */
public record EndpointConfig(
        Dialect dialect,
        Hunt hunt,
        Requests requests,
        Registrations registrations,
        Cache cache,
        Limits limits) {

    /** The defaults of the RFC. */
    public static final EndpointConfig RFC =
            new EndpointConfig(
                    Dialect.RFC,
                    new Hunt(
                            List.of(),
                            true,
                            3,
                            Duration.ofSeconds(10),
                            Duration.ofSeconds(60),
                            Duration.ofSeconds(1),
                            Duration.ofSeconds(5),
                            false,
                            false,
                            true),
                    new Requests(Duration.ofSeconds(15), 2, 0, false),
                    new Registrations(
                            Duration.ofSeconds(30),
                            Duration.ofSeconds(30),
                            2,
                            Duration.ofSeconds(600),
                            Duration.ofSeconds(20),
                            0,
                            Duration.ZERO,
                            false,
                            Duration.ofSeconds(1)),
                    new Cache(Duration.ZERO, Duration.ofSeconds(30), Duration.ofSeconds(30)),
                    Limits.DEFAULTS);

    /** Ours: a registrar that is silent is left within a second, and nobody gives up. */
    public static final EndpointConfig FAST =
            new EndpointConfig(
                    Dialect.EXTENDED,
                    new Hunt(
                            List.of(),
                            true,
                            3,
                            Duration.ofMillis(500),
                            Duration.ofSeconds(4),
                            Duration.ofSeconds(1),
                            Duration.ofSeconds(5),
                            true,
                            false,
                            true),
                    new Requests(Duration.ofMillis(700), Requests.FOREVER, 16, true),
                    new Registrations(
                            Duration.ofMillis(700),
                            Duration.ofMillis(700),
                            4,
                            Duration.ofSeconds(30),
                            Duration.ofSeconds(20),
                            10,
                            Duration.ofSeconds(3),
                            true,
                            Duration.ofMillis(100)),
                    new Cache(Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(2)),
                    Limits.DEFAULTS);

    /** The timers of RSPLIB 3.x. */
    public static final EndpointConfig RSPLIB =
            new EndpointConfig(
                    Dialect.RSPLIB,
                    new Hunt(
                            List.of(),
                            true,
                            3,
                            Duration.ofMillis(7500),
                            Duration.ofMillis(7500),
                            Duration.ofSeconds(1),
                            Duration.ofSeconds(5),
                            false,
                            true,
                            true),
                    new Requests(Duration.ofSeconds(3), 1, 0, true),
                    new Registrations(
                            Duration.ofSeconds(3),
                            Duration.ofSeconds(3),
                            1,
                            Duration.ofSeconds(30),
                            Duration.ofSeconds(20),
                            0,
                            Duration.ZERO,
                            true,
                            Duration.ofMillis(100)),
                    new Cache(
                            Duration.ofSeconds(30), Duration.ofSeconds(30), Duration.ofSeconds(2)),
                    Limits.DEFAULTS.withMaxPoolHandleLength(32));

    /**
     * The server hunt (RFC 5352, section 3.6).
     *
     * @param registrars configured addresses of registrars, in the order of preference
     * @param listen whether registrars that announce themselves are used as well
     * @param maxLinks how many registrars are tried at a time (ASAP-161, ASAP-162)
     * @param serverHunt T5-Serverhunt: how long one round of attempts may take at first
     * @param retranMax RETRAN-MAX: up to where the former doubles from round to round
     * @param serverAnnounce T6-Serverannounce of the registrars: the more there are, the more
     *     seldom each announces itself, and the longer its address must be good for
     * @param outdate T7-ENRPoutdate: how long an announced address is good for at the least
     * @param backsOff whether T1, T2 and T3 double with T5 in the same proportion, so that a
     *     registrar that is merely slow is given the time that it needs. Deviation: the RFC does
     *     not do that
     * @param originPort whether an announcement without address means the port from which it came
     *     (RSPLIB) and not the well-known port (ASAP-156)
     * @param onlyKnownHomes whether a keep-alive with the H bit is obeyed only if it comes from an
     *     address that is configured or was announced; else anybody could capture an element
     */
    public record Hunt(
            List<TransportAddress> registrars,
            boolean listen,
            int maxLinks,
            Duration serverHunt,
            Duration retranMax,
            Duration serverAnnounce,
            Duration outdate,
            boolean backsOff,
            boolean originPort,
            boolean onlyKnownHomes) {

        /** Refuses times that are not positive and a number of links out of 1 to 3. */
        public Hunt {
            registrars = List.copyOf(registrars);
            if (maxLinks < 1 || maxLinks > 3) {
                throw new IllegalArgumentException("maxLinks is 1 to 3, not " + maxLinks);
            }
            positive("serverHunt", serverHunt);
            positive("retranMax", retranMax);
            positive("serverAnnounce", serverAnnounce);
            positive("outdate", outdate);
        }

        /** Returns a copy that knows these registrars. */
        public Hunt withRegistrars(List<TransportAddress> newRegistrars) {
            return new Hunt(
                    newRegistrars,
                    listen,
                    maxLinks,
                    serverHunt,
                    retranMax,
                    serverAnnounce,
                    outdate,
                    backsOff,
                    originPort,
                    onlyKnownHomes);
        }
    }

    /**
     * Requests to the registrar (RFC 5352, section 3.7).
     *
     * @param timeout T1-ENRPrequest: how long an answer may take
     * @param maxRetransmit MAX-REQUEST-RETRANSMIT: how often an unanswered request is sent again
     * @param items how many elements are asked for where the application does not say, 0 leaves it
     *     to the registrar; more means better spreading from the cache, and longer answers
     * @param namesItems whether the registrar is told how many elements are wanted. Deviation: an
     *     extension of RSPLIB, which others skip
     */
    public record Requests(Duration timeout, int maxRetransmit, long items, boolean namesItems) {

        /** Again and again, until the application's patience ends. */
        public static final int FOREVER = Integer.MAX_VALUE;

        /** Refuses a time that is not positive and numbers out of range. */
        public Requests {
            positive("timeout", timeout);
            atLeast(0, "maxRetransmit", maxRetransmit);
            if (items < 0 || items > EndpointRequest.ALL) {
                throw new IllegalArgumentException(
                        "items is 0 to %d, not %d".formatted(EndpointRequest.ALL, items));
            }
        }

        /** Returns a copy with another timeout. */
        public Requests withTimeout(Duration newTimeout) {
            return new Requests(newTimeout, maxRetransmit, items, namesItems);
        }
    }

    /**
     * Registration and deregistration (RFC 5352, sections 3.1 and 3.2).
     *
     * @param registration T2-registration: how long the answer to a registration may take
     * @param deregistration T3-deregistration: how long the answer to a deregistration may take
     * @param maxAttempts MAX-REG-ATTEMPT: after how many attempts without success the application
     *     is told
     * @param maxRenewal the longest T4-reregistration
     * @param renewalMargin how long before the end of the registration life it is renewed at the
     *     latest; of short lives it is half the life
     * @param renewalSpread by up to how many per cent earlier than that a registration is renewed,
     *     so that elements that registered at the same moment do not renew at the same moment
     * @param maxSilence after what time without a word of the home registrar, not even a
     *     keep-alive, an element is registered anew to find out whether it is still there; zero for
     *     never. Deviation: the RFC does not do that
     * @param persistent whether attempts go on after the application was told, and whether a
     *     registration that was granted is tried again where it is refused because of resources or
     *     the identifier. Deviation: the RFC stops there (ASAP-060, ASAP-066)
     * @param newHomeDelay up to how long an element that was given a new home registrar by
     *     keep-alive waits before it registers there, so that not all come at once
     */
    public record Registrations(
            Duration registration,
            Duration deregistration,
            int maxAttempts,
            Duration maxRenewal,
            Duration renewalMargin,
            int renewalSpread,
            Duration maxSilence,
            boolean persistent,
            Duration newHomeDelay) {

        /** Refuses times that are not positive and numbers out of range. */
        public Registrations {
            positive("registration", registration);
            positive("deregistration", deregistration);
            atLeast(0, "maxAttempts", maxAttempts);
            positive("maxRenewal", maxRenewal);
            positive("renewalMargin", renewalMargin);
            positive("newHomeDelay", newHomeDelay);
            if (maxSilence.isNegative()) {
                throw new IllegalArgumentException(
                        "maxSilence is not negative, but is " + maxSilence);
            }
            if (renewalSpread < 0 || renewalSpread > 50) {
                throw new IllegalArgumentException(
                        "renewalSpread is 0 to 50, not " + renewalSpread);
            }
        }

        /** Returns a copy with another longest renewal interval. */
        public Registrations withMaxRenewal(Duration newMaxRenewal) {
            return new Registrations(
                    registration,
                    deregistration,
                    maxAttempts,
                    newMaxRenewal,
                    renewalMargin,
                    renewalSpread,
                    maxSilence,
                    persistent,
                    newHomeDelay);
        }

        /** Returns a copy that is content with another silence. */
        public Registrations withMaxSilence(Duration newMaxSilence) {
            return new Registrations(
                    registration,
                    deregistration,
                    maxAttempts,
                    maxRenewal,
                    renewalMargin,
                    renewalSpread,
                    newMaxSilence,
                    persistent,
                    newHomeDelay);
        }
    }

    /**
     * The cache of resolutions (RFC 5352, section 3.3).
     *
     * @param staleCacheValue stale_cache_value: how long an answer is fresh; zero: each request
     *     goes to the registrar
     * @param poll how often a watched pool is asked for where the registrar does not tell of
     *     changes, and how long one that does may be silent before it is asked
     * @param failedFor how long an element that was reported unreachable is not chosen again
     */
    public record Cache(Duration staleCacheValue, Duration poll, Duration failedFor) {

        /** Refuses negative times, and others that are not positive. */
        public Cache {
            if (staleCacheValue.isNegative()) {
                throw new IllegalArgumentException(
                        "staleCacheValue is not negative, but is " + staleCacheValue);
            }
            positive("poll", poll);
            positive("failedFor", failedFor);
        }

        /** Returns a copy with another time that an answer is fresh. */
        public Cache withStaleCacheValue(Duration newStaleCacheValue) {
            return new Cache(newStaleCacheValue, poll, failedFor);
        }
    }

    /**
     * What an endpoint holds at the most.
     *
     * @param maxRegistrars registrars known by announcement; more are ignored, unless one of those
     *     known did not answer (ASAP-263)
     * @param maxElements elements of this endpoint; more are refused
     * @param maxPools pools in the cache; the one unused for longest is dropped. Watched pools
     *     count; more are refused
     * @param maxRequests resolutions without answer yet; more are refused
     * @param maxHandedOut elements of which it is known that the application was told of them; of
     *     others, the longest ago, a failure is not reported
     * @param maxReportsPerSecond unreachable reports (ASAP-238); more are dropped
     * @param maxErrorsPerSecond error messages, and notices of what others did wrong; more are left
     *     out
     * @param maxAcceptedLinks links that others opened; the oldest one is ended
     * @param maxPoolHandleLength octets of a pool handle; longer ones are refused. RSPLIB does not
     *     take more than 32
     */
    public record Limits(
            int maxRegistrars,
            int maxElements,
            int maxPools,
            int maxRequests,
            int maxHandedOut,
            int maxReportsPerSecond,
            int maxErrorsPerSecond,
            int maxAcceptedLinks,
            int maxPoolHandleLength) {

        /** Limits that no ordinary program meets. */
        public static final Limits DEFAULTS =
                new Limits(64, 10_000, 10_000, 10_000, 20_000, 100, 10, 64, 256);

        /** Refuses numbers out of range. */
        public Limits {
            atLeast(1, "maxRegistrars", maxRegistrars);
            atLeast(1, "maxElements", maxElements);
            atLeast(1, "maxPools", maxPools);
            atLeast(1, "maxRequests", maxRequests);
            atLeast(1, "maxHandedOut", maxHandedOut);
            atLeast(1, "maxReportsPerSecond", maxReportsPerSecond);
            atLeast(1, "maxErrorsPerSecond", maxErrorsPerSecond);
            atLeast(1, "maxAcceptedLinks", maxAcceptedLinks);
            if (maxPoolHandleLength < 1 || maxPoolHandleLength > 16_000) {
                throw new IllegalArgumentException(
                        "maxPoolHandleLength is 1 to 16000, not " + maxPoolHandleLength);
            }
        }

        /** Returns a copy with another length of pool handles. */
        public Limits withMaxPoolHandleLength(int octets) {
            return new Limits(
                    maxRegistrars,
                    maxElements,
                    maxPools,
                    maxRequests,
                    maxHandedOut,
                    maxReportsPerSecond,
                    maxErrorsPerSecond,
                    maxAcceptedLinks,
                    octets);
        }
    }

    /** Returns a copy that knows these registrars. */
    public EndpointConfig withRegistrars(List<TransportAddress> registrars) {
        return withHunt(hunt.withRegistrars(registrars));
    }

    /** Returns a copy that finds registrars in another way. */
    public EndpointConfig withHunt(Hunt newHunt) {
        return new EndpointConfig(dialect, newHunt, requests, registrations, cache, limits);
    }

    /** Returns a copy that asks in another way. */
    public EndpointConfig withRequests(Requests newRequests) {
        return new EndpointConfig(dialect, hunt, newRequests, registrations, cache, limits);
    }

    /** Returns a copy that registers in another way. */
    public EndpointConfig withRegistrations(Registrations newRegistrations) {
        return new EndpointConfig(dialect, hunt, requests, newRegistrations, cache, limits);
    }

    /** Returns a copy that caches in another way. */
    public EndpointConfig withCache(Cache newCache) {
        return new EndpointConfig(dialect, hunt, requests, registrations, newCache, limits);
    }

    /** Returns a copy with other limits. */
    public EndpointConfig withLimits(Limits newLimits) {
        return new EndpointConfig(dialect, hunt, requests, registrations, cache, newLimits);
    }

    private static void positive(String name, Duration value) {
        if (!value.isPositive()) {
            throw new IllegalArgumentException(name + " is positive, not " + value);
        }
    }

    private static void atLeast(int least, String name, int value) {
        if (value < least) {
            throw new IllegalArgumentException(
                    "%s is at least %d, not %d".formatted(name, least, value));
        }
    }
}
