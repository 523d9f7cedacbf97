package io.sluice.gateway.live;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.contract.Problem;
import io.sluice.contract.Served;
import io.sluice.contract.Views;
import io.sluice.testkit.TestKafka;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.net.URLEncoder;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Live reading of what a saved view says, on a real broker; the bus answers for views. */
class SavedViewsIT {
    private static final Map<String, Views.Content> KEPT = new ConcurrentHashMap<>();

    private static LiveServer server;
    private static TestKafka kafka;
    private static Served views;

    @BeforeAll
    static void start() {
        server = LiveServer.start();
        kafka = server.kafka;
        views = Views.FIND.serve(server.vertx, ask -> {
            Views.Content content = KEPT.get(ask.id());
            return content == null
                    ? Future.failedFuture(Problem.NotFound.of("view", ask.id()).toException())
                    : Future.succeededFuture(
                            new Views.View(ask.id(), ask.id(), "u", content, true, Instant.EPOCH, Instant.EPOCH));
        });
    }

    @AfterAll
    static void stop() {
        views.close().await();
        server.close();
    }

    @Test
    void a_view_gives_source_filter_projection_and_start() {
        keep("all-of-it", topic(), "a > 1", "a", "earliest");
        try (LineClient lines = server.lines("?view=all-of-it&until=now");
                SocketClient socket = server.socket("?view=all-of-it")) {
            assertThat(lines.rest()).hasSize(2).allMatch(line -> line.contains("\"value\":{\"a\":"));
            assertThat(socket.hear(2).records)
                    .extracting(record -> record.getLong("offset"))
                    .containsExactly(1L, 2L);
        }
    }

    @Test
    void what_is_given_beside_it_takes_the_place_of_what_it_says() {
        keep("beside", topic(), "a > 1", "a", "earliest");
        String where = URLEncoder.encode("a = 1", UTF_8);
        try (LineClient lines = server.lines("?view=beside&until=now&select=b&where=" + where)) {
            assertThat(lines.rest()).hasSize(1).allMatch(line -> line.contains("\"value\":{\"b\":1}"));
        }
    }

    @Test
    void one_socket_carries_views_and_topics() {
        String topic = topic();
        keep("carried", topic, "a = 3", "", "earliest");
        try (SocketClient socket = server.socket("")) {
            socket.send(subscribe("v").put("view", "carried").encode());
            socket.send(subscribe("v").put("topic", topic).encode());
            assertThat(socket.await("error").getJsonObject("problem").getInteger("status"))
                    .isEqualTo(409);
            assertThat(socket.hear(1).places).containsExactly("0@2");
            socket.send(
                    subscribe("t").put("topic", topic).put("from", "earliest").encode());
            assertThat(socket.hear(3).records).hasSize(3);
            socket.send(subscribe("x").put("view", "unknown").encode());
            JsonObject error = socket.await("error");
            assertThat(error.getString("id")).isEqualTo("x");
            assertThat(error.getJsonObject("problem").getInteger("status")).isEqualTo(404);
        }
    }

    @Test
    void a_view_that_cannot_be_opened_is_refused_as_a_source_that_is_not_there() {
        keep("two", topic(), "", "", "latest");
        assertThat(server.lines("?view=unknown").status()).isEqualTo(404);
        assertThat(server.lines("?view=two&topic=other").status()).isEqualTo(400);
        try (SocketClient socket = server.socket("?view=unknown")) {
            assertThat(socket.await("error").getJsonObject("problem").getInteger("status"))
                    .isEqualTo(404);
            assertThat(socket.closed.join()).isEqualTo((short) 4400);
        }
    }

    private static JsonObject subscribe(String id) {
        return new JsonObject().put("type", "subscribe").put("id", id);
    }

    private static void keep(String id, String topic, String where, String select, String from) {
        KEPT.put(id, new Views.Content(new Views.Source(topic, null, null), where, select, List.of(), from));
    }

    private static String topic() {
        String topic = kafka.newTopic("viewed", 1);
        kafka.produce(topic, "{\"a\":1,\"b\":1}", "{\"a\":2,\"b\":1}", "{\"a\":3,\"b\":1}");
        return topic;
    }
}
