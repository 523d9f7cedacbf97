package io.sluice.gateway.support;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/** How long tests wait for what comes by itself: long, because a busy machine is no fault. */
public final class Patience {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private Patience() {}

    public static ConditionFactory eventually() {
        return Awaitility.await().atMost(LIMIT);
    }
}
