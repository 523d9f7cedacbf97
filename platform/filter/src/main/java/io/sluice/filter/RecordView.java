package io.sluice.filter;

import org.jspecify.annotations.Nullable;

/** A record as the evaluator sees it: an adapter over what the caller already holds. Arrays are read, never changed or kept. */
public interface RecordView {
    /** The topic it came from. */
    String topic();

    /** The partition it came from. */
    int partition();

    /** Its offset in the partition. */
    long offset();

    /** Its timestamp, in epoch milliseconds. */
    long timestamp();

    /** The key's bytes, or null. */
    byte @Nullable [] key();

    /** The value's bytes, or null for a tombstone. */
    byte @Nullable [] value();

    /** How many headers it has. */
    int headerCount();

    /** The name of header {@code i}. */
    String headerName(int i);

    /** The value of header {@code i}, or null. */
    byte @Nullable [] headerValue(int i);
}
