package io.sluice.stream.alert;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.runtime.KafkaLink;
import io.sluice.stream.alert.Outbox.ToPublish;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Writes the notices of one rule to its topic, each once. The number of the last one is committed as the offset of a consumer group of the
 * rule, in the very transaction that writes the records; so whoever goes on after a crash asks the group which of the notices
 * that still count as waiting are there already. Opening one fences and aborts whatever wrote for the rule before.
 *
 * <p>After any exception it is good for nothing but {@link #close}. Blocks; belongs to one thread.
 */
final class EventLog implements AutoCloseable {
    private static final int PARTITION = 0;
    private static final long MAX_BLOCK_MS = 10_000;
    private static final long MEMORY = 4L << 20;
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(2);

    private final Producer<byte[], byte[]> producer;
    private final String group;

    private EventLog(Producer<byte[], byte[]> producer, String group) {
        this.producer = producer;
        this.group = group;
    }

    /** The group that knows what was written. */
    static String group(UUID alert) {
        return "sluice-alert-" + alert;
    }

    /** @throws KafkaException if the broker does not answer */
    static EventLog open(KafkaLink link, UUID alert) {
        String name = group(alert);
        Map<String, Object> config = link.client(Map.of(
                "client.id", name,
                "transactional.id", name,
                "transaction.timeout.ms", 30_000,
                "buffer.memory", MEMORY,
                "max.block.ms", MAX_BLOCK_MS,
                "request.timeout.ms", 8_000,
                "delivery.timeout.ms", 20_000));
        EventLog log =
                new EventLog(new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer()), name);
        try {
            log.producer.initTransactions();
            return log;
        } catch (RuntimeException failed) {
            log.close();
            throw failed;
        }
    }

    /**
     * All of them or none, in order; one partition keeps it for readers.
     *
     * @throws KafkaException if they are not known to be written; what became of them shows after opening another one
     */
    void write(String topic, List<ToPublish> notices) {
        long last = notices.get(notices.size() - 1).seq();
        producer.beginTransaction();
        for (ToPublish notice : notices) {
            producer.send(new ProducerRecord<>(
                    topic,
                    PARTITION,
                    notice.at().toEpochMilli(),
                    notice.event().toString().getBytes(UTF_8),
                    notice.body().getBytes(UTF_8)));
        }
        producer.sendOffsetsToTransaction(
                Map.of(new TopicPartition(topic, PARTITION), new OffsetAndMetadata(last)),
                new ConsumerGroupMetadata(group));
        producer.commitTransaction();
    }

    @Override
    public void close() {
        // An interrupted close leaves its threads behind.
        boolean interrupted = Thread.interrupted();
        try {
            producer.close(CLOSE_TIMEOUT);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
