package io.sluice.stream.intake;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectReader;
import io.sluice.runtime.Json;
import io.sluice.runtime.KafkaLink;
import io.sluice.stream.intake.Checkpoint.Totals;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where every source's {@link Checkpoint} is kept: one compacted topic of the platform's own, whose records are written in the same
 * transaction as the records that they speak of. All of a source lies in one partition: {@code <dataset>} has the totals, {@code
 * <dataset>/<key>} a position. Any thread; blocking; at most {@link #READERS} look up theirs at a time.
 */
public final class Checkpoints implements AutoCloseable {
    /** What a broker counts besides: the batch that a record comes in, and lengths. */
    private static final int BATCH_OVERHEAD = 48_588;

    private static final Logger LOG = LoggerFactory.getLogger(Checkpoints.class);
    static final String TOPIC = "__sluice_source_positions";
    private static final int PARTITIONS = 16;
    private static final int READERS = 4;
    private static final int ATTEMPTS = 5;
    private static final Duration PATIENCE = Duration.ofSeconds(15);
    /** Longer than a transaction of another source can hold back what is behind it. */
    private static final Duration READ_WITHIN = Duration.ofSeconds(90);

    private static final Duration POLL = Duration.ofMillis(500);
    private static final int FETCH_WAIT_MS = 20;
    private static final Map<String, String> CONFIG = Map.of(
            "cleanup.policy", "compact",
            "segment.bytes", Integer.toString(4 * 1024 * 1024),
            "segment.ms", Long.toString(Duration.ofHours(1).toMillis()),
            "min.cleanable.dirty.ratio", "0.1",
            "delete.retention.ms", Long.toString(Duration.ofHours(1).toMillis()));
    private static final ObjectReader TOTALS = Json.MAPPER.readerFor(Stored.class);

    private final KafkaLink link;
    private final short replicationFactor;
    private final Admin admin;
    private final Semaphore readers = new Semaphore(READERS, true);

    /** Looks up the brokers' names, but does not need them to be there. */
    public Checkpoints(KafkaLink link, short replicationFactor) {
        this.link = link;
        this.replicationFactor = replicationFactor;
        this.admin = Admin.create(link.client(
                Map.of("client.id", "sluice-sources-admin", "request.timeout.ms", 5_000, "default.api.timeout.ms", (int)
                        PATIENCE.toMillis())));
    }

    KafkaLink link() {
        return link;
    }

    @Override
    public void close() {
        admin.close(Duration.ofSeconds(3));
    }

    /** What is stored beside the positions. */
    record Stored(String fingerprint, Totals totals, boolean ended) {}

    /** How many partitions a topic has; 0 when it does not exist. */
    int partitions(String topic) throws InterruptedException {
        try {
            return ask(admin.describeTopics(List.of(topic)).allTopicNames()).values().stream()
                    .mapToInt(described -> described.partitions().size())
                    .sum();
        } catch (UnknownTopicOrPartitionException gone) {
            return 0;
        }
    }

    /** How many bytes a record of a topic may have, keys and headers included. */
    int maxRecord(String topic) throws InterruptedException {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        Config config = ask(admin.describeConfigs(List.of(resource)).all())
                .values()
                .iterator()
                .next();
        ConfigEntry most = config.get(TopicConfig.MAX_MESSAGE_BYTES_CONFIG);
        int bytes = Integer.parseInt(most.value()) - BATCH_OVERHEAD;
        return Math.max(1, Math.min(bytes, ExactWriter.MAX_RECORD));
    }

    /** Makes the topic if it is not there. */
    void ensure() throws InterruptedException {
        if (partitions(TOPIC) > 0) {
            return;
        }
        try {
            ask(admin.createTopics(List.of(new NewTopic(TOPIC, PARTITIONS, replicationFactor).configs(CONFIG)))
                    .all());
        } catch (TopicExistsException another) {
            LOG.debug("another node made the topic of the positions");
        }
    }

    /**
     * The last committed checkpoint, if there is one. What was written in a transaction that ended before this call is seen; so
     * first fence and abort ({@code initTransactions}), then load.
     */
    Optional<Checkpoint> load(UUID dataset) throws InterruptedException {
        TopicPartition partition = partition(dataset);
        readers.acquire();
        try {
            return read(partition, end(partition), dataset.toString());
        } finally {
            readers.release();
        }
    }

    /** Whether anything is kept of a dataset. */
    public boolean has(UUID dataset) throws InterruptedException {
        return partitions(TOPIC) > 0 && load(dataset).isPresent();
    }

    /** The records that bring what is stored from one checkpoint to the next. */
    List<ProducerRecord<byte[], byte[]>> records(UUID dataset, Map<String, @Nullable String> moved, Checkpoint next) {
        List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
        moved.forEach(
                (key, value) -> records.add(record(dataset, dataset + "/" + key, value == null ? null : utf8(value))));
        try {
            Stored stored = new Stored(next.fingerprint(), next.totals(), next.ended());
            records.add(record(dataset, dataset.toString(), Json.MAPPER.writeValueAsBytes(stored)));
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
        return records;
    }

    /**
     * Removes everything that is kept of a dataset, and fences whoever still writes for it. Idempotent.
     *
     * @throws KafkaException if the broker does not answer
     */
    public void forget(UUID dataset) throws InterruptedException {
        for (int attempt = 1; has(dataset); attempt++) {
            try {
                remove(dataset);
            } catch (ProducerFencedException | InvalidProducerEpochException another) {
                // Another node that removes it, or one that has not heard yet; with it gone there is nothing left to
                // do.
                if (attempt == ATTEMPTS) {
                    throw another;
                }
            }
        }
    }

    private void remove(UUID dataset) throws InterruptedException {
        try (ExactWriter writer = ExactWriter.open(link, dataset)) {
            Optional<Checkpoint> last = load(dataset);
            if (last.isPresent()) {
                writer.write(List.of(), tombstones(dataset, last.get()));
            }
        }
    }

    /** The records that remove everything of a dataset. */
    private List<ProducerRecord<byte[], byte[]>> tombstones(UUID dataset, Checkpoint last) {
        List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
        last.positions().keySet().forEach(key -> records.add(record(dataset, dataset + "/" + key, null)));
        records.add(record(dataset, dataset.toString(), null));
        return records;
    }

    private ProducerRecord<byte[], byte[]> record(UUID dataset, String key, byte @Nullable [] value) {
        return new ProducerRecord<>(TOPIC, partition(dataset).partition(), utf8(key), value);
    }

    private long end(TopicPartition partition) throws InterruptedException {
        ListOffsetsOptions everything = new ListOffsetsOptions(IsolationLevel.READ_UNCOMMITTED);
        return ask(admin.listOffsets(Map.of(partition, OffsetSpec.latest()), everything)
                        .partitionResult(partition))
                .offset();
    }

    private Optional<Checkpoint> read(TopicPartition partition, long end, String dataset) {
        Map<String, byte[]> found = new HashMap<>();
        try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long deadline = System.nanoTime() + READ_WITHIN.toNanos();
            while (consumer.position(partition) < end) {
                if (System.nanoTime() > deadline) {
                    throw new org.apache.kafka.common.errors.TimeoutException("a transaction holds back the positions");
                }
                consumer.poll(POLL).forEach(record -> keep(record, dataset, found));
            }
        }
        byte[] totals = found.remove("");
        if (totals == null) {
            return Optional.empty();
        }
        Map<String, String> positions = new HashMap<>();
        found.forEach((key, value) -> positions.put(key.substring(1), new String(value, StandardCharsets.UTF_8)));
        Stored stored = stored(totals);
        return Optional.of(new Checkpoint(stored.fingerprint(), positions, stored.totals(), stored.ended()));
    }

    /** @param found by what follows the dataset's id in the key: nothing, or a slash and the position's key */
    private static void keep(ConsumerRecord<byte[], byte[]> record, String dataset, Map<String, byte[]> found) {
        String key = new String(record.key(), StandardCharsets.UTF_8);
        if (!key.startsWith(dataset)) {
            return;
        }
        String rest = key.substring(dataset.length());
        if (record.value() == null) {
            found.remove(rest);
        } else {
            found.put(rest, record.value());
        }
    }

    private static Stored stored(byte[] totals) {
        try {
            return TOTALS.readValue(totals);
        } catch (IOException damaged) {
            throw new IllegalStateException("a checkpoint that is not one of ours", damaged);
        }
    }

    private KafkaConsumer<byte[], byte[]> consumer() {
        Map<String, Object> config = link.client(Map.of(
                "client.id", "sluice-source-positions",
                "isolation.level", "read_committed",
                "auto.offset.reset", "earliest",
                "allow.auto.create.topics", "false",
                // Nothing is waited for at the end of the log, and closing would wait for it.
                "fetch.max.wait.ms", FETCH_WAIT_MS,
                "default.api.timeout.ms", (int) PATIENCE.toMillis()));
        return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    /** @throws KafkaException what the broker, or the lack of one, made of it */
    private static <T> T ask(KafkaFuture<T> answer) throws InterruptedException {
        try {
            return answer.get(2 * PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException late) {
            throw new org.apache.kafka.common.errors.TimeoutException("no answer in time", late);
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof KafkaException known) {
                throw known;
            }
            throw new KafkaException(failed.getCause());
        }
    }

    private static TopicPartition partition(UUID dataset) {
        return new TopicPartition(TOPIC, Math.floorMod(dataset.hashCode(), PARTITIONS));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
