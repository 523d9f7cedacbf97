package io.sluice.gateway.live;

import static io.sluice.gateway.live.Changes.places;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.embedded.EmbeddedKafka;
import io.sluice.gateway.live.SocketClient.Heard;
import io.sluice.testkit.TestKafka;
import io.vertx.core.json.JsonObject;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The broker is away for a minute, with every kind of subscriber there is. */
@Timeout(240)
class OutageIT {
    private static final int SECONDS = 60;
    private static final int LONG = 20_000;

    @TempDir
    private Path directory;

    private int port;

    @Test
    void a_broker_that_is_away_for_a_minute_costs_nobody_a_record() throws Exception {
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        EmbeddedKafka broker = EmbeddedKafka.start(directory, port, TestKafka.OPEN);
        create("steady", "past");
        produce("steady", 0, 10, "");
        produce("past", 0, LONG, "more than the network holds ".repeat(40));
        LiveConfig config = LiveConfig.of(Map.of("bootstrap.servers", "127.0.0.1:" + port))
                .withMemory(new LiveConfig.Memory(64 << 10, 64 << 10, 16 << 10, 64 << 10, 1 << 20, 32 << 10, 4));
        try (LiveServer server = new LiveServer(config);
                SocketClient lossless = server.socket("?from=earliest&topic=steady");
                SocketClient latest = server.socket("?from=earliest&delivery=latest&topic=steady");
                SocketClient paused = server.socket("?from=earliest&topic=steady");
                SocketClient replaying = server.socket("?from=earliest&topic=past");
                SocketClient bounded = server.socket("?from=earliest&until=now&topic=past");
                LineClient events = server.events("?from=earliest&topic=steady");
                LineClient lines = server.lines("?from=earliest&topic=steady")) {
            Heard first = lossless.hear(10);
            latest.hear(10);
            paused.hear(10);
            paused.send("{\"type\":\"pause\",\"id\":\"0\"}");
            IntStream.range(0, 10).forEach(n -> events.record());
            IntStream.range(0, 10).forEach(n -> lines.line());
            Heard past = replaying.hear(1);
            Heard part = bounded.hear(1);
            replaying.stall();
            bounded.stall();
            broker.close();

            replaying.flow();
            bounded.flow();
            awaitOutage(server, lossless, first.token);

            try (EmbeddedKafka again = EmbeddedKafka.start(directory, port, TestKafka.OPEN)) {
                produce("steady", 10, 20, "");
                assertThat(lossless.hear(10).places).isEqualTo(places(0, 10, 20));
                assertThat(latest.hear(10).places).isEqualTo(places(0, 10, 20));
                paused.send("{\"type\":\"resume\",\"id\":\"0\"}");
                Heard resumed = paused.hear(10);
                assertThat(resumed.places).isEqualTo(places(0, 10, 20));
                assertThat(resumed.gaps).isEmpty();
                assertThat(offsets(IntStream.range(0, 10)
                                .mapToObj(n -> events.record().get(1))))
                        .isEqualTo(places(0, 10, 20));
                assertThat(offsets(Stream.generate(lines::line)
                                .filter(line -> !line.isEmpty())
                                .limit(10)))
                        .isEqualTo(places(0, 10, 20));
                replaying.hear(LONG, past);
                assertThat(past.places).isEqualTo(places(0, 0, LONG));
                assertThat(past.gaps).isEmpty();
                bounded.hear(LONG, part);
                assertThat(part.places).isEqualTo(places(0, 0, LONG));
                assertThat(bounded.hearAll().end).isEqualTo("until");
            }
        }
    }

    /** Who takes figures for a sign that it stands would write records that it is never sent. */
    @Test
    void nothing_is_said_before_the_word_that_a_subscription_stands() throws Exception {
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        EmbeddedKafka broker = EmbeddedKafka.start(directory, port, TestKafka.OPEN);
        create("clock", "quiet");
        try (LiveServer server = new LiveServer(LiveConfig.of(Map.of("bootstrap.servers", "127.0.0.1:" + port)));
                SocketClient clock = server.socket("?topic=clock")) {
            clock.await("subscribed");
            try (LineClient known = server.lines("?topic=quiet&from=earliest&until=now")) {
                assertThat(known.rest()).isEmpty();
            }
            broker.close();
            try (SocketClient waiting = server.socket("?topic=quiet")) {
                CompletableFuture<LineClient> events =
                        CompletableFuture.supplyAsync(() -> server.events("?topic=quiet"));
                IntStream.range(0, SECONDS / 10).forEach(second -> clock.await("stats"));
                try (EmbeddedKafka again = EmbeddedKafka.start(directory, port, TestKafka.OPEN)) {
                    assertThat(waiting.poll()).startsWith("{\"type\":\"subscribed\"");
                    try (LineClient told = events.join()) {
                        assertThat(told.event()).contains("event: subscribed");
                        produce("quiet", 0, 1, "");
                        assertThat(waiting.hear(1).places).isEqualTo(places(0, 0, 1));
                        assertThat(told.record().get(1)).contains("\"offset\":0");
                    }
                }
            }
        }
    }

    /** Figures go on each second: so many of them are so many seconds. */
    private static void awaitOutage(LiveServer server, SocketClient live, String token) {
        List<JsonObject> stats = new ArrayList<>();
        IntStream.range(0, SECONDS / 4).forEach(second -> stats.add(live.await("stats")));
        for (String from : List.of("&from=earliest", "&resume=" + token)) {
            try (SocketClient late = server.socket("?topic=steady" + from)) {
                JsonObject problem = late.await("error").getJsonObject("problem");
                assertThat(problem.getString("code")).isEqualTo("unavailable");
                assertThat(problem.getInteger("status")).isEqualTo(503);
                assertThat(late.closed.join()).isEqualTo((short) 1013);
            }
        }
        while (stats.size() < SECONDS) {
            stats.add(live.await("stats"));
        }
        assertThat(stats).allSatisfy(now -> {
            assertThat(now.getString("state")).isEqualTo("live");
            assertThat(now.getString("token")).isEqualTo(token);
        });
    }

    private static List<String> offsets(Stream<String> records) {
        return records.map(JsonObject::new)
                .map(record -> record.getInteger("partition") + "@" + record.getLong("offset"))
                .toList();
    }

    private void create(String... topics) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", "127.0.0.1:" + port))) {
            for (String topic : topics) {
                admin.createTopics(Set.of(new NewTopic(topic, 1, (short) 1)))
                        .all()
                        .get();
            }
        }
    }

    private void produce(String topic, int from, int to, String text) {
        Map<String, Object> config = Map.of("bootstrap.servers", "127.0.0.1:" + port);
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer())) {
            for (int n = from; n < to; n++) {
                byte[] value =
                        new JsonObject().put("n", n).put("text", text).encode().getBytes(UTF_8);
                producer.send(new ProducerRecord<>(topic, 0, null, value));
            }
        }
    }
}
