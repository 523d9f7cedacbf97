package io.sluice.gateway.audit;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.sluice.contract.Audit;
import io.sluice.contract.Audit.Event;
import io.sluice.contract.Problem;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Events on their way to the audit: at most {@value #MAX_EVENTS} and {@value #MAX_BYTES} bytes wait, one batch is under way at a time, and one
 * that was not answered is brought again. While there is no room, what changes something is refused, because it has to find room
 * before it begins; what only reads goes on, and how many of those were not kept is counted and told as an event of its own. What waits is lost
 * when the process is killed. Belongs to one event loop.
 */
public final class Trail {
    static final int MAX_EVENTS = 10_000;
    static final int MAX_BYTES = 8 << 20;

    private static final Logger LOG = LoggerFactory.getLogger(Trail.class);
    private static final Duration RETRY = Duration.ofSeconds(1);
    private static final Duration LAST = Duration.ofSeconds(5);
    private static final int OVERHEAD = 400;

    private final Vertx vertx;
    private final Events events;
    private final Deque<Event> waiting = new ArrayDeque<>();
    private @Nullable Future<?> underWay;
    private int reserved;
    private long bytes;
    /** Read for metrics by other threads. */
    private volatile long dropped;

    private volatile int length;
    private long untold;

    public Trail(Vertx vertx, Events events, MeterRegistry metrics) {
        this.vertx = vertx;
        this.events = events;
        FunctionCounter.builder("gateway_audit_dropped", this, trail -> trail.dropped)
                .description("Reads that the audit does not have, because it was away for too long")
                .register(metrics);
        Gauge.builder("gateway_audit_waiting", this, trail -> trail.length)
                .description("Events that wait for the audit")
                .register(metrics);
    }

    /** A place for an event that is still to come; it has to be used. Fails if there is none. */
    void reserve() {
        if (!hasRoom()) {
            throw new Problem.Unavailable("What is done cannot be recorded at the moment, so nothing is done.")
                    .toException();
        }
        reserved++;
    }

    private boolean hasRoom() {
        return waiting.size() + reserved < MAX_EVENTS && bytes < MAX_BYTES;
    }

    /** Of a place that was reserved. */
    void addReserved(Event event) {
        reserved--;
        push(event);
    }

    /** Kept if there is room. */
    void add(Event event) {
        if (hasRoom()) {
            push(event);
        } else {
            dropped++;
            untold++;
        }
    }

    private void push(Event event) {
        waiting.add(event);
        bytes += size(event);
        length = waiting.size();
        if (underWay == null) {
            bring();
        }
    }

    private void bring() {
        if (untold > 0 && waiting.size() < MAX_EVENTS) {
            Event told = events.lost(untold);
            waiting.add(told);
            bytes += size(told);
            untold = 0;
        }
        List<Event> batch = waiting.stream().limit(Audit.Append.MAX).toList();
        Future<?> asked = Audit.APPEND.call(vertx, new Audit.Append(batch));
        underWay = asked;
        asked.onComplete(done -> {
            if (done.succeeded()) {
                arrived(batch);
            } else {
                LOG.warn(
                        "the audit does not take events; waiting={} cause={}",
                        waiting.size(),
                        done.cause().toString());
                vertx.setTimer(RETRY.toMillis(), again -> bring());
            }
        });
    }

    private void arrived(List<Event> batch) {
        for (Event event : batch) {
            waiting.remove();
            bytes -= size(event);
        }
        length = waiting.size();
        underWay = null;
        if (!waiting.isEmpty()) {
            bring();
        }
    }

    private static long size(Event event) {
        long size = OVERHEAD + event.rule().length() + event.action().length();
        for (var detail : event.details().entrySet()) {
            size += detail.getKey().length() + detail.getValue().length();
        }
        @Nullable String id = event.thing().id();
        return size + (id == null ? 0 : id.length());
    }

    /** What waits is brought, for the last time. */
    public Future<Void> close() {
        List<Event> rest = new ArrayList<>(waiting);
        List<Future<?>> brought = new ArrayList<>();
        for (int from = 0; from < rest.size(); from += Audit.Append.MAX) {
            List<Event> batch = rest.subList(from, Math.min(rest.size(), from + Audit.Append.MAX));
            brought.add(Audit.APPEND.call(vertx, new Audit.Append(List.copyOf(batch)), LAST));
        }
        return Future.join(brought)
                .onFailure(failed -> LOG.warn("events are lost to the audit; waiting={}", rest.size()))
                .transform(done -> Future.succeededFuture());
    }
}
