package io.sluice.filter;

import org.jspecify.annotations.Nullable;

/**
 * Values of one kind that has an order (numbers, texts or times) between two bounds.
 *
 * @param low null: from the least on
 * @param high null: to the greatest
 */
record Interval(@Nullable Bound low, @Nullable Bound high) implements Comparable<Interval> {

    /** An end of an interval; an open one does not belong to it. The cell is a literal's and never changes. */
    record Bound(Cell value, boolean open) {}

    Interval {
        if (low == null && high == null) {
            throw new IllegalArgumentException("an interval has at least one bound");
        }
    }

    static Interval point(Cell value) {
        Bound both = new Bound(value, false);
        return new Interval(both, both);
    }

    /** What its values are. */
    Cell.Kind kind() {
        return low != null ? low.value.kind : high != null ? high.value.kind : Cell.Kind.NULL;
    }

    boolean isPoint() {
        return low != null && high != null && Comparing.order(low.value, high.value) == 0;
    }

    /** Whether it begins at the value or before. */
    boolean beginsBefore(Cell value) {
        if (low == null) {
            return true;
        }
        int order = Comparing.order(low.value, value);
        return order < 0 || (order == 0 && !low.open);
    }

    /** Whether the value is not beyond a high bound. */
    static boolean reaches(@Nullable Bound high, Cell value) {
        if (high == null) {
            return true;
        }
        int order = Comparing.order(value, high.value);
        return order < 0 || (order == 0 && !high.open);
    }

    /** What is in both. */
    Interval and(Interval other) {
        return new Interval(
                compareLow(low, other.low) >= 0 ? low : other.low,
                compareHigh(high, other.high) <= 0 ? high : other.high);
    }

    /** The order of low bounds: of two of one value the closed one comes first. */
    private static int compareLow(@Nullable Bound a, @Nullable Bound b) {
        if (a == null || b == null) {
            return a == b ? 0 : a == null ? -1 : 1;
        }
        int order = Comparing.order(a.value, b.value);
        return order != 0 ? order : Boolean.compare(a.open, b.open);
    }

    /** The order of high bounds: of two of one value the open one comes first. */
    static int compareHigh(@Nullable Bound a, @Nullable Bound b) {
        if (a == null || b == null) {
            return a == b ? 0 : a == null ? 1 : -1;
        }
        int order = Comparing.order(a.value, b.value);
        return order != 0 ? order : Boolean.compare(b.open, a.open);
    }

    /** By where they begin, then by where they end. */
    @Override
    public int compareTo(Interval other) {
        int order = compareLow(low, other.low);
        return order != 0 ? order : compareHigh(high, other.high);
    }
}
