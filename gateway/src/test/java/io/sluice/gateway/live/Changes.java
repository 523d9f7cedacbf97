package io.sluice.gateway.live;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.testkit.TestKafka;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TopicExistsException;

/** What is done to topics under their subscribers, and what places their records then have. */
final class Changes {
    private static final Admin ADMIN = TestKafka.shared().admin();

    private Changes() {}

    static void delete(String topic) throws Exception {
        ADMIN.deleteTopics(Set.of(topic)).all().get();
    }

    /** Deleted and created again without a pause. */
    static void recreate(String topic, int partitions) throws Exception {
        delete(topic);
        while (true) {
            try {
                ADMIN.createTopics(Set.of(new NewTopic(topic, partitions, (short) 1)))
                        .all()
                        .get();
                return;
            } catch (ExecutionException failed) {
                if (!(failed.getCause() instanceof TopicExistsException)) {
                    throw failed;
                }
            }
        }
    }

    static void grow(String topic, int partitions) throws Exception {
        ADMIN.createPartitions(Map.of(topic, NewPartitions.increaseTo(partitions)))
                .all()
                .get();
    }

    /** What retention does. */
    static void forget(String topic, int partition, long before) throws Exception {
        ADMIN.deleteRecords(Map.of(new TopicPartition(topic, partition), RecordsToDelete.beforeOffset(before)))
                .all()
                .get();
    }

    /** {@code 0@from} to {@code 0@(to - 1)}. */
    static List<String> places(int partition, long from, long to) {
        return Stream.iterate(from, offset -> offset < to, offset -> offset + 1)
                .map(offset -> partition + "@" + offset)
                .toList();
    }

    static List<String> ofPartition(int partition, List<String> places) {
        return places.stream()
                .filter(place -> place.startsWith(partition + "@"))
                .toList();
    }

    /** Numbered records to one partition, each value {@code {"n":…,"of":"label"}}. */
    static void fill(String topic, int partition, int from, int to, String label) {
        TestKafka kafka = TestKafka.shared();
        IntStream.range(from, to).forEach(n -> {
            byte[] value =
                    new JsonObject().put("n", n).put("of", label).encode().getBytes(UTF_8);
            kafka.send(new org.apache.kafka.clients.producer.ProducerRecord<>(topic, partition, null, value));
        });
        kafka.flush();
    }
}
