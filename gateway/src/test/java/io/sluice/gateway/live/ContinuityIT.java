package io.sluice.gateway.live;

import static io.sluice.gateway.live.LiveDeliveryIT.subscribe;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.gateway.live.SocketClient.Heard;
import io.sluice.testkit.TestKafka;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nothing is lost and nothing comes twice, wherever a subscriber begins and however often it stops. Small rings, small turns. */
@Timeout(120)
class ContinuityIT {
    private static final int COUNT = 60_000;

    private static LiveServer server;
    private static TestKafka kafka;

    @BeforeAll
    static void start() {
        server = new LiveServer(LiveServer.config()
                .withMemory(new LiveConfig.Memory(256 << 10, 64 << 10, 16 << 10, 64 << 10, 1 << 20, 32 << 10, 4)));
        kafka = server.kafka;
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void replays_then_goes_live_without_a_gap_while_a_producer_runs_at_full_speed(int partitions) {
        String topic = kafka.newTopic("seam", partitions);
        Flood.fill(topic, partitions, 0, COUNT / 2);
        try (SocketClient socket = server.socket("?from=earliest&topic=" + topic)) {
            CompletableFuture<Void> flood = Flood.start(topic, partitions, COUNT / 2, COUNT);
            Heard heard = socket.hear(COUNT);
            flood.join();
            assertEachOnceInOrder(heard.records, 0, COUNT);
            assertThat(heard.gaps).isEmpty();
            kafka.produce(topic, "{\"n\":" + COUNT + "}");
            assertThat(socket.hear(1).records.get(0).getJsonObject("value").getInteger("n"))
                    .isEqualTo(COUNT);
        }
    }

    @Test
    void resumes_by_token_after_each_cut_exactly_once() {
        String topic = kafka.newTopic("cuts", 2);
        CompletableFuture<Void> flood = Flood.start(topic, 2, 0, COUNT);
        List<JsonObject> all = new ArrayList<>();
        String token = null;
        while (all.size() < COUNT) {
            try (SocketClient socket = server.socket()) {
                JsonObject frame = subscribe("a", topic, "earliest");
                socket.send((token == null ? frame : frame.put("resume", token)).encode());
                assertThat(socket.await("subscribed").getBoolean("resumed")).isEqualTo(token != null);
                Heard heard = socket.hear(Math.min(7_001, COUNT - all.size()));
                all.addAll(heard.records);
                token = heard.token;
            }
        }
        flood.join();
        assertEachOnceInOrder(all, 0, COUNT);
    }

    @Test
    void an_event_stream_resumes_behind_the_last_event() {
        String topic = kafka.newTopic("events", 2);
        Flood.fill(topic, 2, 0, 100);
        String query = "?from=earliest&topic=" + topic;
        List<String> first;
        try (LineClient events = server.events(query)) {
            IntStream.range(0, 41).forEach(i -> events.record());
            first = events.record();
        }
        try (LineClient events = new LineClient(
                server.port, query, Map.of("Accept", "text/event-stream", "Last-Event-ID", first.get(0)))) {
            List<JsonObject> rest = IntStream.range(0, 58)
                    .mapToObj(i -> new JsonObject(events.record().get(1)))
                    .toList();
            assertThat(rest).doesNotContain(new JsonObject(first.get(1)));
            assertThat(rest.stream().map(ContinuityIT::number).distinct()).hasSize(58);
        }
    }

    @Test
    void starts_where_it_is_told() {
        String topic = kafka.newTopic("starts", 1);
        Flood.fill(topic, 1, 0, 100);
        assertThat(numbers(topic, "last:3")).containsExactly(97, 98, 99);
        assertThat(numbers(topic, "offsets:0=95")).containsExactly(95, 96, 97, 98, 99);
        assertThat(numbers(topic, "-1h")).hasSize(100);
        assertThat(numbers(topic, "2999-01-01T00:00:00Z")).isEmpty();
        assertThat(numbers(topic, "latest")).isEmpty();
    }

    @Test
    void the_newest_records_of_many_partitions_are_the_newest_by_time() {
        String topic = kafka.newTopic("newest", 3);
        for (int n = 0; n < 30; n++) {
            kafka.produce(topic, n < 20 ? 0 : 1, null, "{\"n\":" + n + "}");
        }
        assertThat(numbers(topic, "last:12"))
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(18, 30).boxed().toList());
    }

    @Test
    void pause_keeps_the_position_and_resume_goes_on_from_it() {
        String topic = kafka.newTopic("paused", 2);
        for (String delivery : List.of("lossless", "latest")) {
            String before = delivery.equals("lossless") ? "earliest" : "latest";
            int from = delivery.equals("lossless") ? 0 : 4_000;
            try (SocketClient socket = server.socket()) {
                socket.send(
                        subscribe("a", topic, before).put("delivery", delivery).encode());
                socket.await("subscribed");
                Flood.fill(topic, 2, from, from + 1_000);
                List<JsonObject> all = new ArrayList<>(socket.hear(1_000).records);
                socket.send("{\"type\":\"pause\",\"id\":\"a\"}");
                awaitState(socket, "paused");
                Flood.fill(topic, 2, from + 1_000, from + 4_000);
                socket.send("{\"type\":\"resume\",\"id\":\"a\"}");
                all.addAll(socket.hear(3_000).records);
                assertEachOnceInOrder(all, from, from + 4_000);
            }
        }
    }

