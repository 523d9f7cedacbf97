package io.sluice.bench.rig;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for what another thread or process does. */
public final class Await {
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final long LOOK_EVERY_NANOS = 500_000;

    private Await() {}

    /** @throws IllegalStateException when it has not come true after three minutes */
    public static void until(String what, BooleanSupplier done) {
        until(what, done, LOOK_EVERY_NANOS);
    }

    /**
     * The same, for what is dear to look at.
     *
     * @param every nanoseconds between two looks
     */
    public static void until(String what, BooleanSupplier done, long every) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!done.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException("Waited too long: " + what + ".");
            }
            LockSupport.parkNanos(every);
        }
    }
}
