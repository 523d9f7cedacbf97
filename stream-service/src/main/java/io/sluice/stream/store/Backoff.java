package io.sluice.stream.store;

import java.time.Duration;

/** Waiting times that double from {@code first} to {@code most}. Belongs to one thread. */
public final class Backoff {
    private final long firstMs;
    private final long mostMs;
    private long nextMs;

    public Backoff(Duration first, Duration most) {
        this.firstMs = first.toMillis();
        this.mostMs = most.toMillis();
        this.nextMs = firstMs;
    }

    /** Milliseconds to wait before the next attempt. */
    public long next() {
        long now = nextMs;
        nextMs = Math.min(mostMs, nextMs * 2);
        return now;
    }

    public void reset() {
        nextMs = firstMs;
    }
}
