package org.rserpool.core.registrar;

import java.time.Duration;
import java.util.Objects;
import org.rserpool.core.handlespace.HandlespaceLimits;
import org.rserpool.wire.CauseCode;
import org.rserpool.wire.codec.Dialect;
import org.rserpool.wire.codec.Wire;

/**
 * How a registrar behaves.
 *
 * @param dialect how its messages are spelled; needed for the parameters that error causes carry
 * @param registration what may be registered
 * @param monitoring how elements are watched
 * @param resolution how requests are answered
 * @param announcements how the registrar makes itself known
 * @param tables how its handlespace is read by others
 * @param peers how it lives with its peers
 * @param handlespace what the handlespace holds at the most
 * @param limits what else is bounded
 */
public record RegistrarConfig(
        Dialect dialect,
        Registration registration,
        MonitoringConfig monitoring,
        Resolution resolution,
        Announcements announcements,
        Tables tables,
        PeersConfig peers,
        HandlespaceLimits handlespace,
        Limits limits) {

    /** As the RFCs have it, or suggest it; keep-alive times as in RSPLIB, since they give none. */
    public static final RegistrarConfig RFC =
            new RegistrarConfig(
                    Dialect.RFC,
                    new Registration(ForeignAddresses.REJECT, true, 4_096),
                    MonitoringConfig.RFC,
                    new Resolution(
                            Resolution.ALL,
                            Resolution.ALL,
                            true,
                            Duration.ofMillis(100),
                            CauseCode.LACK_OF_RESOURCES),
                    new Announcements(Duration.ofSeconds(1), true, true),
                    new Tables(60_000, 1_000, Duration.ofSeconds(10)),
                    PeersConfig.RFC,
                    HandlespaceLimits.DEFAULTS,
                    Limits.DEFAULTS);

    /** Ours: an element that is dead is out within two seconds even if it is only silent. */
    public static final RegistrarConfig FAST =
            new RegistrarConfig(
                    Dialect.EXTENDED,
                    new Registration(ForeignAddresses.REJECT, true, 4_096),
                    MonitoringConfig.FAST,
                    new Resolution(
                            3,
                            Resolution.ALL,
                            true,
                            Duration.ofMillis(10),
                            CauseCode.LACK_OF_RESOURCES),
                    new Announcements(Duration.ofSeconds(1), true, true),
                    new Tables(60_000, 100, Duration.ofSeconds(10)),
                    PeersConfig.FAST,
                    HandlespaceLimits.DEFAULTS,
                    Limits.DEFAULTS);

    /**
     * The timers and quirks of RSPLIB 3.x, whose elements and users break off when they are sent
     * anything that they did not ask for, except for keep-alives.
     */
    public static final RegistrarConfig RSPLIB =
            new RegistrarConfig(
                    Dialect.RSPLIB,
                    new Registration(ForeignAddresses.DROP, false, 4_096),
                    MonitoringConfig.RSPLIB,
                    new Resolution(
                            3, 128, false, Duration.ofMillis(100), CauseCode.UNKNOWN_POOL_HANDLE),
                    new Announcements(Duration.ofSeconds(1), false, false),
                    new Tables(1_400, 128, Duration.ofSeconds(10)),
                    PeersConfig.RSPLIB,
                    HandlespaceLimits.DEFAULTS.withMaxPoolHandleLength(32),
                    Limits.DEFAULTS.withMaxErrorsPerSecond(0));

    /** The longest pool handle that leaves room for the rest of any message. */
    public static final int MAX_POOL_HANDLE_LENGTH = 16_000;

    /** Refuses pool handles beside which an element may not fit into a message. */
    public RegistrarConfig {
        int length = handlespace.maxPoolHandleLength();
        if (length > MAX_POOL_HANDLE_LENGTH) {
            throw new IllegalArgumentException(
                    "maxPoolHandleLength is up to %d, not %d"
                            .formatted(MAX_POOL_HANDLE_LENGTH, length));
        }
        // An answer holds the handle, the element, and once more the element's policy, which may
        // be nearly all of it.
        int size = registration.maxElementSize();
        int left = Wire.MAX_PAGE - Wire.ASAP_HEADER - 2 * size - PARAMETER_HEADER;
        if (length > left) {
            throw new IllegalArgumentException(
                    "with a maxElementSize of %d octets, maxPoolHandleLength is up to %d, not %d"
                            .formatted(size, left, length));
        }
    }

    private static final int PARAMETER_HEADER = 4;

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
     * @param maxElementSize octets that the Pool Element parameter of one element may take up; more
     *     is refused. Twice that and a pool handle must fit into one message
     */
    public record Registration(
            ForeignAddresses foreignAddresses, boolean zeroIdentifier, int maxElementSize) {

        /** Refuses a size that lets nothing in, or more than leaves room in any message. */
        public Registration {
            if (maxElementSize < 256 || maxElementSize > 32_000) {
                throw new IllegalArgumentException(
                        "maxElementSize is 256 to 32000, not " + maxElementSize);
            }
        }

        /** Returns a copy that treats foreign addresses in another way. */
        public Registration withForeignAddresses(ForeignAddresses addresses) {
            return new Registration(addresses, zeroIdentifier, maxElementSize);
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
     * @param overload what a request beyond {@link Limits#maxResolutionsPerSecond} is refused with
     */
    public record Resolution(
            int defaultItems,
            int maxItems,
            boolean updates,
            Duration updateDelay,
            CauseCode overload) {

        /** As many as fit. */
        public static final int ALL = Integer.MAX_VALUE;

        /** Refuses numbers below 1 and a delay that is not positive. */
        public Resolution {
            if (defaultItems < 1 || maxItems < 1) {
                throw new IllegalArgumentException(
                        "defaultItems and maxItems are at least 1, not %d and %d"
                                .formatted(defaultItems, maxItems));
            }
            positive("updateDelay", updateDelay);
        }

        /** Returns a copy with another number of elements where the request does not say. */
        public Resolution withDefaultItems(int items) {
            return new Resolution(items, maxItems, updates, updateDelay, overload);
        }

        /** Returns a copy with another delay of updates. */
        public Resolution withUpdateDelay(Duration delay) {
            return new Resolution(defaultItems, maxItems, updates, delay, overload);
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

        /** Refuses pages out of bounds, and a time that is not positive. */
        public Tables {
            if (maxPageSize < 512 || maxPageSize > Wire.MAX_PAGE) {
                throw new IllegalArgumentException(
                        "maxPageSize is 512 to %d, not %d".formatted(Wire.MAX_PAGE, maxPageSize));
            }
            if (maxPageElements < 1 || maxPageElements > 10_000) {
                throw new IllegalArgumentException(
                        "maxPageElements is 1 to 10000, not " + maxPageElements);
            }
            positive("session", session);
        }
    }

    /**
     * What is bounded beside the handlespace. How many connections there may be is for the one who
     * accepts them to say.
     *
     * @param silentLink after what time a connection over which nothing was ever said is closed
     * @param idleLink after what time a connection without element, subscription or message is
     *     closed
     * @param maxContacts connections to elements whose own connection is gone; an element beyond
     *     that is not asked, but given the time to come by itself
     * @param maxSubscriptions subscriptions of all connections; more are not accepted (the A bit
     *     stays 0)
     * @param maxSubscriptionsPerLink subscriptions of one connection
     * @param maxResolutionsPerSecond handle resolutions of one connection; more are refused
     * @param maxReportsPerSecond unreachable reports of one connection; more are ignored
     * @param maxTableReaders handlespace downloads at a time, one per connection; more are rejected
     * @param maxErrorsPerSecond error messages to one connection, 0 for none; more are left out
     * @param maxComplaintsPerSecond notices about what one connection did wrong, 0 for none; more
     *     are left out, so that those about elements are not lost among them
     */
    public record Limits(
            Duration silentLink,
            Duration idleLink,
            int maxContacts,
            int maxSubscriptions,
            int maxSubscriptionsPerLink,
            int maxResolutionsPerSecond,
            int maxReportsPerSecond,
            int maxTableReaders,
            int maxErrorsPerSecond,
            int maxComplaintsPerSecond) {

        /** Limits that no ordinary scope meets. */
        public static final Limits DEFAULTS =
                new Limits(
                        Duration.ofSeconds(30),
                        Duration.ofSeconds(300),
                        10_000,
                        100_000,
                        1_000,
                        Integer.MAX_VALUE,
                        1_000,
                        64,
                        10,
                        10);

        /** Refuses times that are not positive and numbers below 1, or 0 where that is allowed. */
        public Limits {
            positive("silentLink", silentLink);
            positive("idleLink", idleLink);
            atLeast(0, "maxContacts", maxContacts);
            atLeast(0, "maxSubscriptions", maxSubscriptions);
            atLeast(0, "maxSubscriptionsPerLink", maxSubscriptionsPerLink);
            atLeast(1, "maxResolutionsPerSecond", maxResolutionsPerSecond);
            atLeast(1, "maxReportsPerSecond", maxReportsPerSecond);
            atLeast(0, "maxTableReaders", maxTableReaders);
            atLeast(0, "maxErrorsPerSecond", maxErrorsPerSecond);
            atLeast(0, "maxComplaintsPerSecond", maxComplaintsPerSecond);
        }

        /** Returns a copy with another number of error messages. */
        public Limits withMaxErrorsPerSecond(int errors) {
            return new Limits(
                    silentLink,
                    idleLink,
                    maxContacts,
                    maxSubscriptions,
                    maxSubscriptionsPerLink,
                    maxResolutionsPerSecond,
                    maxReportsPerSecond,
                    maxTableReaders,
                    errors,
                    maxComplaintsPerSecond);
        }
    }

    /** Returns a copy that watches in another way. */
    public RegistrarConfig withMonitoring(MonitoringConfig newMonitoring) {
        return new RegistrarConfig(
                dialect,
                registration,
                newMonitoring,
                resolution,
                announcements,
                tables,
                peers,
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
                peers,
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
                peers,
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
                peers,
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
                peers,
                handlespace,
                limits);
    }

    /** Returns a copy that lives with its peers in another way. */
    public RegistrarConfig withPeers(PeersConfig newPeers) {
        return new RegistrarConfig(
                dialect,
                registration,
                monitoring,
                resolution,
                announcements,
                tables,
                newPeers,
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
                peers,
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
                peers,
                handlespace,
                newLimits);
    }

    private static void atLeast(int least, String name, int value) {
        if (value < least) {
            throw new IllegalArgumentException(
                    "%s is at least %d, not %d".formatted(name, least, value));
        }
    }

    private static void positive(String name, Duration value) {
        Objects.requireNonNull(value);
        if (!value.isPositive()) {
            throw new IllegalArgumentException(name + " is positive, not " + value);
        }
    }
}
