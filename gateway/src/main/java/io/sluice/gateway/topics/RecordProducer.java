package io.sluice.gateway.topics;

import io.sluice.contract.Problem;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.errors.InvalidTimestampException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one producer of a gateway: idempotent, acknowledged by all replicas. {@code send} may block for metadata or a full buffer,
 * so it runs on one worker thread of its own, which also keeps the records of a request together and in order. The requests that
 * wait for it are bounded by bytes.
 */
public final class RecordProducer {
    private static final Logger LOG = LoggerFactory.getLogger(RecordProducer.class);
    private static final Duration MAX_BLOCK = Duration.ofSeconds(5);
    private static final Duration DELIVERY = Duration.ofSeconds(12);
    private static final Duration CLOSE = Duration.ofSeconds(5);
    private static final int BUFFER_BYTES = 32 << 20;
    private static final long MAX_WAITING_BYTES = 64L << 20;

    private final Vertx vertx;
    private final WorkerExecutor worker;
    private final Producer<byte[], byte[]> producer;
    private long waitingBytes;

    public RecordProducer(Vertx vertx, Map<String, Object> kafka, int maxRequestBytes) {
        this.vertx = vertx;
        this.worker = vertx.createSharedWorkerExecutor("gateway-produce", 1, 1, TimeUnit.MINUTES);
        Map<String, Object> config = new HashMap<>(kafka);
        config.put(ProducerConfig.CLIENT_ID_CONFIG, "sluice-gateway-produce");
        config.put(ProducerConfig.ACKS_CONFIG, "all");
        config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        // One at a time: on a topic that is just being made, a second batch could overtake the first and lock it out.
        config.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 1);
        config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, MAX_BLOCK.toMillis());
        config.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) MAX_BLOCK.toMillis());
        config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, (int) DELIVERY.toMillis());
        config.put(ProducerConfig.BUFFER_MEMORY_CONFIG, (long) BUFFER_BYTES);
        config.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, maxRequestBytes);
        this.producer = new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /**
     * Writes the records in their order and waits for the broker. Fails with a problem that says how many were written if not all
     * were. Call on the event loop that owns this.
     */
    public Future<List<RecordMetadata>> write(String topic, List<NewRecord> records) {
        long bytes = records.stream().mapToLong(RecordProducer::size).sum();
        if (waitingBytes + bytes > MAX_WAITING_BYTES) {
            return Future.failedFuture(
                    new Problem.TooMany("Too much is being written at the moment.", Duration.ofSeconds(1))
                            .toException());
        }
        waitingBytes += bytes;
        return worker.executeBlocking(() -> send(topic, records))
                .compose(sent -> Future.join(sent).transform(done -> outcome(sent, topic)))
                .onComplete(done -> waitingBytes -= bytes);
    }

    public Future<Void> close() {
        return vertx.<Void>executeBlocking(() -> {
                    producer.close(CLOSE);
                    return null;
                })
                .eventually(worker::close);
    }

    /** On the worker: hands everything to the producer; what it refuses at once is a failed future too. */
    private List<Future<RecordMetadata>> send(String topic, List<NewRecord> records) {
        List<Future<RecordMetadata>> sent = new ArrayList<>(records.size());
        for (NewRecord record : records) {
            Promise<RecordMetadata> promise = Promise.promise();
            sent.add(promise.future());
            try {
                producer.send(toKafka(topic, record), (metadata, failure) -> {
                    if (failure == null) {
                        promise.complete(metadata);
                    } else {
                        promise.tryFail(failure);
                    }
                });
            } catch (RuntimeException refused) {
                promise.tryFail(refused);
            }
        }
        return sent;
    }

    private static ProducerRecord<byte[], byte[]> toKafka(String topic, NewRecord record) {
        ProducerRecord<byte[], byte[]> made =
                new ProducerRecord<>(topic, record.partition(), record.timestamp(), record.key(), record.value());
        record.headers().forEach((name, value) -> made.headers()
                .add(new RecordHeader(name, value == null ? null : value.getBytes(StandardCharsets.UTF_8))));
        return made;
    }

    private static Future<List<RecordMetadata>> outcome(List<Future<RecordMetadata>> sent, String topic) {
        List<RecordMetadata> written =
                sent.stream().filter(Future::succeeded).map(Future::result).toList();
        return sent.stream()
                .filter(Future::failed)
                .findFirst()
                .<Future<List<RecordMetadata>>>map(
                        failed -> Future.failedFuture(toProblem(failed.cause(), topic, written.size(), sent.size())
                                .toException()))
                .orElseGet(() -> Future.succeededFuture(written));
    }

    private static Problem toProblem(Throwable cause, String topic, int written, int all) {
        String progress = " " + written + " of " + all + " records were written.";
        if (cause instanceof RecordTooLargeException) {
            return new Problem.TooLarge("A record is larger than the topic takes." + progress);
        } else if (cause instanceof UnknownTopicOrPartitionException || cause instanceof InvalidTopicException) {
            return Problem.NotFound.of("topic", topic);
        }
        if (cause instanceof InvalidRecordException || cause instanceof InvalidTimestampException) {
            return Problem.Invalid.at(
                    "/records",
                    "the topic does not take such records; a compacted one takes none without a key, and some only take recent times."
                            + progress);
        }
        if (!(cause instanceof RetriableException)) {
            LOG.warn("records were not written; topic={} cause={}", topic, cause.toString());
        }
        return new Problem.Unavailable("Kafka does not take records at the moment." + progress);
    }

    private static long size(NewRecord record) {
        byte[] key = record.key();
        byte[] value = record.value();
        return 100L + (key == null ? 0 : key.length) + (value == null ? 0 : value.length);
    }
}
