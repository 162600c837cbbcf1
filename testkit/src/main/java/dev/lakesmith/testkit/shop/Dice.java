package dev.lakesmith.testkit.shop;

import java.util.List;
import java.util.SplittableRandom;

/** Chance that repeats: the same kind and number always throw the same values, whatever was thrown before. */
final class Dice {
    private static final long SEED = 20260101L;
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private final SplittableRandom random;

    private Dice(long seed) {
        this.random = new SplittableRandom(seed);
    }

    static Dice of(String kind, long number) {
        return new Dice(SEED + kind.hashCode() * 31L + number * GOLDEN);
    }

    int between(int low, int high) {
        return random.nextInt(low, high + 1);
    }

    boolean percent(int chance) {
        return random.nextInt(100) < chance;
    }

    <T> T one(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
