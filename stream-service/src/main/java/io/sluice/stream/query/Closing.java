package io.sluice.stream.query;

import io.sluice.query.Aggregation;
import io.sluice.query.Windowing;

/**
 * When windows are over, in event time.
 *
 * @param afterMs how long after its end a window closes: the grace, and for sessions a moment more, as a row belongs to one that comes
 *     just when the gap ends
 */
record Closing(long afterMs) {
    static Closing of(Aggregation aggregation) {
        int more = aggregation.window() instanceof Windowing.Session ? 1 : 0;
        return new Closing(aggregation.grace().toMillis() + more);
    }

    boolean isOver(Frame frame, long now) {
        return !frame.isEver() && now != Step.UNKNOWN && frame.end() <= lastEnd(now);
    }

    /** The end of the latest windows that are over. */
    long lastEnd(long now) {
        return now < Long.MIN_VALUE + afterMs ? Long.MIN_VALUE : now - afterMs;
    }

    /** The latest time at which windows that end then are still open. */
    long before(long end) {
        return end + afterMs - 1;
    }
}
