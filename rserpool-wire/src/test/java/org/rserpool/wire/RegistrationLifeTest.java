package org.rserpool.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.rserpool.testkit.Requirement;

final class RegistrationLifeTest {

    @Test
    @Requirement("PAR-062")
    void aLifeHasALengthOrNoEnd() {
        assertThat(RegistrationLife.ofSeconds(300).milliseconds()).isEqualTo(300_000);
        assertThat(RegistrationLife.ofSeconds(300).toDuration()).isEqualTo(Duration.ofMinutes(5));
        assertThat(RegistrationLife.of(Duration.ofMillis(1500)))
                .isEqualTo(new RegistrationLife(1500))
                .hasToString("1500 ms");
        assertThat(RegistrationLife.INFINITE)
                .isEqualTo(new RegistrationLife(-1))
                .hasToString("infinite");
        assertThat(RegistrationLife.INFINITE.isInfinite()).isTrue();
        assertThat(RegistrationLife.ofSeconds(1).isInfinite()).isFalse();
        assertThatThrownBy(RegistrationLife.INFINITE::toDuration)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("an infinite registration life has no length");
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -2, Long.MIN_VALUE})
    @Requirement("PAR-062")
    void anotherLifeIsRefused(long milliseconds) {
        assertThatThrownBy(() -> new RegistrationLife(milliseconds))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a registration life is positive or infinite, not %d ms", milliseconds);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT0S", "PT-1S", "PT-0.001S"})
    void aDurationThatIsNotPositiveIsRefused(String duration) {
        assertThatThrownBy(() -> RegistrationLife.of(Duration.parse(duration)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("a registration life is positive or infinite, not PT");
    }

    @Test
    void aDurationShorterThanAMillisecondIsRefused() {
        assertThatThrownBy(() -> RegistrationLife.of(Duration.ofNanos(999_999)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a registration life is positive or infinite, not 0 ms");
    }

    @Test
    void aDurationThatDoesNotFitIsRefused() {
        assertThatThrownBy(() -> RegistrationLife.ofSeconds(Long.MAX_VALUE))
                .isInstanceOf(ArithmeticException.class);
        assertThatThrownBy(() -> RegistrationLife.of(Duration.ofSeconds(Long.MAX_VALUE)))
                .isInstanceOf(ArithmeticException.class);
    }
}
