package io.sluice.gateway.record;

import io.sluice.contract.Problem;
import io.sluice.contract.StartAt;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Turns a {@link StartAt} into offsets. Blocks on the broker with the time limits of the consumer it is given (the thread's own;
 * {@code read_committed}, so that an end is the last stable offset), and throws what that consumer throws. {@code last:N} takes
 * over the consumer's assignment; the other forms leave it alone.
 */
public final class Positions {
    private Positions() {}

    /**
     * Offsets by partition.
     *
     * @param start the next offset to read; may lie before {@code begin} when the caller asked for offsets that retention has
     *     taken since, never after {@code end}
     * @param begin the first offset there is, {@code end} the one after the last committed record
     */
    public record Resolved(Map<Integer, Long> start, Map<Integer, Long> begin, Map<Integer, Long> end) {
        public Resolved {
            start = Map.copyOf(start);
            begin = Map.copyOf(begin);
            end = Map.copyOf(end);
        }
    }

    /**
     * @param now from which {@link StartAt.Ago} is measured
     * @throws io.sluice.contract.ProblemException {@link Problem.NotFound} for a topic without partitions, {@link
     *     Problem.Invalid} at {@code /from} for offsets of a partition that there is not
     */
    public static Resolved resolve(Consumer<byte[], byte[]> consumer, String topic, StartAt from, Instant now) {
        return resolve(consumer, partitions(consumer, topic), from, now);
    }

    /** The same for partitions that the caller knows of: a consumer's own list of them may be minutes old. */
    public static Resolved resolve(
            Consumer<byte[], byte[]> consumer, List<TopicPartition> partitions, StartAt from, Instant now) {
        Map<TopicPartition, Long> begin = consumer.beginningOffsets(partitions);
        Map<TopicPartition, Long> end = consumer.endOffsets(partitions);
        Map<Integer, Long> start = start(consumer, from, now, new Bounds(begin, end));
        return new Resolved(start, byNumber(begin), byNumber(end));
    }

    /** The offset of the first record of each partition whose timestamp is not before {@code time}; the end where there is none. */
    public static Map<Integer, Long> at(Consumer<byte[], byte[]> consumer, String topic, Instant time) {
        return at(consumer, partitions(consumer, topic), time);
    }

    public static Map<Integer, Long> at(
            Consumer<byte[], byte[]> consumer, List<TopicPartition> partitions, Instant time) {
        return at(consumer, time, consumer.endOffsets(partitions));
    }

    /** @throws io.sluice.contract.ProblemException {@link Problem.NotFound} for a topic that there is not */
    public static List<TopicPartition> partitions(Consumer<byte[], byte[]> consumer, String topic) {
        @Nullable List<PartitionInfo> infos = consumer.partitionsFor(topic);
        if (infos == null || infos.isEmpty()) {
            throw Problem.NotFound.of("topic", topic).toException();
        }
        return infos.stream()
                .map(info -> new TopicPartition(topic, info.partition()))
                .toList();
    }

    public static List<TopicPartition> partitions(String topic, int count) {
        return IntStream.range(0, count)
                .mapToObj(partition -> new TopicPartition(topic, partition))
                .toList();
    }

    record Bounds(Map<TopicPartition, Long> begin, Map<TopicPartition, Long> end) {}

    private static Map<Integer, Long> start(
            Consumer<byte[], byte[]> consumer, StartAt from, Instant now, Bounds bounds) {
        if (from instanceof StartAt.Earliest) {
            return byNumber(bounds.begin());
        } else if (from instanceof StartAt.At at) {
            return at(consumer, at.time(), bounds.end());
        } else if (from instanceof StartAt.Ago ago) {
            return at(consumer, now.minus(ago.duration()), bounds.end());
        } else if (from instanceof StartAt.Last last) {
            return new Newest(consumer, bounds, last.count()).start();
        } else if (from instanceof StartAt.Offsets offsets) {
            return named(offsets, bounds);
        }
        return byNumber(bounds.end());
    }

    private static Map<Integer, Long> at(
            Consumer<byte[], byte[]> consumer, Instant time, Map<TopicPartition, Long> end) {
        Map<TopicPartition, Long> times = new HashMap<>();
        end.keySet().forEach(partition -> times.put(partition, Math.max(0, time.toEpochMilli())));
        Map<TopicPartition, OffsetAndTimestamp> found = consumer.offsetsForTimes(times);
        Map<Integer, Long> start = new HashMap<>();
        end.forEach((partition, last) -> {
            @Nullable OffsetAndTimestamp first = found.get(partition);
            start.put(partition.partition(), first == null ? last : Math.min(first.offset(), last));
        });
        return start;
    }

    private static Map<Integer, Long> named(StartAt.Offsets from, Bounds bounds) {
        Map<Integer, Long> start = byNumber(bounds.end());
        from.offsets().forEach((partition, offset) -> {
            @Nullable Long end = start.get(partition);
            if (end == null) {
                String reason = "there is no partition " + partition + ", the topic has " + start.size();
                throw Problem.Invalid.at("/from", reason).toException();
            }
            start.put(partition, Math.min(offset, end));
        });
        return start;
    }

    static Map<Integer, Long> byNumber(Map<TopicPartition, Long> offsets) {
        Map<Integer, Long> byNumber = new HashMap<>();
        offsets.forEach((partition, offset) -> byNumber.put(partition.partition(), offset));
        return byNumber;
    }
}
