package io.sluice.catalog.datasets;

import io.sluice.catalog.rules.Sight;
import io.sluice.contract.Catalog;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;

/** A search with its words taken apart, and what of the catalog who asks may see. */
record Asked(Catalog.SearchDatasets ask, List<String> words, Sight sight) {

    static Asked of(Catalog.SearchDatasets ask, Sight sight) {
        return new Asked(ask, Words.of(ask.q()).stream().distinct().toList(), sight);
    }

    /** Text of a {@code tsquery}. */
    String query() {
        return Query.allPrefixes(words);
    }

    /** What was typed, as the name of a dataset. */
    String name() {
        return ask.q().strip().toLowerCase(Locale.ROOT);
    }

    /** Whether the whole catalog is asked for, all of what is public in it. */
    boolean isForEverything() {
        return words.isEmpty()
                && !sight.hasDenials()
                && Stream.of(ask.organization(), ask.tag(), ask.type(), ask.owner(), ask.area(), ask.during())
                        .allMatch(Objects::isNull);
    }
}
