package io.sluice.stream.intake;

import io.sluice.runtime.KafkaLink;
import io.sluice.stream.kafka.Closing;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * The transactional producer of one running source. Its transactional id follows from the dataset, so opening one fences whatever
 * wrote for the dataset before, on this node or another, and aborts what that left open. Nothing is open between two calls of
 * {@link #write}. After any exception it is good for nothing but {@link #close}. Belongs to one thread.
 */
final class ExactWriter implements AutoCloseable {
    /** A record may have this many bytes at most, keys and headers included, if its topic takes so many. */
    static final int MAX_RECORD = 16 * 1024 * 1024;

    private static final Duration MAX_BLOCK = Duration.ofSeconds(20);
    private static final int MEMORY = 2 * MAX_RECORD;
    private static final int OVERHEAD = 1024;
    private static final int BATCH_BYTES = 128 * 1024;
    private static final int LINGER_MS = 5;

    private final Producer<byte[], byte[]> producer;

    private ExactWriter(Producer<byte[], byte[]> producer) {
        this.producer = producer;
    }

    /** @throws KafkaException if the broker does not answer */
    static ExactWriter open(KafkaLink link, UUID dataset) {
        Map<String, Object> config = link.client(Map.ofEntries(
                Map.entry("client.id", "sluice-source-" + dataset),
                Map.entry("transactional.id", "sluice-source-" + dataset),
                Map.entry("transaction.timeout.ms", 60_000),
                Map.entry("acks", "all"),
                Map.entry("linger.ms", LINGER_MS),
                Map.entry("batch.size", BATCH_BYTES),
                Map.entry("buffer.memory", (long) MEMORY),
                Map.entry("max.request.size", MAX_RECORD + OVERHEAD),
                Map.entry("max.block.ms", MAX_BLOCK.toMillis()),
                Map.entry("request.timeout.ms", 10_000),
                Map.entry("delivery.timeout.ms", 50_000)));
        Producer<byte[], byte[]> producer =
                new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
        ExactWriter writer = new ExactWriter(producer);
        try {
            producer.initTransactions();
            return writer;
        } catch (RuntimeException failed) {
            writer.close();
            throw failed;
        }
    }

    /**
     * Waits until what the writers of a dataset before have committed can be read. A broker answers a commit as soon as it will be done,
     * and lets another writer begin when it is.
     *
     * @throws KafkaException if the broker does not answer
     */
    static void settle(KafkaLink link, UUID dataset) {
        open(link, dataset).close();
    }

    /**
     * Writes all of it or nothing.
     *
     * @throws KafkaException if it is not known to be written; what became of it shows after opening another writer
     */
    void write(List<ProducerRecord<byte[], byte[]>> records, List<ProducerRecord<byte[], byte[]>> checkpoint) {
        AtomicReference<@Nullable Exception> first = new AtomicReference<>();
        producer.beginTransaction();
        records.forEach(record -> send(record, first));
        checkpoint.forEach(record -> send(record, first));
        try {
            producer.commitTransaction();
        } catch (KafkaException failed) {
            Exception cause = first.get();
            throw cause instanceof KafkaException known ? known : failed;
        }
    }

    /** What is open is aborted, now or by whoever comes next. */
    @Override
    public void close() {
        Closing.close(producer);
    }

    /**
     * The producer tells a fault of the broker not by an exception but through the callback, after it has blocked for as long as it
     * may; so a batch ends with its first failure, and not after as many waits as it has records.
     */
    private void send(ProducerRecord<byte[], byte[]> record, AtomicReference<@Nullable Exception> first) {
        if (first.get() instanceof KafkaException known) {
            throw known;
        }
        producer.send(record, (place, failure) -> {
            if (failure != null) {
                first.compareAndSet(null, failure);
            }
        });
    }
}
