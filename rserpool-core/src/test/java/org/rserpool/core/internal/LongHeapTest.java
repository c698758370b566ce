package org.rserpool.core.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LongHeapTest {

    /** An element as the model sees it. */
    private static final class Modelled {
        int slot;
        long key;
        long turn;
    }

    private static final Comparator<Modelled> ORDER =
            Comparator.<Modelled>comparingLong(m -> m.key).thenComparingLong(m -> m.turn);

    @Test
    void anEmptyHeapHasNoFirstElement() {
        var heap = new LongHeap<String>();

        assertThatIllegalStateException().isThrownBy(heap::first);
        int slot = heap.add("a", 1, 2);
        assertThat(heap.first()).isEqualTo(slot);
        assertThat(heap.key(slot)).isEqualTo(1);
        assertThat(heap.turn(slot)).isEqualTo(2);
        heap.remove(slot);
        assertThat(heap.size()).isZero();
        assertThatIllegalStateException().isThrownBy(heap::first);
        assertThatIllegalStateException().isThrownBy(() -> heap.element(slot));
        heap.verify();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5, 6, 21, 22, 300})
    void behavesAsASortedListUnderRandomOperations(int most) {
        var random = new SplittableRandom(most);
        var heap = new LongHeap<Modelled>();
        var model = new ArrayList<Modelled>();
        for (int i = 0; i < 30_000; i++) {
            int what = random.nextInt(6);
            if (model.isEmpty() || (what < 2 && model.size() < most)) {
                var added = new Modelled();
                added.key = random.nextInt(20) - 10L;
                added.turn = i;
                added.slot = heap.add(added, added.key, added.turn);
                model.add(added);
            } else if (what == 2) {
                // Removing the first element is another case than removing any.
                var gone =
                        random.nextBoolean()
                                ? model.stream().min(ORDER).orElseThrow()
                                : model.get(random.nextInt(model.size()));
                model.remove(gone);
                heap.remove(gone.slot);
            } else {
                var moved = model.get(random.nextInt(model.size()));
                moved.key = random.nextInt(20) - 10L;
                moved.turn = random.nextBoolean() ? i : moved.turn;
                heap.move(moved.slot, moved.key, moved.turn);
            }
            assertThat(heap.size()).isEqualTo(model.size());
            if (i % 3 == 0) {
                heap.verify();
            }
            if (!model.isEmpty() && random.nextInt(3) == 0) {
                var expected = model.stream().min(ORDER).orElseThrow();
                assertThat(heap.first()).isEqualTo(expected.slot);
                assertThat(heap.element(heap.first())).isSameAs(expected);
                assertThat(heap.key(expected.slot)).isEqualTo(expected.key);
                assertThat(heap.turn(expected.slot)).isEqualTo(expected.turn);
                int wanted = Math.min(9, model.size());
                assertThat(heap.first(wanted))
                        .containsExactly(
                                model.stream()
                                        .sorted(ORDER)
                                        .limit(wanted)
                                        .mapToInt(element -> element.slot)
                                        .toArray());
            }
        }
    }

    @Test
    void theFirstThatIsAddedAgainAtOnceTakesItsPlaceAmongTheOthers() {
        var heap = new LongHeap<String>();
        for (int i = 0; i < 50; i++) {
            heap.add("e" + i, i, 0);
        }
        var order = new ArrayList<String>();
        for (int i = 0; i < 60; i++) {
            int first = heap.first();
            var element = heap.element(first);
            order.add(element);
            heap.remove(first);
            assertThat(heap.size()).isEqualTo(49);
            heap.add(element, 50 + i, 0);
            heap.verify();
        }
        assertThat(order.subList(0, 3)).isEqualTo(List.of("e0", "e1", "e2"));
        assertThat(order.subList(48, 52)).isEqualTo(List.of("e48", "e49", "e0", "e1"));
    }
}
