package io.sluice.query;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The functions of groups. Rows whose value is nothing do not count, as in SQL. */
public enum Aggregate {
    COUNT,
    SUM,
    MIN,
    MAX,
    AVG,
    /** Of a sample, by Welford's method. */
    STDDEV,
    /** Of the value that is the first in event time; of equal times, the one that came first. */
    FIRST,
    /** Of the value that is the last in event time; of equal times, the one that came last. */
    LAST,
    /** The distinct values, estimated by a HyperLogLog sketch where there are many. */
    APPROX_COUNT_DISTINCT,
    /** The value below which a fraction of the values lies, estimated by a t-digest where there are many. */
    APPROX_PERCENTILE,
    /** The n largest values, largest first, as a list. */
    TOPK,
    /** The n most frequent values, as a list of {@code {"value":…,"count":…}}. */
    TOP_COUNT;

    /** The function of a word, also of one that others call it by. */
    static Optional<Aggregate> named(String word) {
        return switch (word.toLowerCase(Locale.ROOT)) {
            case "stddev_samp", "stddev_sample", "std" -> Optional.of(STDDEV);
            case "earliest_by_offset", "first_value" -> Optional.of(FIRST);
            case "latest_by_offset", "last_value" -> Optional.of(LAST);
            case "mean" -> Optional.of(AVG);
            case "median" -> Optional.of(APPROX_PERCENTILE);
            case "approx_distinct" -> Optional.of(APPROX_COUNT_DISTINCT);
            default ->
                Arrays.stream(values())
                        .filter(aggregate -> aggregate.word().equalsIgnoreCase(word))
                        .findFirst();
        };
    }

    /** All words, as they are written. */
    static List<String> words() {
        List<String> words = new ArrayList<>(List.of(
                "stddev_samp",
                "stddev_sample",
                "std",
                "earliest_by_offset",
                "first_value",
                "latest_by_offset",
                "last_value",
                "mean",
                "median",
                "approx_distinct"));
        Arrays.stream(values()).map(Aggregate::word).forEach(words::add);
        return words;
    }

    /** What its second argument must be; empty where it has none. */
    String parameter() {
        return switch (this) {
            case APPROX_PERCENTILE -> "a fraction between 0 and 1, such as 0.95";
            case TOPK, TOP_COUNT -> "a whole number from 1 to " + QueryLimits.MAX_TOP;
            case COUNT, SUM, MIN, MAX, AVG, STDDEV, FIRST, LAST, APPROX_COUNT_DISTINCT -> "";
        };
    }

    /** Whether {@code value} can be its second argument. */
    boolean takes(BigDecimal value) {
        return switch (this) {
            case APPROX_PERCENTILE ->
                value.signum() >= 0 && value.compareTo(BigDecimal.ONE) <= 0 && value.scale() <= 18;
            case TOPK, TOP_COUNT ->
                value.signum() > 0
                        && value.scale() <= 0
                        && value.compareTo(BigDecimal.valueOf(QueryLimits.MAX_TOP)) <= 0;
            case COUNT, SUM, MIN, MAX, AVG, STDDEV, FIRST, LAST, APPROX_COUNT_DISTINCT -> false;
        };
    }

    /** As it is written. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
