package io.sluice.bench.rig;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.WebSocketFrame;
import io.vertx.core.http.WebSocketFrameType;
import io.vertx.core.http.impl.ws.WebSocketFrameImpl;
import io.vertx.core.internal.buffer.BufferInternal;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * What the gateway is measured against: a bare Vert.x server that sends frames, encoded before, to all WebSockets, and does
 * nothing else. The frames have the form and the size of the gateway's. Each socket's write queue is respected: one that is full
 * gets the rest when it has drained. A process of its own; everything belongs to its event loop.
 */
public final class BroadcastProcess extends VerticleBase {
    private static final int WRITE_QUEUE_BYTES = 256 << 10;
    private static final String TOKEN = "x".repeat(40);

    private final Values values = new Values();
    private final List<Reader> readers = new ArrayList<>();
    private List<Buffer> frames = List.of();
    private double perFrame;
    private int sent;
    private int port;

    /** A client, and how many frames it has had. */
    private final class Reader {
        private final ServerWebSocket socket;
        private int next;

        Reader(ServerWebSocket socket) {
            this.socket = socket;
            this.next = sent;
        }

        void pump() {
            while (next < sent && !socket.writeQueueFull()) {
                socket.writeFrame(frame(frames.get(next++)));
            }
        }
    }

    private BroadcastProcess() {}

    public static Child launch() throws IOException {
        return Child.start(BroadcastProcess.class);
    }

    /** Has the frames for {@code records} made, {@code perFrame} in each on average. */
    public static void encode(Child broadcast, long records, double perFrame) {
        broadcast.ask("encode " + records + " " + perFrame);
    }

    /** Begins to send them, as fast as the clients take them. */
    public static void flood(Child broadcast) {
        broadcast.ask("flood");
    }

    /** Begins to send each frame when its last record is due. */
    public static void pace(Child broadcast, int recordsPerSecond) {
        broadcast.ask("pace " + recordsPerSecond);
    }

    public static void main(String[] args) throws IOException {
        Vertx vertx = Vertx.vertx();
        BroadcastProcess server = new BroadcastProcess();
        vertx.deployVerticle(server).await();
        new Answers()
                .on("encode", words -> server.encode(Long.parseLong(words[1]), Double.parseDouble(words[2])))
                .on("flood", words -> server.begin(() -> server.flood(0)))
                .on("pace", words -> server.begin(() -> server.pace(Integer.parseInt(words[1]))))
                .serve(server.port);
    }

    @Override
    public Future<?> start() {
        return vertx.createHttpServer()
                .webSocketHandler(this::connected)
                .listen(0, "127.0.0.1")
                .onSuccess(this::listening);
    }

    private void listening(HttpServer server) {
        port = server.actualPort();
    }

    private void connected(ServerWebSocket socket) {
        Reader reader = new Reader(socket);
        readers.add(reader);
        socket.setWriteQueueMaxSize(WRITE_QUEUE_BYTES);
        socket.drainHandler(now -> reader.pump());
        socket.exceptionHandler(gone -> readers.remove(reader));
        socket.closeHandler(gone -> readers.remove(reader));
        socket.writeTextMessage("{\"type\":\"subscribed\"}");
    }

    private String begin(Runnable work) {
        context.runOnContext(now -> {
            sent = 0;
            readers.forEach(reader -> reader.next = 0);
            work.run();
        });
        return "";
    }

    private void flood(int frame) {
        if (frame < frames.size()) {
            send(frame + 1);
            context.runOnContext(now -> flood(frame + 1));
        }
    }

    private void send(int count) {
        sent = count;
        readers.forEach(Reader::pump);
    }

    private void pace(int perSecond) {
        long start = System.nanoTime();
        double framesPerNano = perSecond / perFrame / 1e9;
        next(start, framesPerNano);
    }

    private void next(long start, double framesPerNano) {
        int due = (int) Math.min(frames.size(), (System.nanoTime() - start) * framesPerNano);
        if (due > sent) {
            send(due);
        }
        if (sent < frames.size()) {
            long wait = (long) ((sent + 1) / framesPerNano) - (System.nanoTime() - start);
            vertx.setTimer(Math.max(1, wait / 1_000_000), timer -> next(start, framesPerNano));
        }
    }

    private String encode(long records, double perFrame) {
        List<Buffer> encoded = new ArrayList<>();
        long from = 0;
        for (int n = 1; from < records; n++) {
            long to = Math.min(records, Math.max(from + 1, (long) (n * perFrame)));
            encoded.add(encode(from, to));
            from = to;
        }
        context.runOnContext(now -> {
            frames = encoded;
            this.perFrame = perFrame;
        });
        return "";
    }

    private Buffer encode(long from, long to) {
        StringBuilder frame = new StringBuilder("{\"type\":\"records\",\"id\":\"0\",\"records\":[");
        for (long offset = from; offset < to; offset++) {
            frame.append(offset == from ? "" : ",")
                    .append("{\"topic\":\"bench\",\"partition\":0,\"offset\":")
                    .append(offset)
                    .append(",\"timestamp\":1763692800000,\"key\":null,\"headers\":{},\"value\":")
                    .append(new String(values.plain(offset), US_ASCII))
                    .append('}');
        }
        return Buffer.buffer(frame.append("],\"token\":\"" + TOKEN + "\"}").toString());
    }

    private static WebSocketFrame frame(Buffer utf8) {
        return new WebSocketFrameImpl(WebSocketFrameType.TEXT, ((BufferInternal) utf8).getByteBuf(), true);
    }
}
