package io.sluice.gateway.live;

import static io.sluice.gateway.live.LiveDeliveryIT.subscribe;
import static io.sluice.gateway.support.Patience.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.filter.Filter;
import io.sluice.gateway.live.LiveConfig.Limits;
import io.sluice.gateway.live.LiveConfig.Share;
import io.sluice.testkit.TestKafka;
import io.vertx.core.json.JsonObject;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Small limits, through real sockets, event streams and lines. */
class LimitsIT {
    private static final Share WIDE = new Share(1_000, 1 << 30, 1 << 30, 1_000_000);
    private static final String HERE = "127.0.0.1";
    private static final String ELSEWHERE = "127.0.0.2";

    private final TestKafka kafka = TestKafka.shared();
    private LiveServer server;

    @AfterEach
    void stop() {
        server.close();
    }

    private void start(Share user, Share address, Share node) {
        server = new LiveServer(LiveServer.config().withLimits(new Limits(node, user, address, 100, 2)));
    }

    private static Share subscriptions(int count) {
        return new Share(count, 1 << 30, 1 << 30, 1_000_000);
    }

    private static JsonObject refused(SocketClient socket) {
        JsonObject error = socket.await("error");
        assertThat(error.getJsonObject("problem").getString("code")).isEqualTo("too_many");
        assertThat(error.getJsonObject("problem").getInteger("status")).isEqualTo(429);
        assertThat(error.getJsonObject("problem").getInteger("retry_after")).isPositive();
        return error;
    }

    private static String detail(SocketClient socket) {
        return refused(socket).getJsonObject("problem").getString("detail");
    }

    @Test
    void a_user_has_as_many_subscriptions_as_the_limit_and_can_begin_another_when_one_has_ended() throws Exception {
        start(subscriptions(2), WIDE, WIDE);
        String topic = kafka.newTopic("limited", 1);
        try (SocketClient first = server.socket("?topic=" + topic);
                SocketClient many = server.socket()) {
            first.await("subscribed");
            many.send(subscribe("a", topic, "latest").encode()).await("subscribed");
            assertThat(detail(many.send(subscribe("b", topic, "latest").encode())))
                    .isEqualTo("You have 2 live subscriptions, as many as a user can have.");
            try (SocketClient third = server.socket("?topic=" + topic)) {
                refused(third);
                assertThat(third.closed.get()).isEqualTo((short) 1013);
            }
            try (LineClient lines = server.lines("?topic=" + topic);
                    LineClient events = server.events("?topic=" + topic)) {
                assertThat(List.of(lines.status(), events.status())).containsOnly(429);
                assertThat(lines.header("Retry-After")).matches("[1-9][0-9]*");
                assertThat(lines.header("Content-Type")).isEqualTo("application/problem+json");
                assertThat(events.line()).contains("as many as a user can have", "\"code\":\"too_many\"");
            }
            try (SocketClient bob = server.socket("?topic=" + topic, "bob", HERE)) {
                bob.await("subscribed");
            }
            many.send("{\"type\":\"unsubscribe\",\"id\":\"a\"}").await("end");
            many.send(subscribe("b", topic, "latest").encode()).await("subscribed");
        }
    }

    @Test
    void whatever_way_a_connection_ends_its_place_is_free_again() {
        start(subscriptions(1), WIDE, WIDE);
        String topic = kafka.newTopic("freed", 1);
        for (int i = 0; i < 3; i++) {
            try (LineClient events = server.events("?topic=" + topic)) {
                assertThat(events.status()).isEqualTo(200);
            }
            eventually().until(() -> server.hub.sessions().isEmpty());
            try (SocketClient socket = server.socket("?topic=" + topic)) {
                socket.await("subscribed");
            }
            eventually().until(() -> server.hub.sessions().isEmpty());
            try (SocketClient socket = server.socket("?topic=no-such-topic")) {
                socket.await("error");
            }
            try (LineClient bounded = server.lines("?topic=" + topic + "&until=now")) {
                assertThat(bounded.rest()).isEmpty();
            }
        }
    }

    @Test
    void an_address_has_a_limit_whoever_uses_it_and_the_node_has_one_wherever_they_come_from() {
        start(WIDE, subscriptions(1), subscriptions(2));
        String topic = kafka.newTopic("addresses", 1);
        String query = "?topic=" + topic;
        try (SocketClient here = server.socket(query, "ada", HERE);
                SocketClient there = server.socket(query, "ada", ELSEWHERE)) {
            here.await("subscribed");
            there.await("subscribed");
            assertThat(server.hub.sessions())
                    .extracting(session -> session.reader().address())
                    .containsExactlyInAnyOrder(HERE, ELSEWHERE);
            try (SocketClient again = server.socket(query, "bob", ELSEWHERE);
                    SocketClient third = server.socket(query, "bob", "127.0.0.3")) {
                assertThat(detail(again)).startsWith("Your address has 1 live subscriptions");
                assertThat(detail(third)).startsWith("This node has 2 live subscriptions");
            }
        }
    }

