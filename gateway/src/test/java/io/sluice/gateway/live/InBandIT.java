package io.sluice.gateway.live;

import static io.sluice.gateway.live.LiveDeliveryIT.subscribe;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.contract.Catalog;
import io.sluice.contract.Dataset;
import io.sluice.contract.Metadata;
import io.sluice.contract.Served;
import io.sluice.contract.Source;
import io.sluice.contract.Streams;
import io.sluice.gateway.live.SocketClient.Heard;
import io.sluice.testkit.TestKafka;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a client may ask for on the way, under load, and where a subscription gets its records and its end from. */
@Timeout(60)
class InBandIT {
    private static final int COUNT = 40_000;

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

    private static long place(String token) {
        return ResumeToken.parse(token, "").position().next(0);
    }

    @Test
    void between_two_acknowledgements_comes_exactly_what_the_filter_between_them_matches() {
        String topic = kafka.newTopic("updates", 1);
        CompletableFuture<Void> flood = Flood.start(topic, 1, 0, COUNT);
        try (SocketClient socket = server.socket()) {
            socket.send(
                    subscribe("a", topic, "earliest").put("where", "n % 5 = 0").encode());
            int filter = 0;
            long from = place(socket.await("subscribed").getString("token"));
            for (int round = 1; round <= 20 && from < COUNT - 200; round++) {
                List<Long> got = new ArrayList<>(offsets(socket.hear(20)));
                if (round % 3 == 0) {
                    socket.send("{\"type\":\"pause\",\"id\":\"a\"}");
                }
                socket.send("{\"type\":\"update\",\"id\":\"a\",\"where\":\"n % 5 = " + round % 5 + "\"}");
                if (round % 3 == 0) {
                    socket.send("{\"type\":\"resume\",\"id\":\"a\"}");
                }
                JsonObject frame = new JsonObject(socket.next());
                while (frame.getString("type").equals("records")) {
                    got.addAll(offsets(frame));
                    frame = new JsonObject(socket.next());
                }
                assertThat(frame.getString("type")).isEqualTo("subscribed");
                long to = place(frame.getString("token"));
                assertThat(got).isEqualTo(matching(from, to, filter));
                from = to;
                filter = round % 5;
            }
        }
        flood.join();
    }

    private static List<Long> offsets(Heard heard) {
        return heard.records.stream().map(record -> record.getLong("offset")).toList();
    }

    private static List<Long> offsets(JsonObject frame) {
        return frame.getJsonArray("records").stream()
                .map(record -> ((JsonObject) record).getLong("offset"))
                .toList();
    }

    private static List<Long> matching(long from, long to, int rest) {
        List<Long> offsets = new ArrayList<>();
        for (long offset = from; offset < to; offset++) {
            if (offset % 5 == rest) {
                offsets.add(offset);
            }
        }
        return offsets;
    }

    @Test
    void an_update_that_comes_before_the_subscription_stands_counts_from_the_start() {
        for (int round = 0; round < 3; round++) {
            String topic = kafka.newTopic("early", 1);
            try (SocketClient socket = server.socket()) {
                socket.send(
                        subscribe("a", topic, "latest").put("where", "n < 0").encode());
                socket.send("{\"type\":\"update\",\"id\":\"a\",\"where\":\"n >= 0\"}");
                assertThat(place(socket.await("subscribed").getString("token"))).isZero();
                assertThat(place(socket.await("subscribed").getString("token"))).isZero();
                Flood.fill(topic, 1, 0, 10);
                assertThat(socket.hear(10).places).isEqualTo(Changes.places(0, 0, 10));
            }
        }
    }

    @Test
    void a_limit_cuts_a_chunk_where_it_falls_and_the_token_says_so() {
        String topic = kafka.newTopic("limits", 1);
        try (SocketClient live = server.socket("?limit=777&topic=" + topic)) {
            live.await("subscribed");
            Flood.fill(topic, 1, 0, 2_000);
            assertCut(live.hearAll(), topic);
        }
        try (SocketClient past = server.socket("?from=earliest&limit=777&topic=" + topic)) {
            assertCut(past.hearAll(), topic);
        }
    }

    private static void assertCut(Heard heard, String topic) {
        assertThat(heard.end).isEqualTo("limit");
        assertThat(heard.places).isEqualTo(Changes.places(0, 0, 777));
        assertThat(place(heard.token)).isEqualTo(777);
        try (SocketClient rest = server.socket("?until=now&topic=" + topic + "&resume=" + heard.token)) {
            assertThat(rest.hearAll().places).isEqualTo(Changes.places(0, 777, 2_000));
        }
    }

    @Test
    void a_stream_and_a_dataset_are_read_through_their_topics() {
        String topic = kafka.newTopic("source", 1);
        Flood.fill(topic, 1, 0, 5);
        Served streams = Streams.FIND.serve(server.vertx, question -> Future.succeededFuture(stream(topic)));
        Served datasets = Catalog.FIND_DATASET.serve(server.vertx, question -> Future.succeededFuture(dataset(topic)));
        for (String source : List.of("stream=mine", "dataset=clock")) {
            try (SocketClient socket = server.socket("?from=earliest&until=now&" + source)) {
                Heard heard = socket.hearAll();
                assertThat(heard.places).isEqualTo(Changes.places(0, 0, 5));
                assertThat(heard.records.get(0).getString("topic")).isEqualTo(topic);
            }
        }
        streams.close().await();
        datasets.close().await();
    }

    private static Streams.Stream stream(String topic) {
        Streams.Definition definition =
                new Streams.Definition(List.of(), true, List.of(), List.of("other"), "", "", "latest");
        return new Streams.Stream(
                UUID.randomUUID(),
                "mine",
                topic,
                null,
                null,
                Streams.State.RUNNING,
                null,
                List.of(),
                definition,
                "ada",
                Instant.EPOCH,
                new Streams.Stats(0, 0, 0, 0, 0));
    }

    private static Dataset dataset(String topic) {
        return new Dataset(
                UUID.randomUUID(),
                "clock",
                "Clock",
                "demo",
                "",
                List.of(),
                null,
                false,
                Map.of(),
                Source.Kafka.of(topic),
                Map.of(),
                Map.of(),
                Metadata.NONE,
                Map.of(),
                false,
                "ada",
                1,
                Instant.EPOCH,
                Instant.EPOCH);
    }
}
