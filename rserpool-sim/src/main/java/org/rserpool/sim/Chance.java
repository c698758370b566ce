package org.rserpool.sim;

import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * All that is left to chance in a world. Each purpose has a stream of its own, made of the seed and
 * its name, so that one that draws more does not change what others draw. Not to be shared between
 * threads.
 */
public final class Chance {

    private final long seed;
    private final SplittableRandom random;

    /** Makes the chance of a seed. */
    public Chance(long seed) {
        this.seed = seed;
        this.random = new SplittableRandom(seed);
    }

    /** Returns the stream for a purpose; the same each time, from its beginning. */
    public Chance of(String purpose) {
        return new Chance(mixed(seed ^ mixed(purpose.hashCode())));
    }

    /** Returns the stream for one of many things of the same purpose. */
    public Chance of(String purpose, long number) {
        return new Chance(mixed(of(purpose).seed + mixed(number)));
    }

    private static long mixed(long value) {
        long z = value + 0x9e3779b97f4a7c15L;
        z = (z ^ z >>> 30) * 0xbf58476d1ce4e5b9L;
        z = (z ^ z >>> 27) * 0x94d049bb133111ebL;
        return z ^ z >>> 31;
    }

    /** Returns the generator behind this stream. */
    public RandomGenerator generator() {
        return random;
    }

    /** Returns true in so many cases out of a hundred. */
    public boolean percent(int percent) {
        return random.nextInt(100) < percent;
    }

    /** Returns a number from {@code least} to {@code most}, both included. */
    public int between(int least, int most) {
        return random.nextInt(least, most + 1);
    }

    /**
     * Returns a number from {@code least} to {@code most} of which small ones are more frequent.
     */
    public int mostlySmall(int least, int most) {
        return between(least, between(least, most));
    }

    /** Returns a duration from {@code least} to {@code most}. */
    public Duration between(Duration least, Duration most) {
        return least.plusNanos(upTo(most.toNanos() - least.toNanos()));
    }

    /** Returns the time until something that happens on average once per {@code mean}. */
    public Duration next(Duration mean) {
        // StrictMath: the same on every machine.
        double factor = -StrictMath.log(1 - random.nextDouble());
        return Duration.ofNanos((long) (mean.toNanos() * Math.min(factor, 10)));
    }

    /** Returns a number from 0 to {@code most}. */
    public long upTo(long most) {
        return most <= 0 ? 0 : random.nextLong(most + 1);
    }

    /** Returns one of several things. */
    public <T> T oneOf(List<T> things) {
        return things.get(random.nextInt(things.size()));
    }
}
