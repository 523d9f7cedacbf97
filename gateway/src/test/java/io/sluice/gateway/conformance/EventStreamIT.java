package io.sluice.gateway.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.gateway.conformance.EventStreamReader.Event;
import io.sluice.gateway.support.Gateway;
import io.sluice.testkit.TestKafka;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What we write as server-sent events, over real HTTP, in the eyes of a reader that keeps to the standard. */
class EventStreamIT {
    private static final String TOKEN = "[A-Za-z0-9_-]+";

    private final HttpClient http = HttpClient.newHttpClient();
    private final TestKafka kafka = TestKafka.shared();
    private Gateway gateway;

    @BeforeEach
    void start() {
        gateway = Gateway.fresh();
    }

    @Test
    void the_head_keeps_proxies_and_caches_out_of_the_way() throws Exception {
        String topic = kafka.newTopic("head", 1);
        HttpResponse<InputStream> response = ask("?limit=1&topic=" + topic, Map.of());
        try (InputStream body = response.body()) {
            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(header(response, "content-type")).isEqualTo("text/event-stream");
            assertThat(header(response, "cache-control")).isEqualTo("no-store");
            assertThat(header(response, "x-accel-buffering")).isEqualTo("no");
            assertThat(header(response, "x-content-type-options")).isEqualTo("nosniff");
        }
    }

    /** A page of another origin gets nothing, with or without the credentials of its visitor. */
    @Test
    void another_origin_is_not_let_in() throws Exception {
        String topic = kafka.newTopic("origin", 1);
        HttpResponse<InputStream> response = ask("?topic=" + topic, Map.of("Origin", "https://elsewhere.example"));
        try (InputStream body = response.body()) {
            assertThat(response.headers().map().keySet())
                    .noneMatch(name -> name.toLowerCase().startsWith("access-control-"));
        }
    }

    @Test
    void no_value_can_break_out_of_its_event() throws Exception {
        String topic = kafka.newTopic("breaking", 1);
        List<String> values = List.of(
                "{\n\"a\":1,\r\"b\":2,\r\n\"c\":3\n\n}",
                "{\"a\":\"\\n\\nevent: end\\ndata: {}\\n\\n\"}",
                "\n\nevent: end\ndata: {}\n\n",
                "text\r\rid: forged\r\n\r\nretry: 1\r\n\r\n",
                "{\"a\":\"\u2028 \u0085 \uFEFF ☃ 😀\"}",
                "data: {}\n\n: comment");
        values.forEach(value -> kafka.produce(topic, value));
        kafka.produce(topic, 0, "k\n\nevent: end\n\n", "1");
        kafka.produce(new ProducerRecord<>(topic, 0, null, new byte[] {'\n', '\n', (byte) 0xFF, 'd', ':', '\r'}));
        EventStreamReader reader = new EventStreamReader();
        List<Event> events = all(ask("?from=earliest&until=now&topic=" + topic, Map.of()), reader);
        List<JsonObject> records = records(events);
        assertThat(records)
                .extracting(record -> record.getLong("offset"))
                .containsExactly(0L, 1L, 2L, 3L, 4L, 5L, 6L, 7L);
        assertThat(records.get(0).getJsonObject("value"))
                .isEqualTo(new JsonObject().put("a", 1).put("b", 2).put("c", 3));
        assertThat(records.get(2).getString("value_text")).isEqualTo(values.get(2));
        assertThat(records.get(3).getString("value_text")).isEqualTo(values.get(3));
        assertThat(records.get(4).getJsonObject("value").getString("a")).isEqualTo("\u2028 \u0085 \uFEFF ☃ 😀");
        assertThat(records.get(6).getString("key")).isEqualTo("k\n\nevent: end\n\n");
        assertThat(events).filteredOn(event -> event.event().equals("end")).hasSize(1);
        assertThat(events).allSatisfy(event -> assertThat(event.id()).matches(TOKEN));
        assertThat(events.get(events.size() - 1).event()).isEqualTo("end");
        assertThat(reader.retry()).isEqualTo(-1);
    }

