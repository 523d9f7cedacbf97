package io.sluice.stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.contract.Source;
import io.sluice.contract.Streams;
import io.sluice.contract.Streams.GetSourceStates;
import io.sluice.contract.Streams.State;
import io.sluice.contract.Topics;
import io.sluice.contract.Topics.CreateTopic;
import io.sluice.embedded.EmbeddedKafka;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A directory while the platform's own broker is away. */
class BrokerAwayIT {
    private static final String TOPIC = "dropped";

    @TempDir
    private Path directory;

    @Test
    void S14_files_that_are_dropped_while_kafka_is_away_are_published_in_order_when_it_is_back(@TempDir Path data)
            throws Exception {
        EmbeddedKafka broker = EmbeddedKafka.start(data, 0);
        String bootstrap = broker.bootstrap();
        int port = Integer.parseInt(bootstrap.substring(bootstrap.indexOf(':') + 1));
        try (Node node = new Node()) {
            Node.await(node.vertx.deployVerticle(new StreamVerticle(node.config(bootstrap))));
            node.ask(Topics.CREATE, new CreateTopic(Node.ADA, TOPIC, 1, null, Map.of(), TOPIC));
            var dataset = node.catalog.put(TOPIC, new Source.Directory(directory.toString(), TOPIC, 1));
            drop(0);
            Node.eventually().untilAsserted(() -> assertThat(values(bootstrap)).hasSize(1));

            broker.close();
            for (int i = 1; i <= 5; i++) {
                drop(i);
            }
            // A transaction that was under way is given up after most of a minute only.
            Node.eventually().atMost(Duration.ofMinutes(3)).untilAsserted(() -> assertThat(
                            node.ask(Streams.SOURCE_STATES, new GetSourceStates(List.of(dataset.id())))
                                    .items())
                    .allMatch(each -> each.state() == State.FAILED));
            broker = EmbeddedKafka.start(data, port);

            Node.eventually().untilAsserted(() -> assertThat(values(bootstrap)).hasSize(6));
            assertThat(values(bootstrap))
                    .containsExactly("{\"n\":0}", "{\"n\":1}", "{\"n\":2}", "{\"n\":3}", "{\"n\":4}", "{\"n\":5}");
        } finally {
            broker.close();
        }
    }

    private void drop(int n) throws Exception {
        Path made = Files.writeString(directory.resolve(".making"), "{\"n\":" + n + "}");
        Files.move(made, directory.resolve("file-" + n + ".json"), StandardCopyOption.REPLACE_EXISTING);
    }

    private static List<String> values(String bootstrap) {
        Map<String, Object> config = Map.of("bootstrap.servers", bootstrap, "isolation.level", "read_committed");
        TopicPartition partition = new TopicPartition(TOPIC, 0);
        List<String> values = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = consumer.endOffsets(List.of(partition)).get(partition);
            while (consumer.position(partition) < end) {
                consumer.poll(Duration.ofMillis(200)).forEach(record -> values.add(new String(record.value(), UTF_8)));
            }
        }
        return values;
    }
}
