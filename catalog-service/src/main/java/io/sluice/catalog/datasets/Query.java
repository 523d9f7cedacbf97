package io.sluice.catalog.datasets;

import java.util.List;
import java.util.stream.Collectors;

/** Texts of {@code tsquery}s. Words hold letters, marks and digits only, so quoting them is all it takes to be safe. */
final class Query {
    private Query() {}

    /** All of {@code words}, each as a prefix; empty for none. */
    static String allPrefixes(List<String> words) {
        return allPrefixes(words, "");
    }

    /** @param mark before each of them */
    static String allPrefixes(List<String> words, String mark) {
        return words.stream().distinct().map(word -> "'" + mark + word + "':*").collect(Collectors.joining(" & "));
    }
}
