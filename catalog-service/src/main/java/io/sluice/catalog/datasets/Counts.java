package io.sluice.catalog.datasets;

import io.sluice.contract.Catalog;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A total and facets.
 *
 * @param exact counted, not estimated
 */
record Counts(long total, boolean exact, Map<String, List<Catalog.FacetCount>> facets) {

    /** Of rows with {@code facet}, {@code value} and {@code count}, the most frequent first. */
    static Counts of(RowSet<Row> rows, boolean exact) {
        Map<String, List<Catalog.FacetCount>> facets = new LinkedHashMap<>();
        List.of("organization", "tag", "type").forEach(facet -> facets.put(facet, new ArrayList<>()));
        long total = 0;
        for (Row row : rows) {
            @Nullable List<Catalog.FacetCount> counts = facets.get(row.getString("facet"));
            if (counts != null) {
                counts.add(new Catalog.FacetCount(row.getString("value"), row.getLong("count")));
            } else if (row.getString("facet").equals("total")) {
                total = row.getLong("count");
            }
        }
        return new Counts(total, exact, facets);
    }

    /** These are the counts of a sample of about so many hits. */
    Counts scaledTo(long hits) {
        long expected = Math.max(hits, total);
        double scale = total == 0 ? 1 : (double) expected / total;
        Map<String, List<Catalog.FacetCount>> scaled = new LinkedHashMap<>();
        facets.forEach((facet, counts) -> scaled.put(
                facet,
                counts.stream()
                        .map(count -> new Catalog.FacetCount(count.value(), Math.round(count.count() * scale)))
                        .toList()));
        return new Counts(expected, false, scaled);
    }
}
