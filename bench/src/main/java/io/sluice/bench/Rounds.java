package io.sluice.bench;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** Alternating rounds of a benchmark and its baseline, and what they come to. */
final class Rounds {
    private final List<Double> values = new ArrayList<>();
    private final List<Double> baselines = new ArrayList<>();
    private final List<Double> ratios = new ArrayList<>();

    /** Something measured, in units per second. */
    interface Measured {
        double run() throws Exception;
    }

    /** @param warmup rounds that are run and not counted */
    static Rounds run(int warmup, int rounds, Measured value, Measured baseline, PrintStream out) throws Exception {
        Rounds all = new Rounds();
        for (int i = -warmup; i < rounds; i++) {
            double base = baseline.run();
            double measured = value.run();
            boolean counts = i >= 0;
            out.printf(
                    Locale.ROOT,
                    "%s %2d   value %,12.0f/s   baseline %,12.0f/s   ratio %.3f%n",
                    counts ? "round " : "warmup",
                    counts ? i + 1 : i + warmup + 1,
                    measured,
                    base,
                    measured / base);
            if (counts) {
                all.values.add(measured);
                all.baselines.add(base);
                all.ratios.add(measured / base);
            }
        }
        return all;
    }

    /** Medians and spreads, then the one line of JSON. */
    void print(String bench, PrintStream out) {
        out.printf(
                Locale.ROOT,
                "median   value %,12.0f/s   baseline %,12.0f/s   ratio %.3f (%.3f to %.3f)%n",
                median(values),
                median(baselines),
                median(ratios),
                Collections.min(ratios),
                Collections.max(ratios));
        out.printf(
                Locale.ROOT,
                "{\"bench\":\"%s\",\"value\":%.0f,\"baseline\":%.0f,\"ratio\":%.3f}%n",
                bench,
                median(values),
                median(baselines),
                median(ratios));
    }

    static double median(List<Double> figures) {
        List<Double> sorted = figures.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }
}
