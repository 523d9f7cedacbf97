package io.sluice.gateway.live;

import java.time.Duration;
import java.util.Random;

/**
 * How the connections of one event loop are closed at shutdown: evenly over a span, so that their clients do not come down on the other
 * nodes all at once. At least {@value #PER_SECOND} a second, so a few are gone quickly. Pure.
 *
 * @param connections to close
 * @param span from the first close, which is at once, to the last
 */
record Drain(int connections, Duration span) {
    private static final int PER_SECOND = 50;
    private static final int SHORTEST_RETRY_MS = 250;
    private static final int LEAST_RETRY_RANGE_MS = 1_000;
    private static final int LONGEST_RETRY_MS = 60_000;

    /** @param within the longest span */
    static Drain of(int connections, Duration within) {
        Duration fastest = Duration.ofMillis(Math.max(0, connections - 1) * 1_000L / PER_SECOND);
        return new Drain(connections, fastest.compareTo(within) < 0 ? fastest : within);
    }

    /** How many are to be closed by the time that this much has passed. */
    int due(Duration elapsed) {
        if (elapsed.compareTo(span) >= 0) {
            return connections;
        }
        return (int) Math.min(connections, 1 + (connections - 1) * elapsed.toMillis() / span.toMillis());
    }

    /** How long a client should wait before it comes again: at random from a range that grows with the number of clients. */
    Duration retry(Random random) {
        long range = Math.max(LEAST_RETRY_RANGE_MS, connections * 1_000L / PER_SECOND);
        int most = (int) Math.min(range, LONGEST_RETRY_MS - SHORTEST_RETRY_MS);
        return Duration.ofMillis(SHORTEST_RETRY_MS + random.nextInt(most));
    }
}
