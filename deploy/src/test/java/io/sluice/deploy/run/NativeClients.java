package io.sluice.deploy.run;

import static org.assertj.core.api.Assertions.catchThrowable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** What users do with Kafka clients of their own. */
final class NativeClients {
    private NativeClients() {}

    static Set<String> topics(NativeKey key) throws Exception {
        return topics(key.client(Map.of()));
    }

    static Set<String> topics(Map<String, Object> client) throws Exception {
        try (Admin kafka = Admin.create(client)) {
            return kafka.listTopics().names().get();
        }
    }

    static boolean isRefused(NativeKey key) {
        Throwable thrown = catchThrowable(() -> topics(key));
        return thrown != null && thrown.getCause() instanceof SaslAuthenticationException;
    }

    static KafkaProducer<String, String> producer(NativeKey key, Map<String, Object> settings) {
        Map<String, Object> all = new HashMap<>(settings);
        all.put("max.block.ms", 20_000);
        all.put("delivery.timeout.ms", 40_000);
        all.put("request.timeout.ms", 30_000);
        return new KafkaProducer<>(key.client(all), new StringSerializer(), new StringSerializer());
    }

    static RecordMetadata send(KafkaProducer<String, String> producer, String topic, String value) throws Exception {
        return producer.send(new ProducerRecord<>(topic, value)).get();
    }

    static KafkaConsumer<String, String> consumer(NativeKey key, Map<String, Object> settings) {
        return new KafkaConsumer<>(key.client(settings), new StringDeserializer(), new StringDeserializer());
    }

    static List<String> readAll(NativeKey key, String topic, int count) {
        try (KafkaConsumer<String, String> consumer = consumer(key, Map.of("auto.offset.reset", "earliest"))) {
            consumer.assign(List.of(new TopicPartition(topic, 0)));
            return read(consumer, count);
        }
    }

    static List<String> read(KafkaConsumer<String, String> consumer, int count) {
        List<String> values = new ArrayList<>();
        WaitFor.truth("records", () -> {
            consumer.poll(Duration.ofSeconds(1)).forEach(record -> values.add(record.value()));
            return values.size() >= count;
        });
        return values;
    }

    static Throwable untilItFails(KafkaConsumer<String, String> consumer) {
        List<Throwable> thrown = new ArrayList<>();
        WaitFor.truth("the end of the right to read", () -> {
            Throwable failure = catchThrowable(() -> consumer.poll(Duration.ofMillis(200)));
            if (failure != null) {
                thrown.add(failure);
            }
            return failure != null;
        });
        return thrown.get(0);
    }
}
