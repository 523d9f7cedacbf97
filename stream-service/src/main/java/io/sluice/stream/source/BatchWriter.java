package io.sluice.stream.source;

import io.sluice.runtime.KafkaLink;
import io.sluice.stream.source.RecordTemplate.Made;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.internal.ContextInternal;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * The idempotent producer that all generators of a node share. Sending may block (for the topic's metadata, or while the
 * producer's memory is full), so a batch is sent by a worker of a pool of its own; its outcome comes back to the caller's context.
 */
final class BatchWriter {
    private static final Duration MAX_BLOCK = Duration.ofSeconds(5);
    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(10);
    /** How long a record is tried for while brokers are away. */
    private static final Duration DELIVERY_TIMEOUT = Duration.ofSeconds(60);

    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);
    private static final int LINGER_MS = 5;
    private static final int BATCH_BYTES = 128 * 1024;

    private static final int WORKERS = 8;

    private final Vertx vertx;
    private final WorkerExecutor workers;
    private final Producer<byte[], byte[]> producer;
    private final Clock clock;

    private BatchWriter(Vertx vertx, Producer<byte[], byte[]> producer, Clock clock) {
        this.vertx = vertx;
        this.workers = vertx.createSharedWorkerExecutor("sluice-generators", WORKERS);
        this.producer = producer;
        this.clock = clock;
    }

    static Future<BatchWriter> open(Vertx vertx, KafkaLink link, Clock clock) {
        Map<String, Object> config = link.client(Map.of(
                ProducerConfig.CLIENT_ID_CONFIG,
                "sluice-generators",
                ProducerConfig.ACKS_CONFIG,
                "all",
                ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
                true,
                ProducerConfig.LINGER_MS_CONFIG,
                LINGER_MS,
                ProducerConfig.BATCH_SIZE_CONFIG,
                BATCH_BYTES,
                ProducerConfig.MAX_BLOCK_MS_CONFIG,
                MAX_BLOCK.toMillis(),
                ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                (int) REQUEST_TIMEOUT.toMillis(),
                ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                (int) DELIVERY_TIMEOUT.toMillis()));
        return vertx.executeBlocking(() -> new BatchWriter(
                vertx, new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer()), clock));
    }

    /** Sends what is still in flight, within a time limit. */
    Future<Void> close() {
        return vertx.executeBlocking(() -> {
                    producer.close(CLOSE_TIMEOUT);
                    return null;
                })
                .eventually(workers::close)
                .mapEmpty();
    }

    /**
     * @param handed completes when the producer has taken the whole batch, so that the next one may follow in order
     * @param written completes when the fate of every record is known
     */
    record Sent(Future<Void> handed, Future<Written> written) {}

    /** @param records that the broker has, {@code failure} the first of the others */
    record Written(int records, @Nullable Throwable failure) {}

    /** Must not be called again for the same template before {@code handed} completes. */
    Sent send(String topic, RecordTemplate template, int count) {
        Context context = vertx.getOrCreateContext();
        Promise<Written> written = ((ContextInternal) context).promise();
        Outcome outcome = new Outcome(count, written);
        Future<Void> handed = workers.executeBlocking(
                () -> {
                    for (int i = 0; i < count; i++) {
                        Made made = template.next(clock.instant());
                        producer.send(
                                new ProducerRecord<>(topic, made.key(), made.value()),
                                (place, failure) -> outcome.settle(failure));
                    }
                    return null;
                },
                false);
        handed.onFailure(outcome::giveUp);
        return new Sent(handed, written.future());
    }

    /** Counts a batch down. Settled by the producer's thread, hence the atomics. */
    private static final class Outcome {
        private final AtomicInteger left;
        private final AtomicInteger records = new AtomicInteger();
        private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
        private final Promise<Written> written;

        Outcome(int count, Promise<Written> written) {
            this.left = new AtomicInteger(count);
            this.written = written;
        }

        void settle(@Nullable Throwable failed) {
            if (failed == null) {
                records.incrementAndGet();
            } else {
                failure.compareAndSet(null, failed);
            }
            if (left.decrementAndGet() == 0) {
                finish();
            }
        }

        /** The rest of the batch was never handed to the producer. */
        void giveUp(Throwable failed) {
            failure.compareAndSet(null, failed);
            finish();
        }

        private void finish() {
            written.tryComplete(new Written(records.get(), failure.get()));
        }
    }
}
