package io.sluice.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.contract.Dataset;
import io.sluice.contract.Source;
import io.sluice.contract.Streams;
import io.sluice.contract.Streams.GetSourceStates;
import io.sluice.contract.Streams.SourceState;
import io.sluice.contract.Streams.State;
import io.sluice.contract.Topics;
import io.sluice.contract.Topics.CreateTopic;
import io.sluice.stream.CatalogInTest.Reading;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Registers sources and looks at what has become of them. */
final class InTopic {
    private final Node node;
    private final String bootstrap;

    InTopic(Node node) {
        this(node, node.kafka.bootstrap());
    }

    /** @param bootstrap of the broker that the node was deployed for */
    InTopic(Node node, String bootstrap) {
        this.node = node;
        this.bootstrap = bootstrap;
    }

    /** @param source made for the name of a new topic */
    Dataset register(Function<String, Source> source, Reading reading) {
        String name = "in-" + UUID.randomUUID().toString().substring(0, 8);
        node.ask(Topics.CREATE, new CreateTopic(Node.ADA, name, 1, null, Map.of(), name));
        return node.catalog.put(name, source.apply(name), "ada", false, reading);
    }

    Dataset csv(String url, Map<String, Object> processing) {
        return register(topic -> new Source.Csv(url, topic, 1), new Reading(Map.of(), processing, Map.of()));
    }

    SourceState state(Dataset dataset) {
        List<SourceState> states = node.ask(Streams.SOURCE_STATES, new GetSourceStates(List.of(dataset.id())))
                .items();
        assertThat(states).hasSize(1);
        return states.get(0);
    }

    SourceState until(Dataset dataset, State wanted) {
        AtomicReference<SourceState> last = new AtomicReference<>();
        Node.eventually().untilAsserted(() -> {
            last.set(state(dataset));
            assertThat(last.get())
                    .extracting(SourceState::state)
                    .as("state of %s", last)
                    .isEqualTo(wanted);
        });
        return last.get();
    }

    /** What a reader of committed records finds in the topic now. */
    List<String> values(Dataset dataset) {
        return records(dataset).stream()
                .map(record -> new String(record.value(), StandardCharsets.UTF_8))
                .toList();
    }

    List<ConsumerRecord<byte[], byte[]>> records(Dataset dataset) {
        Map<String, Object> config =
                Map.of("bootstrap.servers", bootstrap, "isolation.level", "read_committed", "fetch.max.wait.ms", 20);
        TopicPartition partition = new TopicPartition(dataset.topic(), 0);
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = consumer.endOffsets(List.of(partition)).get(partition);
            while (consumer.position(partition) < end) {
                consumer.poll(Duration.ofMillis(200)).forEach(records::add);
            }
        }
        return records;
    }

    /** The values of a source that has come to its end. */
    List<String> completed(Dataset dataset) {
        until(dataset, State.COMPLETED);
        return values(dataset);
    }
}
