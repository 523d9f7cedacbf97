package io.sluice.stream.alert;

import io.sluice.contract.ProblemException;
import io.sluice.stream.alert.Outbox.ToPublish;
import io.sluice.stream.kafka.NumberedLog;
import io.sluice.stream.store.Backoff;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the notices of one rule out: to its topic, here, and to its webhook, by its {@link WebhookLane}. A topic that cannot be written to
 * holds up nothing but itself. Blocks; belongs to the rule's thread.
 */
final class Publisher implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Publisher.class);
    private static final Duration RETRY_FIRST = Duration.ofMillis(200);
    private static final Duration RETRY_MOST = Duration.ofSeconds(30);

    private final AlertRun.Kit kit;
    private final AlertRow rule;
    private final WebhookLane lane;
    private final Backoff backoff = new Backoff(RETRY_FIRST, RETRY_MOST);
    private @Nullable NumberedLog log;
    private long dueAt;

    Publisher(AlertRun.Kit kit, AlertRow rule) {
        this.kit = kit;
        this.rule = rule;
        this.lane = new WebhookLane(kit.webhooks(), rule, rule.wanted() == AlertRow.Wanted.DELETING);
        wanted();
    }

    /** There is something to tell. */
    void wanted() {
        dueAt = Long.MIN_VALUE;
        kit.waiter().context().runOnContext(go -> lane.kick());
    }

    /** Milliseconds until {@link #publishIfDue} has something to do. */
    long sleep(long now) {
        return dueAt == Terms.NEVER ? Terms.NEVER : Math.max(0, Math.max(dueAt, now) - now);
    }

    /** @return whether nothing waits for the topic any more */
    boolean publishIfDue(long now) throws Exception {
        if (dueAt > now) {
            return dueAt == Terms.NEVER;
        }
        try {
            publish();
            backoff.reset();
            dueAt = Terms.NEVER;
            return true;
        } catch (KafkaException | ProblemException refused) {
            dueAt = now + backoff.next();
            LOG.warn("events are not on their topic yet; alert={} cause={}", rule.id(), refused.toString());
            closeLog();
            return false;
        }
    }

    /** Nothing that waits for the topic is to be written any more. */
    void discard() throws Exception {
        kit.waiter().await(() -> kit.outbox().discard(rule.id()));
    }

    /** Completes when the webhook has taken, or will never take, what there is. */
    Future<Void> told() {
        Promise<Void> told = Promise.promise();
        kit.waiter().context().runOnContext(go -> lane.drained().onComplete(told));
        return told.future();
    }

    @Override
    public void close() throws Exception {
        closeLog();
        kit.waiter().await(lane::close);
    }

    private void publish() throws Exception {
        List<ToPublish> waiting = kit.waiter().await(() -> kit.outbox().toPublish(rule.id()));
        while (!waiting.isEmpty()) {
            List<ToPublish> batch = waiting;
            if (log == null) {
                kit.waiter().await(() -> kit.topic().ensure(rule));
                log = NumberedLog.open(kit.link(), group(rule.id()));
                long written = kit.waiter().await(() -> NumberedLog.written(kit.broker(), group(rule.id())));
                batch = waiting.stream().filter(one -> one.seq() > written).toList();
            }
            if (!batch.isEmpty()) {
                log.write(rule.topic(), lines(batch));
            }
            long last = waiting.get(waiting.size() - 1).seq();
            kit.waiter().await(() -> kit.outbox().published(rule.id(), last));
            waiting = kit.waiter().await(() -> kit.outbox().toPublish(rule.id()));
        }
    }

    /** What knows which notices of a rule were written. */
    static String group(UUID alert) {
        return "sluice-alert-" + alert;
    }

    private static List<NumberedLog.Line> lines(List<ToPublish> notices) {
        return notices.stream()
                .map(notice -> new NumberedLog.Line(
                        notice.seq(), notice.at(), notice.event().toString(), notice.body()))
                .toList();
    }

    private void closeLog() {
        NumberedLog open = log;
        log = null;
        if (open != null) {
            open.close();
        }
    }
}
