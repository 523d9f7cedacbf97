package io.sluice.gateway.live;

import static io.sluice.gateway.support.Patience.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.contract.Caller;
import io.sluice.contract.Identity;
import io.sluice.contract.Role;
import io.sluice.testkit.TestKafka;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A connection ends when what its identity rests on is gone, whoever tells of it, and only then. */
class RevocationIT {
    private final TestKafka kafka = TestKafka.shared();
    private final Hands hands = new Hands();
    private LiveServer server;
    private String topic;

    @BeforeEach
    void start() {
        server = new LiveServer(LiveServer.config(), hands.outside());
        topic = kafka.newTopic("revoked", 1);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void every_connection_of_a_revoked_identity_ends_on_every_transport() {
        try (SocketClient many = server.socket();
                SocketClient single = server.socket("?topic=" + topic);
                LineClient events = server.events("?topic=" + topic);
                LineClient lines = server.lines("?topic=" + topic)) {
            many.send(subscribe("a", topic)).await("subscribed");
            single.await("subscribed");
            server.register.revoke(server.identity());

            assertThat(many.await("end").getString("reason")).isEqualTo("revoked");
            assertThat(many.closed.join()).isEqualTo((short) 4401);
            assertThat(single.await("end").getString("reason")).isEqualTo("revoked");
            assertThat(single.closed.join()).isEqualTo((short) 4401);
            assertThat(events.rest().toString()).contains("event: end", "\"reason\":\"revoked\"");
            assertThat(lines.rest().toString()).contains("\"reason\":\"revoked\"");
            eventually().untilAsserted(() -> assertThat(server.hub.sessions()).isEmpty());
        }
    }

    @Test
    void another_key_of_the_same_user_goes_on() {
        Identity.Verified first = key("first");
        Identity.Verified second = key("second");
        try (SocketClient ending = connect(first);
                SocketClient going = connect(second)) {
            server.register.revoke(first);
            assertThat(ending.closed.join()).isEqualTo((short) 4401);
            kafka.produce(topic, "1");
            assertThat(going.hear(1).places).containsExactly("0@0");
        }
    }

    @Test
    void who_stands_no_longer_does_not_come_in() {
        server.register.forget(server.identity());
        try (SocketClient socket = server.socket();
                LineClient lines = server.lines("?topic=" + topic)) {
            assertThat(socket.closed.join()).isEqualTo((short) 4401);
            assertThat(lines.status()).isEqualTo(401);
        }
    }

    @Test
    void news_that_got_lost_is_found_out_within_a_minute() {
        try (SocketClient socket = connect(key("lost"))) {
            server.register.forget(key("lost"));
            hands.advance(Duration.ofSeconds(60));
            assertThat(socket.await("end").getString("reason")).isEqualTo("revoked");
        }
    }

    @Test
    void while_nobody_can_tell_nobody_is_ended_and_later_it_is_made_up_for() {
        try (SocketClient socket = connect(key("doubtful"))) {
            server.register.fallSilent();
            server.register.revoke(key("doubtful"));
            try (SocketClient believed = connect(key("doubtful"))) {
                kafka.produce(topic, "1");
                assertThat(socket.hear(1).places).containsExactly("0@0");
                assertThat(believed.hear(1).places).containsExactly("0@0");
                server.register.answer();
                assertThat(believed.closed.join()).isEqualTo((short) 4401);
            }
            assertThat(socket.closed.join()).isEqualTo((short) 4401);
        }
    }

    @Test
    void a_lesser_role_is_taken_over_and_ends_what_it_may_not_read() {
        Identity.Verified admin = new Identity.Verified(new Caller("ada", Role.ADMIN), null, null);
        server.secret = kafka.newTopic("secret", 1);
        server.identity = admin;
        try (SocketClient socket = server.socket()) {
            socket.send(subscribe("open", topic)).await("subscribed");
            socket.send(subscribe("secret", server.secret)).await("subscribed");
            server.register.demote(admin, Role.VIEWER);

            JsonObject error = socket.await("error");
            assertThat(error.getString("id")).isEqualTo("secret");
            assertThat(error.getJsonObject("problem").getString("code")).isEqualTo("not_found");
            kafka.produce(topic, "1");
            assertThat(socket.hear(1).places).containsExactly("0@0");
        }
    }

    @Test
    void a_renewed_connection_outlives_its_former_identity() {
        server.register.tokens.put("fresh", key("new"));
        try (SocketClient socket = connect(key("old"))) {
            socket.send("{\"type\":\"renew\",\"token\":\"fresh\"}").await("renewed");
            server.register.revoke(key("old"));
            kafka.produce(topic, "1");
            assertThat(socket.hear(1).places).containsExactly("0@0");
            server.register.revoke(key("new"));
            assertThat(socket.closed.join()).isEqualTo((short) 4401);
        }
    }

    @Test
    void nodes_of_a_cluster_all_end_it() {
        try (LiveServer other = new LiveServer(server);
                SocketClient here = server.socket("?topic=" + topic);
                SocketClient there = other.socket("?topic=" + topic)) {
            List.of(here, there).forEach(socket -> socket.await("subscribed"));
            server.register.revoke(server.identity());
            assertThat(here.closed.join()).isEqualTo((short) 4401);
            assertThat(there.closed.join()).isEqualTo((short) 4401);
        }
    }

    private SocketClient connect(Identity.Verified identity) {
        server.identity = identity;
        SocketClient socket = server.socket("?topic=" + topic);
        socket.await("subscribed");
        return socket;
    }

    private static Identity.Verified key(String name) {
        return new Identity.Verified(new Caller("ada", Role.VIEWER), name, null);
    }

    private static String subscribe(String id, String topic) {
        return "{\"type\":\"subscribe\",\"id\":\"" + id + "\",\"topic\":\"" + topic + "\"}";
    }
}
