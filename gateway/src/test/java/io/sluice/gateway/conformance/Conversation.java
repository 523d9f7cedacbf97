package io.sluice.gateway.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.sluice.gateway.support.Gateway;
import io.sluice.testkit.TestKafka;
import io.vertx.core.http.ClientWebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketConnectOptions;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * The client's end of a transcript at a real gateway: does its steps and expects its answers. A name that stands for a topic, a
 * token or a session is bound to the real one where that first appears. On the test's thread.
 */
final class Conversation implements AutoCloseable {
    private static final long PATIENCE_S = 30;
    private static final Set<String> NAMES = Set.of("topic", "token", "session", "resume");

    /** What is said to people; the code beside it is for programs. */
    private static final Set<String> WORDS = Set.of("/problem/detail", "/problem/violations/0/reason");

    private final Gateway gateway;
    private final TestKafka kafka = TestKafka.shared();
    private final WebSocketClient client;
    private final Map<String, String> bound = new HashMap<>();
    private final BlockingQueue<JsonNode> heard = new LinkedBlockingQueue<>();
    /** Records that came in one frame with others that the transcript has in another. */
    private final Deque<JsonNode> ahead = new ArrayDeque<>();

    private ClientWebSocket socket;

    Conversation(Gateway gateway) {
        this.gateway = gateway;
        this.client = gateway.vertx().createWebSocketClient();
    }

    void step(JsonNode step) throws Exception {
        String kind = step.fieldNames().next();
        JsonNode what = step.get(kind);
        switch (kind) {
            case "topic" ->
                bound.put(
                        what.asText(),
                        kafka.newTopic(what.asText(), step.get("partitions").asInt()));
            case "produce" -> step.get("records").forEach(record -> produce(real(what.asText()), record));
            case "forget" -> forget(real(what.asText()), step.get("before").asLong());
            case "delete" ->
                kafka.admin().deleteTopics(Set.of(real(what.asText()))).all().get();
            case "opened" -> open();
            case "closed" -> socket.close().await();
            case "client" -> socket.writeTextMessage(toReal(what).toString()).await();
            case "server" -> expect(what);
            case "pass_ms", "view" -> {}
            default -> throw new AssertionError("unknown step " + kind);
        }
    }

    private void produce(String topic, JsonNode record) {
        kafka.produce(new ProducerRecord<>(
                topic,
                0,
                record.get("timestamp").asLong(),
                TestKafka.bytes(
                        record.get("key").isNull() ? null : record.get("key").asText()),
                TestKafka.bytes(record.get("value").asText())));
    }

    private void forget(String topic, long before) throws Exception {
        Map<TopicPartition, RecordsToDelete> places =
                Map.of(new TopicPartition(topic, 0), RecordsToDelete.beforeOffset(before));
        kafka.admin().deleteRecords(places).all().get();
    }

    private void open() {
        heard.clear();
        socket = client.webSocket();
        socket.textMessageHandler(text -> heard.add(Transcript.parse(text)));
        socket.connect(new WebSocketConnectOptions()
                        .setHost("127.0.0.1")
                        .setPort(gateway.port())
                        .setURI("/api/v1/live")
                        .addHeader("Authorization", "Bearer " + gateway.token("viewer")))
                .await();
    }

    private void expect(JsonNode expected) throws InterruptedException {
        String type = expected.get("type").asText();
        if (type.equals("stats")) {
            return;
        }
        if (!type.equals("records")) {
            compare("", expected, next());
            return;
        }
        JsonNode actual = null;
        for (JsonNode record : expected.get("records")) {
            if (ahead.isEmpty()) {
                actual = next();
                assertThat(actual.get("type").asText()).as("%s", actual).isEqualTo("records");
                actual.get("records").forEach(ahead::add);
            }
            compare("/records", record, ahead.remove());
        }
        if (actual != null && ahead.isEmpty()) {
            compare("/token", expected.get("token"), actual.get("token"));
        }
    }

    private JsonNode next() throws InterruptedException {
        while (true) {
            JsonNode frame = heard.poll(PATIENCE_S, TimeUnit.SECONDS);
            assertThat(frame).as("a frame within %s s", PATIENCE_S).isNotNull();
            if (!frame.get("type").asText().equals("stats")) {
                return frame;
            }
        }
    }

    /** All that is expected must be there; more may be. */
    private void compare(String path, JsonNode expected, JsonNode actual) {
        assertThat(actual).as("%s of a frame", path).isNotNull();
        if (expected instanceof ObjectNode) {
            expected.properties()
                    .forEach(each -> compare(path + "/" + each.getKey(), each.getValue(), actual.get(each.getKey())));
        } else if (expected instanceof ArrayNode) {
            assertThat(actual.size()).as(path).isEqualTo(expected.size());
            for (int i = 0; i < expected.size(); i++) {
                compare(path + "/" + i, expected.get(i), actual.get(i));
            }
        } else if (WORDS.contains(path)) {
            assertThat(actual.asText()).as(path).isNotBlank();
        } else if (NAMES.contains(path.substring(path.lastIndexOf('/') + 1))) {
            assertThat(actual.asText())
                    .as(path)
                    .isEqualTo(bound.computeIfAbsent(expected.asText(), name -> actual.asText()));
        } else {
            assertThat(actual).as(path).isEqualTo(expected);
        }
    }

    private JsonNode toReal(JsonNode frame) {
        ObjectNode real = frame.deepCopy();
        NAMES.stream()
                .filter(real::has)
                .forEach(name -> real.set(name, new TextNode(real(real.get(name).asText()))));
        return real;
    }

    private String real(String name) {
        return bound.getOrDefault(name, name);
    }

    @Override
    public void close() {
        client.close().await();
    }
}
