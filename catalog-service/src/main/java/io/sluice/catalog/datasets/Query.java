package io.sluice.catalog.datasets;

import java.util.List;
import java.util.stream.Collectors;

/** The text of a {@code tsquery}. Words hold letters, marks and digits only, so quoting them is all it takes to be safe. */
final class Query {
    private Query() {}

    /** All of {@code words}, each as a prefix; empty for none. */
    static String allPrefixes(List<String> words) {
        return words.stream().distinct().map(word -> "'" + word + "':*").collect(Collectors.joining(" & "));
    }
}
