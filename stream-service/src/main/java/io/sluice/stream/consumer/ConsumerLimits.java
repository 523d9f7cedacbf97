package io.sluice.stream.consumer;

import java.time.Duration;

/**
 * How long and how many consumers there are.
 *
 * @param idle after so long without a call a consumer is none any more
 * @param perUser that one user may have at a time
 */
public record ConsumerLimits(Duration idle, int perUser) {
    public static final ConsumerLimits DEFAULT = new ConsumerLimits(Duration.ofMinutes(5), 64);

    public ConsumerLimits {
        if (idle.toMillis() < 1 || perUser < 1) {
            throw new IllegalArgumentException("both limits must be positive");
        }
    }
}
