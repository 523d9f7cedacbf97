package io.sluice.gateway.live;

import static io.sluice.gateway.live.Changes.fill;
import static io.sluice.gateway.live.Changes.places;
import static io.sluice.gateway.support.Patience.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.gateway.live.SocketClient.Heard;
import io.sluice.testkit.TestKafka;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A token is good on every node, on every transport and after every restart. */
@Timeout(60)
class NodesIT {
    private static LiveServer one;
    private static LiveServer other;
    private static TestKafka kafka;

    @BeforeAll
    static void start() {
        LiveConfig.Times brief = LiveConfig.Times.DEFAULT.withGrace(Duration.ofMillis(100));
        one = new LiveServer(LiveServer.config().withTimes(brief));
        other = new LiveServer(LiveServer.config().withTimes(brief));
        kafka = one.kafka;
    }

    @AfterAll
    static void stop() {
        one.close();
        other.close();
    }

    @Test
    void a_subscriber_moves_between_two_nodes_and_misses_nothing() {
        String topic = kafka.newTopic("moving", 2);
        CompletableFuture<Void> flood = Flood.start(topic, 2, 0, 20_000);
        Heard heard = new Heard();
        try (SocketClient stays = other.socket("?from=earliest&topic=" + topic)) {
            for (int part = 1; part <= 10; part++) {
                LiveServer server = part % 2 == 0 ? one : other;
                String from = heard.token == null ? "&from=earliest" : "&resume=" + heard.token;
                try (SocketClient socket = server.socket("?topic=" + topic + from)) {
                    socket.hear(Math.max(heard.records.size(), 2_000 * part), heard);
                }
            }
            stays.hear(20_000);
        }
        flood.join();
        assertThat(Changes.ofPartition(0, heard.places)).isEqualTo(places(0, 0, 10_000));
        assertThat(Changes.ofPartition(1, heard.places)).isEqualTo(places(1, 0, 10_000));
        assertThat(heard.gaps).isEmpty();
    }

    @Test
    void a_token_outlives_the_gateway_and_the_channel_it_came_by() {
        String topic = kafka.newTopic("restarted", 1);
        fill(topic, 0, 0, 10, "a");
        String query = "?where=n%20%25%202%20%3D%201&topic=" + topic;
        String token;
        LiveServer first = LiveServer.start();
        try (SocketClient socket = first.socket(query + "&from=earliest")) {
            token = socket.hear(5).token;
            first.hub.close().await();
            assertThat(socket.await("end").getString("reason")).isEqualTo("shutdown");
        }
        first.close();
        fill(topic, 0, 10, 20, "b");
        try (LiveServer again = LiveServer.start();
                SocketClient socket = again.socket(query + "&resume=" + token)) {
            Heard heard = socket.hear(5);
            assertThat(heard.places).containsExactly("0@11", "0@13", "0@15", "0@17", "0@19");
            token = heard.token;
        }
        eventually().until(() -> one.hub.topics().stream().noneMatch(topic::equals));
        fill(topic, 0, 20, 24, "c");
        try (SocketClient socket = one.socket(query + "&resume=" + token)) {
            assertThat(socket.await("subscribed").getBoolean("resumed")).isTrue();
            assertThat(socket.hear(2).places).containsExactly("0@21", "0@23");
        }
    }

    @Test
    void a_place_goes_from_each_transport_to_the_next() {
        String topic = kafka.newTopic("transports", 1);
        fill(topic, 0, 0, 40, "a");
        String query = "?topic=" + topic;
        String token;
        try (SocketClient socket = one.socket(query + "&from=earliest&limit=10")) {
            token = socket.hear(10).token;
        }
        try (LineClient events =
                new LineClient(other.port, query, Map.of("Accept", "text/event-stream", "Last-Event-ID", token))) {
            List<String> last = List.of();
            for (int n = 10; n < 20; n++) {
                last = events.record();
                assertThat(last.get(1)).contains("\"offset\":" + n + ",");
            }
            token = last.get(0);
        }
        try (LineClient lines = one.lines(query + "&limit=10&resume=" + token)) {
            List<String> rest = lines.rest();
            assertThat(rest).hasSize(10);
            assertThat(rest.get(0)).contains("\"offset\":20,");
            assertThat(rest.get(9)).contains("\"offset\":29,");
        }
        try (SocketClient socket = other.socket(query + "&until=now&from=offsets:0=30")) {
            assertThat(socket.hearAll().places).isEqualTo(places(0, 30, 40));
        }
    }
}
