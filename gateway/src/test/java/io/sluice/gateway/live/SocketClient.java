package io.sluice.gateway.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.http.ClientWebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** A WebSocket client that remembers what it heard. */
final class SocketClient implements AutoCloseable {
    private static final long PATIENCE_S = 30;

    private final WebSocketClient client;
    private final ClientWebSocket socket;
    private final BlockingQueue<String> frames = new LinkedBlockingQueue<>();
    private final Queue<String> broken = new ConcurrentLinkedQueue<>();
    final CompletableFuture<Short> closed = new CompletableFuture<Short>().orTimeout(2, TimeUnit.MINUTES);

    SocketClient(Vertx vertx, int port, String query) {
        this(vertx, port, query, "ada", "127.0.0.1");
    }

    SocketClient(Vertx vertx, int port, String query, String user, String address) {
        client = vertx.createWebSocketClient(new io.vertx.core.http.WebSocketClientOptions()
                .setMaxMessageSize(64 << 20)
                .setMaxFrameSize(64 << 20)
                .setLocalAddress(address));
        socket = connect(new WebSocketConnectOptions()
                .setPort(port)
                .setHost("127.0.0.1")
                .setURI("/api/v1/live" + query)
                .putHeader(LiveServer.USER, user));
    }

    /**
     * A server that refuses at once may have closed before the client library has taken the handlers over, which then hear nothing;
     * so it is asked again.
     */
    private ClientWebSocket connect(WebSocketConnectOptions options) {
        while (true) {
            ClientWebSocket made = client.webSocket();
            made.textMessageHandler(frame -> {
                broken.addAll(Contract.faults(frame));
                frames.add(frame);
            });
            made.closeHandler(now -> closed.complete(made.closeStatusCode()));
            try {
                made.connect(options).await();
                return made;
            } catch (IllegalStateException closedAlready) {
                if (closed.isDone()) {
                    return made;
                }
            }
        }
    }

    SocketClient send(String frame) {
        socket.writeTextMessage(frame).await();
        return this;
    }

    void sendBinary() {
        socket.writeBinaryMessage(io.vertx.core.buffer.Buffer.buffer("x")).await();
    }

    /** Stops taking anything from the network; its receive buffers fill up and then the server's. */
    void stall() {
        socket.pause();
    }

    void flow() {
        socket.resume();
    }

    /** The next frame that is none of {@code stats}. */
    String next() {
        while (true) {
            String frame = poll();
            if (!frame.startsWith("{\"type\":\"stats\"")) {
                return frame;
            }
        }
    }

    /** The next frame of this type; all before it are passed over. */
    JsonObject await(String type) {
        while (true) {
            String frame = poll();
            if (frame.startsWith("{\"type\":\"" + type + "\"")) {
                return new JsonObject(frame);
            }
        }
    }

    /** The next frame, whatever it is. */
    String poll() {
        try {
            String frame = frames.poll(PATIENCE_S, TimeUnit.SECONDS);
            assertThat(frame).as("a frame within %s s", PATIENCE_S).isNotNull();
            return frame;
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    /** What came for one subscription until it has {@code count} records. */
    Heard hear(int count) {
        return hear(count, new Heard());
    }

    /** What came until an {@code end} frame. */
    Heard hearAll() {
        Heard heard = new Heard();
        while (heard.end == null) {
            heard.add(new JsonObject(next()));
        }
        return heard;
    }

    /** Adds what comes next to {@code heard} until it has {@code count} records. */
    Heard hear(int count, Heard heard) {
        while (heard.records.size() < count) {
            heard.add(new JsonObject(next()));
        }
        return heard;
    }

    /** Adds what comes next to {@code heard} until a gap is told. */
    Heard hearPastGap(Heard heard) {
        int told = heard.gaps.size();
        while (heard.gaps.size() == told) {
            heard.add(new JsonObject(next()));
        }
        return heard;
    }

    /** Waits until a {@code stats} frame says so; what comes before is passed over. */
    JsonObject awaitStats(Predicate<JsonObject> wanted) {
        while (true) {
            JsonObject stats = await("stats");
            if (wanted.test(stats)) {
                return stats;
            }
        }
    }

    /** Frames in their order, taken apart. */
    static final class Heard {
        final List<JsonObject> records = new ArrayList<>();
        final List<JsonObject> gaps = new ArrayList<>();
        final List<String> places = new ArrayList<>();
        String token;
        String end;

        void add(JsonObject frame) {
            switch (frame.getString("type")) {
                case "records" -> {
                    frame.getJsonArray("records").forEach(record -> record((JsonObject) record));
                    token = frame.getString("token");
                }
                case "gap" -> gaps.add(frame);
                case "end" -> end = frame.getString("reason");
                case "error" -> throw new AssertionError(frame.encode());
                default -> {}
            }
        }

        private void record(JsonObject record) {
            records.add(record);
            places.add(record.getInteger("partition") + "@" + record.getLong("offset"));
        }
    }

    @Override
    public void close() {
        assertThat(broken).as("frames that are not as asyncapi.yaml says").isEmpty();
        if (!closed.isDone()) {
            socket.close().await();
        }
        client.close().await();
    }
}
