package io.sluice.gateway.live;

import java.time.Duration;

/**
 * When a tail hands out what it has: at once after a pause, and under load no sooner than an interval after the time before, so that
 * many records share a frame, a system call and a packet. The interval follows from what handing out costs the event loops: {@value
 * #SHARE} times as long, so that a loop spends a small part of its time on it, within bounds that a person does not see. One thread.
 */
final class Pace {
    private static final long SHARE = 16;
    private static final long MIN_NANOS = Duration.ofMillis(2).toNanos();
    private static final long MAX_NANOS = Duration.ofMillis(25).toNanos();

    private long last;
    private long interval;

    Pace(long now) {
        last = now - MAX_NANOS;
    }

    /**
     * @param cost nanoseconds that the busiest event loop needed for what it was handed last
     */
    void handedOut(long now, long cost) {
        last = now;
        interval = Math.max(MIN_NANOS, Math.min(SHARE * cost, MAX_NANOS));
    }

    /** Milliseconds until the next time, 0 when it has come: a Kafka consumer waits no shorter, and would spin. */
    long dueMillis(long now) {
        long nanos = last + interval - now;
        return nanos <= 0 ? 0 : 1 + nanos / 1_000_000;
    }
}
