package io.sluice.catalog;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** Stands still until it is moved, or until it is to go. */
public final class SettableClock extends Clock {
    private volatile Instant now = Instant.parse("2026-03-01T12:00:00.123456Z");
    private volatile boolean goes;

    public synchronized void advance(Duration by) {
        now = now.plus(by);
    }

    /** From now on no two looks at it show the same time. */
    public void go() {
        goes = true;
    }

    @Override
    public Instant instant() {
        if (goes) {
            advance(Duration.ofNanos(1_000));
        }
        return now;
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }
}
