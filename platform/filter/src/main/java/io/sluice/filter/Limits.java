package io.sluice.filter;

/** What the language refuses to go beyond; each bound keeps the time and memory of one filter or one record small. */
public final class Limits {
    /** Length of a filter's or projection's text, in UTF-16 units; the canonical text is held to it too. */
    public static final int MAX_TEXT_LENGTH = 16 * 1024;
    /** Levels of nesting of an expression: parentheses, {@code not}, arguments, chains of arithmetic. */
    public static final int MAX_DEPTH = 64;
    /** Nodes of an expression tree (of all columns together in a projection). */
    public static final int MAX_NODES = 2_000;
    /** Options of one {@code in (...)}. */
    public static final int MAX_IN_LIST = 1_000;
    /** Columns of a projection. */
    public static final int MAX_COLUMNS = 500;
    /** Steps of a path. */
    public static final int MAX_STEPS = 32;
    /** The largest array index of a path. */
    public static final int MAX_INDEX = 1_000_000;
    /** Length of a number, in characters, in a filter, in a record, or cast from a text. */
    public static final int MAX_NUMBER_LENGTH = 1_000;
    /** The largest decimal exponent of a number, positive or negative. */
    public static final int MAX_EXPONENT = 999_999_999;
    /** Digits of the result of arithmetic; a result that needs more is unknown. */
    public static final int MAX_RESULT_DIGITS = 1_000;
    /** Length of a {@code like} pattern, in UTF-16 units. */
    public static final int MAX_LIKE_LENGTH = 1_000;
    /** Length of a regular expression, in UTF-16 units. */
    public static final int MAX_REGEX_LENGTH = 1_000;
    /** Atoms of a regular expression once its counted repetitions are written out. */
    public static final int MAX_REGEX_ATOMS = 1_000;
    /** Nested groups of a regular expression. */
    public static final int MAX_REGEX_DEPTH = 50;
    /** Nested objects and arrays of a record's value or key; a deeper one fails the filters that read it. */
    public static final int MAX_VALUE_DEPTH = 1_000;
    /** NDP rules of one list. */
    public static final int MAX_RULES = 200;
    /** Rows of one window. */
    public static final int MAX_WINDOW_ROWS = 10_000;
    /** Numbers that the windows of one list of rules keep together, for each partition that is read. */
    public static final int MAX_WINDOW_NUMBERS = 20_000;
    /** Violations reported for one text. */
    public static final int MAX_VIOLATIONS = 20;

    private Limits() {}
}
