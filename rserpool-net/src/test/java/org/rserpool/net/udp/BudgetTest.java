package org.rserpool.net.udp;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class BudgetTest {

    private static final Instant NOW = Instant.EPOCH;

    @Test
    void eachTenthOfASecondHasItsShare() {
        var budget = new Budget(30);
        for (int slice = 0; slice < 3; slice++) {
            var now = NOW.plusMillis(100L * slice);
            for (int i = 0; i < 3; i++) {
                assertThat(budget.take(now.plusMillis(10L * i))).isTrue();
            }
            assertThat(budget.take(now.plusMillis(99))).isFalse();
            assertThat(budget.nextSlice()).isEqualTo(now.plusMillis(100));
        }
    }

    @Test
    void whatWasNotUsedIsNotSaved() {
        var budget = new Budget(10);
        assertThat(budget.take(NOW)).isTrue();
        var later = NOW.plusSeconds(60);
        assertThat(budget.take(later)).isTrue();
        assertThat(budget.take(later)).isFalse();
    }

    @Test
    void theSmallestRateIsOneInEachTenth() {
        var budget = new Budget(1);
        assertThat(budget.take(NOW)).isTrue();
        assertThat(budget.take(NOW)).isFalse();
    }
}
