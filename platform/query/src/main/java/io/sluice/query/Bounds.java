package io.sluice.query;

/**
 * From when to when a window goes, in epoch milliseconds.
 *
 * @param start of its first moment; of a session the time of its first row
 * @param end behind its last moment; of a session the gap behind its last row
 */
public record Bounds(long start, long end) {
    /** All of time. */
    public static final Bounds EVER = new Bounds(Long.MIN_VALUE, Long.MAX_VALUE);

    public boolean isEver() {
        return equals(EVER);
    }
}
