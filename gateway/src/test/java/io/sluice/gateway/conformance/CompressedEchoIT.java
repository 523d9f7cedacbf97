package io.sluice.gateway.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.gateway.socket.Deflate;
import io.sluice.gateway.socket.Frame;
import io.sluice.gateway.socket.WebSocket;
import io.vertx.core.Vertx;
import io.vertx.core.http.ClientWebSocket;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import java.net.URI;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/**
 * permessage-deflate against another implementation of it, netty's: messages of the sizes of Autobahn's cases 12, and those
 * offers of its cases 13 that such a client can make.
 */
class CompressedEchoIT {
    private static final int[] SIZES = {
        0, 1, 16, 64, 125, 126, 256, 1_024, 4_096, 8_192, 16_384, 32_768, 65_536, 131_072
    };
    private static final int ROUNDS = 20;
    private static final int LARGEST = 1 << 20;
    private static final WebSocket.Options OPTIONS = new WebSocket.Options("sluice", LARGEST, LARGEST, true);
    private static final Vertx VERTX = Vertx.vertx();

    @AfterAll
    static void stop() {
        VERTX.close().await();
    }

    @Test
    void messages_of_every_size_come_back() throws Exception {
        exchange(offer());
    }

    @Test
    void a_client_that_asks_the_server_to_keep_no_window_is_heard() throws Exception {
        exchange(offer().setCompressionRequestServerNoContext(true));
    }

    @Test
    void without_an_offer_nothing_is_compressed() throws Exception {
        exchange(new WebSocketClientOptions());
    }

    @Test
    void a_client_that_offers_to_keep_no_window_is_taken_at_its_word() throws Exception {
        exchange(offer().setCompressionAllowClientNoContext(true));
    }

    private static WebSocketClientOptions offer() {
        return new WebSocketClientOptions().setTryUsePerMessageCompression(true);
    }

    private static void exchange(WebSocketClientOptions options) throws Exception {
        options.setMaxFrameSize(LARGEST).setMaxMessageSize(LARGEST);
        BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        try (EchoServer server = new EchoServer(CompressedEchoIT::echo)) {
            // A client that nobody holds is closed when it is collected, with its sockets.
            WebSocketClient client = VERTX.createWebSocketClient(options);
            ClientWebSocket socket = client.webSocket();
            socket.textMessageHandler(heard::add);
            URI at = URI.create(server.url());
            socket.connect(at.getPort(), at.getHost(), at.getPath()).await();
            boolean agreed = socket.headers().contains("sec-websocket-extensions");
            assertThat(agreed).isEqualTo(options.getTryUsePerMessageCompression());
            for (int size : SIZES) {
                for (int round = 0; round < ROUNDS; round++) {
                    String text = text(size, round);
                    socket.writeTextMessage(text).await();
                    assertThat(heard.poll(30, TimeUnit.SECONDS)).isEqualTo(text);
                }
            }
            socket.close().await();
            client.close().await();
        }
    }

    private static void echo(HttpServerRequest request) {
        WebSocket.accept(request, OPTIONS).onSuccess(socket -> socket.onText(text -> answer(socket, text)));
    }

    private static void answer(WebSocket socket, String text) {
        byte[] bytes = text.getBytes(UTF_8);
        if (socket.deflates()) {
            socket.write(Frame.head(socket.memory(), true, Deflate.last(bytes), 0));
        } else {
            socket.write(Frame.text(socket.memory(), bytes));
        }
    }

    /** Like JSON, so that it can be compressed; not the same in two rounds. */
    private static String text(int size, int round) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; text.length() < size; i++) {
            text.append("{\"n\":").append(i * 31L + round).append(",\"ü\":\"☃\"}");
        }
        return text.substring(0, size);
    }
}
