package io.sluice.gateway.live;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.testkit.TestKafka;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Numbered records, {@code {"n":0,…}}, round robin over the partitions, as fast as the broker takes them. */
final class Flood {
    private Flood() {}

    static void fill(String topic, int partitions, int from, int to) {
        Map<String, Object> config =
                Map.of("bootstrap.servers", TestKafka.shared().bootstrap(), "enable.idempotence", false, "acks", "1");
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer())) {
            for (int n = from; n < to; n++) {
                byte[] value = ("{\"n\":" + n + ",\"text\":\"some words to give it a usual size\"}").getBytes(UTF_8);
                producer.send(new ProducerRecord<>(topic, n % partitions, null, value));
            }
        }
    }

    /** The same on a thread of its own. */
    static CompletableFuture<Void> start(String topic, int partitions, int from, int to) {
        return CompletableFuture.runAsync(() -> fill(topic, partitions, from, to));
    }
}
