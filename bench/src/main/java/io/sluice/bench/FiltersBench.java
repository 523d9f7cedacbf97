package io.sluice.bench;

import java.util.List;
import java.util.stream.IntStream;
import picocli.CommandLine;

/**
 * 10,000 distinct equality filters beside one ({@link ManyFilters}). The field is a text of which there are a million; each of
 * the 10,000 filters names one of them, and together they match one record in a hundred. The single filter names one that a
 * hundredth of the records have.
 */
@CommandLine.Command(name = "filters", description = "Records scanned for 10,000 equality filters, beside 1.")
final class FiltersBench extends ManyFilters {
    @CommandLine.Option(names = "--filters", description = "Distinct filters (${DEFAULT-VALUE}).")
    private int filters = 10_000;

    @Override
    List<Shape> shapes() {
        List<String> wheres = IntStream.range(0, filters)
                .mapToObj(i -> where((int) ((long) i * DOMAIN / filters)))
                .toList();
        String description =
                filters + " filters station = 'S…' of 1,000,000 stations, each with a subscriber; 1 % of the records"
                        + " match one of them. Baseline: 1 such filter that 1 % of the same records match.";
        return List.of(new Shape("filters", description, wheres, where(DOMAIN)));
    }

    private static String where(int station) {
        return "station = '" + station(station) + "'";
    }
}
