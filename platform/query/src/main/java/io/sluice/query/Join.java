package io.sluice.query;

import io.sluice.filter.Expression;
import java.time.Duration;

/**
 * One more input beside what is there so far: rows whose expressions have equal values meet. Nothing equals nothing.
 *
 * @param leftKey on the row so far, which also for the first join is an object with a member for each input
 * @param rightKey on the value of the right input alone, without its alias
 * @param before how much earlier than the left row the right one may be, {@code after} how much later; streams only
 * @param grace how late a row may come after the rows of its time, before it is left out; streams only
 * @param refresh how often a table from outside Kafka is loaded again
 */
public record Join(
        Kind kind,
        Type type,
        Input right,
        Expression leftKey,
        Expression rightKey,
        Duration before,
        Duration after,
        Duration grace,
        Duration refresh) {
    public enum Kind {
        /** Each row of one side meets those of the other side that are near in time, whichever comes first. */
        STREAM,
        /** Each row of the left side meets the present row of the right one; only rows of the left side make something. */
        TABLE
    }

    public enum Type {
        INNER,
        LEFT,
        /** Streams only. */
        OUTER
    }

    /** The same join by other values. */
    Join withKeys(Expression left, Expression right) {
        return new Join(kind, type, this.right, left, right, before, after, grace, refresh);
    }
}
