package io.sluice.bench.chaos;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** What a reader of committed records finds in a topic. */
final class Committed {
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private Committed() {}

    /**
     * From the beginning until all that was wanted has come, and what comes in the second after that; or until nothing wanted has come for
     * three minutes.
     *
     * @param all whether there is nothing more to wait for
     */
    static void read(
            String bootstrap, String topic, Consumer<ConsumerRecord<byte[], byte[]>> taker, BooleanSupplier all) {
        Map<String, Object> config = Map.of("bootstrap.servers", bootstrap, "isolation.level", "read_committed");
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(partition -> new TopicPartition(topic, partition.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            while (!all.getAsBoolean() && System.nanoTime() < deadline) {
                consumer.poll(POLL).forEach(taker);
            }
            consumer.poll(POLL.multipliedBy(5)).forEach(taker);
        }
    }
}
