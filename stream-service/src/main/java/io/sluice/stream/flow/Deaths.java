package io.sluice.stream.flow;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the applications of a lane have died of. Broker and network can bring them into states that no retry inside of them leaves, so one that
 * died is begun again, where its last commit was. What passes by itself does not count; of anything else a few deaths close to each
 * other are too many. Belongs to one event loop.
 */
final class Deaths {
    /** How long an application rests that died. */
    static final long REST_MS = 1_000;

    private static final int MOST = 5;
    private static final Duration MEMORY = Duration.ofMinutes(5);

    private @Nullable Throwable last;
    private int count;
    private long at = System.nanoTime();

    void add(Throwable cause) {
        long now = System.nanoTime();
        count = Application.isPassing(cause) || now - at > MEMORY.toNanos() ? 0 : count + 1;
        at = now;
        last = cause;
    }

    /** Whether the application that is still here has died. */
    boolean hasDied() {
        return last != null;
    }

    /** The application that died has been put away. */
    void clear() {
        last = null;
    }

    /** Why there should be no other one, in words for people; then the count begins anew. Empty: there should. */
    Optional<String> verdict() {
        if (last == null || count <= MOST) {
            return Optional.empty();
        }
        count = 0;
        return Optional.of("The stream stopped on an error of Kafka Streams ("
                + last.getClass().getSimpleName() + ").");
    }
}
