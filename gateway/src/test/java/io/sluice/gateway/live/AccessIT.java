package io.sluice.gateway.live;

import static io.sluice.gateway.live.LiveDeliveryIT.subscribe;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.contract.Caller;
import io.sluice.contract.Grants;
import io.sluice.contract.Problem;
import io.sluice.contract.Role;
import io.sluice.contract.Topics;
import io.sluice.contract.Topics.TopicAccessChanged;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What becomes of subscriptions when the bus says that the right to their topic may have changed. */
class AccessIT {
    private static final Problem OFF =
            new Problem.Forbidden("Live reading of this topic is switched off by an administrator.");

    private static LiveServer server;

    @BeforeAll
    static void start() {
        server = LiveServer.start();
        server.hub.ready().await();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static void change(String topic, Problem refusal) {
        server.refusals.put(topic, refusal);
        Topics.ACCESS_CHANGED.publish(server.vertx, new TopicAccessChanged(topic));
    }

    @Test
    void switched_off_all_of_the_topic_end_and_no_other() throws Exception {
        String topic = server.kafka.newTopic("switched", 1);
        String other = server.kafka.newTopic("other", 1);
        try (SocketClient single = server.socket("?topic=" + topic);
                SocketClient many = server.socket();
                LineClient lines = server.lines("?topic=" + topic);
                LineClient events = server.events("?topic=" + topic)) {
            single.await("subscribed");
            many.send(subscribe("a", topic, "latest").encode()).await("subscribed");
            many.send("{\"type\":\"pause\",\"id\":\"a\"}");
            many.send(subscribe("b", other, "latest").encode()).await("subscribed");
            change(topic, OFF);
            assertThat(single.await("end").getString("reason")).isEqualTo("disabled");
            assertThat(single.closed.get()).isEqualTo((short) 4403);
            JsonObject end = many.await("end");
            assertThat(end.getString("id")).isEqualTo("a");
            assertThat(end.getString("reason")).isEqualTo("disabled");
            assertThat(lines.rest()).last().asString().contains("\"disabled\"");
            assertThat(events.rest()).anyMatch(line -> line.contains("\"disabled\""));
            many.send(subscribe("a", topic, "latest").encode());
            JsonObject refused = many.await("error").getJsonObject("problem");
            assertThat(refused.getString("detail")).isEqualTo(OFF.detail());
            server.kafka.produce(other, "1");
            assertThat(many.hear(1).places).containsExactly("0@0");
        }
        try (LineClient lines = server.lines("?topic=" + topic)) {
            assertThat(lines.status()).isEqualTo(403);
        }
        server.refusals.clear();
        try (LineClient lines = server.lines("?topic=" + topic)) {
            assertThat(lines.status()).isEqualTo(200);
        }
    }

    @Test
    void who_may_no_longer_see_the_topic_is_told_that_the_right_is_gone() throws Exception {
        String topic = server.kafka.newTopic("hidden", 1);
        try (SocketClient socket = server.socket("?topic=" + topic)) {
            socket.await("subscribed");
            change(topic, Problem.NotFound.of("topic", topic));
            assertThat(socket.await("end").getString("reason")).isEqualTo("revoked");
            assertThat(socket.closed.get()).isEqualTo((short) 4403);
        }
    }

    @Test
    void what_was_granted_and_taken_back_ends_for_its_holder_over_every_transport_and_for_nobody_else()
            throws Exception {
        String topic = server.kafka.newTopic("granted", 1);
        try (SocketClient socket = server.socket("?topic=" + topic);
                LineClient lines = server.lines("?topic=" + topic);
                LineClient events = server.events("?topic=" + topic)) {
            socket.await("subscribed");
            lines.status();
            events.status();
            server.refusals.put(topic, Problem.NotFound.of("topic", topic));
            Grants.CHANGED.publish(server.vertx, new Grants.Changed(List.of("somebody-else")));
            server.kafka.produce(topic, "1");
            assertThat(socket.hear(1).places).containsExactly("0@0");
            Grants.CHANGED.publish(server.vertx, new Grants.Changed(List.of("ada")));
            assertThat(socket.await("end").getString("reason")).isEqualTo("revoked");
            assertThat(lines.rest()).last().asString().contains("\"revoked\"");
            assertThat(events.rest()).anyMatch(line -> line.contains("\"revoked\""));
        }
        server.refusals.clear();
    }

    @Test
    void where_nobody_can_tell_it_is_asked_again() {
        String topic = server.kafka.newTopic("unsure", 1);
        try (SocketClient socket = server.socket("?topic=" + topic)) {
            socket.await("subscribed");
            change(topic, new Problem.Unavailable("Not now."));
            socket.await("stats");
            server.refusals.put(topic, OFF);
            assertThat(socket.await("end").getString("reason")).isEqualTo("disabled");
        }
    }

    @Test
    void an_ended_session_says_so_and_its_neighbours_stay() {
        String topic = server.kafka.newTopic("ended", 1);
        try (SocketClient socket = server.socket()) {
            socket.send(subscribe("a", topic, "latest").encode());
            String session = socket.await("subscribed").getString("session");
            socket.send(subscribe("b", topic, "latest").encode()).await("subscribed");
            assertThat(server.hub.terminate(new Caller("eve", Role.EDITOR), session))
                    .isFalse();
            assertThat(server.hub.terminate(new Caller("ada", Role.VIEWER), session))
                    .isTrue();
            JsonObject end = socket.await("end");
            assertThat(end.getString("id")).isEqualTo("a");
            assertThat(end.getString("reason")).isEqualTo("terminated");
            assertThat(end.getString("token")).isNotEmpty();
            server.kafka.produce(topic, "1");
            assertThat(socket.hear(1).places).containsExactly("0@0");
        }
    }
}