    @Test
    void an_update_that_costs_too_much_is_refused_and_the_old_filter_stays() {
        String costly = "n = 1 or n = 2 or n = 3 or n = 4 or n = 5";
        int cost = Filter.parse(costly).orElse(faults -> Filter.ALL).cost();
        start(new Share(100, 1 << 30, 1 << 30, cost), WIDE, WIDE);
        String topic = kafka.newTopic("costly", 1);
        try (SocketClient socket = server.socket()) {
            socket.send(subscribe("a", topic, "latest").put("where", "n = 7").encode())
                    .await("subscribed");
            JsonObject update = new JsonObject().put("type", "update").put("id", "a");
            assertThat(detail(socket.send(
                            update.put("where", costly + " or n = 6").encode())))
                    .startsWith("You have live filters that would cost more than");
            refused(socket.send(
                    subscribe("b", topic, "latest").put("where", costly).encode()));
            kafka.produce(topic, "{\"n\":6}", "{\"n\":7}");
            assertThat(socket.hear(1).places).containsExactly("0@1");
            socket.send(update.put("where", costly).encode()).await("subscribed");
            socket.send(subscribe("b", topic, "latest").put("where", costly).encode())
                    .await("subscribed");
        }
        try (LineClient lines = server.lines(
                "?topic=" + topic + "&where=" + URLEncoder.encode(costly + " or n = 6", StandardCharsets.UTF_8))) {
            assertThat(lines.status()).isEqualTo(429);
        }
    }

    /** It is cut as often as it takes, and each time goes on from the token that it was given. */
    @Test
    void who_takes_more_than_its_rate_is_ended_and_goes_on_without_loss() throws Exception {
        start(new Share(100, 100_000, 1 << 30, 1_000), WIDE, WIDE);
        String topic = kafka.newTopic("greedy", 2);
        Flood.fill(topic, 2, 0, 5_000);
        List<String> places = new ArrayList<>();
        String from = "&from=earliest";
        int cuts = 0;
        while (places.size() < 5_000) {
            try (SocketClient socket = server.socket("?topic=" + topic + from)) {
                JsonObject frame = new JsonObject(socket.next());
                while (!frame.getString("type").equals("error") && places.size() < 5_000) {
                    if (frame.getString("type").equals("records")) {
                        frame.getJsonArray("records").forEach(record -> places.add(place((JsonObject) record)));
                    }
                    frame = places.size() < 5_000 ? new JsonObject(socket.next()) : frame;
                }
                if (frame.getString("type").equals("error")) {
                    assertThat(frame.getJsonObject("problem").getInteger("retry_after"))
                            .isPositive();
                    from = frame.containsKey("token") ? "&resume=" + frame.getString("token") : from;
                    cuts += frame.containsKey("token") ? 1 : 0;
                    assertThat(socket.closed.get()).isEqualTo((short) 1013);
                }
            }
        }
        assertThat(cuts).isPositive();
        assertThat(places).doesNotHaveDuplicates().hasSize(5_000);
    }

    private static String place(JsonObject record) {
        return record.getInteger("partition") + "@" + record.getLong("offset");
    }

    @Test
    void an_event_stream_over_its_rate_is_told_why_when_to_come_again_and_from_where() {
        start(new Share(100, 50_000, 1 << 30, 1_000), WIDE, WIDE);
        String topic = kafka.newTopic("greedy-events", 1);
        Flood.fill(topic, 1, 0, 5_000);
        List<String> rest;
        try (LineClient events = server.events("?topic=" + topic + "&from=earliest")) {
            rest = events.rest();
        }
        int error = rest.indexOf("event: error");
        assertThat(rest.get(error + 1)).contains("\"code\":\"too_many\"", "You have been sent more than 50,000 bytes");
        assertThat(rest).anyMatch(line -> line.matches("retry: [0-9]+000"));
        String token = rest.get(error - 1).substring("id: ".length());
        List<String> ids =
                rest.stream().filter(line -> line.startsWith("id: ")).distinct().toList();
        assertThat(ids.get(ids.size() - 1)).isEqualTo("id: " + token);
        try (LineClient again = server.events("?topic=" + topic + "&resume=" + token);
                LineClient lines = server.lines("?topic=" + topic)) {
            assertThat(List.of(again.status(), lines.status())).containsOnly(429);
        }
        try (LineClient bob = new LineClient(server.port, "?topic=" + topic, Map.of(LiveServer.USER, "bob"))) {
            assertThat(bob.status()).isEqualTo(200);
        }
    }

