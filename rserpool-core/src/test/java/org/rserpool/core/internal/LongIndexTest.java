package org.rserpool.core.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LongIndexTest {

    @Test
    void anEmptyIndexHasNothing() {
        var index = new LongIndex<String>();

        assertThat(index.isEmpty()).isTrue();
        assertThat(index.find(0)).isEmpty();
        assertThat(index.walk().hasNext()).isFalse();
        assertThat(index.walkFrom(-5).hasNext()).isFalse();
        assertThat(index.remove(0, "a")).isFalse();
        assertThatThrownBy(index::first).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> index.walk().next()).isInstanceOf(IllegalStateException.class);
        index.verify();
    }

    @Test
    void aKeyKeepsItsFirstValueOrItsLast() {
        var index = new LongIndex<String>();

        assertThat(index.putIfAbsent(7, "a")).isEqualTo("a");
        assertThat(index.putIfAbsent(7, "b")).isEqualTo("a");
        index.put(7, "c");
        assertThat(index.find(7)).hasValue("c");
        assertThat(index.size()).isEqualTo(1);
    }

    @Test
    void onlyTheVeryValueIsRemovedOrReplaced() {
        var index = new LongIndex<Object>();
        var one = new Object();
        var other = new Object();
        index.put(7, one);

        assertThat(index.remove(7, other)).isFalse();
        index.replace(7, other, other);
        assertThat(index.find(7)).hasValue(one);
        index.replace(7, one, other);
        assertThat(index.remove(7, other)).isTrue();
        assertThat(index.isEmpty()).isTrue();
    }

    /** Few keys of which many collide, some in one leaf, many in several levels. */
    @ParameterizedTest
    @ValueSource(ints = {8, 60, 400, 5_000, 40_000})
    void behavesAsATreeMapUnderRandomOperations(int range) {
        var random = new SplittableRandom(range);
        var model = new TreeMap<Long, Integer>();
        var index = new LongIndex<Integer>();
        int steps = 100_000;
        for (int i = 0; i < steps; i++) {
            // Grows at first, and shrinks to nothing at the end.
            boolean grow = random.nextInt(steps) > i;
            long key = random.nextInt(range);
            var value = Integer.valueOf(i);
            switch (random.nextInt(4)) {
                case 0, 1 -> {
                    if (grow) {
                        index.put(key, value);
                        model.put(key, value);
                    } else {
                        remove(index, model, key);
                    }
                }
                case 2 -> {
                    if (grow) {
                        int expected = model.getOrDefault(key, value);
                        assertThat(index.putIfAbsent(key, value)).isEqualTo(expected);
                        model.putIfAbsent(key, value);
                    } else if (!model.isEmpty()) {
                        remove(index, model, model.firstKey());
                    }
                }
                default -> raise(index, model, key, random.nextInt(range));
            }
            if (i % (range < 1_000 ? 499 : 9_973) == 0) {
                check(index, model, random.nextInt(range));
            }
        }
        new ArrayList<>(model.keySet()).forEach(key -> remove(index, model, key));
        check(index, model, 0);
        assertThat(index.depth()).isEqualTo(1);
    }

    private static void remove(
            LongIndex<Integer> index, NavigableMap<Long, Integer> model, long key) {
        Integer value = model.remove(key);
        assertThat(index.remove(key, value == null ? Integer.valueOf(-1) : value))
                .isEqualTo(value != null);
    }

    private static void raise(
            LongIndex<Integer> index, NavigableMap<Long, Integer> model, long near, int by) {
        Long from = model.floorKey(near);
        if (from == null) {
            return;
        }
        long to = from + 1 + by;
        Integer value = model.remove(from);
        assertThat(value).isNotNull();
        model.putIfAbsent(to, value);
        assertThat(index.raise(from, to)).isEqualTo(model.get(to));
    }

    private static void check(
            LongIndex<Integer> index, NavigableMap<Long, Integer> model, long from) {
        index.verify();
        assertThat(index.size()).isEqualTo(model.size());
        assertThat(values(index.walk())).containsExactlyElementsOf(model.values());
        assertThat(values(index.walkFrom(from)))
                .containsExactlyElementsOf(model.tailMap(from).values());
        assertThat(index.find(from).isPresent()).isEqualTo(model.containsKey(from));
        if (!model.isEmpty()) {
            assertThat(index.first()).isEqualTo(model.firstEntry().getValue());
        }
    }

    private static <V> List<V> values(LongIndex.Walk<V> walk) {
        var values = new ArrayList<V>();
        while (walk.hasNext()) {
            values.add(walk.next());
        }
        return values;
    }

    @Test
    void keysWrapAroundAsSequenceNumbersDo() {
        var index = new LongIndex<Long>();
        var random = new SplittableRandom(1);
        long base = Long.MAX_VALUE - 100_000;
        // A window of keys that moves past the largest long.
        for (int i = 0; i < 3_000; i++) {
            long key = base + random.nextLong(1L << 62);
            index.put(key, key);
        }
        for (int i = 0; i < 50_000; i++) {
            long first = index.first();
            assertThat(first - base).isNotNegative();
            base = first;
            assertThat(index.remove(first, index.first())).isTrue();
            long key = base + 1 + random.nextLong(1L << 62);
            index.put(key, key);
        }
        index.verify();
        assertThat(index.size()).isEqualTo(3_000);
        long previous = base - 1;
        for (Long key : values(index.walk())) {
            assertThat(key - previous).isPositive();
            previous = key;
        }
    }

    @Test
    void aRaiseOfWhatIsNotThereFails() {
        var index = new LongIndex<String>();
        index.put(1, "a");

        assertThatThrownBy(() -> index.raise(2, 3)).isInstanceOf(IllegalStateException.class);
    }

    /** An operation visits at most twice as many nodes as there are levels, of 64 slots each. */
    @Test
    void aMillionKeysAreAtMostFiveLevelsDeepWhateverCameBefore() {
        int n = 1_000_000;
        var value = new Object();
        var random = new SplittableRandom(3);

        var ascending = new LongIndex<Object>();
        var descending = new LongIndex<Object>();
        var scattered = new LongIndex<Object>();
        for (int i = 0; i < n; i++) {
            ascending.put(i, value);
            descending.put(-i, value);
            scattered.put(random.nextLong() >> 2, value);
        }
        assertThat(ascending.depth()).isLessThanOrEqualTo(4);
        assertThat(descending.depth()).isLessThanOrEqualTo(5);
        assertThat(scattered.depth()).isLessThanOrEqualTo(5);

        // What is left of a million keys is no deeper than if there had never been more.
        for (int i = 0; i < n; i++) {
            if (i % 1_000 != 0) {
                ascending.remove(i, value);
            }
        }
        ascending.verify();
        assertThat(ascending.size()).isEqualTo(1_000);
        assertThat(ascending.depth()).isLessThanOrEqualTo(3);
        scattered.verify();
    }
}
