package io.sluice.stream.flow;

import io.sluice.runtime.KafkaLink;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.LongDeserializer;
import org.jspecify.annotations.Nullable;

/** What is in the changelog of a store of places: read to its committed end, and from there on the next time. Any thread; blocking. */
final class ChangelogReader implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final int FETCH_WAIT_MS = 20;

    private final KafkaLink link;
    private final String changelog;
    private final Map<Integer, Map<UUID, Long>> places = new HashMap<>();
    private @Nullable KafkaConsumer<byte[], Long> consumer;
    private List<TopicPartition> partitions = List.of();

    ChangelogReader(KafkaLink link, String changelog) {
        this.link = link;
        this.changelog = changelog;
    }

    /** By partition and stream; a copy. */
    synchronized Map<Integer, Map<UUID, Long>> read() {
        KafkaConsumer<byte[], Long> open = consumer == null ? open() : consumer;
        consumer = open;
        assign(open);
        Map<TopicPartition, Long> ends = open.endOffsets(partitions);
        if (ends.entrySet().stream().anyMatch(end -> open.position(end.getKey()) > end.getValue())) {
            begin(open);
        }
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (ends.entrySet().stream().anyMatch(end -> open.position(end.getKey()) < end.getValue())) {
            if (System.nanoTime() > deadline) {
                throw new org.apache.kafka.common.errors.TimeoutException("the changelog was not read in time");
            }
            open.poll(POLL).forEach(this::take);
        }
        Map<Integer, Map<UUID, Long>> copy = new HashMap<>();
        places.forEach((partition, here) -> copy.put(partition, Map.copyOf(here)));
        return copy;
    }

    /** Its topic may not be there yet, or have more partitions than before. */
    private void assign(KafkaConsumer<byte[], Long> open) {
        List<PartitionInfo> found = open.partitionsFor(changelog);
        if (found.size() != partitions.size()) {
            partitions = found.stream()
                    .map(partition -> new TopicPartition(changelog, partition.partition()))
                    .toList();
            open.assign(partitions);
            begin(open);
        }
    }

    private void begin(KafkaConsumer<byte[], Long> open) {
        places.clear();
        open.seekToBeginning(partitions);
    }

    private void take(ConsumerRecord<byte[], Long> record) {
        UUID stream = UUID.fromString(new String(record.key(), StandardCharsets.UTF_8));
        Map<UUID, Long> here = places.computeIfAbsent(record.partition(), fresh -> new HashMap<>());
        if (record.value() == null) {
            here.remove(stream);
        } else {
            here.put(stream, record.value());
        }
    }

    private KafkaConsumer<byte[], Long> open() {
        Map<String, Object> config = link.client(Map.of(
                "client.id",
                "sluice-shared-places",
                "isolation.level",
                "read_committed",
                "auto.offset.reset",
                "earliest",
                "allow.auto.create.topics",
                "false",
                "metadata.max.age.ms",
                1_000,
                // Nothing is waited for at the end of the log, and closing would wait for it.
                "fetch.max.wait.ms",
                FETCH_WAIT_MS,
                "default.api.timeout.ms",
                (int) PATIENCE.toMillis()));
        return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new LongDeserializer());
    }

    @Override
    public synchronized void close() {
        if (consumer != null) {
            consumer.close();
            consumer = null;
        }
    }
}
