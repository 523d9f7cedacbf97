package io.sluice.gateway.live;

import java.time.Clock;
import java.util.Random;
import java.util.function.LongSupplier;

/**
 * What a hub takes from outside the program, so that a test can hold it in its hand. Thread-safe.
 *
 * @param clock the time of day, for what expires
 * @param nanos a time that never jumps, for how long something takes
 * @param random for spreading clients over time
 */
public record Outside(Clock clock, LongSupplier nanos, Random random) {

    public static Outside of(Clock clock) {
        return new Outside(clock, System::nanoTime, new Random());
    }
}