    @Test
    void lines_over_the_rate_end_with_a_line_that_has_the_token() {
        start(new Share(100, 50_000, 1 << 30, 1_000), WIDE, WIDE);
        String topic = kafka.newTopic("greedy-lines", 1);
        Flood.fill(topic, 1, 0, 5_000);
        try (LineClient lines = server.lines("?topic=" + topic + "&from=earliest")) {
            List<String> rest = lines.rest();
            JsonObject last = new JsonObject(rest.get(rest.size() - 1));
            assertThat(last.getString("type")).isEqualTo("error");
            assertThat(ResumeToken.parse(last.getString("token"), "").position())
                    .isEqualTo(Position.of(new long[] {rest.size() - 1}));
        }
    }

    /** The first turn is worth some seconds more than the burst and less than all; another user is not held up by it. */
    @Test
    void a_replay_over_its_rate_waits_is_told_so_and_loses_nothing() {
        LiveConfig.Memory d = LiveConfig.Memory.DEFAULT;
        LiveConfig.Memory memory = new LiveConfig.Memory(
                d.ring(), 2 << 20, d.frame(), d.writeQueue(), d.value(), d.inbound(), d.batchesInFlight());
        Limits limits = new Limits(WIDE, new Share(100, 1 << 30, 50_000, 1_000), WIDE, 100, 2);
        server = new LiveServer(LiveServer.config().withMemory(memory).withLimits(limits));
        String topic = kafka.newTopic("replayed", 1);
        Flood.fill(topic, 1, 0, 25_000);
        String query = "?topic=" + topic + "&from=earliest";
        try (SocketClient ada = server.socket(query)) {
            ada.await("records");
            JsonObject stats = ada.await("stats");
            while (!stats.getString("state").equals("waiting")) {
                stats = ada.await("stats");
            }
            assertThat(stats.getLong("lag")).isPositive();
            try (LineClient another = server.lines(query)) {
                assertThat(another.status()).isEqualTo(429);
                assertThat(another.line()).contains("You have replayed more than 50,000 bytes a second");
            }
            try (LineClient live = server.lines("?topic=" + topic);
                    SocketClient bob = server.socket(query, "bob", HERE)) {
                assertThat(live.status()).isEqualTo(200);
                assertThat(bob.hear(1).places).hasSizeGreaterThanOrEqualTo(1);
            }
            while (!stats.getString("state").equals("live")) {
                stats = ada.await("stats");
            }
            assertThat(stats.getLong("sent")).isEqualTo(25_000);
        }
    }

    @Test
    void a_replay_that_waits_can_be_paused_changed_and_ended() {
        start(new Share(100, 1 << 30, 200_000, 1_000), WIDE, WIDE);
        String topic = kafka.newTopic("waiting", 1);
        Flood.fill(topic, 1, 0, 40_000);
        try (SocketClient socket = server.socket()) {
            socket.send(subscribe("a", topic, "earliest").encode());
            awaitState(socket, "waiting");
            socket.send("{\"type\":\"pause\",\"id\":\"a\"}");
            awaitState(socket, "paused");
            socket.send("{\"type\":\"resume\",\"id\":\"a\"}");
            awaitState(socket, "waiting");
            socket.send("{\"type\":\"update\",\"id\":\"a\",\"where\":\"n = 39999\"}")
                    .await("subscribed");
            assertThat(socket.hear(1).places).containsExactly("0@39999");
            socket.send("{\"type\":\"unsubscribe\",\"id\":\"a\"}").await("end");
        }
        assertThat(server.hub.sessions()).isEmpty();
    }

    private static void awaitState(SocketClient socket, String state) {
        JsonObject stats = socket.await("stats");
        while (!stats.getString("state").equals(state)) {
            stats = socket.await("stats");
        }
    }

    @Test
    void a_socket_that_carries_as_many_as_it_may_frees_them_all_at_once() {
        start(subscriptions(50), WIDE, WIDE);
        String topic = kafka.newTopic("crowded", 1);
        for (int round = 0; round < 2; round++) {
            try (SocketClient socket = server.socket()) {
                IntStream.range(0, 50).forEach(i -> socket.send(
                                subscribe("s" + i, topic, "latest").encode())
                        .await("subscribed"));
                refused(socket.send(subscribe("more", topic, "latest").encode()));
            }
            eventually().until(() -> server.hub.sessions().isEmpty());
        }
    }
}
