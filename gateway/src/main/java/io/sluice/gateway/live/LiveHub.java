package io.sluice.gateway.live;

import io.sluice.contract.Caller;
import io.sluice.contract.Identity;
import io.sluice.contract.Problem;
import io.sluice.contract.Sessions.Session;
import io.sluice.gateway.live.TopicTail.TopicState;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
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
    private static final int NODE_LENGTH = 8;

    private final Vertx vertx;
    private final LiveConfig config;
    private final Outside outside;
    private final ReplayPool replay;
    private final String node = UUID.randomUUID().toString().substring(0, NODE_LENGTH);
    private final Ledger ledger;
    private final Seats seats;
    private final AccessWatch access;
    private final Map<String, Held> tails = new HashMap<>();
    private final List<LiveLoop> loops = new ArrayList<>();
    private final Map<EndReason, Long> cuts = new ConcurrentHashMap<>();
    /** Not of Vert.x, whose timers belong to whichever verticle happens to start them, and end with it. */
    private final ScheduledThreadPoolExecutor timer =
            new ScheduledThreadPoolExecutor(1, work -> new Thread(work, "sluice-live-timer"));

    private @Nullable Admin admin;
    private java.util.concurrent.@Nullable Future<?> watch;
    private @Nullable Future<Void> closed;

    /** A tail and how many event loops hold it. */
    private static final class Held {
        final TopicTail tail;
        int holders;
        java.util.concurrent.@Nullable Future<?> grace;

        Held(TopicTail tail) {
            this.tail = tail;
        }
    }

    public LiveHub(Vertx vertx, LiveConfig config, Clock clock) {
        this(vertx, config, Outside.of(clock));
    }

    public LiveHub(Vertx vertx, LiveConfig config, Outside outside) {
        this.vertx = vertx;
        this.config = config;
        this.outside = outside;
        timer.setRemoveOnCancelPolicy(true);
        this.replay = new ReplayPool(config, outside.clock(), this::describe);
        this.ledger = new Ledger(config.limits(), outside.nanos());
        this.seats = new Seats(node, ledger);
        this.access = new AccessWatch(vertx, seats);
    }

    public LiveConfig config() {
        return config;
    }

    /** Completes when it hears of whatever ends a right to read. */
    public Future<Void> ready() {
        return access.ready();
    }

    /** This node's name among the gateways of a cluster; another one after each start. */
    public String node() {
        return node;
    }

    /** The live subscriptions of this node that stand, as they were within the last second. */
    public List<Session> sessions() {
        return seats.sessions().toList();
    }

    /**
     * Ends a subscription, unless somebody else's was asked for.
     *
     * @return whether it was there for this caller
     */
    public boolean terminate(Caller caller, String id) {
        Optional<Seats.Seat> seat = seats.find(id)
                .filter(found ->
                        caller.isAdmin() || found.client().caller().user().equals(caller.user()));
        seat.ifPresent(found -> found.run(subscription -> subscription.end(EndReason.TERMINATED)));
        return seat.isPresent();
    }

    /**
     * A fresh identity for the connection of a subscription, of the same user.
     *
     * @return when it ends; null: not by itself. Fails with {@link Problem.NotFound} where the user has no such subscription
     */
    public Future<@Nullable Instant> renew(Identity.Verified fresh, String id) {
        String user = fresh.caller().user();
        return seats.find(id)
                .filter(seat -> seat.client().caller().user().equals(user))
                .map(seat -> seat.ask(subscription -> subscription.renew(fresh)))
                .orElseGet(() ->
                        Future.failedFuture(Problem.NotFound.of("session", id).toException()));
    }

    /** Topics that are read at the moment. */
    public synchronized List<String> topics() {
        return List.copyOf(tails.keySet());
    }

    /** How many connections were cut since the start because nothing was heard from their client any more. */
    public long gone() {
        return cut(EndReason.DISCONNECTED);
    }

    /** How many connections were cut since the start because their client took nothing any more. */
    public long stalled() {
        return cut(EndReason.STALLED);
    }

    /** How many connections were cut without a word since the start, because their client was gone or took nothing. */
    long cut(EndReason reason) {
        return cuts.getOrDefault(reason, 0L);
    }

    void countCut(EndReason reason) {
        cuts.merge(reason, 1L, Long::sum);
    }

    /** Whether it takes no new connections, because it stops. */
    public synchronized boolean isClosing() {
        return closed != null;
    }

    Outside outside() {
        return outside;
    }

    Clock clock() {
        return outside.clock();
    }

    ReplayPool replay() {
        return replay;
    }

    Ledger ledger() {
        return ledger;
    }

    Seats seats() {
        return seats;
    }

    AccessWatch access() {
        return access;
    }

    synchronized List<LiveLoop> loops() {
        return List.copyOf(loops);
    }

    synchronized void add(LiveLoop loop) {
        loops.add(loop);
    }

    synchronized TopicTail acquire(String topic) {
        if (closed != null) {
            throw new Problem.Unavailable("The gateway is shutting down.").toException();
        }
        Held held = tails.get(topic);
        if (held == null) {
            held = new Held(new TopicTail(topic, config, clock(), () -> describe(topic), Begin.END));
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
        if (open.isEmpty() || closed != null) {
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

    /**
     * Takes no new connection, ends every one there is with {@code shutdown}, spread over at most {@code drainWithin}, then every thread
     * and client. Completes when all of them are gone.
     */
    public synchronized Future<Void> close() {
        Future<Void> closing = closed;
        if (closing == null) {
            access.close();
            closing = Future.join(loops.stream().map(LiveLoop::drain).toList())
                    .transform(drained -> vertx.executeBlocking(() -> {
                        stopClients();
                        return null;
                    }));
            closed = closing;
        }
        return closing;
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
