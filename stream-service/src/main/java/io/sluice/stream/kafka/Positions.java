package io.sluice.stream.kafka;

import io.sluice.contract.StartAt;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;

/** Turns a {@link StartAt} into the next offset to read of each partition. */
public final class Positions {
    private final Broker broker;
    private final Clock clock;

    public Positions(Broker broker, Clock clock) {
        this.broker = broker;
        this.clock = clock;
    }

    /** @param partitions of one topic */
    public Future<Map<TopicPartition, Long>> resolve(Collection<TopicPartition> partitions, StartAt start) {
        if (start instanceof StartAt.Earliest) {
            return broker.offsets(partitions, OffsetSpec.earliest());
        } else if (start instanceof StartAt.At at) {
            return since(partitions, at.time());
        } else if (start instanceof StartAt.Ago ago) {
            return since(partitions, clock.instant().minus(ago.duration()));
        } else if (start instanceof StartAt.Last last) {
            return bounds(partitions).map(bounds -> last(bounds, last.count()));
        } else if (start instanceof StartAt.Offsets offsets) {
            return bounds(partitions).map(bounds -> named(bounds, offsets.offsets()));
        }
        return broker.offsets(partitions, OffsetSpec.latest());
    }

    public Future<Map<TopicPartition, Bounds>> bounds(Collection<TopicPartition> partitions) {
        Future<Map<TopicPartition, Long>> begins = broker.offsets(partitions, OffsetSpec.earliest());
        Future<Map<TopicPartition, Long>> ends = broker.offsets(partitions, OffsetSpec.latest());
        return Future.all(begins, ends).map(both -> {
            Map<TopicPartition, Bounds> bounds = new HashMap<>();
            ends.result().forEach((partition, end) -> {
                long begin = begins.result().getOrDefault(partition, end);
                bounds.put(partition, new Bounds(Math.min(begin, end), end));
            });
            return bounds;
        });
    }

    /** @param begin first offset that is still there, {@code end} the one that the next record will get */
    public record Bounds(long begin, long end) {
        public long size() {
            return end - begin;
        }
    }

    private Future<Map<TopicPartition, Long>> since(Collection<TopicPartition> partitions, Instant time) {
        Future<Map<TopicPartition, Long>> found =
                broker.offsets(partitions, OffsetSpec.forTimestamp(Math.max(0, time.toEpochMilli())));
        Future<Map<TopicPartition, Long>> ends = broker.offsets(partitions, OffsetSpec.latest());
        return Future.all(found, ends).map(both -> {
            Map<TopicPartition, Long> offsets = new HashMap<>();
            found.result()
                    .forEach((partition, offset) ->
                            offsets.put(partition, offset < 0 ? ends.result().get(partition) : offset));
            return offsets;
        });
    }

    /**
     * The newest {@code count} records, by offset: every partition is walked back from its end at the same pace until the count
     * is reached; a partition that runs out leaves its share to the others, what does not divide goes to the lowest partitions.
     */
    static Map<TopicPartition, Long> last(Map<TopicPartition, Bounds> bounds, int count) {
        List<Map.Entry<TopicPartition, Bounds>> smallestFirst = bounds.entrySet().stream()
                .sorted(Comparator.comparingLong((Map.Entry<TopicPartition, Bounds> e) ->
                                e.getValue().size())
                        .thenComparing(e -> e.getKey().partition(), Comparator.reverseOrder()))
                .toList();
        Map<TopicPartition, Long> offsets = new HashMap<>();
        long left = count;
        int partitions = smallestFirst.size();
        for (Map.Entry<TopicPartition, Bounds> entry : smallestFirst) {
            Bounds bound = entry.getValue();
            long take = Math.min(bound.size(), left / partitions);
            offsets.put(entry.getKey(), bound.end() - take);
            left -= take;
            partitions--;
        }
        return offsets;
    }

    private static Map<TopicPartition, Long> named(Map<TopicPartition, Bounds> bounds, Map<Integer, Long> named) {
        Map<TopicPartition, Long> offsets = new HashMap<>();
        bounds.forEach((partition, bound) -> {
            long wanted = named.getOrDefault(partition.partition(), bound.end());
            offsets.put(partition, Math.max(bound.begin(), Math.min(wanted, bound.end())));
        });
        return offsets;
    }
}
