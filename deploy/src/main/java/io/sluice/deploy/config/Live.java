package io.sluice.deploy.config;

import io.sluice.runtime.config.ByteSize;
import io.sluice.runtime.config.Rules;
import java.time.Duration;

/** Settings of live delivery: its limits, and what of its memory and times is an operator's business. */
public record Live(
        Share user,
        Share address,
        Share node,
        int subscriptionsPerSocket,
        int replayThreads,
        ByteSize ring,
        ByteSize writeQueue,
        Duration heartbeat,
        Duration answerWithin,
        Duration stalledAfter,
        Duration drainWithin) {
    private static final long KIB = 1 << 10;
    private static final long GIB = 1 << 30;

    public Live {
        new Rules()
                .between("subscriptions_per_socket", subscriptionsPerSocket, 1, 10_000)
                .between("replay_threads", replayThreads, 1, 64)
                .require(isWithin(ring, 64 * KIB, GIB), "ring", "expected 64KiB to 1GiB")
                .require(isWithin(writeQueue, 4 * KIB, GIB), "write_queue", "expected 4KiB to 1GiB")
                .require(isWithin(heartbeat, 1, 3_600), "heartbeat", "expected 1s to 1h")
                .require(isWithin(answerWithin, 1, 3_600), "answer_within", "expected 1s to 1h")
                .require(isWithin(stalledAfter, 1, 86_400), "stalled_after", "expected 1s to 1d")
                .require(isWithin(drainWithin, 0, 600), "drain_within", "expected 0s to 10m")
                .check();
    }

    private static boolean isWithin(ByteSize size, long least, long most) {
        return size.bytes() >= least && size.bytes() <= most;
    }

    private static boolean isWithin(Duration time, long least, long most) {
        return time.compareTo(Duration.ofSeconds(least)) >= 0 && time.compareTo(Duration.ofSeconds(most)) <= 0;
    }

    /** The limits of a user, an address or the node. */
    public record Share(int subscriptions, ByteSize bytesPerSecond, ByteSize replayBytesPerSecond, int filterCost) {
        private static final String RATE = "expected at least 1KiB";

        public Share {
            new Rules()
                    .between("subscriptions", subscriptions, 1, Integer.MAX_VALUE)
                    .require(bytesPerSecond.bytes() >= KIB, "bytes_per_second", RATE)
                    .require(replayBytesPerSecond.bytes() >= KIB, "replay_bytes_per_second", RATE)
                    .between("filter_cost", filterCost, 1, Integer.MAX_VALUE)
                    .check();
        }
    }
}
