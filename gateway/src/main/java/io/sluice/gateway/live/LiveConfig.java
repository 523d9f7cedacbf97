package io.sluice.gateway.live;

import io.sluice.decode.Decoders;
import io.sluice.gateway.record.RecordJson;
import java.time.Duration;
import java.util.Map;

/**
 * What the live hub is told.
 *
 * @param kafka client properties of every consumer and of the admin client ({@code bootstrap.servers}, security)
 * @param decoders of records
 */
public record LiveConfig(Map<String, Object> kafka, Memory memory, Limits limits, Times times, Decoders decoders) {

    public LiveConfig {
        kafka = Map.copyOf(kafka);
    }

    /** With the defaults of everything else. */
    public static LiveConfig of(Map<String, Object> kafka) {
        return new LiveConfig(kafka, Memory.DEFAULT, Limits.DEFAULT, Times.DEFAULT, Decoders.PLAIN);
    }

    public LiveConfig withKafka(Map<String, Object> other) {
        return new LiveConfig(other, memory, limits, times, decoders);
    }

    public LiveConfig withMemory(Memory other) {
        return new LiveConfig(kafka, other, limits, times, decoders);
    }

    public LiveConfig withLimits(Limits other) {
        return new LiveConfig(kafka, memory, other, times, decoders);
    }

    public LiveConfig withTimes(Times other) {
        return new LiveConfig(kafka, memory, limits, other, decoders);
    }

    public LiveConfig withDecoders(Decoders other) {
        return new LiveConfig(kafka, memory, limits, times, other);
    }

    /**
     * Bounds of what waits in memory, in bytes but for {@code batchesInFlight}.
     *
     * @param ring raw records that a tail keeps for subscribers who join a little behind
     * @param turn encoded records that one subscriber is handed at a time while it catches up (one record more at most)
     * @param frame where records frames are split (a larger record is a frame of its own)
     * @param writeQueue a socket with more than this waiting counts as slow
     * @param value larger values are cut
     * @param inbound a larger frame from a client is refused with {@code too_large}
     * @param batchesInFlight batches that a tail may be ahead of an event loop
     */
    public record Memory(int ring, int turn, int frame, int writeQueue, int value, int inbound, int batchesInFlight) {
        public static final Memory DEFAULT =
                new Memory(8 << 20, 1 << 20, 256 << 10, 256 << 10, RecordJson.DEFAULT_MAX_VALUE_BYTES, 32 << 10, 4);

        /** What an operator sets; the rest stays. */
        public Memory with(int otherRing, int otherWriteQueue) {
            return new Memory(otherRing, turn, frame, otherWriteQueue, value, inbound, batchesInFlight);
        }
    }

    /**
     * What may be used; more is refused with {@code too_many}.
     *
     * @param node by all together, {@code user} by all connections of one user, {@code address} by all of one client address
     * @param subscriptionsPerSocket on one WebSocket
     * @param replayThreads cursors that read for subscribers who are further behind
     */
    public record Limits(Share node, Share user, Share address, int subscriptionsPerSocket, int replayThreads) {
        public static final Limits DEFAULT = new Limits(
                new Share(20_000, 4L << 30, 1L << 30, 200_000),
                new Share(10_000, 1L << 30, 512L << 20, 50_000),
                new Share(10_000, 1L << 30, 512L << 20, 50_000),
                100,
                2);
    }

    /**
     * @param subscriptions at a time
     * @param bytesPerSecond written to clients
     * @param replayBytesPerSecond of records that are read from Kafka for subscribers who are behind
     * @param filterCost sum of the costs of the distinct filters, in the units of {@code Filter.cost()}
     */
    public record Share(int subscriptions, long bytesPerSecond, long replayBytesPerSecond, long filterCost) {}

    /**
     * @param grace how long a tail goes on after its last subscriber left
     * @param watch how often the open topics are looked at for new partitions, deletion and re-creation
     * @param heartbeat a comment or ping after this long without anything else
     * @param answerWithin a client that has not answered a ping for so long is gone
     * @param stalledAfter a connection is cut when its client has taken nothing for so long although something waits for it
     * @param warnBefore how long before an identity expires the client is told
     * @param drainWithin over how long closes are spread at shutdown
     */
    public record Times(
            Duration grace,
            Duration watch,
            Duration heartbeat,
            Duration answerWithin,
            Duration stalledAfter,
            Duration warnBefore,
            Duration drainWithin) {
        public static final Times DEFAULT = new Times(
                Duration.ofSeconds(5),
                Duration.ofSeconds(2),
                Duration.ofSeconds(15),
                Duration.ofSeconds(15),
                Duration.ofMinutes(2),
                Duration.ofMinutes(1),
                Duration.ofSeconds(10));

        /** What an operator sets; the rest stays. */
        public Times with(Duration beat, Duration answer, Duration stalled, Duration drain) {
            return new Times(grace, watch, beat, answer, stalled, warnBefore, drain);
        }

        public Times withGrace(Duration other) {
            return new Times(other, watch, heartbeat, answerWithin, stalledAfter, warnBefore, drainWithin);
        }
    }
}
