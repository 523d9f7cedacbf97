package io.sluice.stream.intake.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.contract.Processing;
import io.sluice.contract.Source;
import io.sluice.stream.intake.AddressRules;
import io.sluice.stream.intake.Credentials;
import io.sluice.stream.intake.Reader;
import io.sluice.stream.intake.SourceFault;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.ServerWebSocket;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WebSocketReaderIT {
    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void stop() throws Exception {
        vertx.close().await(30, TimeUnit.SECONDS);
    }

    @Test
    void messages_are_records_and_what_is_to_be_sent_first_is() throws Exception {
        int port = serve(socket -> socket.textMessageHandler(subscribe -> {
            socket.writeTextMessage("{\"asked\":" + subscribe + "}");
            socket.writeTextMessage("[{\"a\":1},{\"a\":2}]");
            socket.writeBinaryMessage(Buffer.buffer("{\"binary\":true}"));
            socket.writeBinaryMessage(Buffer.buffer(new byte[] {1, 2, 3}));
            socket.writeTextMessage("{\"broken\":");
            socket.writeTextMessage("hello");
        }));
        try (Reader reader = open("ws://127.0.0.1:" + port + "/", "{\"topic\":7}", Map.of())) {
            Recorded seen = new Recorded().read(reader, it -> it.values.size() == 5);

            assertThat(seen.values)
                    .containsExactly(
                            "{\"asked\":{\"topic\":7}}",
                            "{\"a\":1}",
                            "{\"a\":2}",
                            "{\"binary\":true}",
                            "{\"data\":\"hello\"}");
            assertThat(seen.failures).hasSize(2);
            assertThat(seen.failures.get(0)).startsWith("message 4, which is binary: ");
            assertThat(seen.failures.get(1)).startsWith("message 5: ");
        }
    }

    @Test
    void the_data_key_leads_into_each_message() throws Exception {
        int port = serve(
                socket -> socket.writeTextMessage("{\"type\":\"data\",\"data\":[{\"stid\":\"A\"},{\"stid\":\"B\"}]}"));
        try (Reader reader = open("ws://127.0.0.1:" + port + "/", null, Map.of("data_key", "data"))) {
            assertThat(new Recorded().read(reader, it -> it.values.size() == 2).values)
                    .containsExactly("{\"stid\":\"A\"}", "{\"stid\":\"B\"}");
        }
    }

    @Test
    void a_slow_reader_loses_nothing_and_the_sender_waits() throws Exception {
        int messages = 5_000;
        String filling = "x".repeat(4_000);
        int port = serve(socket -> IntStream.range(0, messages)
                .forEach(i -> socket.writeTextMessage("{\"n\":" + i + ",\"filling\":\"" + filling + "\"}")));
        try (Reader reader = open("ws://127.0.0.1:" + port + "/", null, Map.of())) {
            Recorded seen = new Recorded().read(reader, 7, it -> it.values.size() >= messages);

            for (int i = 0; i < messages; i++) {
                assertThat(seen.values.get(i)).startsWith("{\"n\":" + i + ",");
            }
        }
    }

    @Test
    void a_close_is_told_after_the_messages_before_it() throws Exception {
        int port = serve(socket -> {
            socket.writeTextMessage("{\"a\":1}");
            socket.close((short) 1001);
        });
        try (Reader reader = open("ws://127.0.0.1:" + port + "/", null, Map.of())) {
            Recorded seen = new Recorded();
            assertThatThrownBy(() -> seen.read(reader, it -> false))
                    .isInstanceOf(SourceFault.class)
                    .hasMessage("The server \"127.0.0.1\" closed the connection (1001: it is going away).");
            assertThat(seen.values).containsExactly("{\"a\":1}");
        }
    }

    @Test
    void what_is_no_websocket_is_told_in_words() throws Exception {
        int port = vertx.createHttpServer()
                .requestHandler(request -> request.response()
                        .setStatusCode(request.path().equals("/closed") ? 401 : 200)
                        .end("hello"))
                .listen(0, "127.0.0.1")
                .await(30, TimeUnit.SECONDS)
                .actualPort();

        assertFault("ws://127.0.0.1:" + port + "/", "speaks no WebSocket at this address (it answers 200)");
        assertFault("ws://127.0.0.1:" + port + "/closed", "answers 401: it wants credentials");
        assertFault("ws://127.0.0.1:1/", "does not accept a connection");
        assertFault("http://127.0.0.1:" + port + "/", "begins with ws:// or wss://");
        assertFault("ws://10.1.2.3/", "private or special network");
    }

    private void assertFault(String url, String words) {
        assertThatThrownBy(() -> open(url, null, Map.of()))
                .isInstanceOf(SourceFault.class)
                .hasMessageContaining(words);
    }

    private int serve(Handler<ServerWebSocket> handler) throws Exception {
        HttpServer server = vertx.createHttpServer()
                .webSocketHandler(handler)
                .listen(0, "127.0.0.1")
                .await(30, TimeUnit.SECONDS);
        return server.actualPort();
    }

    private Reader open(String url, @Nullable String subscribe, Map<String, Object> options) throws Exception {
        return WebSocketReader.of(
                        vertx,
                        new Source.WebSocket(url, subscribe, "t", 1),
                        Processing.of("websocket", options),
                        Credentials.NONE,
                        AddressRules.of(List.of("127.0.0.0/8")))
                .open(Map.of());
    }
}
