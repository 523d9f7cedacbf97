package io.sluice.stream.landing.run;

import io.sluice.runtime.KafkaLink;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * This node's share of a topic: the partitions that the group gives it, read from positions that somebody else knows. Belongs to one thread,
 * but for {@link #wakeUp}.
 *
 * <p>A partition that is new here stands still until it is told where to begin ({@link #begin}). Nothing is ever committed to the group.
 */
final class Share implements AutoCloseable {
    private static final int MAX_RECORDS = 20_000;
    private static final int MAX_BYTES = 8 << 20;
    private static final Duration LINGER = Duration.ofMillis(20);
    private static final Duration CLOSE = Duration.ofSeconds(4);

    private final String topic;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Map<Integer, Long> positions = new HashMap<>();
    private final Set<Integer> waiting = new HashSet<>();
    private final Standing standing;
    /** What was landed here stays the last that is known of it. */
    private boolean closing;

    Share(KafkaLink link, LandingTask task, Standing standing) {
        this.topic = task.topic();
        this.standing = standing;
        Map<String, Object> config = link.client(Map.ofEntries(
                Map.entry("client.id", LandingTask.group(task.id())),
                Map.entry("group.id", LandingTask.group(task.id())),
                Map.entry("isolation.level", "read_committed"),
                Map.entry("auto.offset.reset", "none"),
                Map.entry("enable.auto.commit", false),
                Map.entry("allow.auto.create.topics", false),
                Map.entry("metadata.max.age.ms", 60_000),
                Map.entry(
                        "partition.assignment.strategy", "org.apache.kafka.clients.consumer.CooperativeStickyAssignor"),
                Map.entry("max.poll.records", 5_000),
                Map.entry("fetch.max.bytes", 2 * MAX_BYTES),
                Map.entry("max.partition.fetch.bytes", MAX_BYTES / 2),
                Map.entry("receive.buffer.bytes", -1),
                Map.entry("default.api.timeout.ms", 10_000),
                Map.entry("request.timeout.ms", 8_000),
                Map.entry("session.timeout.ms", 10_000),
                Map.entry("heartbeat.interval.ms", 2_000)));
        this.consumer = new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        consumer.subscribe(List.of(topic), new Given());
    }

    /**
     * Records that belong together.
     *
     * @param from of each partition that was read where it began, {@code to} where it goes on
     */
    record Batch(List<ConsumerRecord<byte[], byte[]>> records, Map<Integer, Long> from, Map<Integer, Long> to) {
        boolean isEmpty() {
            return to.isEmpty();
        }
    }

    /** Partitions that do not know yet where to begin. */
    Set<Integer> waiting() {
        return Set.copyOf(waiting);
    }

    Set<Integer> owned() {
        return Set.copyOf(positions.keySet());
    }

    void begin(int partition, long next) {
        waiting.remove(partition);
        positions.put(partition, next);
        consumer.seek(partition(partition), next);
        consumer.resume(List.of(partition(partition)));
    }

    /** What is there, as soon as something is: more while more comes at once, but not for long. */
    Batch read(Duration patience) {
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        long bytes = 0;
        long end = 0;
        Duration wait = patience;
        while (records.size() < MAX_RECORDS && bytes < MAX_BYTES) {
            try {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(wait)) {
                    records.add(record);
                    bytes += Math.max(0, record.serializedValueSize()) + Math.max(0, record.serializedKeySize());
                }
            } catch (OffsetOutOfRangeException gone) {
                if (records.isEmpty()) {
                    throw gone;
                }
                // What is here already lands first; the next poll says it again.
                break;
            }
            long now = System.nanoTime();
            if (records.isEmpty()) {
                break;
            } else if (end == 0) {
                end = now + LINGER.toNanos();
            } else if (now >= end) {
                break;
            }
            wait = Duration.ofNanos(Math.max(0, end - now));
        }
        return batch(records);
    }

    /** Only of what is still owned here. */
    private Batch batch(List<ConsumerRecord<byte[], byte[]>> records) {
        Map<Integer, Long> from = new HashMap<>();
        Map<Integer, Long> to = new HashMap<>();
        positions.forEach((partition, position) -> {
            long next = consumer.position(partition(partition));
            if (next != position) {
                from.put(partition, position);
                to.put(partition, next);
            }
        });
        return new Batch(
                records.stream()
                        .filter(record -> to.containsKey(record.partition()))
                        .toList(),
                from,
                to);
    }

    /** The batch is landed. */
    void moved(Map<Integer, Long> to) {
        to.forEach((partition, next) -> positions.computeIfPresent(partition, (owned, before) -> next));
    }

    /** Only who knows where it was can say where to go on. */
    void forgetPositions() {
        consumer.pause(consumer.assignment());
        waiting.addAll(positions.keySet());
        positions.clear();
    }

    long firstOffset(int partition) {
        return consumer.beginningOffsets(List.of(partition(partition))).getOrDefault(partition(partition), 0L);
    }

    /** Stays a member of the group, and reads nothing. */
    void rest(Duration time) {
        forgetPositions();
        long end = System.nanoTime() + time.toNanos();
        for (long left = time.toNanos(); left > 0; left = end - System.nanoTime()) {
            consumer.poll(Duration.ofNanos(left));
        }
    }

    /** Ends the wait of the thread that reads. Any thread. */
    void wakeUp() {
        consumer.wakeup();
    }

    @Override
    public void close() {
        closing = true;
        consumer.close(CloseOptions.timeout(CLOSE));
    }

    private TopicPartition partition(int number) {
        return new TopicPartition(topic, number);
    }

    private final class Given implements ConsumerRebalanceListener {
        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> given) {
            consumer.pause(given);
            for (TopicPartition partition : given) {
                // Any place will do, as long as nobody looks for one in the group.
                consumer.seek(partition, 0);
                waiting.add(partition.partition());
            }
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> taken) {
            List<Integer> gone = taken.stream().map(TopicPartition::partition).toList();
            gone.forEach(positions::remove);
            gone.forEach(waiting::remove);
            if (!closing) {
                standing.forget(gone);
            }
        }
    }
}
