package io.sluice.gateway.record;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * Finds where the newest {@code count} records of a topic begin.
 *
 * <p>End minus count is not enough: a compacted log and a transactional one have holes, and the newest records of a topic are
 * spread unevenly over its partitions. So the last offsets of each partition are read, in windows that double until they hold
 * enough records, and then the partition ends are merged by timestamp, newest first. What is kept is an offset and a timestamp a
 * record, at most {@code count} of them a partition.
 */
final class Newest {
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Consumer<byte[], byte[]> consumer;
    private final Positions.Bounds bounds;
    private final int count;

    private record Seen(long offset, long timestamp) {}

    private record Tail(int partition, Deque<Seen> seen) {}

    Newest(Consumer<byte[], byte[]> consumer, Positions.Bounds bounds, int count) {
        this.consumer = consumer;
        this.bounds = bounds;
        this.count = count;
    }

    Map<Integer, Long> start() {
        List<Tail> tails = new ArrayList<>();
        bounds.end().forEach((partition, end) -> tails.add(new Tail(partition.partition(), tail(partition, end))));
        consumer.assign(Set.of());
        Map<Integer, Long> start = Positions.byNumber(bounds.end());
        for (int taken = 0; taken < count; taken++) {
            Optional<Tail> newest = tails.stream()
                    .filter(tail -> !tail.seen().isEmpty())
                    .max(Comparator.comparingLong(tail -> tail.seen().getLast().timestamp()));
            newest.ifPresent(
                    tail -> start.put(tail.partition(), tail.seen().removeLast().offset()));
        }
        return start;
    }

    private Deque<Seen> tail(TopicPartition partition, long end) {
        long begin = bounds.begin().getOrDefault(partition, end);
        long window = count;
        while (true) {
            long from = Math.max(begin, end - window);
            Deque<Seen> seen = read(partition, from, end);
            if (seen.size() >= count || from == begin) {
                return seen;
            }
            window *= 2;
        }
    }

    private Deque<Seen> read(TopicPartition partition, long from, long end) {
        Deque<Seen> seen = new ArrayDeque<>();
        if (from >= end) {
            return seen;
        }
        consumer.assign(Set.of(partition));
        consumer.seek(partition, from);
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (consumer.position(partition) < end) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                keep(seen, record, end);
            }
            if (System.nanoTime() - deadline > 0) {
                throw new TimeoutException("the end of " + partition + " was not reached in time");
            }
        }
        return seen;
    }

    private void keep(Deque<Seen> seen, ConsumerRecord<byte[], byte[]> record, long end) {
        if (record.offset() >= end) {
            return;
        }
        seen.addLast(new Seen(record.offset(), record.timestamp()));
        if (seen.size() > count) {
            seen.removeFirst();
        }
    }
}
