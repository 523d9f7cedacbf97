package io.sluice.stream.flow;

import io.sluice.runtime.KafkaLink;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Properties;
import java.util.function.BiConsumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.MissingSourceTopicException;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.apache.kafka.streams.errors.TaskCorruptedException;
import org.apache.kafka.streams.processor.TimestampExtractor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A Kafka Streams application on this node, of one stream or shared by several: exactly once, one thread, no caches. Started and closed by workers; what
 * its threads report comes to the event loop that made it.
 *
 * <p>A thread that dies of something that passes is replaced, but at most {@link #MOST_DEATHS} times in {@link #DEATHS_WITHIN};
 * anything else ends the application.
 */
final class Application {
    private static final Logger LOG = LoggerFactory.getLogger(Application.class);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(10);
    /** Of an application that is not shared; one that is asks for its commits ({@link CommitPace}). */
    private static final Duration COMMIT_INTERVAL = Duration.ofMillis(100);
    /** How soon a killed node's partitions go to another one. */
    private static final Duration SESSION_TIMEOUT = Duration.ofSeconds(10);
    /** How late a deleted source or a new partition is noticed at most. */
    private static final Duration METADATA_AGE = Duration.ofSeconds(10);

    /** So long a topic that is gone holds up the others of a shared application at most. */
    private static final Duration MAX_BLOCK = Duration.ofSeconds(5);

    private static final Duration DELIVERY_TIMEOUT = Duration.ofSeconds(10);

    private static final int LINGER_MS = 10;
    /**
     * Many topics get few records each, and what costs is the number of batches. Nobody waits for it: what is not committed is not read, and a
     * commit sends what there is.
     */
    private static final int SHARED_LINGER_MS = (int) CommitPace.LONGEST.toMillis();

    private static final int SHARED_BATCH_BYTES = 64 * 1024;
    /** Records of one topic are alike: the network, the broker and all who read have a part of the bytes. */
    private static final String COMPRESSION = "lz4";

    static final int MAX_REQUEST_BYTES = 64 * 1024 * 1024;
    private static final int MOST_DEATHS = 10;
    private static final Duration ABORTED_WITHIN = Duration.ofSeconds(30);
    private static final Duration DEATHS_WITHIN = Duration.ofMinutes(1);

    private final Vertx vertx;
    private final Context context;
    private final Spec spec;
    private final Topology topology;
    private final Settings settings;
    private final Listener listener;
    private final Deque<Long> deaths = new ArrayDeque<>();
    /** When something was not acknowledged that may be another time; guarded by this. */
    private long refused = System.nanoTime() - ABORTED_WITHIN.toNanos();

    private Future<KafkaStreams> streams = Future.failedFuture("not started");

    Application(Vertx vertx, Spec spec, Topology topology, Settings settings, Listener listener) {
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
        this.spec = spec;
        this.topology = topology;
        this.settings = settings;
        this.listener = listener;
    }

    /**
     * @param id the application id: also the consumer group and the prefix of internal topics
     * @param name for people
     * @param shared a topic that does not answer must not hold up the others for long; what was not answered is done again
     */
    record Spec(String id, String name, Path directory, boolean shared) {}

    /**
     * @param stateDir holds one directory per application
     * @param standbyReplicas on how many other nodes copies of stores are held ready
     */
    record Settings(KafkaLink link, Path stateDir, int standbyReplicas) {
        Path directory(StreamRow stream) {
            return stateDir.resolve(stream.id().toString());
        }

        Path directory(String application) {
            return stateDir.resolve(application);
        }
    }

    /** Called on the event loop. */
    interface Listener {
        void onRunning();

        void onDied(Throwable cause);

        /** A topic does not take what is sent to it; the transaction is void and its records are read again. */
        void onRefused(String topic, Throwable cause);
    }

    Future<Void> start() {
        streams = vertx.executeBlocking(
                () -> {
                    KafkaStreams opened = new KafkaStreams(topology, properties(), new Clients());
                    opened.setUncaughtExceptionHandler(this::onUncaught);
                    opened.setStateListener((now, before) -> {
                        if (now == KafkaStreams.State.RUNNING) {
                            context.runOnContext(running -> listener.onRunning());
                        }
                    });
                    opened.start();
                    return opened;
                },
                false);
        return streams.mapEmpty();
    }

    /** Commits, leaves the group and ends, within a time limit. */
    Future<Void> stop() {
        return streams.compose(opened -> vertx.executeBlocking(
                        () -> opened.close(CloseOptions.timeout(CLOSE_TIMEOUT)
                                .withGroupMembershipOperation(CloseOptions.GroupMembershipOperation.LEAVE_GROUP)),
                        false))
                .onSuccess(clean -> LOG.info("stream stopped here; stream={} clean={}", spec.name(), clean))
                .mapEmpty();
    }

    /** Runs on the thread that died. */
    private StreamThreadExceptionResponse onUncaught(Throwable thrown) {
        Throwable cause = root(thrown);
        if ((isPassing(thrown) || hasAborted()) && mayReplace()) {
            LOG.warn("stream thread replaced; stream={} cause={}", spec.name(), cause.toString());
            return StreamThreadExceptionResponse.REPLACE_THREAD;
        }
        LOG.warn("stream died; stream={}", spec.name(), thrown);
        context.runOnContext(died -> listener.onDied(cause));
        return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
    }

    /** What was not acknowledged spoils its transaction, and what fails next is only that this was so. */
    private synchronized boolean hasAborted() {
        return System.nanoTime() - refused < ABORTED_WITHIN.toNanos();
    }

    /** Runs on a thread of the producer. */
    private void onRefused(String topic, Throwable cause) {
        if (Refusals.isPassing(cause)) {
            synchronized (this) {
                refused = System.nanoTime();
            }
        }
        context.runOnContext(refused -> listener.onRefused(topic, cause));
    }

    static boolean isPassing(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof MissingSourceTopicException) {
                return false;
            } else if (Refusals.isPassing(cause) || cause instanceof TaskCorruptedException) {
                return true;
            }
        }
        return false;
    }

    private synchronized boolean mayReplace() {
        long now = System.nanoTime();
        deaths.addLast(now);
        while (now - deaths.getFirst() > DEATHS_WITHIN.toNanos()) {
            deaths.removeFirst();
        }
        return deaths.size() <= MOST_DEATHS;
    }

    private static Throwable root(Throwable thrown) {
        Throwable cause = thrown;
        while (cause.getCause() != null && !(cause instanceof MissingSourceTopicException)) {
            cause = cause.getCause();
        }
        return cause;
    }

    private Properties properties() {
        Map<String, Object> config = settings.link().client(Map.of());
        config.put(StreamsConfig.APPLICATION_ID_CONFIG, spec.id());

        config.put(StreamsConfig.STATE_DIR_CONFIG, spec.directory().toString());
        config.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        config.put(
                StreamsConfig.COMMIT_INTERVAL_MS_CONFIG,
                (spec.shared() ? CommitPace.LONGEST : COMMIT_INTERVAL).toMillis());
        config.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, 1);
        config.put(StreamsConfig.NUM_STANDBY_REPLICAS_CONFIG, settings.standbyReplicas());
        config.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, 0);
        config.put(StreamsConfig.DEFAULT_TIMESTAMP_EXTRACTOR_CLASS_CONFIG, KeptTimestamp.class);
        config.put(StreamsConfig.PRODUCTION_EXCEPTION_HANDLER_CLASS_CONFIG, Refusals.class);
        config.put(Refusals.LISTENER, (BiConsumer<String, Throwable>) this::onRefused);
        config.put(StreamsConfig.METADATA_MAX_AGE_CONFIG, METADATA_AGE.toMillis());
        config.put(StreamsConfig.consumerPrefix(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG), "earliest");
        config.put(StreamsConfig.consumerPrefix(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG), (int)
                SESSION_TIMEOUT.toMillis());
        config.put(
                StreamsConfig.producerPrefix(ProducerConfig.LINGER_MS_CONFIG),
                spec.shared() ? SHARED_LINGER_MS : LINGER_MS);
        if (spec.shared()) {
            config.put(StreamsConfig.producerPrefix(ProducerConfig.BATCH_SIZE_CONFIG), SHARED_BATCH_BYTES);
            config.put(StreamsConfig.producerPrefix(ProducerConfig.MAX_BLOCK_MS_CONFIG), MAX_BLOCK.toMillis());
            config.put(
                    StreamsConfig.producerPrefix(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG), (int) MAX_BLOCK.toMillis());
            config.put(StreamsConfig.producerPrefix(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG), (int)
                    DELIVERY_TIMEOUT.toMillis());
        }
        config.put(StreamsConfig.producerPrefix(ProducerConfig.COMPRESSION_TYPE_CONFIG), COMPRESSION);
        config.put(StreamsConfig.producerPrefix(ProducerConfig.MAX_REQUEST_SIZE_CONFIG), MAX_REQUEST_BYTES);
        config.put(StreamsConfig.producerPrefix(ProducerConfig.BUFFER_MEMORY_CONFIG), 2L * MAX_REQUEST_BYTES);
        Properties properties = new Properties();
        properties.putAll(config);
        return properties;
    }

    /** The record's own; a record from before timestamps existed takes the time at which it is read, instead of ending the stream. */
    public static final class KeptTimestamp implements TimestampExtractor {
        @Override
        public long extract(ConsumerRecord<Object, Object> record, long partitionTime) {
            return timestamp(record);
        }
    }

    static long timestamp(ConsumerRecord<?, ?> record) {
        return record.timestamp() >= 0 ? record.timestamp() : System.currentTimeMillis();
    }
}
