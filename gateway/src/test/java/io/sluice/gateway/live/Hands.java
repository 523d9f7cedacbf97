package io.sluice.gateway.live;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;

/** The hands of a clock that a test moves: the time of day and the time that never jumps go together. */
final class Hands extends Clock {
    private static final Instant NOON = Instant.parse("2026-05-01T12:00:00Z");

    private final AtomicLong nanos = new AtomicLong();

    Outside outside() {
        return new Outside(this, nanos::get, new Random(7));
    }

    void advance(Duration by) {
        nanos.addAndGet(by.toNanos());
    }

    @Override
    public Instant instant() {
        return NOON.plusNanos(nanos.get());
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException("times here have no zone");
    }
}
