package io.sluice.stream;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.contract.Audit;
import io.sluice.contract.Problem;
import io.sluice.contract.Topics;
import io.sluice.runtime.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

class AuditTopicIT {
    private static Audit.Entry entry(long seq) {
        return new Audit.Entry(
                seq,
                Instant.parse("2026-03-01T12:00:00Z"),
                new Audit.Event(
                        new UUID(1, seq),
                        Instant.now(),
                        new Audit.Actor("ada", "session", "127.0.0.1", null),
                        "topic.create",
                        new Audit.Thing("topic", "t" + seq, null, "ada"),
                        Audit.Outcome.ALLOWED,
                        "role editor",
                        201,
                        "request",
                        Map.of()),
                "0".repeat(64));
    }

    private static List<Audit.Entry> entries(long first, long last) {
        return LongStream.rangeClosed(first, last).mapToObj(AuditTopicIT::entry).toList();
    }

    private static long number(ConsumerRecord<byte[], byte[]> line) {
        try {
            JsonNode json = Json.MAPPER.readTree(line.value());
            assertThat(new String(line.key(), StandardCharsets.UTF_8))
                    .isEqualTo(json.path("seq").asText());
            return json.path("seq").asLong();
        } catch (IOException notJson) {
            throw new AssertionError(notJson);
        }
    }

    @Test
    void every_entry_is_on_the_topic_once_and_in_order_whichever_node_writes_and_only_administrators_see_it() {
        try (Node node = new Node()) {
            String first = node.deploy();
            String second = node.deploy();
            node.catalog.audit(entries(1, 1_200));
            Node.eventually()
                    .ignoreExceptions()
                    .until(() -> node.ask(Topics.FIND, new Topics.FindTopic(Node.ROOT, Audit.TOPIC)) != null);
            node.kafka.read(Audit.TOPIC, 300);
            node.undeploy(first);
            node.catalog.audit(entries(1_201, 1_500));
            node.kafka.read(Audit.TOPIC, 1_500);
            node.undeploy(second);
            node.catalog.audit(entries(1_501, 1_600));
            node.deploy();

            assertThat(node.kafka.read(Audit.TOPIC, 1_600).stream().map(AuditTopicIT::number))
                    .containsExactlyElementsOf(
                            LongStream.rangeClosed(1, 1_600).boxed().toList());
            assertThat(node.kafka.readAll(Audit.TOPIC)).hasSize(1_600);
            assertThat(node.problem(Topics.FIND, new Topics.FindTopic(Node.ADA, Audit.TOPIC)))
                    .isInstanceOf(Problem.NotFound.class);
            assertThat(node.ask(Topics.FIND, new Topics.FindTopic(Node.ROOT, Audit.TOPIC))
                            .topic()
                            .name())
                    .isEqualTo(Audit.TOPIC);
            assertThat(node.problem(
                            Topics.AUTHORIZE, new Topics.AuthorizeTopic(Node.ROOT, Audit.TOPIC, Topics.Access.WRITE)))
                    .isInstanceOf(Problem.Forbidden.class);
            assertThat(node.problem(Topics.DELETE, new Topics.DeleteTopic(Node.ROOT, Audit.TOPIC)))
                    .isInstanceOf(Problem.Forbidden.class);
            assertThat(node.problem(Topics.PURGE, new Topics.PurgeTopic(Node.ROOT, Audit.TOPIC, null)))
                    .isInstanceOf(Problem.Forbidden.class);
        }
    }
}
