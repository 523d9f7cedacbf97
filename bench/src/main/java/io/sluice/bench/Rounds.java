package io.sluice.bench;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** Alternating rounds of a benchmark and its baseline, and what they come to. */
final class Rounds {
    private static final String PER_SECOND = "/s";
    /** Figures below it are shown with decimals. */
    private static final double LARGE = 1000;

    private final String unit;
    private final List<Double> values = new ArrayList<>();
    private final List<Double> baselines = new ArrayList<>();
    private final List<Double> ratios = new ArrayList<>();

    /** Something measured. */
    interface Measured {
        double run() throws Exception;
    }

    /** A value and a baseline that are measured at the same time. */
    interface Both {
        Round run() throws Exception;
    }

    record Round(double value, double baseline) {
        double ratio() {
            return value / baseline;
        }
    }

    private Rounds(String unit) {
        this.unit = unit;
    }

    /**
     * A value in units per second, one after the other with its baseline.
     *
     * @param warmup rounds that are run and not counted
     */
    static Rounds run(int warmup, int rounds, Measured value, Measured baseline, PrintStream out) throws Exception {
        return run(new Plan(warmup, rounds), PER_SECOND, () -> new Round(value.run(), baseline.run()), out);
    }

    /** @param unit of the figures, printed behind them */
    static Rounds run(Plan plan, String unit, Both both, PrintStream out) throws Exception {
        Rounds all = new Rounds(unit);
        for (int n = 1; n <= plan.warmup(); n++) {
            all.show("warmup " + n, both.run(), out);
        }
        for (int n = 1; n <= plan.rounds(); n++) {
            Round round = both.run();
            all.show("round  " + n, round, out);
            all.add(round);
        }
        return all;
    }

    /** Another figure of rounds that were run already, those of the warm-up in front. */
    static Rounds of(Plan plan, String unit, List<Round> rounds) {
        Rounds all = new Rounds(unit);
        rounds.subList(plan.warmup(), rounds.size()).forEach(all::add);
        return all;
    }

    private void add(Round round) {
        values.add(round.value());
        baselines.add(round.baseline());
        ratios.add(round.ratio());
    }

    private void show(String which, Round round, PrintStream out) {
        out.printf(
                Locale.ROOT,
                "%s   value %s%s   baseline %s%s   ratio %.3f%n",
                which,
                figure(round.value()),
                unit,
                figure(round.baseline()),
                unit,
                round.ratio());
    }

    /** Medians and spreads, then the one line of JSON. */
    void print(String bench, PrintStream out) {
        out.printf(
                Locale.ROOT,
                "median   value %s   baseline %s   ratio %.3f [%.3f to %.3f]%n",
                spread(values),
                spread(baselines),
                median(ratios),
                Collections.min(ratios),
                Collections.max(ratios));
        out.printf(
                Locale.ROOT,
                "{\"bench\":\"%s\",\"value\":%s,\"baseline\":%s,\"ratio\":%.3f}%n",
                bench,
                plain(median(values)),
                plain(median(baselines)),
                median(ratios));
    }

    /** The same where the baseline is a limit. */
    void printLimit(String bench, PrintStream out) {
        double limit = median(baselines);
        out.printf(Locale.ROOT, "median   value %s   limit %s%s%n", spread(values), figure(limit), unit);
        out.printf(
                Locale.ROOT,
                "{\"bench\":\"%s\",\"value\":%s,\"limit\":%s}%n",
                bench,
                plain(median(values)),
                plain(limit));
    }

    private String spread(List<Double> figures) {
        return figure(median(figures)) + unit + " [" + figure(Collections.min(figures)) + " to "
                + figure(Collections.max(figures)) + "]";
    }

    static String figure(double figure) {
        return String.format(Locale.ROOT, figure < LARGE ? "%.3f" : "%,.0f", figure);
    }

    private static String plain(double figure) {
        return String.format(Locale.ROOT, figure < LARGE ? "%.3f" : "%.0f", figure);
    }

    static double median(List<Double> figures) {
        List<Double> sorted = figures.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }
}
