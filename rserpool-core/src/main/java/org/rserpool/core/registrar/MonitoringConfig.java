package org.rserpool.core.registrar;

import java.time.Duration;

/**
 * How elements are watched (RFC 5352, section 3.5).
 *
 * @param keepAliveInterval time between an acknowledgement and the next question; shorter finds
 *     dead elements sooner and costs two messages per element and interval
 * @param keepAliveSpread by how many per cent the interval varies, up and down, so that questions
 *     spread over time (ASAP-150)
 * @param maxKeepAlives how many questions are asked per second at the most; with more elements than
 *     that goes with the interval, the interval is longer
 * @param keepAliveTimeout how long an acknowledgement may take before the element counts as dead;
 *     also the most that a registrar grants the others after it was itself stopped
 * @param keepAliveGap how much time lies between two questions to one element at the least, however
 *     many reports there are (ASAP-239)
 * @param maxBadReports MAX-BAD-PE-REPORT: an element with more unreachable reports than this is
 *     removed although it acknowledges; RSPLIB removes it with the third already
 * @param countsReporters whether several reports of one connection about one registration count as
 *     one. Deviation: the RFC counts reports, so that one user can remove any element
 * @param verifiesReports whether a report leads to a question at once (ASAP-141)
 * @param lossRemoves whether an element whose connection ends without farewell is removed at once;
 *     else it is asked over a new connection first
 * @param enforcesLife whether the end of the registration life removes an element
 * @param tellsRemoval whether an element that was removed for silence or reports is told, as it is
 *     at the end of its life, so that it can register again. Deviation: the RFC does not say
 * @param namesElement whether a question names the element. Deviation: an extension of RSPLIB
 */
public record MonitoringConfig(
        Duration keepAliveInterval,
        int keepAliveSpread,
        int maxKeepAlives,
        Duration keepAliveTimeout,
        Duration keepAliveGap,
        int maxBadReports,
        boolean countsReporters,
        boolean verifiesReports,
        boolean lossRemoves,
        boolean enforcesLife,
        boolean tellsRemoval,
        boolean namesElement) {

    /** As the RFC suggests it, with the times of RSPLIB, since it gives none. */
    public static final MonitoringConfig RFC =
            new MonitoringConfig(
                    Duration.ofSeconds(5),
                    50,
                    10_000,
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(1),
                    3,
                    false,
                    true,
                    false,
                    true,
                    false,
                    false);

    /** Ours: an element that is dead is out within two seconds even if it is only silent. */
    public static final MonitoringConfig FAST =
            new MonitoringConfig(
                    Duration.ofMillis(600),
                    25,
                    10_000,
                    Duration.ofMillis(1_100),
                    Duration.ofMillis(100),
                    3,
                    true,
                    true,
                    true,
                    true,
                    true,
                    true);

    /** As in RSPLIB 3.x, which does not verify reports. */
    public static final MonitoringConfig RSPLIB =
            new MonitoringConfig(
                    Duration.ofSeconds(5),
                    0,
                    10_000,
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(1),
                    2,
                    false,
                    false,
                    true,
                    false,
                    false,
                    true);

    /** Refuses times that are not positive, a spread out of 0 to 90 and many reports. */
    public MonitoringConfig {
        positive("keepAliveInterval", keepAliveInterval);
        positive("keepAliveTimeout", keepAliveTimeout);
        positive("keepAliveGap", keepAliveGap);
        if (keepAliveSpread < 0 || keepAliveSpread > 90) {
            throw new IllegalArgumentException(
                    "keepAliveSpread is 0 to 90, not " + keepAliveSpread);
        }
        if (maxKeepAlives < 1) {
            throw new IllegalArgumentException("maxKeepAlives is at least 1, not " + maxKeepAlives);
        }
        if (maxBadReports < 0 || maxBadReports > 1_000) {
            throw new IllegalArgumentException("maxBadReports is 0 to 1000, not " + maxBadReports);
        }
    }

    /** Returns a copy with another interval. */
    public MonitoringConfig withKeepAliveInterval(Duration interval) {
        return new MonitoringConfig(
                interval,
                keepAliveSpread,
                maxKeepAlives,
                keepAliveTimeout,
                keepAliveGap,
                maxBadReports,
                countsReporters,
                verifiesReports,
                lossRemoves,
                enforcesLife,
                tellsRemoval,
                namesElement);
    }

    /** Returns a copy with another timeout. */
    public MonitoringConfig withKeepAliveTimeout(Duration timeout) {
        return new MonitoringConfig(
                keepAliveInterval,
                keepAliveSpread,
                maxKeepAlives,
                timeout,
                keepAliveGap,
                maxBadReports,
                countsReporters,
                verifiesReports,
                lossRemoves,
                enforcesLife,
                tellsRemoval,
                namesElement);
    }

    /** Returns a copy with another MAX-BAD-PE-REPORT. */
    public MonitoringConfig withMaxBadReports(int reports) {
        return new MonitoringConfig(
                keepAliveInterval,
                keepAliveSpread,
                maxKeepAlives,
                keepAliveTimeout,
                keepAliveGap,
                reports,
                countsReporters,
                verifiesReports,
                lossRemoves,
                enforcesLife,
                tellsRemoval,
                namesElement);
    }

    private static void positive(String name, Duration value) {
        if (!value.isPositive()) {
            throw new IllegalArgumentException(name + " is positive, not " + value);
        }
    }
}
