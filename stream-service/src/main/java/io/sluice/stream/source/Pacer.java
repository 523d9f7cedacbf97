package io.sluice.stream.source;

import java.time.Duration;

/**
 * How many records are due, from a rate and a monotonic clock: the n-th record is due {@code n / rate} after the start, so
 * rounding never adds up. Time during which nothing could be written is made up for by at most {@link #CATCH_UP}; what is
 * older is skipped, not written in a flood. Pure; times in nanoseconds.
 */
final class Pacer {
    static final Duration CATCH_UP = Duration.ofSeconds(1);

    private static final double NANOS = 1e9;

    private final double rate;
    private final long mostDue;
    private long start;
    private long taken;

    /** @param rate records per second; the first one is due at once */
    Pacer(double rate, long now) {
        this.rate = rate;
        this.mostDue = Math.max(1, (long) (rate * CATCH_UP.toNanos() / NANOS));
        this.start = now;
    }

    /** Takes what is due now. */
    int take(long now) {
        long elapsed = Math.max(0, now - start);
        long due = 1 + (long) (elapsed * rate / NANOS) - taken;
        if (due > mostDue) {
            start = now - Math.round((mostDue - 1) * NANOS / rate);
            taken = 0;
            due = mostDue;
        }
        taken += Math.max(0, due);
        return (int) Math.max(0, due);
    }

    /** Until the next record is due; 0 when one is. */
    Duration next(long now) {
        long due = start + (long) Math.ceil(taken * NANOS / rate);
        return Duration.ofNanos(Math.max(0, due - now));
    }
}
