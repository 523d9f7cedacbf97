package io.sluice.gateway.live;

import io.sluice.contract.Problem;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One subscription over a plain HTTP response: server-sent events or NDJSON. Nothing is written before the subscription stands,
 * so a refusal can still be a problem with a status.
 */
final class StreamConnection implements Outbound, LiveLoop.Connection {
    private static final Buffer COMMENT = Buffer.buffer(": alive\n\n");

    private final LiveLoop loop;
    private final HttpServerResponse response;
    private final Format format;
    private final @Nullable Instant expiresAt;
    private @Nullable Subscription subscription;
    private long lastWrite;

    StreamConnection(LiveLoop loop, HttpServerResponse response, Format format, @Nullable Instant expiresAt) {
        this.loop = loop;
        this.response = response;
        this.format = format;
        this.expiresAt = expiresAt;
    }

    void attach(Subscription subscription) {
        this.subscription = subscription;
        response.setWriteQueueMaxSize(loop.hub().config().memory().writeQueue());
        response.drainHandler(now -> subscription.drained());
        response.exceptionHandler(gone -> close(EndReason.DISCONNECTED));
        response.closeHandler(gone -> close(EndReason.DISCONNECTED));
        loop.add(this);
    }

    private void head() {
        boolean events = format == Format.EVENTS;
        response.setChunked(true)
                .putHeader("Content-Type", events ? "text/event-stream" : "application/x-ndjson")
                .putHeader("Cache-Control", "no-store")
                .putHeader("X-Accel-Buffering", "no");
        response.writeHead();
    }

    @Override
    public boolean isSlow() {
        return response.closed() || response.writeQueueFull();
    }

    @Override
    public void subscribed(Subscription subscription, boolean resumed, @Nullable String token) {
        head();
        if (format == Format.EVENTS) {
            event("subscribed", Frames.subscribed(resumed, token), token);
        }
    }

    @Override
    public void records(Subscription subscription, Chunk chunk) {
        write(chunk.buffer());
    }

    @Override
    public void gap(Subscription subscription, Gap gap) {
        if (format == Format.EVENTS) {
            event("gap", Frames.gap(gap), null);
        } else {
            line("gap", Frames.gap(gap));
        }
    }

    @Override
    public void stats(Subscription subscription, Stats stats, String state, @Nullable String token) {
        if (format == Format.EVENTS && !isSlow()) {
            event("stats", Frames.stats(stats, state, token), token);
        }
    }

    @Override
    public void ended(Subscription subscription, EndReason reason, @Nullable String token) {
        loop.remove(this);
        if (!response.headWritten() && reason.isTold()) {
            head();
        }
        if (!response.headWritten() || response.ended() || response.closed()) {
            return;
        }
        if (reason.isTold() && format == Format.EVENTS) {
            event("end", Frames.end(reason, token), token);
        } else if (reason.isTold() && reason != EndReason.LIMIT && reason != EndReason.UNTIL) {
            line("end", Frames.end(reason, token));
        }
        response.end();
    }

    @Override
    public void failed(Subscription subscription, Problem problem) {
        if (!response.headWritten()) {
            return;
        }
        if (format == Format.EVENTS) {
            event("error", Frames.problem(problem), null);
        } else {
            line("error", Frames.problem(problem));
        }
    }

    @Override
    public void tick() {
        Instant now = loop.clock().instant();
        if (expiresAt != null && !now.isBefore(expiresAt)) {
            close(EndReason.EXPIRED);
            return;
        }
        if (subscription != null) {
            subscription.tick();
        }
        long silent = System.nanoTime() - lastWrite;
        if (format == Format.EVENTS
                && silent >= loop.hub().config().times().heartbeat().toNanos()
                && response.headWritten()) {
            write(COMMENT);
        }
    }

    @Override
    public void close(EndReason reason) {
        if (subscription != null) {
            subscription.end(reason);
        }
    }

    private void event(String name, JsonObject data, @Nullable String token) {
        Buffer event = Buffer.buffer();
        if (token != null) {
            event.appendString("id: ").appendString(token).appendString("\n");
        }
        write(event.appendString("event: ")
                .appendString(name)
                .appendString("\ndata: ")
                .appendString(data.encode())
                .appendString("\n\n"));
    }

    /** A line that is no record; it has a {@code type}, which no record has. */
    private void line(String type, JsonObject rest) {
        write(Buffer.buffer(Frames.frame(type, null, rest)).appendString("\n"));
    }

    private void write(Buffer bytes) {
        lastWrite = System.nanoTime();
        response.write(bytes);
    }
}
