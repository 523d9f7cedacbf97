package io.sluice.gateway.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.contract.Caller;
import io.sluice.contract.Identity;
import io.sluice.contract.Role;
import io.sluice.gateway.live.SocketClient.Heard;
import io.sluice.testkit.TestKafka;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A connection lasts as long as its identity: it is warned, it can be given another token, and it ends. */
class TenureIT {
    private final TestKafka kafka = TestKafka.shared();
    private final Hands hands = new Hands();
    private LiveServer server;

    @BeforeEach
    void start() {
        server = new LiveServer(LiveServer.config(), hands.outside());
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void a_socket_is_warned_once_and_then_ends_with_its_identity() {
        String topic = kafka.newTopic("expiring", 1);
        server.expiresAt = hands.instant().plusSeconds(300);
        try (SocketClient socket = server.socket("?topic=" + topic)) {
            socket.await("subscribed");
            hands.advance(Duration.ofSeconds(240));
            assertThat(expiry(socket.await("expiring"))).isEqualTo(server.expiresAt);
            hands.advance(Duration.ofSeconds(60));
            JsonObject last = new JsonObject(socket.next());
            assertThat(last.getString("type")).isEqualTo("end");
            assertThat(last.getString("reason")).isEqualTo("expired");
            assertThat(socket.closed.join()).isEqualTo((short) 4401);
        }
    }

    @Test
    void where_less_time_is_left_the_warning_comes_at_once() {
        String topic = kafka.newTopic("short", 1);
        server.expiresAt = hands.instant().plusSeconds(30);
        try (SocketClient socket = server.socket();
                LineClient events = server.events("?topic=" + topic);
                LineClient lines = server.lines("?topic=" + topic)) {
            assertThat(expiry(socket.await("expiring"))).isEqualTo(server.expiresAt);
            assertThat(eventually(events, "event: expiring").get(1)).contains(server.expiresAt.toString());
            assertThat(lines.line()).contains("\"type\":\"expiring\"");
            hands.advance(Duration.ofSeconds(30));
            assertThat(eventually(events, "event: end").toString()).contains("\"reason\":\"expired\"");
            assertThat(lines.rest()).last().asString().contains("\"reason\":\"expired\"");
            assertThat(socket.closed.join()).isEqualTo((short) 4401);
        }
    }

    @Test
    void silence_is_broken_by_an_empty_line() {
        String topic = kafka.newTopic("silent", 1);
        try (LineClient lines = server.lines("?topic=" + topic)) {
            for (int i = 0; i < 3; i++) {
                hands.advance(Duration.ofSeconds(15));
                assertThat(lines.line()).isEmpty();
            }
        }
    }

    @Test
    void a_renewal_loses_and_repeats_nothing_whatever_flows() {
        String topic = kafka.newTopic("renewed", 1);
        server.expiresAt = hands.instant().plusSeconds(30);
        server.register.tokens.put("fresh", ada(hands.instant().plusSeconds(3_600)));
        try (SocketClient socket = server.socket("?topic=" + topic)) {
            socket.await("subscribed");
            Flood.fill(topic, 1, 0, 2_000);
            socket.send(renew("fresh"));
            Flood.fill(topic, 1, 2_000, 4_000);
            hands.advance(Duration.ofSeconds(31));
            Heard heard = socket.hear(4_000);
            assertThat(heard.places)
                    .isEqualTo(IntStream.range(0, 4_000).mapToObj(i -> "0@" + i).toList());
            hands.advance(Duration.ofSeconds(3_600));
            assertThat(socket.await("end").getString("reason")).isEqualTo("expired");
        }
    }

    @Test
    void a_renewed_identity_is_told_and_warned_of_again() {
        server.expiresAt = hands.instant().plusSeconds(30);
        Instant later = hands.instant().plusSeconds(100);
        server.register.tokens.put("fresh", ada(later));
        server.register.tokens.put("slk_key", ada(null));
        try (SocketClient socket = server.socket()) {
            socket.await("expiring");
            assertThat(expiry(socket.send(renew("fresh")).await("renewed"))).isEqualTo(later);
            hands.advance(Duration.ofSeconds(41));
            assertThat(expiry(socket.await("expiring"))).isEqualTo(later);
            JsonObject forever = socket.send(renew("slk_key")).await("renewed");
            assertThat(forever.containsKey("expires_at")).isTrue();
            assertThat(forever.getValue("expires_at")).isNull();
        }
    }

    @Test
    void what_is_no_fresh_token_of_the_same_user_is_refused_and_the_old_identity_goes_on() {
        String topic = kafka.newTopic("kept", 1);
        server.expiresAt = hands.instant().plusSeconds(30);
        server.register.tokens.put("bobs", new Identity.Verified(new Caller("bob", Role.ADMIN), null, null));
        server.register.tokens.put("stale", ada(hands.instant()));
        Identity.Verified deleted = new Identity.Verified(new Caller("ada", Role.VIEWER), "deleted", null);
        server.register.tokens.put("deleted", deleted);
        server.register.forget(deleted);
        try (SocketClient socket = server.socket("?topic=" + topic)) {
            socket.await("subscribed");
            assertRefused(socket.send(renew("garbage")), "unauthenticated");
            assertRefused(socket.send(renew("bobs")), "forbidden");
            assertRefused(socket.send(renew("stale")), "unauthenticated");
            assertRefused(socket.send(renew("deleted")), "unauthenticated");
            assertRefused(socket.send("{\"type\":\"renew\"}"), "invalid");
            assertRefused(socket.send("{\"type\":\"renew\",\"id\":\"0\",\"token\":\"x\"}"), "invalid");
            kafka.produce(topic, "1");
            assertThat(socket.hear(1).places).containsExactly("0@0");
            hands.advance(Duration.ofSeconds(30));
            assertThat(socket.closed.join()).isEqualTo((short) 4401);
        }
    }

    @Test
    void one_renewal_at_a_time() {
        server.register.tokens.put("fresh", ada(null));
        server.register.hold();
        try (SocketClient socket = server.socket()) {
            socket.send(renew("fresh"));
            assertRefused(socket.send(renew("fresh")), "conflict");
            server.register.letGo();
            socket.await("renewed");
            socket.send(renew("fresh")).await("renewed");
        }
    }

    private static Identity.Verified ada(Instant expiresAt) {
        return new Identity.Verified(new Caller("ada", Role.VIEWER), null, expiresAt);
    }

    private static String renew(String token) {
        return new JsonObject().put("type", "renew").put("token", token).encode();
    }

    private static Instant expiry(JsonObject frame) {
        return Instant.parse(frame.getString("expires_at"));
    }

    private static List<String> eventually(LineClient events, String first) {
        List<String> event = events.event();
        while (!event.contains(first)) {
            event = events.event();
        }
        return event;
    }

    private static void assertRefused(SocketClient socket, String code) {
        JsonObject frame = socket.await("error");
        assertThat(frame.getJsonObject("problem").getString("code")).isEqualTo(code);
    }
}
