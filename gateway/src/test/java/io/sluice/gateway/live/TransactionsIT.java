package io.sluice.gateway.live;

import static io.sluice.gateway.live.Changes.fill;
import static io.sluice.gateway.support.Patience.eventually;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.gateway.live.SocketClient.Heard;
import io.sluice.testkit.TestKafka;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Offsets without a record: markers, what was aborted, what compaction took. Positions and lags get past them. */
@Timeout(60)
class TransactionsIT {
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

    private static KafkaProducer<byte[], byte[]> transactional() {
        KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of(
                        "bootstrap.servers",
                        kafka.bootstrap(),
                        "transactional.id",
                        UUID.randomUUID().toString()),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        producer.initTransactions();
        return producer;
    }

    private static void send(KafkaProducer<byte[], byte[]> producer, String topic, String value) {
        producer.send(new ProducerRecord<>(topic, 0, null, value.getBytes(UTF_8)));
    }

    private static void commit(KafkaProducer<byte[], byte[]> producer, String topic, int count) {
        producer.beginTransaction();
        IntStream.range(0, count).forEach(n -> send(producer, topic, "\"kept\""));
        producer.commitTransaction();
    }

    private static void abort(KafkaProducer<byte[], byte[]> producer, String topic, int count) {
        producer.beginTransaction();
        IntStream.range(0, count).forEach(n -> send(producer, topic, "\"aborted\""));
        producer.flush();
        producer.abortTransaction();
    }

    @Test
    void nothing_that_was_aborted_shows_and_positions_get_past_it() {
        String topic = kafka.newTopic("aborted", 1);
        try (SocketClient live = server.socket("?topic=" + topic);
                KafkaProducer<byte[], byte[]> producer = transactional()) {
            live.await("subscribed");
            commit(producer, topic, 3);
            abort(producer, topic, 5);
            commit(producer, topic, 2);
            abort(producer, topic, 4);
            // 3 and a marker, 5 and a marker, 2 and a marker, 4 and a marker.
            assertThat(live.hear(5).places).containsExactly("0@0", "0@1", "0@2", "0@10", "0@11");
            JsonObject stats = live.awaitStats(now -> position(now).equals("[18]"));
            assertThat(stats.getLong("lag")).isZero();
            assertThat(stats.getLong("scanned")).isEqualTo(5);
            for (String from : List.of("earliest", "offsets:0=10", "last:2")) {
                try (SocketClient past = server.socket("?until=now&topic=" + topic + "&from=" + from)) {
                    Heard heard = past.hearAll();
                    assertThat(heard.end).isEqualTo("until");
                    assertThat(heard.places).endsWith("0@10", "0@11").hasSize(from.equals("earliest") ? 5 : 2);
                    assertThat(heard.gaps).isEmpty();
                }
            }
            try (SocketClient tail = server.socket("?until=now&from=offsets:0=12&topic=" + topic)) {
                assertThat(tail.hearAll().places).isEmpty();
            }
        }
    }

    @Test
    void an_open_transaction_holds_up_what_is_behind_it_until_it_is_committed() {
        String topic = kafka.newTopic("open", 1);
        fill(topic, 0, 0, 4, "before");
        try (SocketClient live = server.socket("?from=earliest&topic=" + topic);
                KafkaProducer<byte[], byte[]> producer = transactional()) {
            live.hear(4);
            producer.beginTransaction();
            send(producer, topic, "\"in it\"");
            producer.flush();
            fill(topic, 0, 5, 8, "behind");
            // What is not stable is not in the topic yet: neither records nor lag tell of it.
            JsonObject first = live.await("stats");
            JsonObject second = live.await("stats");
            assertThat(List.of(first.getLong("lag"), second.getLong("lag"))).containsExactly(0L, 0L);
            assertThat(second.getString("state")).isEqualTo("live");
            try (SocketClient until = server.socket("?from=earliest&until=now&topic=" + topic)) {
                assertThat(until.hearAll().places).isEqualTo(Changes.places(0, 0, 4));
            }
            producer.commitTransaction();
            assertThat(live.hear(4).places).isEqualTo(Changes.places(0, 4, 8));
        }
    }

    private static String position(JsonObject stats) {
        return ResumeToken.parse(stats.getString("token"), "").position().toString();
    }

    @Test
    void what_compaction_left_comes_once_and_its_holes_cost_nothing() throws Exception {
        String topic = "compacted-" + UUID.randomUUID();
        kafka.createTopic(
                topic,
                1,
                Map.of(
                        "cleanup.policy", "compact",
                        "segment.ms", "100",
                        "min.cleanable.dirty.ratio", "0.001",
                        "min.compaction.lag.ms", "0",
                        "max.compaction.lag.ms", "100",
                        "delete.retention.ms", "0"));
        for (int round = 0; round < 4; round++) {
            for (int key = 0; key < 20; key++) {
                kafka.produce(topic, 0, "k" + key, "{\"round\":" + round + "}");
            }
        }
        try (SocketClient live = server.socket("?from=earliest&topic=" + topic)) {
            Heard all = live.hear(20);
            String token = new ResumeToken(ResumeToken.parse(all.token, "").topicId(), Position.of(7)).text();
            eventually().until(() -> {
                kafka.produce(topic, 0, "last", "1");
                return kafka.read(topic, 20).get(0).offset() > 10;
            });
            try (SocketClient past = server.socket("?from=earliest&until=now&topic=" + topic);
                    SocketClient resumed = server.socket("?until=now&topic=" + topic + "&resume=" + token)) {
                Heard left = past.hearAll();
                assertThat(left.places).doesNotHaveDuplicates().doesNotContain("0@0");
                assertThat(left.gaps).isEmpty();
                Heard rest = resumed.hearAll();
                assertThat(rest.gaps).isEmpty();
                assertThat(rest.places).isSubsetOf(left.places).doesNotHaveDuplicates();
            }
        }
    }
}
