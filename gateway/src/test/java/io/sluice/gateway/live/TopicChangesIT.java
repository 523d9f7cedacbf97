package io.sluice.gateway.live;

import static io.sluice.gateway.live.Changes.fill;
import static io.sluice.gateway.live.Changes.ofPartition;
import static io.sluice.gateway.live.Changes.places;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.gateway.live.SocketClient.Heard;
import io.sluice.testkit.TestKafka;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Topics that grow, shrink, go and come back under their subscribers, and under tokens. */
@Timeout(60)
class TopicChangesIT {
    private static LiveServer server;
    private static LiveServer unwatched;
    private static TestKafka kafka;

    @BeforeAll
    static void start() {
        LiveConfig small = LiveServer.config()
                .withMemory(new LiveConfig.Memory(64 << 10, 16 << 10, 8 << 10, 16 << 10, 1 << 20, 32 << 10, 4));
        server = new LiveServer(small);
        // Nobody looks at the topics here: what is noticed is noticed by the readers themselves.
        unwatched = new LiveServer(small.withTimes(watch(Duration.ofHours(1))));
        kafka = server.kafka;
    }

    private static LiveConfig.Times watch(Duration watch) {
        LiveConfig.Times times = LiveConfig.Times.DEFAULT;
        return new LiveConfig.Times(
                times.grace(),
                watch,
                times.heartbeat(),
                times.answerWithin(),
                times.stalledAfter(),
                times.warnBefore(),
                times.drainWithin());
    }

    @AfterAll
    static void stop() {
        server.close();
        unwatched.close();
    }

    @Test
    void a_new_partition_comes_from_its_beginning_to_subscribers_and_to_tokens() throws Exception {
        String topic = kafka.newTopic("wider", 1);
        fill(topic, 0, 0, 10, "old");
        try (SocketClient live = server.socket("?from=earliest&topic=" + topic)) {
            Heard heard = live.hear(10);
            String token = heard.token;
            Changes.grow(topic, 3);
            fill(topic, 0, 10, 15, "old");
            fill(topic, 1, 0, 20, "new");
            fill(topic, 2, 0, 20, "new");
            assertWider(live.hear(55, heard).places, 0);
            try (SocketClient resumed = server.socket("?topic=" + topic + "&resume=" + token);
                    SocketClient bounded = server.socket("?until=now&topic=" + topic + "&resume=" + token)) {
                assertThat(resumed.await("subscribed").getBoolean("resumed")).isTrue();
                assertWider(resumed.hear(45).places, 10);
                Heard all = bounded.hearAll();
                assertWider(all.places, 10);
                assertThat(all.end).isEqualTo("until");
                assertThat(all.gaps).isEmpty();
            }
        }
    }

    private static void assertWider(List<String> places, int from) {
        assertThat(ofPartition(0, places)).isEqualTo(places(0, from, 15));
        assertThat(ofPartition(1, places)).isEqualTo(places(1, 0, 20));
        assertThat(ofPartition(2, places)).isEqualTo(places(2, 0, 20));
    }

    @Test
    void a_deleted_topic_ends_its_subscriptions_on_every_transport() throws Exception {
        String topic = kafka.newTopic("doomed", 1);
        fill(topic, 0, 0, 1, "only");
        String query = "?from=earliest&topic=" + topic;
        try (SocketClient socket = server.socket(query);
                LineClient events = server.events(query);
                LineClient lines = server.lines(query)) {
            Heard heard = socket.hear(1);
            events.record();
            assertThat(lines.line()).contains("\"offset\":0");
            Changes.delete(topic);
            JsonObject end = socket.await("end");
            assertThat(end.getString("reason")).isEqualTo("deleted");
            assertThat(end.getString("token")).isEqualTo(heard.token);
            assertThat(socket.closed.join()).isEqualTo((short) 1000);
            String rest = String.join("\n", events.rest());
            assertThat(rest).contains("event: end\ndata: {\"reason\":\"deleted\",\"token\":\"" + heard.token + "\"}");
            assertThat(lines.rest())
                    .containsExactly("{\"type\":\"end\",\"reason\":\"deleted\",\"token\":\"" + heard.token + "\"}");
        }
    }

    @Test
    void records_of_a_topic_that_was_created_again_come_behind_a_gap_and_from_its_beginning() throws Exception {
        for (int count : List.of(2, 40)) {
            String topic = kafka.newTopic("again", 1);
            fill(topic, 0, 0, 5, "old");
            try (SocketClient socket = unwatched.socket("?from=earliest&topic=" + topic)) {
                String token = socket.hear(5).token;
                Changes.recreate(topic, 1);
                fill(topic, 0, 0, count, "new");
                assertBornAgain(socket.hearPastGap(new Heard()), socket, count);
                try (SocketClient resumed = unwatched.socket("?topic=" + topic + "&resume=" + token)) {
                    assertThat(resumed.await("subscribed").getBoolean("resumed"))
                            .isFalse();
                    assertBornAgain(resumed.hearPastGap(new Heard()), resumed, count);
                }
            }
        }
    }

