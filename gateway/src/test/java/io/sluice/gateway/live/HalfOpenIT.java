package io.sluice.gateway.live;

import static io.sluice.gateway.support.Patience.eventually;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.gateway.live.LiveConfig.Times;
import io.sluice.testkit.TestKafka;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that are gone without a word, or take nothing any more, are found, and leave nothing behind. */
class HalfOpenIT {
    private static final Duration DAY = Duration.ofDays(1);
    private static final Times PATIENT = new Times(
            Duration.ofMillis(200), Duration.ofSeconds(2), DAY, DAY, Duration.ofMinutes(2), DAY, Duration.ofSeconds(1));

    private final TestKafka kafka = TestKafka.shared();
    private final Hands hands = new Hands();
    private LiveServer server;

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void a_client_behind_a_network_that_went_dark_is_gone() {
        start(Times.DEFAULT.withGrace(Duration.ofMillis(200)));
        String topic = kafka.newTopic("dark", 1);
        DarkeningProxy proxy = new DarkeningProxy(server.vertx, server.port);
        try (SocketClient socket = new SocketClient(server.vertx, proxy.port(), "?topic=" + topic)) {
            socket.await("subscribed");
            proxy.goDark();
            eventually().until(() -> {
                hands.advance(Duration.ofSeconds(1));
                return server.hub.cut(EndReason.DISCONNECTED) == 1;
            });
            assertNothingIsLeft();
        } finally {
            proxy.close();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                        + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n",
                "Accept: text/event-stream\r\n",
                "Accept: application/x-ndjson\r\n"
            })
    void a_client_that_takes_nothing_is_cut(String headers) throws IOException {
        start(PATIENT);
        String topic = kafka.newTopic("stuck", 1);
        Flood.fill(topic, 1, 0, 100_000);
        try (Socket client = new Socket()) {
            client.setReceiveBufferSize(4 << 10);
            client.connect(new InetSocketAddress("127.0.0.1", server.port));
            client.getOutputStream()
                    .write(("GET /api/v1/live?from=earliest&topic=" + topic + " HTTP/1.1\r\nHost: sluice\r\n" + headers
                                    + "\r\n")
                            .getBytes(US_ASCII));
            eventually().until(() -> !server.hub.sessions().isEmpty());
            eventually().until(() -> {
                hands.advance(Duration.ofSeconds(10));
                return server.hub.cut(EndReason.STALLED) == 1;
            });
            assertNothingIsLeft();
        }
    }

    private void start(Times times) {
        server = new LiveServer(LiveServer.config().withTimes(times), hands.outside());
    }

    private void assertNothingIsLeft() {
        eventually().untilAsserted(() -> {
            assertThat(server.hub.sessions()).isEmpty();
            assertThat(server.hub.topics()).isEmpty();
        });
    }

    /** Passes bytes on both ways until it goes dark: then nothing comes through any more, and nobody is told. */
    private static final class DarkeningProxy {
        private final NetServer listening;
        private final NetClient forwarding;
        private final List<NetSocket> ends = new CopyOnWriteArrayList<>();

        DarkeningProxy(Vertx vertx, int to) {
            forwarding = vertx.createNetClient();
            listening = vertx.createNetServer().connectHandler(client -> {
                client.pause();
                forwarding.connect(to, "127.0.0.1").onSuccess(gateway -> {
                    ends.addAll(List.of(client, gateway));
                    client.handler(gateway::write);
                    gateway.handler(client::write);
                    client.resume();
                });
            });
            listening.listen(0, "127.0.0.1").await();
        }

        int port() {
            return listening.actualPort();
        }

        void goDark() {
            ends.forEach(NetSocket::pause);
        }

        void close() {
            Future.join(ends.stream().map(NetSocket::close).toList()).await();
            listening.close().await();
            forwarding.close().await();
        }
    }
}
