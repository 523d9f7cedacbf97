package io.sluice.stream.alert;

import io.sluice.contract.ProblemException;
import io.sluice.decode.Decoders;
import io.sluice.runtime.KafkaLink;
import io.sluice.stream.alert.RuleState.Ending;
import io.sluice.stream.alert.RuleState.Fenced;
import io.sluice.stream.alert.Tenure.Gone;
import io.sluice.stream.kafka.Broker;
import io.sluice.stream.kafka.Faults;
import io.sluice.stream.store.Backoff;
import io.sluice.stream.topic.TopicFormats;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VertxException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One rule at work on this node: a daemon thread that claims the rule, does what it wants, and begins anew from what is stored whenever
 * something changes or fails. It ends when the rule is gone, or has failed and everything of it is told. {@link #start}, {@link #stop} and
 * {@link #onChanged} never block; any thread.
 */
final class AlertRun {
    private static final Logger LOG = LoggerFactory.getLogger(AlertRun.class);
    private static final Duration PAUSE_FIRST = Duration.ofMillis(500);
    private static final Duration PAUSE_MOST = Duration.ofSeconds(30);
    /** A change of the rule is news; else another node has claimed it, and this one will hear that its lease is lost. */
    private static final Duration FENCED = Duration.ofSeconds(1);

    private static final int FETCH_BYTES = 8 << 20;

    private final Kit kit;
    private final UUID id;
    private final Thread thread;
    private final Promise<Void> ended = Promise.promise();
    private final Semaphore news = new Semaphore(0);
    private final Backoff pause = new Backoff(PAUSE_FIRST, PAUSE_MOST);
    private volatile @Nullable Consumer<byte[], byte[]> reading;
    private volatile boolean stopping;

    AlertRun(Kit kit, UUID id) {
        this.kit = kit;
        this.id = id;
        this.thread = new Thread(this::run, "sluice-alert-" + id);
        thread.setDaemon(true);
    }

    /** What all rules of a node work with. */
    record Kit(
            Waiter waiter,
            Clock clock,
            KafkaLink link,
            Broker broker,
            Decoders decoders,
            TopicFormats formats,
            RuleState state,
            Outbox outbox,
            AlertSource source,
            AlertPassage passage,
            AlertTopic topic,
            WebhookLane.Kit webhooks) {}

    void start() {
        thread.start();
    }

    /** The rule may have changed, or how its records are read. */
    void onChanged() {
        news.release();
        wake();
    }

    /** @return completes when nothing of the rule runs here any more; what was not stored, another node does again */
    Future<Void> stop() {
        stopping = true;
        onChanged();
        return ended.future();
    }

    /** Completes when it has stopped, by itself or not. */
    Future<Void> ended() {
        return ended.future();
    }

    private void run() {
        try {
            boolean more = true;
            while (more && !stopping) {
                more = attempt();
            }
        } catch (InterruptedException interrupted) {
            LOG.info("alert interrupted; alert={}", id);
        } finally {
            ended.complete();
        }
    }

    /** @return whether there is more to do */
    private boolean attempt() throws InterruptedException {
        long begun = System.nanoTime();
        try {
            news.drainPermits();
            Optional<AlertRow> claimed = kit.waiter().await(() -> kit.state().claim(id));
            return claimed.isPresent() && follow(claimed.get());
        } catch (Fenced claimed) {
            rest(FENCED.toMillis());
        } catch (InterruptedException interrupted) {
            throw interrupted;
        } catch (Exception failed) {
            if (System.nanoTime() - begun > PAUSE_MOST.toNanos()) {
                pause.reset();
            }
            long wait = pause.next();
            if (isOurs(failed)) {
                LOG.error("alert does not run; alert={} retryMs={}", id, wait, failed);
            } else {
                LOG.warn("alert does not run; alert={} retryMs={} cause={}", id, wait, failed.toString());
            }
            rest(wait);
        }
        return true;
    }

    /** A bug, and nothing that is away. */
    private static boolean isOurs(Exception failed) {
        return failed instanceof RuntimeException
                && !(failed instanceof KafkaException)
                && !(failed instanceof VertxException)
                && !(failed instanceof ProblemException);
    }

    /** Until there is news, at most. */
    private void rest(long millis) throws InterruptedException {
        if (!stopping && news.tryAcquire(millis, TimeUnit.MILLISECONDS)) {
            LOG.debug("alert goes on at once; alert={}", id);
        }
    }

    private boolean follow(AlertRow rule) throws Exception {
        try (Publisher publisher = new Publisher(kit, rule)) {
            return switch (rule.wanted()) {
                case RUNNING -> watch(rule, publisher);
                case FAILED -> linger(publisher);
                case DELETING -> remove(rule, publisher);
            };
        }
    }

    private boolean watch(AlertRow rule, Publisher publisher) throws Exception {
        Tenure tenure = Tenure.of(kit, rule, publisher);
        try (Consumer<byte[], byte[]> consumer = consumer()) {
            reading = consumer;
            tenure.watch(consumer, () -> stopping, () -> news.drainPermits() > 0);
        } catch (Gone gone) {
            LOG.warn("alert failed; alert={} reason={}", rule.name(), gone.reason());
            tenure.end("failed", Ending.failed(gone.reason()));
        } finally {
            reading = null;
        }
        return true;
    }

    /** A failed rule has nothing to do but to tell what is not told yet. */
    private boolean linger(Publisher publisher) throws Exception {
        return !tell(publisher);
    }

    /** Ends what fires, tells it, and only then removes the rule, so that a crash in between is found again. */
    private boolean remove(AlertRow rule, Publisher publisher) throws Exception {
        Tenure.of(kit, rule, publisher).end("deleted", Ending.NONE);
        if (rule.ownsTopic() && !kit.waiter().await(() -> kit.outbox().isShared(rule.topic(), rule.id()))) {
            publisher.discard();
            kit.waiter().await(() -> kit.topic().drop(rule));
        }
        if (!tell(publisher)) {
            return true;
        }
        kit.waiter().await(() -> kit.broker()
                .ask(admin -> admin.deleteConsumerGroups(List.of(Publisher.group(rule.id())))
                        .all())
                .recover(Faults.on(GroupIdNotFoundException.class, Future::succeededFuture)));
        kit.waiter().await(() -> kit.outbox().remove(rule.id()));
        LOG.info("alert deleted; alert={}", rule.name());
        return false;
    }

    /** @return whether everything has been told; else something has changed, or this run is to stop */
    private boolean tell(Publisher publisher) throws Exception {
        Future<Void> told = publisher.told();
        told.onComplete(done -> news.release());
        while (!stopping) {
            if (publisher.publishIfDue(kit.clock().millis()) && told.isComplete()) {
                return true;
            }
            long wait = Math.min(publisher.sleep(kit.clock().millis()), PAUSE_MOST.toMillis());
            if (news.tryAcquire(wait, TimeUnit.MILLISECONDS) && !told.isComplete()) {
                return false;
            }
        }
        return false;
    }

    private void wake() {
        Consumer<byte[], byte[]> consumer = reading;
        if (consumer != null) {
            consumer.wakeup();
        }
    }

    private Consumer<byte[], byte[]> consumer() {
        Map<String, Object> config = kit.link()
                .client(Map.of(
                        "client.id",
                        "sluice-alert-" + id,
                        "isolation.level",
                        "read_committed",
                        "auto.offset.reset",
                        "none",
                        "enable.auto.commit",
                        "false",
                        "allow.auto.create.topics",
                        "false",
                        "fetch.max.bytes",
                        FETCH_BYTES,
                        "max.poll.records",
                        1_000,
                        "default.api.timeout.ms",
                        15_000));
        return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }
}
