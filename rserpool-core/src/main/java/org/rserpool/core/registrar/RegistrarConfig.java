package org.rserpool.core.registrar;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.rserpool.core.handlespace.HandlespaceLimits;
import org.rserpool.wire.TransportAddress;
import org.rserpool.wire.codec.Dialect;

/**
 * How a registrar behaves.
 *
 * @param dialect how its messages are spelled; needed for the parameters that error causes carry
 * @param registration what may be registered
 * @param monitoring how elements are watched
 * @param resolution how requests are answered
 * @param announcements how the registrar makes itself known
 * @param tables how its handlespace is read by others
 * @param handlespace what the handlespace holds at the most
 * @param limits what else is bounded
 */
public record RegistrarConfig(
        Dialect dialect,
        Registration registration,
        Monitoring monitoring,
        Resolution resolution,
        Announcements announcements,
        Tables tables,
        HandlespaceLimits handlespace,
        Limits limits) {

    /** As the RFCs have it, or suggest it; keep-alive times as in RSPLIB, since they give none. */
    public static final RegistrarConfig RFC =
            new RegistrarConfig(
                    Dialect.RFC,
                    new Registration(ForeignAddresses.REJECT, true),
                    new Monitoring(
                            Duration.ofSeconds(5),
                            50,
                            Duration.ofSeconds(5),
                            3,
                            true,
                            false,
                            true,
                            false),
                    new Resolution(Resolution.ALL, Resolution.ALL, true, Duration.ofMillis(100)),
                    new Announcements(Duration.ofSeconds(1), true, true),
                    new Tables(60_000, 1_000, Duration.ofSeconds(10)),
                    HandlespaceLimits.DEFAULTS,
                    Limits.DEFAULTS);

    /** Ours: an element that is dead is out within two seconds even if it is only silent. */
    public static final RegistrarConfig FAST =
            new RegistrarConfig(
                    Dialect.EXTENDED,
                    new Registration(ForeignAddresses.REJECT, true),
                    new Monitoring(
                            Duration.ofMillis(600),
                            25,
                            Duration.ofMillis(1_100),
                            3,
                            true,
                            true,
                            true,
                            true),
                    new Resolution(3, Resolution.ALL, true, Duration.ofMillis(10)),
                    new Announcements(Duration.ofSeconds(1), true, true),
                    new Tables(60_000, 1_000, Duration.ofSeconds(10)),
                    HandlespaceLimits.DEFAULTS,
                    Limits.DEFAULTS);

    /** The timers and quirks of RSPLIB 3.x. */
    public static final RegistrarConfig RSPLIB =
            new RegistrarConfig(
                    Dialect.RSPLIB,
                    new Registration(ForeignAddresses.DROP, false),
                    new Monitoring(
                            Duration.ofSeconds(5),
                            0,
                            Duration.ofSeconds(5),
                            2,
                            false,
                            true,
                            false,
                            true),
                    new Resolution(3, 128, false, Duration.ofMillis(100)),
                    new Announcements(Duration.ofSeconds(1), false, false),
                    new Tables(1_400, 128, Duration.ofSeconds(10)),
                    HandlespaceLimits.DEFAULTS.withMaxPoolHandleLength(32),
                    Limits.DEFAULTS);

    /** What happens to addresses of an element that are not of its connection (ASAP-015). */
    public enum ForeignAddresses {
        /** The registration is refused; else an element could aim users at somebody else. */
        REJECT,
        /** They are left out; if none remains, the registration is refused. */
        DROP,
        /** They are taken as they are: elements behind address translation. */
        ALLOW
    }

    /**
     * What may be registered.
     *
     * @param foreignAddresses what happens to addresses that are not of the connection
     * @param zeroIdentifier whether element 0 may register; RSPLIB cannot handle it
     */
    public record Registration(ForeignAddresses foreignAddresses, boolean zeroIdentifier) {}

    /**
     * How elements are watched (RFC 5352, section 3.5).
     *
     * @param keepAliveInterval time between an acknowledgement and the next question; shorter finds
     *     dead elements sooner and costs two messages per element and interval
     * @param keepAliveSpread by how many per cent the interval varies, up and down, so that
     *     questions spread over time (ASAP-150)
     * @param keepAliveTimeout how long an acknowledgement may take before the element counts as
     *     dead
     * @param maxBadReports MAX-BAD-PE-REPORT: an element with more unreachable reports than this is
     *     removed although it acknowledges; RSPLIB removes it with the third already
     * @param verifyReports whether a report leads to a question at once (ASAP-141)
     * @param lossRemoves whether an element whose connection ends without farewell is removed at
     *     once; else it is asked over a new connection first
     * @param enforceLife whether the end of the registration life removes an element
     * @param namesElement whether a question names the element. Deviation: an extension of RSPLIB
     */
    public record Monitoring(
            Duration keepAliveInterval,
            int keepAliveSpread,
            Duration keepAliveTimeout,
            int maxBadReports,
            boolean verifyReports,
            boolean lossRemoves,
            boolean enforceLife,
            boolean namesElement) {

        /** Refuses times that are not positive and a spread out of 0 to 100. */
        public Monitoring {
            positive("keepAliveInterval", keepAliveInterval);
            positive("keepAliveTimeout", keepAliveTimeout);
            if (keepAliveSpread < 0 || keepAliveSpread > 100) {
                throw new IllegalArgumentException(
                        "keepAliveSpread must be 0 to 100, is " + keepAliveSpread);
            }
            if (maxBadReports < 0) {
                throw new IllegalArgumentException(
                        "maxBadReports must not be negative, is " + maxBadReports);
            }
        }

        /** Returns a copy with another interval. */
        public Monitoring withKeepAliveInterval(Duration interval) {
            return new Monitoring(
                    interval,
                    keepAliveSpread,
                    keepAliveTimeout,
                    maxBadReports,
                    verifyReports,
                    lossRemoves,
                    enforceLife,
                    namesElement);
        }

        /** Returns a copy with another timeout. */
        public Monitoring withKeepAliveTimeout(Duration timeout) {
            return new Monitoring(
                    keepAliveInterval,
                    keepAliveSpread,
                    timeout,
                    maxBadReports,
                    verifyReports,
                    lossRemoves,
                    enforceLife,
                    namesElement);
        }
    }

    /**
     * How requests are answered (RFC 5352, section 3.3).
     *
     * @param defaultItems MaxHandleResolutionItems: elements in an answer where the request does
     *     not say; few keep the policy's shares exact and answers short, all is the RFC's wish
     *     (ASAP-127)
     * @param maxItems elements in an answer at the most; what does not fit into a message is left
     *     out in any case
     * @param updates whether changes are told to those who ask for it
     * @param updateDelay how long changes of a pool are gathered before they are told
     */
    public record Resolution(
            int defaultItems, int maxItems, boolean updates, Duration updateDelay) {

        /** As many as fit. */
        public static final int ALL = Integer.MAX_VALUE;

        /** Refuses numbers below 1 and a delay that is not positive. */
        public Resolution {
            if (defaultItems < 1 || maxItems < 1) {
                throw new IllegalArgumentException(
                        "defaultItems and maxItems must be at least 1, are %d and %d"
                                .formatted(defaultItems, maxItems));
            }
            positive("updateDelay", updateDelay);
        }
    }

    /**
     * How the registrar makes itself known (RFC 5352, section 3.6).
     *
     * @param serverAnnounce T6-Serverannounce
     * @param scaled whether the interval grows with the number of registrars heard (ASAP-152)
     * @param withTransports whether announcements hold the addresses; else they are those of the
     *     datagram, which is all that RSPLIB understands
     */
    public record Announcements(Duration serverAnnounce, boolean scaled, boolean withTransports) {

        /** Refuses a time that is not positive. */
        public Announcements {
            positive("serverAnnounce", serverAnnounce);
        }
    }

    /**
     * How the handlespace is read by others over ENRP (RFC 5353, section 3.2.3).
     *
     * @param maxPageSize octets of a handle table response at the most; RSPLIB's buffer has 1,400
     * @param maxPageElements elements of a handle table response at the most
     * @param session how long the place of a reader is kept between two pages (ENRP-070)
     */
    public record Tables(int maxPageSize, int maxPageElements, Duration session) {

        /** Refuses pages into which no element fits, and a time that is not positive. */
        public Tables {
            if (maxPageSize < 512 || maxPageSize > 65_535) {
                throw new IllegalArgumentException(
                        "maxPageSize must be 512 to 65535, is " + maxPageSize);
            }
            if (maxPageElements < 1) {
                throw new IllegalArgumentException(
                        "maxPageElements must be at least 1, is " + maxPageElements);
            }
            positive("session", session);
        }
    }

    /**
     * What is bounded beside the handlespace.
     *
     * @param silentLink after what time a connection over which nothing was ever said is closed
     * @param idleLink after what time a connection without element, subscription or message is
     *     closed
     * @param maxSubscriptions subscriptions of all connections; more are not accepted (the A bit
     *     stays 0)
     * @param maxSubscriptionsPerLink subscriptions of one connection
     * @param maxResolutionsPerSecond handle resolutions of one connection; more are answered with
     *     an error
     * @param maxReportsPerSecond unreachable reports of one connection; more are ignored
     * @param maxTableReaders handlespace downloads at a time; more are rejected
     * @param maxErrorsPerSecond error messages to one connection; more are left out
     */
    public record Limits(
            Duration silentLink,
            Duration idleLink,
            int maxSubscriptions,
            int maxSubscriptionsPerLink,
            int maxResolutionsPerSecond,
            int maxReportsPerSecond,
            int maxTableReaders,
            int maxErrorsPerSecond) {

        /** Limits that no ordinary scope meets. */
        public static final Limits DEFAULTS =
                new Limits(
                        Duration.ofSeconds(30),
                        Duration.ofSeconds(300),
                        100_000,
                        1_000,
                        Integer.MAX_VALUE,
                        1_000,
                        64,
                        10);

        /** Refuses times and numbers that are not positive. */
        public Limits {
            positive("silentLink", silentLink);
            positive("idleLink", idleLink);
            if (Math.min(
                            Math.min(maxSubscriptions, maxSubscriptionsPerLink),
                            Math.min(
                                    Math.min(maxResolutionsPerSecond, maxReportsPerSecond),
                                    Math.min(maxTableReaders, maxErrorsPerSecond)))
                    < 1) {
                throw new IllegalArgumentException("a limit must be at least 1");
            }
        }
    }

    /** Returns a copy that watches in another way. */
    public RegistrarConfig withMonitoring(Monitoring newMonitoring) {
        return new RegistrarConfig(
                dialect,
                registration,
                newMonitoring,
                resolution,
                announcements,
                tables,
                handlespace,
                limits);
    }

    /** Returns a copy that admits in another way. */
    public RegistrarConfig withRegistration(Registration newRegistration) {
        return new RegistrarConfig(
                dialect,
                newRegistration,
                monitoring,
                resolution,
                announcements,
                tables,
                handlespace,
                limits);
    }

    /** Returns a copy that answers in another way. */
    public RegistrarConfig withResolution(Resolution newResolution) {
        return new RegistrarConfig(
                dialect,
                registration,
                monitoring,
                newResolution,
                announcements,
                tables,
                handlespace,
                limits);
    }

    /** Returns a copy that announces in another way. */
    public RegistrarConfig withAnnouncements(Announcements newAnnouncements) {
        return new RegistrarConfig(
                dialect,
                registration,
                monitoring,
                resolution,
                newAnnouncements,
                tables,
                handlespace,
                limits);
    }

    /** Returns a copy that is read in another way. */
    public RegistrarConfig withTables(Tables newTables) {
        return new RegistrarConfig(
                dialect,
                registration,
                monitoring,
                resolution,
                announcements,
                newTables,
                handlespace,
                limits);
    }

    /** Returns a copy with a handlespace of another size. */
    public RegistrarConfig withHandlespace(HandlespaceLimits newHandlespace) {
        return new RegistrarConfig(
                dialect,
                registration,
                monitoring,
                resolution,
                announcements,
                tables,
                newHandlespace,
                limits);
    }

    /** Returns a copy with other limits. */
    public RegistrarConfig withLimits(Limits newLimits) {
        return new RegistrarConfig(
                dialect,
                registration,
                monitoring,
                resolution,
                announcements,
                tables,
                handlespace,
                newLimits);
    }

    /**
     * Where a registrar serves; known only once its sockets are bound.
     *
     * @param asap its addresses for ASAP, to be announced; without wildcard addresses
     * @param enrp its addresses for ENRP, the one for its Server Information first
     */
    public record Addresses(List<TransportAddress> asap, List<TransportAddress> enrp) {

        /** Copies the lists. */
        public Addresses {
            asap = List.copyOf(asap);
            enrp = List.copyOf(enrp);
        }
    }

    private static void positive(String name, Duration value) {
        Objects.requireNonNull(value);
        if (!value.isPositive()) {
            throw new IllegalArgumentException(name + " must be positive, is " + value);
        }
    }
}