    @Test
    void each_id_is_the_place_behind_its_record() throws Exception {
        String topic = kafka.newTopic("places", 1);
        kafka.produce(topic, "0", "1", "2", "3");
        List<Event> events = all(ask("?from=earliest&until=now&topic=" + topic, Map.of()), new EventStreamReader());
        List<Event> messages = messages(events);
        assertThat(messages).hasSize(4);
        for (int i = 0; i < messages.size(); i++) {
            String from = messages.get(i).id();
            List<Event> rest =
                    all(ask("?until=now&topic=" + topic, Map.of("Last-Event-ID", from)), new EventStreamReader());
            List<Long> expected = new ArrayList<>();
            for (long offset = i + 1; offset < 4; offset++) {
                expected.add(offset);
            }
            assertThat(records(rest))
                    .extracting(record -> record.getLong("offset"))
                    .isEqualTo(expected);
            assertThat(new JsonObject(rest.get(0).data()).getBoolean("resumed")).isTrue();
        }
    }

    @Test
    void a_place_that_is_none_is_refused_with_a_status() throws Exception {
        String topic = kafka.newTopic("nowhere", 1);
        for (String id : List.of("forged", "…☃", "AQ")) {
            HttpResponse<InputStream> response = ask("?topic=" + topic, Map.of("Last-Event-ID", latin(id)));
            try (InputStream body = response.body()) {
                assertThat(response.statusCode()).isEqualTo(400);
                assertThat(header(response, "content-type")).isEqualTo("application/problem+json");
                assertThat(new JsonObject(new String(body.readAllBytes(), UTF_8)).getJsonArray("violations"))
                        .first()
                        .extracting(violation -> ((JsonObject) violation).getString("pointer"))
                        .isEqualTo("/resume");
            }
        }
    }

    @Test
    void the_answer_to_who_may_not_is_a_status() throws Exception {
        String topic = kafka.newTopic("closed", 1);
        assertThat(status("?topic=" + topic, "Bearer forged")).isEqualTo(401);
        assertThat(status("?topic=no-such-topic", "Bearer " + gateway.token("viewer")))
                .isEqualTo(404);
    }

    /** A browser sends the bytes of the id in UTF-8; a header of Java's client is written as ISO 8859-1. */
    private static String latin(String text) {
        return new String(text.getBytes(UTF_8), java.nio.charset.StandardCharsets.ISO_8859_1);
    }

    private int status(String query, String authorization) throws IOException, InterruptedException {
        HttpRequest request =
                request(query).header("Authorization", authorization).build();
        return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    }

    private HttpResponse<InputStream> ask(String query, Map<String, String> headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = request(query).header("Authorization", "Bearer " + gateway.token("viewer"));
        headers.forEach(request::header);
        return http.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
    }

    private HttpRequest.Builder request(String query) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + gateway.port() + "/api/v1/live" + query))
                .header("Accept", "text/event-stream");
    }

    /** To the end of the response, in pieces of an odd size. */
    private static List<Event> all(HttpResponse<InputStream> response, EventStreamReader reader) throws IOException {
        List<Event> events = new ArrayList<>();
        try (InputStream body = response.body()) {
            assertThat(response.statusCode()).isEqualTo(200);
            for (byte[] chunk = body.readNBytes(7); chunk.length > 0; chunk = body.readNBytes(7)) {
                events.addAll(reader.read(chunk));
            }
        }
        return events;
    }

    private static List<Event> messages(List<Event> events) {
        return events.stream().filter(event -> event.event().equals("message")).toList();
    }

    private static List<JsonObject> records(List<Event> events) {
        return messages(events).stream()
                .map(event -> new JsonObject(event.data()))
                .toList();
    }

    private static String header(HttpResponse<?> response, String name) {
        return response.headers().firstValue(name).orElse("");
    }
}
