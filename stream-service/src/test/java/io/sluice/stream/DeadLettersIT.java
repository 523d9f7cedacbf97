package io.sluice.stream;

import static io.sluice.stream.Node.ADA;
import static io.sluice.stream.Node.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.sluice.contract.Problem;
import io.sluice.contract.Source;
import io.sluice.contract.Streams;
import io.sluice.contract.Streams.CreateStream;
import io.sluice.contract.Streams.DeadLetters;
import io.sluice.contract.Streams.Definition;
import io.sluice.contract.Streams.DeleteStream;
import io.sluice.contract.Streams.Failure;
import io.sluice.contract.Streams.FindStream;
import io.sluice.contract.Streams.Stream;
import io.sluice.contract.Topics;
import io.sluice.contract.Topics.FindTopic;
import io.sluice.contract.Topics.ListTopics;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class DeadLettersIT {
    private static Node node;

    @BeforeAll
    static void start() {
        node = new Node();
        node.deploy();
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    @Test
    void what_cannot_be_decided_is_kept_as_it_was_and_told_of() {
        String source = node.kafka.newTopic("torn", 1);
        Stream stream = create(source, "a > 0");
        DeadLetters letters = Objects.requireNonNull(stream.deadLetters());
        assertThat(letters).isEqualTo(new DeadLetters(stream.topic() + "-dead-letters", 0));
        node.kafka.produce(source, "{\"a\":1}", "torn", "{\"a\":0}", "torn too");

        List<ConsumerRecord<byte[], byte[]>> records = node.kafka.read(letters.topic(), 2);

        assertThat(records).extracting(record -> text(record.value())).containsExactly("torn", "torn too");
        assertThat(records)
                .extracting(record ->
                        text(record.headers().lastHeader("sluice.offset").value()))
                .containsExactly("1", "3");
        eventually().untilAsserted(() -> {
            Stream now = node.ask(Streams.FIND, new FindStream(ADA, stream.name()));
            assertThat(now.stats().failures())
                    .extracting(Failure::topic, Failure::offset)
                    .containsExactly(tuple(source, 3L), tuple(source, 1L));
            assertThat(now.deadLetters()).isEqualTo(new DeadLetters(letters.topic(), 2));
        });
        node.ask(Streams.DELETE, new DeleteStream(ADA, stream.name()));
        assertThat(node.problem(Topics.FIND, new FindTopic(Node.ROOT, letters.topic())))
                .isInstanceOf(Problem.NotFound.class);
    }

    @Test
    void they_say_whose_they_are_and_are_as_private_as_the_stream() {
        String source = node.kafka.newTopic("hidden", 1);
        node.catalog.put("hidden-readings", Source.Kafka.of(source), "ada", true);
        Stream stream =
                create(new Definition(List.of(), true, List.of("hidden-readings"), List.of(), "", "", "latest"));
        String letters = Objects.requireNonNull(stream.deadLetters()).topic();

        Topics.Topic listed = node.ask(Topics.LIST, new ListTopics(ADA, letters, null, 10, null))
                .items()
                .get(0);

        assertThat(listed.stream()).isEqualTo(stream.name());
        assertThat(listed.owner()).isEqualTo("ada");
        assertThat(node.problem(Topics.FIND, new FindTopic(Node.BOB, stream.topic())))
                .isInstanceOf(Problem.NotFound.class);
        assertThat(node.problem(Topics.FIND, new FindTopic(Node.BOB, letters))).isInstanceOf(Problem.NotFound.class);
        node.ask(Streams.DELETE, new DeleteStream(ADA, stream.name()));
    }

    @Test
    void what_is_too_large_for_the_stream_does_not_stop_it() {
        String source = node.kafka.newTopic("large", 1);
        Stream stream = create(source, "");
        node.ask(
                Topics.ALTER,
                new Topics.AlterTopic(ADA, stream.topic(), null, Map.of("max.message.bytes", "1000"), null));
        node.ask(Streams.RUN, new Streams.RunStream(ADA, stream.name(), true));
        node.ask(Streams.RUN, new Streams.RunStream(ADA, stream.name(), false));
        node.kafka.produce(source, "\"" + "x".repeat(2_000) + "\"", "\"small\"");

        assertThat(node.kafka.read(stream.topic(), 1))
                .extracting(record -> text(record.value()))
                .containsExactly("\"small\"");
        assertThat(node.kafka.read(Objects.requireNonNull(stream.deadLetters()).topic(), 1))
                .extracting(record -> record.value().length)
                .containsExactly(2_002);
        node.ask(Streams.DELETE, new DeleteStream(ADA, stream.name()));
    }

    private static Stream create(String topic, String where) {
        return create(new Definition(List.of(), true, List.of(), List.of(topic), where, "", "latest"));
    }

    private static Stream create(Definition definition) {
        return node.ask(Streams.CREATE, new CreateStream(ADA, null, definition));
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
