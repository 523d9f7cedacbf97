package io.sluice.query;

import io.sluice.filter.Expression;
import org.jspecify.annotations.Nullable;

/**
 * When a row happened.
 *
 * @param of the row; {@code $timestamp} is the record's own time. A number is epoch milliseconds, a text or a list of numbers what {@code time(…)} reads
 * @param format of a text that {@code time(…)} does not read, as of {@link java.time.format.DateTimeFormatter}, in UTC unless it tells a zone; null: none
 */
public record EventTime(Expression of, @Nullable String format) {
    /** The record's own time. */
    public static final EventTime RECORD =
            new EventTime(Expression.parse("$timestamp").orElseThrow(), null);
}
