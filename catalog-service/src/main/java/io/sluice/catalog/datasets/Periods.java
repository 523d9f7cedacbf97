package io.sluice.catalog.datasets;

import io.sluice.contract.Metadata;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Temporal extents as ranges of Postgres. */
final class Periods {
    private static final int DATE = "2026-01-31".length();

    private Periods() {}

    /** Text of a {@code tstzrange}; a date as the end has its whole day. Null for no extent at all. */
    static @Nullable String range(Metadata.@Nullable Temporal temporal) {
        if (temporal == null || (temporal.start() == null && temporal.end() == null)) {
            return null;
        }
        return "[" + (temporal.start() == null ? "" : start(temporal.start())) + ","
                + (temporal.end() == null ? "" : end(temporal.end())) + "]";
    }

    private static String start(String text) {
        return MetadataRules.instant(text).map(Instant::toString).orElse("");
    }

    private static String end(String text) {
        Duration length = text.length() == DATE ? Duration.ofDays(1).minusNanos(1_000) : Duration.ZERO;
        return MetadataRules.instant(text)
                .map(start -> start.plus(length).toString())
                .orElse("");
    }
}
