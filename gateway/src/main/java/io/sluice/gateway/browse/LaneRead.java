package io.sluice.gateway.browse;

import io.sluice.gateway.record.ByteBuilder;
import io.sluice.gateway.record.KafkaRecordView;
import io.sluice.gateway.record.Sight;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * One poll: what partitions have from given offsets on, or what comes to them within a time. The broker holds the question while there is
 * nothing. Each partition in turn gives a record, beginning with the first, so a small limit starves none that is put first
 * the next time. Runs on a worker thread.
 */
final class LaneRead {
    /** How long the broker may take for records that it has. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    /** Of records at hand that are not in the answer yet. */
    private static final long MAX_BUFFER = 16L << 20;

    private final TopicPolls.Ask ask;
    private final Clock clock;
    private final Map<String, Sight> sights;
    private final Map<TopicPartition, Lane> lanes = new LinkedHashMap<>();
    private final ByteBuilder out = new ByteBuilder(1 << 10);
    private final List<TopicPolls.Item> items = new ArrayList<>();
    private long skipped;

    private static final class Lane {
        final TopicPolls.Place place;
        final TopicPartition partition;
        final Deque<ConsumerRecord<byte[], byte[]>> buffer = new ArrayDeque<>();
        long next;
        long end;

        Lane(TopicPolls.Place place) {
            this.place = place;
            this.partition = new TopicPartition(place.topic(), place.partition());
            this.next = place.next();
        }

        /** The broker has something that is not here. */
        boolean starves() {
            return buffer.isEmpty() && next < end;
        }
    }

    LaneRead(TopicPolls.Ask ask, Map<String, Sight> sights, Clock clock) {
        this.ask = ask;
        this.sights = sights;
        this.clock = clock;
        ask.places().forEach(place -> {
            Lane lane = new Lane(place);
            lanes.put(lane.partition, lane);
        });
    }

    TopicPolls.Polled read(Consumer<byte[], byte[]> consumer, Reading reading) {
        if (!lanes.isEmpty()) {
            consumer.assign(lanes.keySet());
            lanes.values().forEach(lane -> consumer.seek(lane.partition, lane.next));
            Map<TopicPartition, Long> ends = consumer.endOffsets(lanes.keySet());
            lanes.values().forEach(lane -> lane.end = ends.getOrDefault(lane.partition, lane.next));
            gather(consumer, reading);
            take();
        }
        List<TopicPolls.Moved> moved = lanes.values().stream()
                .filter(lane -> lane.next != lane.place.next())
                .map(lane -> new TopicPolls.Moved(lane.place, lane.next))
                .toList();
        return new TopicPolls.Polled(items, moved, skipped);
    }

    private void gather(Consumer<byte[], byte[]> consumer, Reading reading) {
        Instant begun = clock.instant();
        Duration left = left(begun);
        while (left != null) {
            pause(consumer);
            poll(consumer, left.compareTo(Reading.POLL) < 0 ? left : Reading.POLL);
            reading.check();
            left = left(begun);
        }
    }

    /** How long to go on; null: no longer. */
    private @Nullable Duration left(Instant begun) {
        long bytes = lanes.values().stream()
                .flatMap(lane -> lane.buffer.stream())
                .mapToLong(LaneRead::size)
                .sum();
        boolean starving = lanes.values().stream().anyMatch(Lane::starves);
        if (bytes >= MAX_BUFFER || (!starving && bytes >= Math.min(ask.minBytes(), ask.maxBytes()))) {
            return null;
        }
        Duration most = starving ? PATIENCE : ask.timeout();
        Duration left = Duration.between(clock.instant(), begun.plus(most));
        return left.isNegative() || left.isZero() ? null : left;
    }

    /** As long as one starves, those that have something at hand do not fetch more. */
    private void pause(Consumer<byte[], byte[]> consumer) {
        boolean starving = lanes.values().stream().anyMatch(Lane::starves);
        Set<TopicPartition> full = lanes.values().stream()
                .filter(lane -> starving && !lane.buffer.isEmpty())
                .map(lane -> lane.partition)
                .collect(Collectors.toSet());
        consumer.resume(consumer.paused());
        consumer.pause(full);
    }

    private void poll(Consumer<byte[], byte[]> consumer, Duration patience) {
        try {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(patience)) {
                Lane lane = lanes.get(new TopicPartition(record.topic(), record.partition()));
                if (lane != null) {
                    lane.buffer.add(record);
                }
            }
        } catch (OffsetOutOfRangeException gone) {
            gone.offsetOutOfRangePartitions().forEach((partition, offset) -> reset(consumer, partition, offset));
        }
        // Behind compacted, aborted and control records the position moves without any record.
        lanes.values().stream()
                .filter(lane -> lane.buffer.isEmpty())
                .forEach(lane -> lane.next = consumer.position(lane.partition));
    }

    /** What retention has taken is counted and passed over; what is behind the end begins as the consumer was made. */
    private void reset(Consumer<byte[], byte[]> consumer, TopicPartition partition, long offset) {
        Lane lane = lanes.get(partition);
        if (lane == null) {
            return;
        }
        Set<TopicPartition> one = Set.of(partition);
        long begin = consumer.beginningOffsets(one).getOrDefault(partition, 0L);
        lane.end = consumer.endOffsets(one).getOrDefault(partition, begin);
        skipped += Math.max(0, begin - offset);
        lane.next = offset < begin || ask.fromEarliest() ? begin : lane.end;
        consumer.seek(partition, lane.next);
    }

    private void take() {
        long bytes = 0;
        int count = 0;
        boolean more = true;
        while (more) {
            more = false;
            for (Lane lane : lanes.values()) {
                ConsumerRecord<byte[], byte[]> record = lane.buffer.peek();
                if (record == null) {
                    continue;
                }
                long size = size(record);
                if (count >= ask.maxRecords() || (count > 0 && bytes + size > ask.maxBytes())) {
                    return;
                }
                lane.buffer.remove();
                bytes += size;
                count++;
                look(lane, record);
                more = true;
            }
        }
    }

    private void look(Lane lane, ConsumerRecord<byte[], byte[]> record) {
        lane.next = lane.buffer.isEmpty()
                ? Math.max(lane.next, record.offset() + 1)
                : lane.buffer.element().offset();
        Sight sight = sights.get(record.topic());
        KafkaRecordView seen = sight == null ? null : sight.look(record);
        if (seen != null) {
            out.clear();
            ask.writer().append(seen, out);
            items.add(new TopicPolls.Item(lane.place, out.toBytes()));
        }
    }

    private static long size(ConsumerRecord<byte[], byte[]> record) {
        return Math.max(0, record.serializedKeySize()) + Math.max(0, record.serializedValueSize());
    }
}
