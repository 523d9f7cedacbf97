package io.sluice.gateway.live;

import io.sluice.contract.Problem;
import io.sluice.contract.ProblemException;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The part of the live hub that belongs to one event loop: its connections, its outlets, and one timer for all of them. Everything
 * here runs on that loop.
 */
final class LiveLoop {
    private static final Logger LOG = LoggerFactory.getLogger(LiveLoop.class);
    private static final long TICK_MS = 1_000;

    private final Vertx vertx;
    private final LiveHub hub;
    private final Context context;
    private final Set<Connection> connections = new LinkedHashSet<>();
    private final Map<String, Held> posts = new HashMap<>();
    private final FrameShare frames = new FrameShare();
    private long timer = -1;

    /** A topic as this loop sees it. */
    record Post(TopicTail tail, Outlet outlet) {}

    private static final class Held {
        final Post post;
        int holders;

        Held(Post post) {
            this.post = post;
        }
    }

    /** A client's connection. */
    interface Connection {
        /** Once a second. */
        void tick();

        /** Ends all its subscriptions and closes it. */
        void close(EndReason reason);
    }

    LiveLoop(Vertx vertx, LiveHub hub, Context context) {
        this.vertx = vertx;
        this.hub = hub;
        this.context = context;
        hub.add(this);
    }

    Vertx vertx() {
        return vertx;
    }

    LiveHub hub() {
        return hub;
    }

    Context context() {
        return context;
    }

    /** Frames of the chunk that is being sent. */
    FrameShare frames() {
        return frames;
    }

    Clock clock() {
        return hub.clock();
    }

    Post post(String topic) {
        Held held = posts.computeIfAbsent(
                topic,
                name -> new Held(new Post(
                        hub.acquire(name),
                        new Outlet(context, frames, hub.config().memory().batchesInFlight()))));
        held.holders++;
        return held.post;
    }

    void release(Post post) {
        Held held = posts.get(post.tail().topic());
        if (held != null && --held.holders == 0) {
            posts.remove(post.tail().topic());
            hub.release(post.tail());
        }
    }

    void add(Connection connection) {
        connections.add(connection);
        if (timer == -1) {
            timer = vertx.setPeriodic(TICK_MS, now -> List.copyOf(connections).forEach(Connection::tick));
        }
    }

    void remove(Connection connection) {
        connections.remove(connection);
        if (connections.isEmpty()) {
            vertx.cancelTimer(timer);
            timer = -1;
        }
    }

    /** Any thread. */
    void shutdown() {
        context.runOnContext(
                now -> List.copyOf(connections).forEach(connection -> connection.close(EndReason.SHUTDOWN)));
    }

    /** What the client is told of a failure; one that is nobody's fault is logged here, once. */
    Problem problem(Throwable cause) {
        if (cause instanceof ProblemException known) {
            return known.problem();
        }
        String id = UUID.randomUUID().toString();
        LOG.error("unexpected failure in live delivery; id={}", id, cause);
        return new Problem.Internal(id);
    }
}
