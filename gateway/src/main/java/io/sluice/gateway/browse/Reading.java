package io.sluice.gateway.browse;

import io.sluice.contract.Problem;
import java.time.Duration;

/** Whether anybody still waits for a read. Set on the event loop, seen by the worker between two polls. */
final class Reading {
    /** A poll that has nothing to wait for any more ends within this. */
    static final Duration POLL = Duration.ofMillis(100);

    private volatile boolean abandoned;

    void abandon() {
        abandoned = true;
    }

    void check() {
        if (abandoned) {
            throw new Problem.Unavailable("The request was given up.").toException();
        }
    }
}
