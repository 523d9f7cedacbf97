package io.sluice.gateway.live;

import java.time.Duration;

/**
 * When a tail hands out what it has: at once after a pause, and under load no sooner than an interval after the time before, so that
 * several records share a frame, a system call and a packet. One thread.
 *
 * <p>Where records come close together, the {@link #SHORTEST} interval brings some of them together by itself. Where they do not, a frame
 * for each would be most of the cost, and it is long enough for {@value #TOGETHER} of them, though not longer than {@link #GATHER}:
 * slower ones go one by one. It is longer where handing out keeps an event loop busy: {@value #SHARE} times as long as that took, up
 * to {@link #LONGEST}, so that with thousands of sockets there is time for other things too.
 */
final class Pace {
    private static final int TOGETHER = 4;
    private static final int SHARE = 2;
    /** Records that come closer than this, in nanoseconds, are close together. */
    private static final long CLOSE = 1_500_000;

    private static final long SHORTEST = 1_500_000;
    private static final long GATHER = Duration.ofMillis(8).toNanos();
    private static final long LONGEST = Duration.ofMillis(25).toNanos();
    /** What the time before still counts at each hand-out, so that one that came late says little about the distance of records. */
    private static final double KEPT = 0.9;

    private long last;
    private long interval;
    private double nanos;
    private double records;

    Pace(long now) {
        last = now - LONGEST;
    }

    /**
     * @param count of the records that had come since the time before
     * @param cost nanoseconds that the busiest event loop needed for what it was handed last
     */
    void handedOut(long now, int count, long cost) {
        // A pause tells nothing about the records behind it.
        nanos = KEPT * nanos + Math.min(GATHER, now - last);
        records = KEPT * records + Math.max(1, count);
        double distance = nanos / records;
        long gather = distance < CLOSE ? SHORTEST : Math.min(GATHER, (long) (TOGETHER * distance));
        last = now;
        interval = Math.min(LONGEST, Math.max(SHARE * cost, gather));
    }

    /** Nanoseconds until the next time, 0 or less when it has come. */
    long due(long now) {
        return last + interval - now;
    }
}
