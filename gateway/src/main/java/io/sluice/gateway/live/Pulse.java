package io.sluice.gateway.live;

import java.util.function.LongSupplier;

/**
 * When a connection is due for a sign of life, and when it is given up. Asked once a second, on its event loop.
 *
 * <p>Two kinds. Where the client can answer (WebSocket), a beat is due when nothing was heard from it for {@code heartbeat}, and it is
 * gone when nothing is heard for {@code answerWithin} after that; what it has not taken yet would hold the ping up, so this time begins
 * anew while its write queue is full. Where it cannot (a plain response), a beat is due when nothing was sent for {@code heartbeat}.
 *
 * <p>Either is stalled when its write queue is full and not a byte of it has moved for {@code stalledAfter}.
 */
final class Pulse {
    /** What is to be done now. */
    enum Due {
        NOTHING,
        BEAT,
        GONE,
        STALLED
    }

    private final LiveConfig.Times times;
    private final LongSupplier nanos;
    private final boolean answers;
    private boolean asked;
    private long askedAt;
    private long signAt;
    private long movedAt;
    private long waiting;

    private Pulse(LiveConfig.Times times, LongSupplier nanos, boolean answers) {
        this.times = times;
        this.nanos = nanos;
        this.answers = answers;
        this.signAt = nanos.getAsLong();
        this.movedAt = signAt;
    }

    /** Of a client that answers; {@link #sign} is that something was heard from it. */
    static Pulse ofAnswering(LiveConfig.Times times, LongSupplier nanos) {
        return new Pulse(times, nanos, true);
    }

    /** Of a client that only listens; {@link #sign} is that something was sent to it. */
    static Pulse ofListening(LiveConfig.Times times, LongSupplier nanos) {
        return new Pulse(times, nanos, false);
    }

    void sign() {
        signAt = nanos.getAsLong();
        asked = false;
    }

    /**
     * @param full whether the write queue is
     * @param bytes waiting in it
     */
    Due tick(boolean full, long bytes) {
        long now = nanos.getAsLong();
        if (!full || bytes != waiting) {
            movedAt = now;
        }
        waiting = bytes;
        if (!full) {
            return beat(now);
        }
        askedAt = now;
        return now - movedAt >= times.stalledAfter().toNanos() ? Due.STALLED : Due.NOTHING;
    }

    private Due beat(long now) {
        if (asked) {
            return now - askedAt >= times.answerWithin().toNanos() ? Due.GONE : Due.NOTHING;
        }
        if (now - signAt < times.heartbeat().toNanos()) {
            return Due.NOTHING;
        }
        asked = answers;
        askedAt = now;
        signAt = now;
        return Due.BEAT;
    }
}
