package org.rserpool.net.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class TimeoutsTest {

    private static final Instant NOW = Instant.EPOCH;

    private final Timeouts<String> timeouts = new Timeouts<>();

    @Test
    void whatIsDueFirstExpiresFirst() {
        timeouts.start("late", NOW, Duration.ofSeconds(3));
        timeouts.start("early", NOW, Duration.ofSeconds(1));
        timeouts.start("also early", NOW, Duration.ofSeconds(1));

        assertThat(timeouts.deadline()).isEqualTo(NOW.plusSeconds(1));
        assertThat(timeouts.expired(NOW.plusMillis(999))).isEmpty();
        assertThat(timeouts.expired(NOW.plusSeconds(1))).contains("early");
        assertThat(timeouts.expired(NOW.plusSeconds(1))).contains("also early");
        assertThat(timeouts.expired(NOW.plusSeconds(1))).isEmpty();
        assertThat(timeouts.deadline()).isEqualTo(NOW.plusSeconds(3));
    }

    @Test
    void whatIsCancelledNeverExpires() {
        timeouts.start("one", NOW, Duration.ofSeconds(1));
        timeouts.cancel("one");
        timeouts.cancel("never started");
        assertThat(timeouts.isEmpty()).isTrue();
        assertThat(timeouts.deadline()).isEqualTo(Instant.MAX);
        assertThat(timeouts.expired(NOW.plusSeconds(9))).isEmpty();
    }

    @Test
    void whatIsStartedAgainHasItsTimeAnew() {
        timeouts.start("one", NOW, Duration.ofSeconds(1));
        timeouts.start("one", NOW.plusMillis(500), Duration.ofSeconds(1));
        assertThat(timeouts.expired(NOW.plusSeconds(1))).isEmpty();
        assertThat(timeouts.expired(NOW.plusMillis(1500))).contains("one");
        assertThat(timeouts.isEmpty()).isTrue();
    }

    @Test
    void whateverIsLeftCanBeTaken() {
        timeouts.start("one", NOW, Duration.ofDays(1));
        assertThat(timeouts.any()).contains("one");
        assertThat(timeouts.any()).isEmpty();
    }
}
