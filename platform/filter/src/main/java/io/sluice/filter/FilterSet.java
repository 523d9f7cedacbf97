package io.sluice.filter;

import java.time.Clock;
import org.jspecify.annotations.Nullable;

/**
 * Many filters, each with a projection, over the same records. Owned by one thread. A record's value is read at most once,
 * and only as far as the named paths need; filters and projections that are equal are evaluated once. What a filter says of
 * a record does not depend on which others are in the set.
 *
 * @param <T> the caller's name for a filter in the set; needs {@code equals} and {@code hashCode}
 */
public interface FilterSet<T> {

    /** Adds a filter, or replaces the one of this id. Not from within {@link #evaluate}. */
    void add(T id, Filter where, Projection select);

    /** Removes a filter; answers whether there was one. Not from within {@link #evaluate}. */
    boolean remove(T id);

    /** How many filters there are. */
    int size();

    /** Tells the sink which filters match the record, in the order they were added. */
    void evaluate(RecordView record, Sink<T> sink);

    /** Where the outcomes go. Filters that do not match are not told. */
    interface Sink<T> {
        /**
         * The record matches.
         *
         * @param projected the JSON object of the projection, on one line, shared by all whose projection is equal and not
         *     to be changed; null for the whole value as it is
         */
        void matched(T id, byte @Nullable [] projected);

        /** The filter or its projection needs fields, and the value or key is not JSON, too deep, or beyond the limits. */
        void failed(T id);
    }

    /** An empty set; the clock is what {@code now()} reads, once per record. */
    static <T> FilterSet<T> create(Clock clock) {
        return new IndexedFilters<>(clock);
    }
}
