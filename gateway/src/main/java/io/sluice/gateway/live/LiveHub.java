package io.sluice.gateway.live;

import io.sluice.contract.Problem;
import io.sluice.gateway.live.TopicTail.TopicState;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The live delivery of one node: create one and hand it to every instance of the gateway verticle, then close it. Thread-safe.
 *
 * <p>Owns the tails (one per topic with subscribers, and {@code grace} longer), the replay threads, one admin client that watches
 * the open topics, and the list of sessions.
 */
public final class LiveHub {
    private static final Logger LOG = LoggerFactory.getLogger(LiveHub.class);
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Vertx vertx;
    private final LiveConfig config;
    private final Clock clock;
    private final ReplayPool replay;
    private final Map<Long, Seat> seats = new ConcurrentHashMap<>();
    private final AtomicLong lastSeat = new AtomicLong();
    private final Map<String, Held> tails = new HashMap<>();
    private final List<LiveLoop> loops = new ArrayList<>();
    /** Not of Vert.x, whose timers belong to whichever verticle happens to start them, and end with it. */
    private final ScheduledThreadPoolExecutor timer =
            new ScheduledThreadPoolExecutor(1, work -> new Thread(work, "sluice-live-timer"));

    private @Nullable Admin admin;
    private java.util.concurrent.@Nullable Future<?> watch;
    private boolean closed;

    /** A tail and how many event loops hold it. */
    private static final class Held {
        final TopicTail tail;
        int holders;
        java.util.concurrent.@Nullable Future<?> grace;

        Held(TopicTail tail) {
            this.tail = tail;
        }
    }

    /** A subscription's place in the node's limit and in the list of sessions. */
    final class Seat {
        private final long id;
        private volatile @Nullable Session session;

        Seat(long id) {
            this.id = id;
        }

        long id() {
            return id;
        }

        void publish(Session session) {
            this.session = session;
        }

        void leave() {
            seats.remove(id);
        }
    }

    public LiveHub(Vertx vertx, LiveConfig config, Clock clock) {
        this.vertx = vertx;
        this.config = config;
        this.clock = clock;
        timer.setRemoveOnCancelPolicy(true);
        this.replay = new ReplayPool(config, clock, this::describe);
    }

    public LiveConfig config() {
        return config;
    }

    /** The live subscriptions of this node, as they were within the last second. */
    public List<Session> sessions() {
        List<Session> sessions = new ArrayList<>();
        seats.values().forEach(seat -> {
            @Nullable Session session = seat.session;
            if (session != null) {
                sessions.add(session);
            }
        });
        return sessions;
    }

    /** Topics that are read at the moment. */
    public synchronized List<String> topics() {
        return List.copyOf(tails.keySet());
    }

    Clock clock() {
        return clock;
    }

    ReplayPool replay() {
        return replay;
    }

    Seat seat() {
        if (seats.size() >= config.limits().node().subscriptions()) {
            throw new Problem.TooMany("This node has as many live subscriptions as it can bear.", PATIENCE)
                    .toException();
        }
        Seat seat = new Seat(lastSeat.incrementAndGet());
        seats.put(seat.id(), seat);
        return seat;
    }

    synchronized void add(LiveLoop loop) {
        loops.add(loop);
    }

    synchronized TopicTail acquire(String topic) {
        if (closed) {
            throw new Problem.Unavailable("The gateway is shutting down.").toException();
        }
        Held held = tails.get(topic);
        if (held == null) {
            held = new Held(new TopicTail(topic, config, clock, () -> describe(topic), TopicTail.Begin.END));
            tails.put(topic, held);
            held.tail.start();
            watchTopics();
        }
        held.holders++;
        cancel(held.grace);
        return held.tail;
    }

    synchronized void release(TopicTail tail) {
        @Nullable Held held = tails.get(tail.topic());
        if (held != null && --held.holders == 0) {
            held.grace =
                    timer.schedule(() -> expire(held), config.times().grace().toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private synchronized void expire(Held held) {
        if (held.holders == 0 && tails.remove(held.tail.topic(), held)) {
            held.tail.close();
        }
        if (tails.isEmpty()) {
            cancel(watch);
            watch = null;
        }
    }

    private static void cancel(java.util.concurrent.@Nullable Future<?> task) {
        if (task != null) {
            task.cancel(false);
        }
    }

    private void watchTopics() {
        if (watch == null) {
            long every = config.times().watch().toMillis();
            watch = timer.scheduleWithFixedDelay(this::look, every, every, TimeUnit.MILLISECONDS);
        }
    }

    /** Kafka tells nobody that a topic has changed, so it is asked, once for all open topics. */
    private void look() {
        try {
            ask();
        } catch (KafkaException away) {
            LOG.warn("topics cannot be watched; cause={}", away.toString());
        }
    }

    private synchronized void ask() {
        Map<String, TopicTail> open = new HashMap<>();
        tails.forEach((topic, held) -> open.put(topic, held.tail));
        if (open.isEmpty() || closed) {
            return;
        }
        Map<String, KafkaFuture<TopicDescription>> asked =
                admin().describeTopics(open.keySet()).topicNameValues();
        asked.forEach((topic, answer) -> answer.whenComplete((description, failure) -> {
            @Nullable TopicTail tail = open.get(topic);
            if (tail != null && (failure == null || failure instanceof UnknownTopicOrPartitionException)) {
                tail.told(state(description));
            }
        }));
    }

    private synchronized Admin admin() {
        Admin open = admin;
        if (open == null) {
            Map<String, Object> kafka = new HashMap<>(config.kafka());
            kafka.put("client.id", "sluice-live");
            open = Admin.create(kafka);
            admin = open;
        }
        return open;
    }

    /** Blocks; on a tail's thread or one that replays. */
    TopicState describe(String topic) {
        try {
            return state(admin().describeTopics(List.of(topic))
                    .allTopicNames()
                    .get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                    .get(topic));
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof UnknownTopicOrPartitionException) {
                return new TopicState(null, 0);
            }
            throw new KafkaException(failed.getCause());
        } catch (TimeoutException late) {
            throw new KafkaException(late);
        } catch (InterruptedException interrupted) {
            throw new InterruptException(interrupted);
        }
    }

    private static TopicState state(@Nullable TopicDescription description) {
        return description == null
                ? new TopicState(null, 0)
                : new TopicState(
                        description.topicId().toString(),
                        description.partitions().size());
    }

    /** Ends every connection with {@code shutdown}, then every thread and client. Completes when all of them are gone. */
    public Future<Void> close() {
        List<LiveLoop> all;
        synchronized (this) {
            closed = true;
            all = List.copyOf(loops);
        }
        all.forEach(LiveLoop::shutdown);
        return vertx.executeBlocking(() -> {
            stopClients();
            return null;
        });
    }

    private void stopClients() throws InterruptedException {
        List<TopicTail> open;
        @Nullable Admin client;
        synchronized (this) {
            open = tails.values().stream().map(held -> held.tail).toList();
            tails.clear();
            client = admin;
        }
        timer.shutdownNow();
        open.forEach(TopicTail::close);
        replay.close(PATIENCE);
        for (TopicTail tail : open) {
            tail.join(PATIENCE);
        }
        if (client != null) {
            client.close(PATIENCE);
        }
        if (!timer.awaitTermination(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
            LOG.warn("the watch over topics did not end in time");
        }
        LOG.info("live hub closed");
    }
}
