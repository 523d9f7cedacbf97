package io.sluice.gateway.live;

import io.sluice.contract.Problem;
import io.sluice.contract.ProblemException;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The part of the live hub that belongs to one event loop: its connections, its outlets, and one timer for all of them. Everything
 * here runs on that loop.
 */
final class LiveLoop {
    private static final Logger LOG = LoggerFactory.getLogger(LiveLoop.class);
    private static final long TICK_MS = 1_000;
    private static final int TICK_PORTION = 50;
    private static final Duration DRAIN_STEP = Duration.ofMillis(20);

    private final Vertx vertx;
    private final LiveHub hub;
    private final Context context;
    private final Set<Connection> connections = new LinkedHashSet<>();
    private final Map<String, Held> posts = new HashMap<>();
    private final Doubts doubts;
    private final Door door;
    private final Chronicle chronicle;
    private final Counters counters = new Counters();
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
        Tenure tenure();

        /** The role of its caller is another: subscriptions without the right to their topic end. */
        void authorize();

        /** Once a second. */
        void tick();

        /** Ends all its subscriptions and closes it. */
        void close(EndReason reason);

        /**
         * Ends it because the node stops.
         *
         * @param retry how long its client should wait before it comes again
         */
        void drain(Duration retry);
    }

    LiveLoop(Vertx vertx, LiveHub hub, Context context, Identities identities, Chronicle chronicle) {
        this.chronicle = chronicle;
        this.vertx = vertx;
        this.hub = hub;
        this.context = context;
        this.doubts = new Doubts(vertx, hub.outside().nanos(), connections);
        this.door = new Door(identities, doubts);
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

    Door door() {
        return door;
    }

    Chronicle chronicle() {
        return chronicle;
    }

    Counters counters() {
        return counters;
    }

    /** Frames of the chunk that is being sent. */
    FrameShare frames() {
        return frames;
    }

    Clock clock() {
        return hub.clock();
    }

    LongSupplier nanos() {
        return hub.outside().nanos();
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
            nextTick();
        }
        doubts.admitted(connection);
    }

    /** On the full second, when tokens expire. */
    private void nextTick() {
        timer = vertx.setTimer(TICK_MS - Math.floorMod(clock().millis(), TICK_MS), now -> {
            nextTick();
            doubts.tick();
            tick(List.copyOf(connections).iterator());
        });
    }

    /** In portions: the figures of thousands must not hold up their records. */
    private void tick(Iterator<Connection> rest) {
        for (int i = 0; i < TICK_PORTION && rest.hasNext(); i++) {
            Connection connection = rest.next();
            if (connections.contains(connection)) {
                connection.tick();
            }
        }
        if (rest.hasNext()) {
            context.runOnContext(later -> tick(rest));
        }
    }

    /** A connection goes on under another identity. */
    void renewed(Connection connection) {
        doubts.admitted(connection);
    }

    void remove(Connection connection) {
        connections.remove(connection);
        doubts.forget(connection);
        if (connections.isEmpty()) {
            vertx.cancelTimer(timer);
            timer = -1;
        }
    }

    /** Ends all its connections, spread over time; completes with the last of them. Any thread. */
    Future<Void> drain() {
        Promise<Void> drained = Promise.promise();
        context.runOnContext(now -> drain(drained));
        return drained.future();
    }

    private void drain(Promise<Void> drained) {
        Random random = hub.outside().random();
        List<Connection> leaving = new ArrayList<>(connections);
        Collections.shuffle(leaving, random);
        Drain drain = Drain.of(leaving.size(), hub.config().times().drainWithin());
        leave(drain, leaving, Duration.ZERO, drained);
    }

    private void leave(Drain drain, List<Connection> leaving, Duration elapsed, Promise<Void> drained) {
        List<Connection> now = leaving.subList(0, leaving.size() - (drain.connections() - drain.due(elapsed)));
        now.forEach(connection -> connection.drain(drain.retry(hub.outside().random())));
        now.clear();
        if (leaving.isEmpty()) {
            drained.complete();
        } else {
            vertx.setTimer(DRAIN_STEP.toMillis(), next -> leave(drain, leaving, elapsed.plus(DRAIN_STEP), drained));
        }
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
