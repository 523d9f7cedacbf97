package io.sluice.gateway.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.testkit.TestKafka;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A node that stops sends its clients away one after the other, tells each when to come back, and lets nobody in. */
class DrainIT {
    private static final int CLIENTS = 20;

    private final TestKafka kafka = TestKafka.shared();

    @Test
    void every_client_is_told_to_leave_and_when_to_come_back() {
        String topic = kafka.newTopic("drained", 1);
        List<SocketClient> sockets = new ArrayList<>();
        try (LiveServer server = new LiveServer(LiveServer.config(), Clock.systemUTC())) {
            for (int i = 0; i < CLIENTS; i++) {
                sockets.add(server.socket("?topic=" + topic));
            }
            sockets.forEach(socket -> socket.await("subscribed"));
            LineClient events = server.events("?topic=" + topic);
            LineClient lines = server.lines("?topic=" + topic);
            Future<Void> closing = server.hub.close();

            for (SocketClient socket : sockets) {
                JsonObject end = socket.await("end");
                assertThat(end.getString("reason")).isEqualTo("shutdown");
                assertThat(end.getInteger("retry_ms")).isBetween(250, 1_250);
                assertThat(end.getString("token")).isNotEmpty();
                assertThat(socket.closed.join()).isEqualTo((short) 1001);
            }
            assertThat(events.rest().toString()).containsPattern("retry: \\d+, .*event: end");
            assertThat(lines.rest().toString()).contains("\"reason\":\"shutdown\"", "\"retry_ms\":");
            closing.await();
            sockets.forEach(SocketClient::close);
            assertNobodyIsLetIn(server, topic);
        }
    }

    private static void assertNobodyIsLetIn(LiveServer server, String topic) {
        try (LineClient late = server.lines("?topic=" + topic);
                SocketClient socket = server.socket()) {
            assertThat(late.status()).isEqualTo(503);
            assertThat(socket.closed.join()).isEqualTo((short) 1001);
        }
    }
}
