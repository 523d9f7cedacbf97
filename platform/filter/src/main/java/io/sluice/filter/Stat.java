package io.sluice.filter;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a window makes of the numbers in it. */
public enum Stat {
    MEAN,
    SUM,
    MIN,
    MAX,
    /** Of a sample: divided by one less than there are rows; unknown for one row. */
    STD;

    /** As it is written. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<Stat> named(String word) {
        return Arrays.stream(values())
                .filter(stat -> stat.name().equalsIgnoreCase(word))
                .findFirst();
    }

    static String words() {
        return Arrays.stream(values()).map(Stat::word).collect(Collectors.joining(", "));
    }
}