    @Test
    void after_an_update_no_record_of_the_old_filter_comes_and_none_of_the_new_is_missed() {
        String topic = kafka.newTopic("updated", 1);
        CompletableFuture<Void> flood = Flood.start(topic, 1, 0, COUNT);
        try (SocketClient socket = server.socket()) {
            socket.send(
                    subscribe("a", topic, "earliest").put("where", "n % 2 = 0").encode());
            socket.await("subscribed");
            int seen = number(last(socket.hear(5_000).records));
            socket.send("{\"type\":\"update\",\"id\":\"a\",\"where\":\"n % 2 = 1\"}");
            for (String frame = socket.next(); !frame.contains("\"subscribed\""); frame = socket.next()) {
                JsonArray records = new JsonObject(frame).getJsonArray("records");
                seen = number(records.getJsonObject(records.size() - 1));
            }
            // The last record that was looked at under the old filter may be one that did not match it.
            List<JsonObject> rest = new ArrayList<>(socket.hear(1).records);
            int expected = number(rest.get(0));
            assertThat(expected).isIn(seen + 1, seen + 3);
            while (expected < COUNT) {
                for (JsonObject record : rest.isEmpty() ? socket.hear(1).records : rest) {
                    assertThat(number(record)).isEqualTo(expected);
                    expected += 2;
                }
                rest.clear();
            }
        }
        flood.join();
    }

    @Test
    void a_stalled_lossless_reader_misses_nothing_and_holds_up_nobody() {
        String topic = kafka.newTopic("stalled", 1);
        try (SocketClient slow = server.socket("?topic=" + topic);
                SocketClient quick = server.socket("?topic=" + topic)) {
            slow.await("subscribed");
            quick.await("subscribed");
            slow.stall();
            Flood.fill(topic, 1, 0, COUNT);
            assertEachOnceInOrder(quick.hear(COUNT).records, 0, COUNT);
            slow.flow();
            Heard heard = slow.hear(COUNT);
            assertEachOnceInOrder(heard.records, 0, COUNT);
            assertThat(heard.gaps).isEmpty();
        }
    }

    @Test
    void a_stalled_reader_of_the_latest_is_told_exactly_how_many_it_missed() {
        String topic = kafka.newTopic("skipping", 1);
        int count = 200_000;
        try (SocketClient slow = server.socket("?delivery=latest&topic=" + topic);
                SocketClient quick = server.socket("?topic=" + topic)) {
            slow.await("subscribed");
            quick.await("subscribed");
            slow.stall();
            Flood.fill(topic, 1, 0, count);
            quick.hear(count);
            slow.flow();
            long missed = 0;
            int next = 0;
            while (next < count) {
                JsonObject frame = new JsonObject(slow.next());
                if (frame.getString("type").equals("gap")) {
                    assertThat(frame.getString("reason")).isEqualTo("slow");
                    missed += frame.getLong("count");
                    next += frame.getInteger("count");
                } else {
                    for (Object record : frame.getJsonArray("records")) {
                        assertThat(number((JsonObject) record)).isEqualTo(next++);
                    }
                }
            }
            assertThat(missed).isPositive();
        }
    }

    private static <T> T last(List<T> list) {
        return list.get(list.size() - 1);
    }

    private static void awaitState(SocketClient socket, String state) {
        while (!socket.await("stats").getString("state").equals(state)) {
            continue;
        }
    }

    private static List<Integer> numbers(String topic, String from) {
        try (LineClient lines = server.lines("?until=now&topic=" + topic + "&from=" + LiveDeliveryIT.encode(from))) {
            return lines.rest().stream()
                    .map(line -> number(new JsonObject(line)))
                    .toList();
        }
    }

    private static int number(JsonObject record) {
        return record.getJsonObject("value").getInteger("n");
    }

    private static void assertEachOnceInOrder(List<JsonObject> records, int from, int to) {
        Map<Integer, Long> offsets = new HashMap<>();
        boolean[] seen = new boolean[to - from];
        for (JsonObject record : records) {
            int n = number(record);
            assertThat(seen[n - from]).as("record %s came twice", n).isFalse();
            seen[n - from] = true;
            long offset = record.getLong("offset");
            assertThat(offset).isGreaterThan(offsets.getOrDefault(record.getInteger("partition"), -1L));
            offsets.put(record.getInteger("partition"), offset);
        }
        for (int n = from; n < to; n++) {
            assertThat(seen[n - from]).as("record %s came", n).isTrue();
        }
    }
}
