package io.sluice.stream.alert;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * The partitions of a topic as one row of records, in the order of their timestamps as far as it can be had: a record is handed out when
 * the next one of every other partition is there, too, or those partitions have no more. So a rule that has to catch up does not see one
 * partition an hour ahead of another. A partition that has more and does not deliver is waited for {@link #PATIENCE_MS}.
 *
 * <p>Holds about {@value #MOST} records of each partition, then does not fetch from it. Belongs to one thread.
 */
final class Merge {
    private static final int MOST = 1_000;
    private static final long PATIENCE_MS = 1_000;
    private static final Duration HURRY = Duration.ofMillis(100);

    private final Consumer<byte[], byte[]> consumer;
    private final Map<TopicPartition, Deque<ConsumerRecord<byte[], byte[]>>> waiting = new HashMap<>();
    private long missed;
    private long stuckSince = Long.MIN_VALUE;

    Merge(Consumer<byte[], byte[]> consumer, Map<TopicPartition, Long> positions) {
        this.consumer = consumer;
        consumer.assign(positions.keySet());
        positions.forEach((partition, offset) -> {
            waiting.put(partition, new ArrayDeque<>());
            consumer.seek(partition, offset);
        });
    }

    /** @param most to wait when everything has been read */
    void poll(Duration most) {
        waiting.forEach((partition, records) -> {
            if (records.size() >= MOST) {
                consumer.pause(List.of(partition));
            } else {
                consumer.resume(List.of(partition));
            }
        });
        Duration wait = isCaughtUp() ? most : isStuck() || isEmpty() ? HURRY : Duration.ZERO;
        try {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(wait)) {
                queue(new TopicPartition(record.topic(), record.partition())).add(record);
            }
        } catch (OffsetOutOfRangeException gone) {
            gone.offsetOutOfRangePartitions().forEach(this::skip);
        }
    }

    /** @param now of any clock, milliseconds; null: poll first */
    @Nullable ConsumerRecord<byte[], byte[]> next(long now) {
        if (isStuck()) {
            stuckSince = stuckSince == Long.MIN_VALUE ? now : stuckSince;
            if (now - stuckSince < PATIENCE_MS) {
                return null;
            }
        } else {
            stuckSince = Long.MIN_VALUE;
        }
        Deque<ConsumerRecord<byte[], byte[]>> first = null;
        for (Deque<ConsumerRecord<byte[], byte[]>> records : waiting.values()) {
            ConsumerRecord<byte[], byte[]> head = records.peek();
            if (head != null
                    && (first == null || head.timestamp() < first.getFirst().timestamp())) {
                first = records;
            }
        }
        return first == null ? null : first.poll();
    }

    /** Whether everything that is committed has been handed out. */
    boolean isCaughtUp() {
        return waiting.entrySet().stream().allMatch(each -> each.getValue().isEmpty() && isAtEnd(each.getKey()));
    }

    /** Where to go on after what was handed out. */
    Map<TopicPartition, Long> positions() {
        Map<TopicPartition, Long> positions = new HashMap<>();
        waiting.forEach((partition, records) -> {
            ConsumerRecord<byte[], byte[]> head = records.peek();
            positions.put(partition, head == null ? consumer.position(partition) : head.offset());
        });
        return positions;
    }

    /** How many records were gone before they were read, since this was asked last. */
    long takeMissed() {
        long taken = missed;
        missed = 0;
        return taken;
    }

    private boolean isEmpty() {
        return waiting.values().stream().allMatch(Deque::isEmpty);
    }

    /** Some partition has more, but nothing of it is here. */
    private boolean isStuck() {
        return !isEmpty()
                && waiting.entrySet().stream().anyMatch(each -> each.getValue().isEmpty() && !isAtEnd(each.getKey()));
    }

    private boolean isAtEnd(TopicPartition partition) {
        OptionalLong lag = consumer.currentLag(partition);
        return lag.isPresent() && lag.getAsLong() == 0;
    }

    private Deque<ConsumerRecord<byte[], byte[]>> queue(TopicPartition partition) {
        return waiting.computeIfAbsent(partition, other -> new ArrayDeque<>());
    }

    private void skip(TopicPartition partition, Long wanted) {
        consumer.seekToBeginning(List.of(partition));
        missed += Math.max(0, consumer.position(partition) - wanted);
    }
}
