package io.sluice.query;

import io.sluice.filter.Expression;
import io.sluice.filter.Filter;
import java.time.Duration;
import java.util.List;

/**
 * Rows of equal keys in a window become one.
 *
 * @param keys none: all rows are one group
 * @param grace how long after its end a window still takes rows, in event time; later ones are <em>late</em>
 * @param idle after how long without records, by the clock, a partition no longer holds back the time of the others, and where all are idle,
 *     time goes on with the clock
 * @param having on keys and measures
 * @param order of the groups of a window, of which the first {@code limit} count; a column {@code rank} says which; empty: all count
 * @param limit 0: no limit
 */
public record Aggregation(
        List<Key> keys,
        EventTime time,
        Windowing window,
        Duration grace,
        Duration idle,
        List<Measure> measures,
        Filter having,
        List<Order> order,
        int limit,
        Emit emit) {
    /** How long a partition holds back the others that says nothing, where nothing else was asked for. */
    public static final Duration IDLE = Duration.ofSeconds(10);

    public Aggregation {
        keys = List.copyOf(keys);
        measures = List.copyOf(measures);
        order = List.copyOf(order);
    }

    /** One column that rows are grouped by. */
    public record Key(String name, Expression of) {}

    /** By a key or a measure. Nothing is last. */
    public record Order(String column, boolean descending) {}

    public enum Emit {
        /** A row's groups, each time they change. */
        CHANGE,
        /** Each group of a window once, when no more rows can come. */
        CLOSE
    }
}
