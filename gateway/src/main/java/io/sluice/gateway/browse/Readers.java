package io.sluice.gateway.browse;

import io.sluice.contract.Problem;
import io.sluice.contract.ProblemException;
import io.sluice.contract.Topics.TopicAccess;
import io.sluice.decode.Decoders;
import io.sluice.decode.Veils;
import io.sluice.gateway.http.Call;
import io.sluice.gateway.record.Sight;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The consumers that short reads share. At most {@code concurrent} reads run, each on a worker thread with a consumer to itself; a
 * bounded number waits, the rest is refused. A consumer is used again after a read that went well and closed after one that did
 * not. The bookkeeping belongs to one event loop.
 */
public final class Readers {
    private static final Logger LOG = LoggerFactory.getLogger(Readers.class);
    private static final Duration BROKER_PATIENCE = Duration.ofSeconds(5);
    private static final Duration CLOSE = Duration.ofSeconds(2);

    /** A read that never waits for records to come: a fetch ahead at the end of the log would hold up the next read. */
    private static final Duration NO_WAIT = Duration.ofMillis(10);

    private final Vertx vertx;
    private final Pool pool;
    private final Map<String, Object> kafka;
    private final BrowseLimits limits;
    private final Decoders decoders;
    private final WorkerExecutor workers;
    private final Deque<Consumer<byte[], byte[]>> idle = new ArrayDeque<>();
    private int pending;
    private boolean closed;

    public Readers(Vertx vertx, Map<String, Object> kafka, BrowseLimits limits, Decoders decoders) {
        this(vertx, new Pool("gateway-browse", NO_WAIT), kafka, limits, decoders);
    }

    public Readers(Vertx vertx, Pool pool, Map<String, Object> kafka, BrowseLimits limits, Decoders decoders) {
        this.vertx = vertx;
        this.pool = pool;
        this.kafka = kafka;
        this.limits = limits;
        this.decoders = decoders;
        this.workers = vertx.createSharedWorkerExecutor(
                pool.name(), limits.concurrent(), limits.time().toSeconds() + 60, TimeUnit.SECONDS);
    }

    /**
     * @param name of the threads and clients
     * @param hold how long the broker may keep a fetch for which it has nothing
     */
    public record Pool(String name, Duration hold) {}

    /** What is read with a consumer; runs on a worker thread, checks {@code reading} between polls. */
    @FunctionalInterface
    interface Read<T> {
        T from(Consumer<byte[], byte[]> consumer, Reading reading);
    }

    BrowseLimits limits() {
        return limits;
    }

    /** How the records of a topic are seen by who was given access. */
    Sight sight(TopicAccess access, Clock clock) {
        return new Sight(decoders.of(access.format()), Veils.of(access.veiling()), clock);
    }

    /** Stops early when the client of {@code call} goes away. */
    <T> Future<T> read(Call call, String topic, Read<T> read) {
        if (pending >= limits.concurrent() * (1 + limits.queueFactor())) {
            return Future.failedFuture(
                    new Problem.TooMany("Too many reads at the moment.", Duration.ofSeconds(1)).toException());
        }
        pending++;
        Reading reading = new Reading();
        call.onGone(reading::abandon);
        @Nullable Consumer<byte[], byte[]> ready = idle.poll();
        return workers.executeBlocking(() -> run(ready, read, reading), false)
                .onComplete(done -> pending--)
                .map(this::giveBack)
                .recover(failure -> Future.failedFuture(toProblem(failure, topic)));
    }

    public Future<Void> close() {
        closed = true;
        List<Consumer<byte[], byte[]>> left = List.copyOf(idle);
        idle.clear();
        return workers.<Void>executeBlocking(
                        () -> {
                            left.forEach(Readers::discard);
                            return null;
                        },
                        false)
                .eventually(workers::close);
    }

    private record Outcome<T>(Consumer<byte[], byte[]> consumer, T value) {}

    private <T> Outcome<T> run(@Nullable Consumer<byte[], byte[]> ready, Read<T> read, Reading reading) {
        Consumer<byte[], byte[]> consumer = ready == null ? open() : ready;
        try {
            reading.check();
            T value = read.from(consumer, reading);
            consumer.unsubscribe();
            return new Outcome<>(consumer, value);
        } catch (RuntimeException failed) {
            discard(consumer);
            throw failed;
        }
    }

    private <T> T giveBack(Outcome<T> outcome) {
        if (closed) {
            vertx.executeBlocking(() -> {
                discard(outcome.consumer());
                return null;
            });
        } else {
            idle.push(outcome.consumer());
        }
        return outcome.value();
    }

    private Consumer<byte[], byte[]> open() {
        Map<String, Object> config = new HashMap<>(kafka);
        config.put(ConsumerConfig.CLIENT_ID_CONFIG, "sluice-" + pool.name());
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 1000);
        config.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, 256 << 10);
        config.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, 8 << 20);
        config.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, (int) pool.hold().toMillis());
        config.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) BROKER_PATIENCE.toMillis());
        config.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) BROKER_PATIENCE.toMillis());
        return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    private static void discard(Consumer<byte[], byte[]> consumer) {
        try {
            consumer.close(CloseOptions.timeout(CLOSE));
        } catch (KafkaException failed) {
            LOG.warn("a consumer did not close in order; cause={}", failed.toString());
        }
    }

    private static Throwable toProblem(Throwable failure, String topic) {
        if (failure instanceof ProblemException || !(failure instanceof KafkaException)) {
            return failure;
        }
        if (failure instanceof UnknownTopicOrPartitionException || failure instanceof InvalidTopicException) {
            return Problem.NotFound.of("topic", topic).toException();
        }
        LOG.warn("a read failed; topic={} cause={}", topic, failure.toString());
        return new Problem.Unavailable("Kafka does not answer at the moment.").toException();
    }
}
