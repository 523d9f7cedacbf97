package io.sluice.stream.query;

import org.jspecify.annotations.Nullable;

/** What goes from one stage of a query to the next. */
sealed interface Step {
    byte[] NONE = {};
    /** Of a source that has shown no time yet. */
    long UNKNOWN = Long.MIN_VALUE;

    /**
     * One row.
     *
     * @param source that it comes from: a partition of what the query reads, or a task of the stage before
     * @param progress how far event time has come there, with this row
     * @param at the row's event time, epoch milliseconds
     * @param place of the record that it was made of, or of the latest of several
     * @param key of the record as a filter sees it
     * @param value JSON where anything was joined
     * @param parts what one stage tells the next about the row, beside its value
     */
    @SuppressWarnings("ArrayRecordComponent") // handed over, compared by nobody
    record Row(
            String source,
            long progress,
            long at,
            Place place,
            byte @Nullable [] key,
            byte @Nullable [] value,
            byte[] parts)
            implements Step {
        Row withValue(byte @Nullable [] other) {
            return new Row(source, progress, at, place, key, other, parts);
        }

        Row withParts(byte[] other) {
            return new Row(source, progress, at, place, key, value, other);
        }

        Row at(long time, long reached) {
            return new Row(source, reached, time, place, key, value, parts);
        }
    }

    /**
     * How far event time has come in a source; said by the clock, so that it is known where none of its rows go.
     *
     * @param progress {@link #UNKNOWN}: there was no row yet
     * @param idle nothing has come from it for a while, so nobody waits for it
     */
    record Time(String source, long progress, boolean idle) implements Step {}

    /**
     * A row of the outcome.
     *
     * @param value null: what was written for the key before holds no more
     */
    @SuppressWarnings("ArrayRecordComponent") // handed over, compared by nobody
    record Out(byte @Nullable [] key, byte @Nullable [] value, long at, Place place) implements Step {}

    /** A row that gets no further. */
    @SuppressWarnings("ArrayRecordComponent") // handed over, compared by nobody
    record Lost(Place place, byte @Nullable [] key, byte @Nullable [] value, String reason, boolean late)
            implements Step {
        static Lost failed(Row row, String reason) {
            return new Lost(row.place(), row.key(), row.value(), reason, false);
        }

        static Lost late(Row row, String reason) {
            return new Lost(row.place(), row.key(), row.value(), "late: " + reason, true);
        }
    }
}
