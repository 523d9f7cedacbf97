package io.sluice.gateway.browse;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * The records of several partitions as one sequence: always the oldest of the partitions' next records, by timestamp, so the order
 * inside a partition holds and the whole is in order of time as far as that allows.
 *
 * <p>Which record comes next is only known when every partition that is not at its end has one at hand. So only partitions whose
 * buffer is empty are fetched from; the others are paused. A buffer therefore holds no more than one poll brought. The state of
 * the sequence is one offset a partition and nothing else, which is why it can go on later, from these offsets, exactly where it
 * was. Belongs to the thread of its consumer.
 */
final class Merge {
    private final Consumer<byte[], byte[]> consumer;
    private final Map<Integer, Lane> lanes = new TreeMap<>();
    private Set<TopicPartition> paused = Set.of();

    private static final class Lane {
        final TopicPartition partition;
        final long end;
        final Deque<ConsumerRecord<byte[], byte[]>> buffer = new ArrayDeque<>();
        long next;

        Lane(TopicPartition partition, long start, long end) {
            this.partition = partition;
            this.next = start;
            this.end = end;
        }

        boolean starves() {
            return buffer.isEmpty() && next < end;
        }

        long headTimestamp() {
            return buffer.element().timestamp();
        }
    }

    /** @param start next offset by partition, {@code end} the offset to stop before */
    Merge(Consumer<byte[], byte[]> consumer, String topic, Map<Integer, Long> start, Map<Integer, Long> end) {
        this.consumer = consumer;
        end.forEach((partition, last) -> lanes.put(
                partition, new Lane(new TopicPartition(topic, partition), start.getOrDefault(partition, last), last)));
        List<Lane> open = lanes.values().stream().filter(Lane::starves).toList();
        consumer.assign(open.stream().map(lane -> lane.partition).toList());
        open.forEach(lane -> consumer.seek(lane.partition, lane.next));
    }

    /** Whether nothing is left. */
    boolean atEnd() {
        return lanes.values().stream().allMatch(lane -> lane.buffer.isEmpty() && lane.next >= lane.end);
    }

    /** The next record; null when it is not known yet ({@link #fill} helps) or there is none. */
    @Nullable ConsumerRecord<byte[], byte[]> take() {
        if (lanes.values().stream().anyMatch(Lane::starves)) {
            return null;
        }
        Optional<Lane> oldest = lanes.values().stream()
                .filter(lane -> !lane.buffer.isEmpty())
                .min(Comparator.comparingLong(Lane::headTimestamp));
        return oldest.map(Merge::takeFrom).orElse(null);
    }

    private static ConsumerRecord<byte[], byte[]> takeFrom(Lane lane) {
        ConsumerRecord<byte[], byte[]> record = lane.buffer.remove();
        if (!lane.buffer.isEmpty()) {
            lane.next = lane.buffer.element().offset();
        } else {
            lane.next = Math.max(lane.next, record.offset() + 1);
        }
        return record;
    }

    /** One poll for the partitions that have nothing at hand. */
    void fill() {
        Set<TopicPartition> full = new HashSet<>();
        lanes.values().stream()
                .filter(lane -> !lane.starves() && consumer.assignment().contains(lane.partition))
                .forEach(lane -> full.add(lane.partition));
        if (!full.equals(paused)) {
            consumer.resume(paused);
            consumer.pause(full);
            paused = full;
        }
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Reading.POLL)) {
            Lane lane = lanes.get(record.partition());
            if (lane != null && record.offset() < lane.end) {
                lane.buffer.add(record);
            }
        }
        lanes.values().stream().filter(Lane::starves).forEach(this::passHoles);
    }

    /** Behind compacted, aborted and control records the consumer's position moves without any record. */
    private void passHoles(Lane lane) {
        lane.next = Math.min(lane.end, Math.max(lane.next, consumer.position(lane.partition)));
    }

    /** The next offset to read of each partition. */
    Map<Integer, Long> next() {
        Map<Integer, Long> next = new TreeMap<>();
        lanes.forEach((partition, lane) -> next.put(partition, lane.next));
        return next;
    }
}
