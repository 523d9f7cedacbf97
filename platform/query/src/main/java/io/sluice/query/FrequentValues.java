package io.sluice.query;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Counters of the most frequent texts, by the method of Misra and Gries ("Finding repeated elements", 1982), merged as Agarwal and others do
 * ("Mergeable summaries", 2012). Exact as long as no more different texts came than there are counters; beyond, a count is too small by at most
 * {@code rows / (counters + 1)}, and every text is there that came more often than that.
 */
final class FrequentValues {
    private static final Comparator<Map.Entry<String, Long>> MOST_FIRST =
            Map.Entry.<String, Long>comparingByValue().reversed().thenComparing(Map.Entry.comparingByKey());

    private final int counters;
    private final Map<String, Long> counts = new LinkedHashMap<>();

    FrequentValues(int counters) {
        this.counters = counters;
    }

    void add(String text) {
        counts.merge(text, 1L, Long::sum);
        if (counts.size() > counters) {
            subtract(1);
        }
    }

    void merge(FrequentValues other) {
        other.counts.forEach((text, count) -> counts.merge(text, count, Long::sum));
        if (counts.size() > counters) {
            subtract(mostFrequent().get(counters).getValue());
        }
    }

    /** Takes that much from all; what has nothing left is forgotten. */
    private void subtract(long much) {
        counts.values().removeIf(count -> count <= much);
        counts.replaceAll((text, count) -> count - much);
    }

    /** The most frequent first; of equal counts by their text. */
    List<Map.Entry<String, Long>> mostFrequent() {
        List<Map.Entry<String, Long>> entries = new ArrayList<>(counts.entrySet());
        entries.sort(MOST_FIRST);
        return entries;
    }

    /** All, in the order in which they came. */
    Map<String, Long> counts() {
        return counts;
    }

    void put(String text, long count) {
        counts.put(text, count);
    }
}
