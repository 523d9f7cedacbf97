package io.sluice.stream.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.runtime.KafkaLink;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsOptions;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Writes numbered records to a topic, each once. The number of the last one is committed as the offset of a consumer group, in the very
 * transaction that writes the records; so whoever goes on after a crash asks the group which of those that still count as waiting
 * are there already. Opening one fences and aborts whatever wrote under its name before.
 *
 * <p>After any exception it is good for nothing but {@link #close}. Blocks; belongs to one thread.
 */
public final class NumberedLog implements AutoCloseable {
    private static final int PARTITION = 0;
    private static final long MAX_BLOCK_MS = 10_000;
    private static final long MEMORY = 4L << 20;

    private final Producer<byte[], byte[]> producer;
    private final String group;

    private NumberedLog(Producer<byte[], byte[]> producer, String group) {
        this.producer = producer;
        this.group = group;
    }

    public record Line(long seq, Instant at, String key, String value) {}

    /**
     * @param name of the producer's transactions, and of the group that knows what was written
     * @throws KafkaException if the broker does not answer
     */
    public static NumberedLog open(KafkaLink link, String name) {
        Map<String, Object> config = link.client(Map.of(
                "client.id", name,
                "transactional.id", name,
                "transaction.timeout.ms", 30_000,
                "buffer.memory", MEMORY,
                "max.block.ms", MAX_BLOCK_MS,
                "request.timeout.ms", 8_000,
                "delivery.timeout.ms", 20_000));
        NumberedLog log = new NumberedLog(
                new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer()), name);
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
    public void write(String topic, List<Line> lines) {
        long last = lines.get(lines.size() - 1).seq();
        producer.beginTransaction();
        for (Line line : lines) {
            producer.send(new ProducerRecord<>(
                    topic,
                    PARTITION,
                    line.at().toEpochMilli(),
                    line.key().getBytes(UTF_8),
                    line.value().getBytes(UTF_8)));
        }
        producer.sendOffsetsToTransaction(
                Map.of(new TopicPartition(topic, PARTITION), new OffsetAndMetadata(last)),
                new ConsumerGroupMetadata(group));
        producer.commitTransaction();
    }

    /** The number of the last record that is on a topic; 0: none is known to be. Transactions that are not decided are waited for. */
    public static Future<Long> written(Broker broker, String name) {
        return broker.ask(admin -> admin.listConsumerGroupOffsets(
                                name, new ListConsumerGroupOffsetsOptions().requireStable(true))
                        .partitionsToOffsetAndMetadata())
                .recover(Faults.on(GroupIdNotFoundException.class, () -> Future.succeededFuture(Map.of())))
                .map(offsets -> offsets.values().stream()
                        .filter(place -> place != null)
                        .mapToLong(OffsetAndMetadata::offset)
                        .max()
                        .orElse(0));
    }

    @Override
    public void close() {
        Closing.close(producer);
    }
}
