package io.sluice.stream.flow;

import io.sluice.contract.StartAt;
import io.sluice.runtime.KafkaLink;
import io.sluice.stream.kafka.Broker;
import io.sluice.stream.kafka.Positions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads the newest committed records of a topic on a worker: at most {@link #MAX_BYTES} of them, and what could be read within {@link
 * #PATIENCE}.
 */
final class TopicSamples {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final long MAX_BYTES = 16L * 1024 * 1024;

    private final Vertx vertx;
    private final Broker broker;
    private final Positions positions;
    private final KafkaLink link;

    TopicSamples(Vertx vertx, Broker broker, Positions positions, KafkaLink link) {
        this.vertx = vertx;
        this.broker = broker;
        this.positions = positions;
        this.link = link;
    }

    /**
     * What was read of a topic.
     *
     * @param size records that the topic has, by its offsets
     */
    record Sample(String topic, List<ConsumerRecord<byte[], byte[]>> records, long size) {
        Sample {
            records = List.copyOf(records);
        }
    }

    Future<Sample> last(TopicDescription topic, int count) {
        List<TopicPartition> partitions = Broker.partitions(topic);
        return Future.all(
                        positions.resolve(partitions, new StartAt.Last(count)),
                        positions.resolve(partitions, StartAt.parse("earliest", "/from")),
                        broker.offsets(partitions, OffsetSpec.latest()))
                .compose(all -> {
                    Map<TopicPartition, Long> begins = all.resultAt(0);
                    Map<TopicPartition, Long> firsts = all.resultAt(1);
                    Map<TopicPartition, Long> ends = all.resultAt(2);
                    long size = partitions.stream()
                            .mapToLong(one -> ends.getOrDefault(one, 0L) - firsts.getOrDefault(one, 0L))
                            .sum();
                    return vertx.executeBlocking(() -> new Sample(topic.name(), read(begins, ends), size), false);
                });
    }

    private List<ConsumerRecord<byte[], byte[]>> read(
            Map<TopicPartition, Long> begins, Map<TopicPartition, Long> ends) {
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        Map<TopicPartition, Long> left = new HashMap<>();
        begins.forEach((partition, begin) -> {
            if (begin < ends.getOrDefault(partition, begin)) {
                left.put(partition, begin);
            }
        });
        if (left.isEmpty()) {
            return records;
        }
        long until = System.nanoTime() + PATIENCE.toNanos();
        long bytes = 0;
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(config())) {
            consumer.assign(left.keySet());
            left.forEach(consumer::seek);
            while (!left.isEmpty() && bytes < MAX_BYTES && System.nanoTime() < until) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    records.add(record);
                    bytes += Math.max(0, record.serializedKeySize()) + Math.max(0, record.serializedValueSize());
                }
                left.keySet().removeIf(partition -> consumer.position(partition) >= ends.getOrDefault(partition, 0L));
            }
        }
        return records;
    }

    private Map<String, Object> config() {
        return link.client(Map.of(
                ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG,
                ByteArrayDeserializer.class,
                ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG,
                ByteArrayDeserializer.class,
                ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                "read_committed",
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                false,
                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                "earliest"));
    }
}
