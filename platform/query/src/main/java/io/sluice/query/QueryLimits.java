package io.sluice.query;

import java.time.Duration;

/** What a query refuses to go beyond, beside the limits of expressions ({@link io.sluice.filter.Limits}). */
public final class QueryLimits {
    /** Length of a query's text, in UTF-16 units; the canonical text is held to it too. */
    public static final int MAX_TEXT_LENGTH = 32 * 1024;
    /** Sources that are read as one. */
    public static final int MAX_UNION = 100;
    /** Joins. */
    public static final int MAX_JOINS = 8;
    /** Topics besides its own that the records of a stream are spread over. */
    public static final int MAX_BRANCHES = 100;
    /** Columns that rows are grouped by. */
    public static final int MAX_KEYS = 32;
    /** Aggregates. */
    public static final int MAX_MEASURES = 100;
    /** Columns that groups are ordered by. */
    public static final int MAX_ORDER = 8;
    /** Groups of a window that an order keeps. */
    public static final int MAX_LIMIT = 1_000;
    /** Values of a top list. */
    public static final int MAX_TOP = 100;
    /** Length of a window, a gap, a grace, and of how near in time the rows of a join are. */
    public static final Duration MAX_DURATION = Duration.ofDays(3_650);
    /** Hopping windows that one row is in. */
    public static final int MAX_WINDOWS_PER_ROW = 1_000;
    /** What a group keeps, in bytes, so that it is a record that a broker takes as it is set up by default. */
    public static final int MAX_STATE_BYTES = 900_000;
    /** Length of the pattern of times, in UTF-16 units. */
    public static final int MAX_FORMAT_LENGTH = 100;
    /** Length of a name, in UTF-16 units. */
    public static final int MAX_NAME_LENGTH = 2_000;

    private QueryLimits() {}
}
