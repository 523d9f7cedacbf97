package io.sluice.gateway.live;

/**
 * A token bucket: fills at {@code rate} bytes a second up to a burst of {@value #BURST_SECONDS} s, and can be overdrawn, because
 * what was delivered or read is only known afterwards. Over any stretch of time, what is taken while it is not overdrawn is at
 * most the burst, the rate times the stretch, and one taking. Not thread-safe; its {@link Ledger} guards it.
 *
 * <p>It keeps a single instant, at which it would be full if nothing more were taken, so there is nothing to refill (the generic
 * cell rate algorithm, ITU-T I.371). All times are readings of one nanosecond clock.
 */
final class Bucket {
    static final int BURST_SECONDS = 4;

    private static final long BURST_NANOS = BURST_SECONDS * 1_000_000_000L;

    private final double nanosPerByte;
    private long fullAt;

    Bucket(long rate, long now) {
        this.nanosPerByte = 1e9 / rate;
        this.fullAt = now;
    }

    /** @param bytes fewer than 0: gives back */
    void take(long bytes, long now) {
        fullAt = (isFull(now) ? now : fullAt) + (long) (bytes * nanosPerByte);
    }

    boolean isFull(long now) {
        return fullAt - now <= 0;
    }

    /** Until it is no longer overdrawn; 0: it is not. */
    long debtNanos(long now) {
        return Math.max(0, fullAt - now - BURST_NANOS);
    }
}
