package io.sluice.gateway.live;

import io.sluice.gateway.record.RecordJson;
import java.time.Duration;
import java.util.Map;

/**
 * The live hub's limits.
 *
 * @param kafka client properties of every consumer and of the admin client ({@code bootstrap.servers}, security)
 * @param grace how long a tail goes on after its last subscriber left
 * @param watch how often the open topics are looked at for new partitions, deletion and re-creation
 * @param heartbeat a comment or ping after this long without anything else
 * @param ringBytes raw records that a tail keeps for subscribers who join a little behind
 * @param turnBytes encoded records that one subscriber is handed at a time while it catches up (one record more at most)
 * @param frameBytes where records frames are split (a larger record is a frame of its own)
 * @param batchesInFlight batches that a tail may be ahead of an event loop
 * @param replayThreads cursors that read for subscribers who are further behind
 * @param maxValueBytes larger values are cut
 * @param writeQueueBytes a socket with more than this waiting counts as slow
 * @param maxSubscriptionsPerSocket and {@code maxSubscriptions} per node; more are refused with {@code too_many}
 * @param maxInboundBytes a larger frame from a client is refused with {@code too_large}
 */
public record LiveConfig(
        Map<String, Object> kafka,
        Duration grace,
        Duration watch,
        Duration heartbeat,
        int ringBytes,
        int turnBytes,
        int frameBytes,
        int batchesInFlight,
        int replayThreads,
        int maxValueBytes,
        int writeQueueBytes,
        int maxSubscriptionsPerSocket,
        int maxSubscriptions,
        int maxInboundBytes) {

    public LiveConfig {
        kafka = Map.copyOf(kafka);
    }

    /** The defaults. */
    public static LiveConfig of(Map<String, Object> kafka) {
        return new LiveConfig(
                kafka,
                Duration.ofSeconds(5),
                Duration.ofSeconds(2),
                Duration.ofSeconds(15),
                8 << 20,
                1 << 20,
                256 << 10,
                4,
                2,
                RecordJson.DEFAULT_MAX_VALUE_BYTES,
                256 << 10,
                100,
                20_000,
                32 << 10);
    }

    public LiveConfig withGrace(Duration grace) {
        return new LiveConfig(
                kafka,
                grace,
                watch,
                heartbeat,
                ringBytes,
                turnBytes,
                frameBytes,
                batchesInFlight,
                replayThreads,
                maxValueBytes,
                writeQueueBytes,
                maxSubscriptionsPerSocket,
                maxSubscriptions,
                maxInboundBytes);
    }

    /** With other bounds for what waits in memory: small ones make every path of catching up run in a test. */
    public LiveConfig withMemory(int ringBytes, int turnBytes, int frameBytes, int writeQueueBytes) {
        return new LiveConfig(
                kafka,
                grace,
                watch,
                heartbeat,
                ringBytes,
                turnBytes,
                frameBytes,
                batchesInFlight,
                replayThreads,
                maxValueBytes,
                writeQueueBytes,
                maxSubscriptionsPerSocket,
                maxSubscriptions,
                maxInboundBytes);
    }
}
