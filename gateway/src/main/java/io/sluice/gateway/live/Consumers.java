package io.sluice.gateway.live;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How the hub reads Kafka: without a group, committed records only, and an offset that is no more is an error to be told, never a
 * silent jump.
 */
final class Consumers {
    private static final Logger LOG = LoggerFactory.getLogger(Consumers.class);
    private static final int MAX_POLL_RECORDS = 4_000;
    private static final int MAX_FETCH_BYTES = 8 << 20;
    /** A broker that does not answer is told of after this long; the threads of the hub have others to serve. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final Duration CLOSE = Duration.ofSeconds(2);

    private Consumers() {}

    /**
     * @param patience how long the broker may hold a fetch for which it has nothing. Whatever else the consumer asks the broker waits
     *     behind it, so it is short where a consumer does not follow one topic
     * @param news is told when the consumer has refreshed its view of the topics
     */
    static Consumer<byte[], byte[]> open(
            Map<String, Object> kafka, String clientId, Duration patience, MetadataNews news) {
        Map<String, Object> config = new HashMap<>(kafka);
        config.put(ConsumerConfig.CLIENT_ID_CONFIG, clientId);
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, MAX_POLL_RECORDS);
        config.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, MAX_FETCH_BYTES);
        config.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, (int) patience.toMillis());
        config.put(ConsumerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 2_000);
        config.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) PATIENCE.toMillis());
        config.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) PATIENCE.toMillis());
        return new KafkaConsumer<>(config, new ByteArrayDeserializer(), news);
    }

    /** In order, whether the broker is there or not, and although somebody may have hastened the thread's end. */
    static void close(Consumer<byte[], byte[]> consumer) {
        if (Thread.interrupted()) {
            LOG.debug("an interrupted thread closes its consumer");
        }
        try {
            consumer.close(CloseOptions.timeout(CLOSE));
        } catch (KafkaException failed) {
            LOG.warn("a consumer did not close in order; cause={}", failed.toString());
        }
    }
}
