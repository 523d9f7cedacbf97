package io.sluice.deploy.fuzz;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.Callable;

/** Waits for what has no event that a client could hear. */
final class Eventually {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration PACE = Duration.ofMillis(200);

    private Eventually() {}

    static void is(String what, Callable<Boolean> truth) {
        await(what).atMost(PATIENCE).pollDelay(Duration.ZERO).pollInterval(PACE).until(truth);
    }
}
