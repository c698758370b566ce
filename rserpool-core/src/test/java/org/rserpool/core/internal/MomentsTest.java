package org.rserpool.core.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class MomentsTest {

    @Test
    void instantsOfTwoCenturiesSurviveToTheNanosecond() {
        for (var text :
                new String[] {
                    "1970-01-01T00:00:00Z",
                    "1969-12-31T23:59:59.999999999Z",
                    "2026-11-24T06:00:00.123456789Z",
                    "1830-01-01T00:00:00.000000001Z",
                    "2110-01-01T00:00:00.999999999Z"
                }) {
            var instant = Instant.parse(text);

            assertThat(Moments.instant(Moments.nanos(instant))).isEqualTo(instant);
        }
        assertThat(Moments.nanos(Instant.ofEpochSecond(2, 5))).isEqualTo(2_000_000_005L);
    }

    @Test
    void whatIsFarAwayIsNeverOrAlways() {
        assertThat(Moments.instant(Moments.nanos(Instant.MAX))).isEqualTo(Instant.MAX);
        assertThat(Moments.instant(Moments.nanos(Instant.MIN))).isEqualTo(Instant.MIN);
        assertThat(Moments.instant(Moments.nanos(Instant.parse("9999-01-01T00:00:00Z"))))
                .isEqualTo(Instant.MAX);
        assertThat(Moments.nanos(Instant.parse("1000-01-01T00:00:00Z")))
                .isLessThan(Moments.nanos(Instant.parse("1900-01-01T00:00:00Z")));
    }
}
