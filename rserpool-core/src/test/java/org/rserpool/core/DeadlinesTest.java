package org.rserpool.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class DeadlinesTest {

    private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");

    private final Deadlines<String> deadlines = new Deadlines<>();

    @Test
    void withoutTimersThereIsNoDeadline() {
        assertThat(deadlines.earliest()).isEqualTo(Instant.MAX);
        assertThat(deadlines.takeExpired(Instant.MAX)).isEmpty();
        assertThat(deadlines.timer("a").isSet()).isFalse();
        assertThat(deadlines.earliest()).isEqualTo(Instant.MAX);
        assertThat(deadlines.size()).isZero();
    }

    @Test
    void aTimerIsTakenAtItsDeadlineAndNotBefore() {
        var timer = deadlines.timer("a");
        timer.set(NOON);

        assertThat(deadlines.earliest()).isEqualTo(NOON);
        assertThat(timer.deadline()).hasValue(NOON);
        assertThat(deadlines.takeExpired(NOON.minusNanos(1))).isEmpty();
        assertThat(timer.isSet()).isTrue();
        assertThat(deadlines.takeExpired(NOON)).hasValue("a");
        assertThat(timer.isSet()).isFalse();
        assertThat(timer.deadline()).isEmpty();
        assertThat(deadlines.takeExpired(NOON.plusSeconds(1))).isEmpty();
    }

    @Test
    void expiredTimersAreTakenOneByOneTheEarliestFirst() {
        deadlines.timer("late").set(NOON.plusSeconds(2));
        deadlines.timer("early").set(NOON);
        deadlines.timer("between").set(NOON.plusSeconds(1));
        deadlines.timer("later than now").set(NOON.plusSeconds(11));

        assertThat(takeAll(NOON.plusSeconds(10))).containsExactly("early", "between", "late");
        assertThat(deadlines.size()).isEqualTo(1);
    }

    @Test
    void timersOfTheSameMomentAreTakenInTheOrderInWhichTheyWereSet() {
        var first = deadlines.timer("a");
        for (var key : List.of("b", "c", "d", "e", "f", "g", "h")) {
            deadlines.timer(key).set(NOON);
        }
        first.set(NOON);

        assertThat(takeAll(NOON)).containsExactly("b", "c", "d", "e", "f", "g", "h", "a");
    }

    @Test
    void settingATimerAgainReplacesItsDeadline() {
        var a = deadlines.timer("a");
        var b = deadlines.timer("b");
        a.set(NOON);
        b.set(NOON.plusSeconds(1));
        a.set(NOON.plusSeconds(2));

        assertThat(deadlines.size()).isEqualTo(2);
        assertThat(takeAll(NOON.plusSeconds(2))).containsExactly("b", "a");
    }

    @Test
    void aCancelledTimerIsNotTakenAndCanBeSetAgain() {
        var timer = deadlines.timer("a");
        timer.cancel();
        timer.set(NOON);
        timer.cancel();

        assertThat(timer.isSet()).isFalse();
        assertThat(deadlines.takeExpired(NOON)).isEmpty();
        timer.set(NOON);
        assertThat(deadlines.takeExpired(NOON)).hasValue("a");
    }

    @Test
    void aDeadlineBeyondAllTimeIsNeverReached() {
        var timer = deadlines.timer("a");
        timer.set(Instant.MAX);

        assertThat(timer.isSet()).isTrue();
        assertThat(deadlines.earliest()).isEqualTo(Instant.MAX);
        assertThat(deadlines.takeExpired(NOON)).isEmpty();
    }

    @Test
    void whereThereIsNoTimerNothingCanBeSet() {
        var none = Deadlines.Timer.none();

        none.cancel();
        assertThat(none.isSet()).isFalse();
        assertThatThrownBy(() -> none.set(NOON)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void behavesAsASortedListUnderRandomOperations() {
        record Set(Instant at, long turn, Deadlines.Timer<Integer> timer) {}
        for (int count : new int[] {3, 40, 1_000}) {
            var random = new SplittableRandom(count);
            var heap = new Deadlines<Integer>();
            var timers = new ArrayList<Deadlines.Timer<Integer>>();
            for (int i = 0; i < count; i++) {
                timers.add(heap.timer(i));
            }
            var model = new ArrayList<Set>();
            var now = NOON;
            for (int i = 0; i < 20_000; i++) {
                var timer = timers.get(random.nextInt(count));
                switch (random.nextInt(8)) {
                    case 0 -> {
                        timer.cancel();
                        model.removeIf(set -> set.timer == timer);
                    }
                    case 1, 2, 3 -> {
                        var at = now.plusNanos(random.nextInt(50) * 10L);
                        timer.set(at);
                        model.removeIf(set -> set.timer == timer);
                        model.add(new Set(at, i, timer));
                    }
                    case 4 -> now = now.plusNanos(random.nextInt(100));
                    default -> {
                        var due = now;
                        var expected =
                                model.stream()
                                        .filter(set -> !set.at.isAfter(due))
                                        .min(
                                                Comparator.comparing(Set::at)
                                                        .thenComparingLong(Set::turn));
                        assertThat(heap.takeExpired(now))
                                .isEqualTo(expected.map(set -> set.timer.key()));
                        expected.ifPresent(model::remove);
                    }
                }
                heap.verify();
                assertThat(heap.size()).isEqualTo(model.size());
                assertThat(heap.earliest())
                        .isEqualTo(
                                model.stream()
                                        .map(Set::at)
                                        .min(Comparator.naturalOrder())
                                        .orElse(Instant.MAX));
            }
        }
    }

    @Test
    void aMillionTimersAreTakenInOrder() {
        int n = 1_000_000;
        var random = new SplittableRandom(5);
        var heap = new Deadlines<Integer>();
        for (int i = 0; i < n; i++) {
            heap.timer(i).set(NOON.plusNanos(random.nextInt(n)));
        }
        heap.verify();
        var last = NOON;
        for (int i = 0; i < n; i++) {
            var earliest = heap.earliest();
            if (earliest.isBefore(last) || heap.takeExpired(earliest).isEmpty()) {
                throw new AssertionError("%s after %s".formatted(earliest, last));
            }
            last = earliest;
        }
        assertThat(heap.size()).isZero();
    }

    private List<String> takeAll(Instant now) {
        var taken = new ArrayList<String>();
        for (var next = deadlines.takeExpired(now);
                next.isPresent();
                next = deadlines.takeExpired(now)) {
            taken.add(next.get());
        }
        return taken;
    }
}