    private static void assertBornAgain(Heard heard, SocketClient socket, int count) {
        assertThat(heard.records).isEmpty();
        socket.hear(count, heard);
        assertThat(heard.gaps).extracting(JsonObject::encode).containsExactly(recreated());
        assertThat(heard.places).isEqualTo(places(0, 0, count));
        assertThat(heard.records)
                .allSatisfy(record -> assertThat(record.getJsonObject("value").getString("of"))
                        .isEqualTo("new"));
    }

    private static String recreated() {
        return "{\"type\":\"gap\",\"id\":\"0\",\"count\":0,\"reason\":\"recreated\"}";
    }

    @Test
    void who_was_catching_up_is_told_as_well() throws Exception {
        int old = 20_000;
        String topic = kafka.newTopic("behind", 1);
        fill(topic, 0, 0, old, "old" + " more than the network holds".repeat(40));
        try (SocketClient slow = unwatched.socket("?from=earliest&topic=" + topic);
                SocketClient bounded = unwatched.socket("?from=earliest&until=now&topic=" + topic)) {
            Heard first = slow.hear(1);
            Heard part = bounded.hear(1);
            slow.stall();
            bounded.stall();
            slow.send("{\"type\":\"pause\",\"id\":\"0\"}");
            Changes.recreate(topic, 1);
            fill(topic, 0, 0, old + 100, "new");
            slow.flow();
            bounded.flow();
            slow.send("{\"type\":\"resume\",\"id\":\"0\"}");
            slow.hearPastGap(first);
            List<JsonObject> before = new ArrayList<>(first.records);
            assertThat(before).allSatisfy(record -> assertThat(of(record)).isEqualTo("old"));
            assertThat(first.places).isEqualTo(places(0, 0, before.size()));
            slow.hear(before.size() + old + 100, first);
            assertThat(first.places.subList(before.size(), first.places.size())).isEqualTo(places(0, 0, old + 100));
            while (part.end == null) {
                part.add(new JsonObject(bounded.next()));
            }
            assertThat(part.end).isEqualTo("deleted");
            assertThat(part.records).allSatisfy(record -> assertThat(of(record)).isEqualTo("old"));
        }
    }

    private static String of(JsonObject record) {
        return record.getJsonObject("value").getString("of").substring(0, 3);
    }

    @Test
    void what_retention_took_from_a_paused_subscriber_is_counted() throws Exception {
        String topic = kafka.newTopic("trimmed", 2);
        try (SocketClient socket = server.socket()) {
            socket.send(LiveDeliveryIT.subscribe("a", topic, "earliest").encode());
            socket.await("subscribed");
            fill(topic, 0, 0, 10, "seen");
            fill(topic, 1, 0, 10, "seen");
            Heard heard = socket.hear(20);
            socket.send("{\"type\":\"pause\",\"id\":\"a\"}");
            socket.awaitStats(stats -> stats.getString("state").equals("paused"));
            fill(topic, 0, 10, 3_000, "missed");
            fill(topic, 1, 10, 3_000, "missed");
            Changes.forget(topic, 0, 2_000);
            Changes.forget(topic, 1, 1_000);
            socket.awaitStats(stats -> stats.getLong("lag") == 5_980);
            socket.send("{\"type\":\"resume\",\"id\":\"a\"}");
            socket.hear(20 + 1_000 + 2_000, heard);
            assertThat(heard.gaps.stream().mapToLong(gap -> gap.getLong("count")))
                    .satisfies(counts -> assertThat(
                                    counts.stream().mapToLong(count -> count).sum())
                            .isEqualTo(1_990 + 990));
            assertThat(heard.gaps)
                    .allSatisfy(gap -> assertThat(gap.getString("reason")).isEqualTo("retention"));
            List<String> rest = heard.places.subList(20, heard.places.size());
            assertThat(ofPartition(0, rest)).isEqualTo(places(0, 2_000, 3_000));
            assertThat(ofPartition(1, rest)).isEqualTo(places(1, 1_000, 3_000));
        }
    }

    @Test
    void what_retention_took_from_a_slow_subscriber_and_from_a_token_is_counted() throws Exception {
        int count = 60_000;
        String topic = kafka.newTopic("overrun", 1);
        try (SocketClient slow = server.socket("?from=earliest&topic=" + topic)) {
            slow.await("subscribed");
            fill(topic, 0, 0, 10, "seen");
            Heard heard = slow.hear(10);
            String token = heard.token;
            slow.stall();
            Flood.fill(topic, 1, 10, count);
            Changes.forget(topic, 0, count - 500);
            slow.flow();
            slow.hearPastGap(heard);
            int before = heard.records.size();
            assertThat(heard.places).isEqualTo(places(0, 0, before));
            assertThat(heard.gaps.get(0).getLong("count")).isEqualTo(count - 500 - before);
            slow.hear(before + 500, heard);
            assertThat(heard.places.subList(before, before + 500)).isEqualTo(places(0, count - 500, count));
            try (SocketClient resumed = server.socket("?topic=" + topic + "&resume=" + token)) {
                Heard rest = resumed.hear(500);
                assertThat(rest.gaps).extracting(gap -> gap.getLong("count")).containsExactly(count - 510L);
                assertThat(rest.places).isEqualTo(places(0, count - 500, count));
            }
        }
    }
}
