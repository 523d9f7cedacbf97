package io.sluice.gateway.live;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.testkit.TestKafka;
import io.vertx.core.json.JsonObject;
import java.net.URLEncoder;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class LiveDeliveryIT {
    private static LiveServer server;
    private static TestKafka kafka;

    @BeforeAll
    static void start() {
        server = LiveServer.start();
        kafka = server.kafka;
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void all_three_transports_carry_the_same_records() {
        String topic = kafka.newTopic("rides", 1);
        String query = "?topic=" + topic + "&where=" + encode("fare > 50");
        try (SocketClient socket = server.socket(query)) {
            socket.await("subscribed");
            kafka.produce(topic, "{\"fare\":10}", "{ \"fare\" : 51.50 }", "{\"fare\":50}", "{\"fare\":99}");
            List<JsonObject> records = socket.hear(2).records;
            assertThat(records).extracting(record -> record.getLong("offset")).containsExactly(1L, 3L);
        }
        try (LineClient lines = server.lines(query + "&from=earliest&limit=2");
                LineClient events = server.events(query + "&from=earliest&limit=2")) {
            assertThat(lines.header("content-type")).isEqualTo("application/x-ndjson");
            assertThat(events.header("content-type")).isEqualTo("text/event-stream");
            List<String> fromEvents =
                    List.of(events.record().get(1), events.record().get(1));
            assertThat(lines.rest()).isEqualTo(fromEvents);
            assertThat(fromEvents.get(0)).contains("\"key\":null,\"headers\":{},\"value\":{ \"fare\" : 51.50 }}");
            assertThat(String.join("\n", events.rest())).contains("event: end\ndata: {\"reason\":\"limit\"");
        }
    }

    @Test
    void every_digit_reaches_the_client() {
        String topic = kafka.newTopic("digits", 1);
        String integer = "{\"id\":9223372036854775807}";
        String decimal = "{\"id\":12345678901234567890.1234567890123456789000}";
        kafka.produce(topic, integer, decimal);
        try (SocketClient socket = server.socket("?topic=" + topic + "&from=earliest&where=" + encode("id > 0"))) {
            socket.await("subscribed");
            assertThat(socket.next()).contains("\"value\":" + integer).contains("\"value\":" + decimal);
        }
    }

    @Test
    void a_projection_takes_the_place_of_the_value() {
        String topic = kafka.newTopic("projected", 1);
        kafka.produce(topic, "{\"a\":1,\"b\":{\"c\":2.50},\"d\":3}");
        try (LineClient lines = server.lines("?topic=" + topic + "&from=earliest&limit=1&select=" + encode("b.c, a"))) {
            assertThat(lines.line()).contains("\"value\":{\"c\":2.50,\"a\":1}");
        }
    }

    @Test
    void records_that_are_not_json_are_counted_and_the_flow_goes_on() {
        String topic = kafka.newTopic("mixed", 1);
        try (SocketClient socket = server.socket("?topic=" + topic + "&where=" + encode("a = 1"))) {
            socket.await("subscribed");
            kafka.produce(new ProducerRecord<>(topic, 0, null, new byte[] {(byte) 0xFF, 0}));
            kafka.produce(topic, "not json", "{\"a\":1}");
            assertThat(socket.hear(1).places).containsExactly("0@2");
            JsonObject stats = socket.await("stats");
            assertThat(stats.getLong("errors")).isEqualTo(2);
            assertThat(stats.getLong("matched")).isEqualTo(1);
            assertThat(stats.getLong("sent")).isEqualTo(1);
            assertThat(stats.getLong("scanned")).isEqualTo(3);
            assertThat(stats.getLong("lag")).isZero();
        }
    }

    @Test
    void without_a_filter_everything_comes_in_whatever_form() {
        String topic = kafka.newTopic("forms", 1);
        kafka.produce(topic, 0, "k", null);
        kafka.produce(topic, "plain");
        kafka.produce(new ProducerRecord<>(topic, 0, null, new byte[] {(byte) 0xFF}));
        try (LineClient lines = server.lines("?topic=" + topic + "&from=earliest&until=now")) {
            List<String> all = lines.rest();
            assertThat(all).hasSize(3);
            assertThat(all.get(0)).endsWith("\"key\":\"k\",\"headers\":{},\"value\":null}");
            assertThat(all.get(1)).endsWith("\"value_text\":\"plain\"}");
            assertThat(all.get(2)).endsWith("\"value_base64\":\"/w==\"}");
        }
    }

    @Test
    void until_now_ends_at_the_end_that_there_was() {
        String topic = kafka.newTopic("bounded", 3);
        fill(topic, 3, 300);
        try (SocketClient socket = server.socket("?from=earliest&until=now&topic=" + topic)) {
            SocketClient.Heard heard = socket.hearAll();
            assertThat(heard.end).isEqualTo("until");
            assertThat(heard.places).hasSize(300).doesNotHaveDuplicates();
            assertThat(socket.closed.join()).isEqualTo((short) 1000);
        }
    }

    @Test
    void a_limit_ends_it_at_exactly_that_record() {
        String topic = kafka.newTopic("limited", 1);
        fill(topic, 1, 50);
        try (SocketClient socket = server.socket()) {
            socket.send(subscribe("a", topic, "earliest").put("limit", 7).encode());
            SocketClient.Heard heard = socket.hearAll();
            assertThat(heard.end).isEqualTo("limit");
            assertThat(heard.records).hasSize(7);
            socket.send(subscribe("b", topic, "earliest")
                    .put("limit", 1)
                    .put("resume", heard.token)
                    .encode());
            assertThat(socket.hearAll().places).containsExactly("0@7");
        }
    }

    @Test
    void one_socket_carries_many_subscriptions() {
        String topic = kafka.newTopic("many", 1);
        try (SocketClient socket = server.socket()) {
            for (int i = 0; i < 3; i++) {
                JsonObject frame = subscribe("s" + i, topic, "latest").put("where", "n % 3 = " + i);
                socket.send(frame.encode());
                assertThat(socket.await("subscribed").getString("id")).isEqualTo("s" + i);
            }
            fill(topic, 1, 9);
            int[] counts = new int[3];
            while (IntStream.of(counts).sum() < 9) {
                JsonObject frame = socket.await("records");
                int which = frame.getString("id").charAt(1) - '0';
                frame.getJsonArray("records").forEach(record -> {
                    assertThat(((JsonObject) record).getJsonObject("value").getInteger("n") % 3)
                            .isEqualTo(which);
                    counts[which]++;
                });
            }
            assertThat(counts).containsExactly(3, 3, 3);
        }
    }

    static JsonObject subscribe(String id, String topic, String from) {
        return new JsonObject()
                .put("type", "subscribe")
                .put("id", id)
                .put("topic", topic)
                .put("from", from);
    }

    private static void fill(String topic, int partitions, int count) {
        Flood.fill(topic, partitions, 0, count);
    }

    static String encode(String text) {
        return URLEncoder.encode(text, UTF_8);
    }
}
