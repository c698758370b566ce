package org.rserpool.core.endpoint;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.rserpool.wire.TransportAddress;

/**
 * How an ASAP endpoint behaves; names and defaults of the timers as in RFC 5352, section 7.
 *
 * @param hunt how a registrar is found
 * @param requests how resolutions are asked
 * @param registrations how elements register
 * @param cache how long answers are good for
 * @param limits what is bounded
 */
public record EndpointConfig(
        Hunt hunt, Requests requests, Registrations registrations, Cache cache, Limits limits) {

    /** The defaults of the RFC. */
    public static final EndpointConfig RFC =
            new EndpointConfig(
                    new Hunt(
                            List.of(),
                            true,
                            3,
                            Duration.ofSeconds(10),
                            Duration.ofSeconds(60),
                            Duration.ofSeconds(5),
                            false,
                            true),
                    new Requests(Duration.ofSeconds(15), 2, 16),
                    new Registrations(
                            Duration.ofSeconds(30),
                            Duration.ofSeconds(30),
                            2,
                            Duration.ofSeconds(600),
                            Duration.ofSeconds(20),
                            false,
                            Duration.ofSeconds(1)),
                    new Cache(Duration.ZERO, Duration.ofSeconds(30), Duration.ofSeconds(30)),
                    Limits.DEFAULTS);

    /** Ours: a registrar that is silent is left within a second, and nobody gives up. */
    public static final EndpointConfig FAST =
            new EndpointConfig(
                    new Hunt(
                            List.of(),
                            true,
                            3,
                            Duration.ofMillis(500),
                            Duration.ofSeconds(4),
                            Duration.ofSeconds(5),
                            false,
                            true),
                    new Requests(Duration.ofMillis(700), 4, 16),
                    new Registrations(
                            Duration.ofMillis(700),
                            Duration.ofMillis(700),
                            4,
                            Duration.ofSeconds(30),
                            Duration.ofSeconds(20),
                            true,
                            Duration.ofMillis(100)),
                    new Cache(Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(2)),
                    Limits.DEFAULTS);

    /** The timers of RSPLIB 3.x. */
    public static final EndpointConfig RSPLIB =
            new EndpointConfig(
                    new Hunt(
                            List.of(),
                            true,
                            3,
                            Duration.ofMillis(7500),
                            Duration.ofMillis(7500),
                            Duration.ofSeconds(5),
                            true,
                            true),
                    new Requests(Duration.ofSeconds(3), 1, 0),
                    new Registrations(
                            Duration.ofSeconds(3),
                            Duration.ofSeconds(3),
                            1,
                            Duration.ofSeconds(30),
                            Duration.ofSeconds(20),
                            true,
                            Duration.ofMillis(100)),
                    new Cache(
                            Duration.ofSeconds(30), Duration.ofSeconds(30), Duration.ofSeconds(2)),
                    Limits.DEFAULTS);

    /**
     * The server hunt (RFC 5352, section 3.6).
     *
     * @param registrars configured addresses of registrars, in the order of preference
     * @param listen whether registrars that announce themselves are used as well
     * @param maxLinks how many registrars are tried at a time (ASAP-161, ASAP-162)
     * @param serverHunt T5-Serverhunt: how long one round of attempts may take at first
     * @param retranMax RETRAN-MAX: up to where the former doubles from round to round
     * @param outdate T7-ENRPoutdate: how long an announced address is good for
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
            Duration outdate,
            boolean originPort,
            boolean onlyKnownHomes) {

        /** Refuses times that are not positive and a number of links out of 1 to 3. */
        public Hunt {
            registrars = List.copyOf(registrars);
            if (maxLinks < 1 || maxLinks > 3) {
                throw new IllegalArgumentException("maxLinks must be 1 to 3, is " + maxLinks);
            }
            positive("serverHunt", serverHunt);
            positive("retranMax", retranMax);
            positive("outdate", outdate);
        }
    }

    /**
     * Requests to the registrar (RFC 5352, section 3.7).
     *
     * @param timeout T1-ENRPrequest: how long an answer may take
     * @param maxRetransmit MAX-REQUEST-RETRANSMIT: how often an unanswered request is sent again
     * @param items how many elements are asked for where the application does not say, 0 leaves it
     *     to the registrar; more means better spreading from the cache, and longer answers
     */
    public record Requests(Duration timeout, int maxRetransmit, long items) {

        /** Refuses a time that is not positive and negative numbers. */
        public Requests {
            positive("timeout", timeout);
            notNegative("maxRetransmit", maxRetransmit);
            notNegative("items", items);
        }

        /** Returns a copy with another timeout. */
        public Requests withTimeout(Duration newTimeout) {
            return new Requests(newTimeout, maxRetransmit, items);
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
     * @param persistent whether attempts go on after the application was told. Deviation: the RFC
     *     stops there (ASAP-066)
     * @param newHomeDelay up to how long an element that was given a new home registrar by
     *     keep-alive waits before it registers there, so that not all come at once
     */
    public record Registrations(
            Duration registration,
            Duration deregistration,
            int maxAttempts,
            Duration maxRenewal,
            Duration renewalMargin,
            boolean persistent,
            Duration newHomeDelay) {

        /** Refuses times that are not positive and a negative number. */
        public Registrations {
            positive("registration", registration);
            positive("deregistration", deregistration);
            notNegative("maxAttempts", maxAttempts);
            positive("maxRenewal", maxRenewal);
            positive("renewalMargin", renewalMargin);
            positive("newHomeDelay", newHomeDelay);
        }

        /** Returns a copy with another longest renewal interval. */
        public Registrations withMaxRenewal(Duration newMaxRenewal) {
            return new Registrations(
                    registration,
                    deregistration,
                    maxAttempts,
                    newMaxRenewal,
                    renewalMargin,
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
                        "staleCacheValue must not be negative, is " + staleCacheValue);
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
     * @param maxRegistrars registrars known by announcement; more are ignored (ASAP-263)
     * @param maxElements elements of this endpoint; more are refused
     * @param maxPools pools in the cache; the one unused for longest is dropped. Watched pools
     *     count; more are refused
     * @param maxRequests resolutions without answer yet; more are refused
     * @param maxReportsPerSecond unreachable reports (ASAP-238); more are dropped
     */
    public record Limits(
            int maxRegistrars,
            int maxElements,
            int maxPools,
            int maxRequests,
            int maxReportsPerSecond) {

        /** Limits that no ordinary program meets. */
        public static final Limits DEFAULTS = new Limits(64, 10_000, 10_000, 10_000, 100);
    }

    /** Returns a copy that knows these registrars. */
    public EndpointConfig withRegistrars(List<TransportAddress> registrars) {
        return withHunt(
                new Hunt(
                        registrars,
                        hunt.listen,
                        hunt.maxLinks,
                        hunt.serverHunt,
                        hunt.retranMax,
                        hunt.outdate,
                        hunt.originPort,
                        hunt.onlyKnownHomes));
    }

    /** Returns a copy that finds registrars in another way. */
    public EndpointConfig withHunt(Hunt newHunt) {
        return new EndpointConfig(newHunt, requests, registrations, cache, limits);
    }

    /** Returns a copy that asks in another way. */
    public EndpointConfig withRequests(Requests newRequests) {
        return new EndpointConfig(hunt, newRequests, registrations, cache, limits);
    }

    /** Returns a copy that registers in another way. */
    public EndpointConfig withRegistrations(Registrations newRegistrations) {
        return new EndpointConfig(hunt, requests, newRegistrations, cache, limits);
    }

    /** Returns a copy that caches in another way. */
    public EndpointConfig withCache(Cache newCache) {
        return new EndpointConfig(hunt, requests, registrations, newCache, limits);
    }

    /** Returns a copy with other limits. */
    public EndpointConfig withLimits(Limits newLimits) {
        return new EndpointConfig(hunt, requests, registrations, cache, newLimits);
    }

    private static void positive(String name, Duration value) {
        Objects.requireNonNull(value);
        if (!value.isPositive()) {
            throw new IllegalArgumentException(name + " must be positive, is " + value);
        }
    }

    private static void notNegative(String name, long value) {
        if (value < 0) {
            throw new IllegalArgumentException(name + " must not be negative, is " + value);
        }
    }
}
