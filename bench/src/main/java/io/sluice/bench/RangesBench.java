package io.sluice.bench;

import java.util.List;
import java.util.Locale;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import picocli.CommandLine;

/**
 * 1,000 distinct range filters beside one ({@link ManyFilters}), on a number with two decimals from 0 to 1,000,000. The
 * baseline is one interval of a hundredth of that. Three shapes, of which the last counts:
 *
 * <ul>
 *   <li>overlapping, with one in a hundred: wide intervals, each record in half of them on average, and a second condition
 *       that decides: the intervals let too much through and each record meets hundreds of candidates;
 *   <li>nested: intervals one in the other within one hundredth of the numbers, so that a record that matches, matches 500 on
 *       average, and most of the work is to encode it as often;
 *   <li>disjoint: intervals far apart, together a hundredth of the numbers.
 * </ul>
 */
@CommandLine.Command(name = "ranges", description = "Records scanned for 1,000 range filters, beside 1.")
final class RangesBench extends ManyFilters {
    private static final String ONE = "flow >= 500000 and flow < 510000";

    @CommandLine.Option(names = "--filters", description = "Distinct filters (${DEFAULT-VALUE}).")
    private int filters = 1_000;

    @Override
    List<Shape> shapes() {
        double step = (double) DOMAIN / filters;
        return List.of(
                shape(
                        "ranges-overlapping",
                        "wide intervals: half of them hold each record, and region = 'eu-7', which 1 % have, is left to be asked",
                        i -> range(i * step / 2, DOMAIN / 2.0 + i * step / 2) + " and region like '%-7'"),
                shape(
                        "ranges-nested",
                        "intervals one in the other within 1 % of the numbers: a record that matches, matches 500 on average",
                        i -> range(500_000 + i * 5_000.0 / filters, 510_000 - i * 5_000.0 / filters)),
                shape(
                        "ranges",
                        "disjoint intervals, together 1 % of the numbers",
                        i -> range(i * step, i * step + step / 100)));
    }

    private Shape shape(String bench, String description, IntFunction<String> where) {
        String text = filters + " filters flow >= … and flow < …, each with a subscriber; " + description
                + ". Baseline: 1 filter that 1 % of the same records match.";
        return new Shape(
                bench, text, IntStream.range(0, filters).mapToObj(where).toList(), ONE);
    }

    private static String range(double from, double to) {
        return String.format(Locale.ROOT, "flow >= %.2f and flow < %.2f", from, to);
    }
}
