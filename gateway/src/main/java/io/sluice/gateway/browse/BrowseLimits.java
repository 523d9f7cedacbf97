package io.sluice.gateway.browse;

import java.time.Duration;

/**
 * How much one browse may cost.
 *
 * @param records looked at, at most; {@code bytes} of their keys and values; {@code time} from first to last
 * @param responseBytes of encoded records in one answer (one record more at most)
 * @param concurrent reads at a time; as many again times {@code queueFactor} may wait, more are told to come back
 */
public record BrowseLimits(int records, long bytes, Duration time, int responseBytes, int concurrent, int queueFactor) {

    public static final BrowseLimits DEFAULT =
            new BrowseLimits(200_000, 256L << 20, Duration.ofSeconds(5), 8 << 20, 4, 8);

    /** For polls, which wait for records to come, each with a thread and a consumer. */
    public static final BrowseLimits POLLS =
            new BrowseLimits(10_000, 16L << 20, Duration.ofSeconds(30), 8 << 20, 32, 1);

    BrowseLimits answering(int bytes) {
        return new BrowseLimits(records, this.bytes, time, bytes, concurrent, queueFactor);
    }
}
