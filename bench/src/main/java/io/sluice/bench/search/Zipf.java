package io.sluice.bench.search;

import java.util.Arrays;
import java.util.SplittableRandom;

/** Draws ranks from 0, rank r with a probability that goes as 1 / (r + 1). Immutable. */
final class Zipf {
    private final double[] cumulated;

    Zipf(int ranks) {
        cumulated = new double[ranks];
        double sum = 0;
        for (int rank = 0; rank < ranks; rank++) {
            sum += 1.0 / (rank + 1);
            cumulated[rank] = sum;
        }
    }

    int draw(SplittableRandom random) {
        double at = random.nextDouble() * cumulated[cumulated.length - 1];
        int found = Arrays.binarySearch(cumulated, at);
        return Math.min(found < 0 ? -found - 1 : found, cumulated.length - 1);
    }
}
