package io.sluice.gateway.live;

import io.sluice.contract.Problem;
import io.sluice.gateway.http.Problems;
import io.sluice.gateway.socket.Wire;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One subscription over a plain HTTP response: server-sent events or NDJSON. Nothing is written before the subscription stands,
 * so a refusal can still be a problem with a status.
 */
final class StreamConnection implements Outbound, LiveLoop.Connection {
    private static final Buffer COMMENT = Buffer.buffer(": alive\n\n");
    private static final Buffer EMPTY_LINE = Buffer.buffer("\n");

    private final LiveLoop loop;
    private final Wire wire;
    private final HttpServerResponse response;
    private final Format format;
    private final Tenure tenure;
    private final Pulse pulse;
    private @Nullable Subscription subscription;
    private @Nullable Duration retry;

    StreamConnection(LiveLoop loop, HttpServerRequest request, Format format, Admission admission) {
        this.loop = loop;
        this.wire = Wire.of(request);
        this.response = request.response();
        this.format = format;
        this.tenure = new Tenure(loop.clock(), admission);
        this.pulse = Pulse.ofListening(loop.hub().config().times(), loop.nanos());
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
            event("subscribed", Frames.subscribed(subscription.session(), resumed, token), token);
        }
    }

    @Override
    public int records(Subscription subscription, Chunk chunk) {
        write(chunk.buffer());
        return chunk.bytes();
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
        if (format == Format.EVENTS && response.headWritten() && !isSlow()) {
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
            if (retry != null) {
                write(Buffer.buffer("retry: " + retry.toMillis() + "\n"));
            }
            event("end", Frames.end(reason, retry, token), token);
        } else if (reason.isTold() && reason != EndReason.LIMIT && reason != EndReason.UNTIL) {
            line("end", Frames.end(reason, retry, token));
        }
        response.end();
    }

    @Override
    public void failed(Subscription subscription, Problem problem, @Nullable String token) {
        if (!response.headWritten()) {
            return;
        }
        if (format == Format.EVENTS) {
            waitBeforeReconnecting(problem);
            event("error", Frames.problem(problem, token), token);
        } else {
            line("error", Frames.problem(problem, token));
        }
    }

    @Override
    public Tenure tenure() {
        return tenure;
    }

    @Override
    public void tick() {
        if (tenure.isOver()) {
            close(EndReason.EXPIRED);
            return;
        }
        if (subscription != null) {
            subscription.tick();
        }
        if (response.headWritten() && !response.ended()) {
            warn();
            beat();
        }
    }

    private void warn() {
        @Nullable Instant end = tenure.warning(loop.hub().config().times().warnBefore());
        if (end == null || subscription == null) {
            return;
        }
        JsonObject warning = Frames.expiry(end).put("session", subscription.session());
        if (format == Format.EVENTS) {
            event("expiring", warning, null);
        } else {
            line("expiring", warning);
        }
    }

    @Override
    public Future<@Nullable Instant> renew(Supplier<Future<Admission>> proven) {
        return tenure.renew(proven).map(done -> {
            loop.renewed(this);
            return tenure.expiresAt();
        });
    }

    private void beat() {
        switch (pulse.tick(response.writeQueueFull(), wire.waiting())) {
            case NOTHING -> {}
            case BEAT -> write(format == Format.EVENTS ? COMMENT : EMPTY_LINE);
            case GONE -> cut(EndReason.DISCONNECTED);
            case STALLED -> cut(EndReason.STALLED);
        }
    }

    @Override
    public void authorize() {
        if (subscription != null) {
            subscription.authorize(tenure.caller());
        }
    }

    private void cut(EndReason reason) {
        loop.hub().countCut(reason);
        close(reason);
        wire.cut();
    }

    @Override
    public void drain(Duration wait) {
        retry = wait;
        close(EndReason.SHUTDOWN);
    }

    @Override
    public void close(EndReason reason) {
        if (subscription != null) {
            subscription.end(reason);
        }
    }

    /** An {@code EventSource} comes again by itself. */
    private void waitBeforeReconnecting(Problem problem) {
        if (problem instanceof Problem.TooMany tooMany) {
            write(Buffer.buffer("retry: " + 1_000 * Problems.retrySeconds(tooMany) + "\n"));
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
        pulse.sign();
        response.write(bytes);
    }
}
