package io.sluice.bench.rig;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for what another thread or process does. */
public final class Await {
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final long LOOK_EVERY_NANOS = 1_000_000;

    private Await() {}

    /** @throws IllegalStateException when it has not come true after three minutes */
    public static void until(String what, BooleanSupplier done) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!done.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException("Waited too long: " + what + ".");
            }
            LockSupport.parkNanos(LOOK_EVERY_NANOS);
        }
    }
}
