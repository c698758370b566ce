package org.rserpool.core.inspect;

import java.time.Duration;

/**
 * How registrars are asked whom they know.
 *
 * @param noResponse MAX-TIME-NO-RESPONSE: how long each registrar may take in all
 * @param acquaintance how long it may take, of that, to tell a stranger its checksum; RSPLIB never
 *     does
 * @param afterReject how long to wait after a rejection before asking again
 * @param maxRegistrars how many are asked; others are left out
 */
public record PeerListReaderConfig(
        Duration noResponse, Duration acquaintance, Duration afterReject, int maxRegistrars) {

    /** What suits every registrar. */
    public static final PeerListReaderConfig DEFAULTS =
            new PeerListReaderConfig(
                    Duration.ofSeconds(5), Duration.ofMillis(500), Duration.ofMillis(500), 256);

    /** Refuses times that are not positive, and less than one registrar. */
    public PeerListReaderConfig {
        if (!noResponse.isPositive() || !acquaintance.isPositive() || !afterReject.isPositive()) {
            throw new IllegalArgumentException(
                    "noResponse, acquaintance and afterReject are positive, not %s, %s and %s"
                            .formatted(noResponse, acquaintance, afterReject));
        }
        if (maxRegistrars < 1) {
            throw new IllegalArgumentException("maxRegistrars is at least 1, not " + maxRegistrars);
        }
    }

    /** Returns a copy with another patience. */
    public PeerListReaderConfig withNoResponse(Duration patience) {
        return new PeerListReaderConfig(patience, acquaintance, afterReject, maxRegistrars);
    }
}
