package io.sluice.gateway.live;

import static io.sluice.gateway.live.LiveDeliveryIT.encode;
import static io.sluice.gateway.live.LiveDeliveryIT.subscribe;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.testkit.TestKafka;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class FramesIT {
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
    void a_bad_frame_is_answered_and_the_socket_stays() {
        String topic = kafka.newTopic("bad", 1);
        try (SocketClient socket = server.socket()) {
            assertRefused(socket.send("hello"), "invalid", null);
            assertRefused(socket.send("[1]"), "invalid", null);
            assertRefused(socket.send("{\"type\":\"dance\",\"id\":\"a\"}"), "invalid", "a");
            assertRefused(socket.send("{\"type\":\"pause\",\"id\":\"a\"}"), "not_found", "a");
            assertRefused(socket.send("{\"type\":\"pause\"}"), "invalid", null);
            assertRefused(socket.send("{\"type\":\"subscribe\",\"id\":\"a\"}"), "invalid", "a");
            assertRefused(socket.send(subscribe("a", "no-such-topic", "latest").encode()), "not_found", "a");
            assertRefused(socket.send(subscribe("a", topic, "yesterday").encode()), "invalid", "a");
            assertRefused(
                    socket.send(subscribe("a", topic, "latest").put("frmo", "x").encode()), "invalid", "a");
            assertRefused(
                    socket.send(
                            subscribe("a", topic, "latest").put("resume", "x").encode()),
                    "invalid",
                    "a");
            assertRefused(
                    socket.send(subscribe("a", "x".repeat(40_000), "latest").encode()), "too_large", null);
            socket.sendBinary();
            assertThat(problem(socket).getString("code")).isEqualTo("invalid");
            socket.send(subscribe("a", topic, "latest").encode());
            socket.await("subscribed");
            assertRefused(socket.send(subscribe("a", topic, "latest").encode()), "conflict", "a");
            kafka.produce(topic, "1");
            assertThat(socket.hear(1).places).containsExactly("0@0");
        }
    }

    @Test
    void a_filter_with_a_fault_is_refused_at_its_position() {
        String topic = kafka.newTopic("faulty", 1);
        try (SocketClient socket = server.socket()) {
            socket.send(
                    subscribe("a", topic, "latest").put("where", "fare > > 3").encode());
            JsonObject violation = problem(socket).getJsonArray("violations").getJsonObject(0);
            assertThat(violation.getString("pointer")).isEqualTo("/where");
            assertThat(violation.getInteger("position")).isEqualTo(7);
        }
        try (LineClient lines = server.lines("?topic=" + topic + "&where=" + encode("fare > > 3"))) {
            assertThat(lines.status()).isEqualTo(400);
            assertThat(lines.line()).contains("\"position\":7");
        }
        try (LineClient lines = server.lines("?topic=no-such-topic")) {
            assertThat(lines.status()).isEqualTo(404);
        }
    }

    @Test
    void a_refused_update_leaves_the_subscription_as_it_was() {
        String topic = kafka.newTopic("kept", 1);
        try (SocketClient socket = server.socket()) {
            socket.send(subscribe("a", topic, "latest").put("where", "n = 1").encode());
            socket.await("subscribed");
            socket.send("{\"type\":\"update\",\"id\":\"a\",\"where\":\"n =\"}");
            assertThat(problem(socket).getString("code")).isEqualTo("invalid");
            kafka.produce(topic, "{\"n\":2}", "{\"n\":1}");
            assertThat(socket.hear(1).places).containsExactly("0@1");
        }
    }

    @Test
    void a_socket_for_one_subscription_closes_with_a_code_that_says_why() {
        try (SocketClient socket = server.socket("?topic=no-such-topic")) {
            assertThat(problem(socket).getString("code")).isEqualTo("not_found");
            assertThat(socket.closed.join()).isEqualTo((short) 4400);
        }
        try (SocketClient socket = server.socket("?topic=a&stream=b")) {
            assertThat(socket.closed.join()).isEqualTo((short) 4400);
        }
    }

    @Test
    void more_subscriptions_than_a_socket_can_carry_are_refused() {
        String topic = kafka.newTopic("crowded", 1);
        try (SocketClient socket = server.socket()) {
            for (int i = 0; i < 100; i++) {
                socket.send(subscribe("s" + i, topic, "latest").encode());
                socket.await("subscribed");
            }
            assertRefused(socket.send(subscribe("more", topic, "latest").encode()), "too_many", "more");
        }
    }

    @Test
    void unsubscribe_ends_it_and_the_name_is_free_again() {
        String topic = kafka.newTopic("left", 1);
        try (SocketClient socket = server.socket()) {
            for (int i = 0; i < 2; i++) {
                socket.send(subscribe("a", topic, "latest").encode());
                socket.await("subscribed");
                socket.send("{\"type\":\"unsubscribe\",\"id\":\"a\"}");
                assertThat(socket.await("end").getString("reason")).isEqualTo("unsubscribed");
            }
        }
    }

    @Test
    void a_connection_ends_with_its_identity() {
        String topic = kafka.newTopic("expiring", 1);
        server.expiresAt = Instant.now().plusSeconds(2);
        try (SocketClient socket = server.socket("?topic=" + topic)) {
            assertThat(socket.await("end").getString("reason")).isEqualTo("expired");
            assertThat(socket.closed.join()).isEqualTo((short) 4401);
        } finally {
            server.expiresAt = null;
        }
    }

    private static void assertRefused(SocketClient socket, String code, String id) {
        JsonObject frame = socket.await("error");
        assertThat(frame.getString("id")).isEqualTo(id);
        assertThat(frame.getJsonObject("problem").getString("code")).isEqualTo(code);
    }

    private static JsonObject problem(SocketClient socket) {
        return socket.await("error").getJsonObject("problem");
    }
}
