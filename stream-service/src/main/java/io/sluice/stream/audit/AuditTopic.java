package io.sluice.stream.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.sluice.contract.Audit;
import io.sluice.contract.Audit.Entry;
import io.sluice.contract.AuditLine;
import io.sluice.contract.Caller;
import io.sluice.contract.Problem;
import io.sluice.contract.ProblemException;
import io.sluice.contract.Topics.CreateTopic;
import io.sluice.runtime.Database;
import io.sluice.runtime.Json;
import io.sluice.runtime.KafkaLink;
import io.sluice.stream.kafka.Broker;
import io.sluice.stream.kafka.NumberedLog;
import io.sluice.stream.store.Coalescing;
import io.sluice.stream.store.Leases;
import io.sluice.stream.store.Sql;
import io.sluice.stream.topic.TopicRows;
import io.sluice.stream.topic.TopicRows.Owned;
import io.sluice.stream.topic.TopicWriter;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.config.TopicConfig;
import org.jspecify.annotations.Nullable;

/**
 * Copies the audit to {@link Audit#TOPIC}, every entry once and in order, on one partition: one node does it, by a lease, and the number of
 * the last entry is committed in the transaction of the records. The topic is private and has no owner but the platform, so only
 * administrators read it. It is made when the first node starts, and again when somebody deleted it; what was on it then stays gone. Belongs to one event loop;
 * writing blocks a worker.
 */
public final class AuditTopic {
    private static final String NAME = "sluice-audit";
    private static final UUID LEASE = UUID.nameUUIDFromBytes(NAME.getBytes(StandardCharsets.UTF_8));
    private static final String KEPT = Long.toString(Duration.ofDays(400).toMillis());
    private static final int BATCH = 500;

    private final Vertx vertx;
    private final Kafka kafka;
    private final Sql sql;
    private final Leases leases;
    private final Coalescing work;
    private @Nullable NumberedLog log;
    private long last;

    /** What it needs of the brokers. */
    public record Kafka(Broker broker, TopicRows rows, TopicWriter writer, KafkaLink link) {}

    public AuditTopic(Vertx vertx, Kafka kafka, Sql sql, Database database, Duration leaseRetry) {
        this.vertx = vertx;
        this.kafka = kafka;
        this.sql = sql;
        this.work = new Coalescing(vertx, "the topic of the audit", this::copy);
        this.leases = new Leases(vertx, database, leaseRetry, this::copySoon, this::takeOver);
    }

    public Future<Void> open() {
        return leases.open();
    }

    /** There may be new entries. */
    public void copySoon() {
        work.request();
    }

    /** Another node may have let go. */
    private void takeOver() {
        if (!leases.holds(LEASE)) {
            work.request();
        }
    }

    public Future<Void> close() {
        return work.close().compose(ended -> closeLog()).eventually(leases::close);
    }

    private Future<Void> copy() {
        return leases.take(LEASE).compose(mine -> mine ? write() : closeLog()).recover(this::failed);
    }

    /** That the catalog does not answer says nothing about what is written. */
    private Future<Void> failed(Throwable cause) {
        return cause instanceof ProblemException
                ? Future.failedFuture(cause)
                : closeLog().transform(closed -> Future.failedFuture(cause));
    }

    private Future<Void> write() {
        return openLog().compose(this::writeRest);
    }

    private Future<NumberedLog> openLog() {
        NumberedLog open = log;
        return open != null
                ? Future.succeededFuture(open)
                : ensure().compose(ready -> vertx.executeBlocking(() -> NumberedLog.open(kafka.link(), NAME)))
                        .onSuccess(opened -> log = opened)
                        .compose(opened -> place().map(opened));
    }

    private Future<Void> place() {
        Future<Long> noted = sql.first(row -> row.getLong("seq"), "select seq from audit_topic")
                .map(found -> found.orElse(0L));
        return Future.all(noted, NumberedLog.written(kafka.broker(), NAME)).map(both -> {
            last = Math.max(both.<Long>resultAt(0), both.<Long>resultAt(1));
            return null;
        });
    }

    private Future<Void> writeRest(NumberedLog open) {
        return Audit.FOLLOW.call(vertx, new Audit.Follow(last, BATCH)).compose(found -> {
            List<NumberedLog.Line> lines =
                    found.items().stream().map(AuditTopic::line).toList();
            return lines.isEmpty() || !leases.holds(LEASE)
                    ? Future.succeededFuture()
                    : write(open, lines).compose(written -> writeRest(open));
        });
    }

    private Future<Void> write(NumberedLog open, List<NumberedLog.Line> lines) {
        long seq = lines.get(lines.size() - 1).seq();
        return vertx.executeBlocking(() -> {
                    open.write(Audit.TOPIC, lines);
                    return null;
                })
                .compose(written -> {
                    last = seq;
                    return sql.run("update audit_topic set seq = $1 where seq < $1", seq)
                            .mapEmpty();
                });
    }

    private static NumberedLog.Line line(Entry entry) {
        try {
            String text = Json.MAPPER.writeValueAsString(AuditLine.of(entry));
            return new NumberedLog.Line(entry.seq(), entry.event().at(), Long.toString(entry.seq()), text);
        } catch (JsonProcessingException unencodable) {
            throw new UncheckedIOException(unencodable);
        }
    }

    private Future<Void> ensure() {
        return kafka.broker().find(Audit.TOPIC).compose(found -> found == null ? create() : own(found));
    }

    private Future<Void> create() {
        Map<String, String> configs = Map.of(
                TopicConfig.RETENTION_MS_CONFIG,
                KEPT,
                TopicConfig.CLEANUP_POLICY_CONFIG,
                TopicConfig.CLEANUP_POLICY_DELETE);
        CreateTopic topic = new CreateTopic(Caller.SYSTEM, Audit.TOPIC, 1, null, configs, null);
        return kafka.writer()
                .create(new TopicWriter.Wish(topic, null, true))
                .<Void>mapEmpty()
                .recover(failure ->
                        failure instanceof ProblemException known && known.problem() instanceof Problem.Conflict
                                ? Future.succeededFuture()
                                : Future.failedFuture(failure));
    }

    /** One that somebody made outside the platform would be everybody's. */
    private Future<Void> own(TopicDescription topic) {
        String id = topic.topicId().toString();
        return kafka.rows()
                .find(Audit.TOPIC)
                .compose(known -> known.filter(row -> row.id().equals(id))
                                .filter(Owned::isPrivate)
                                .isPresent()
                        ? Future.succeededFuture()
                        : kafka.rows().put(Owned.anew(Audit.TOPIC, id, Caller.SYSTEM.user(), null, null, true)));
    }

    private Future<Void> closeLog() {
        NumberedLog open = log;
        log = null;
        return open == null
                ? Future.succeededFuture()
                : vertx.executeBlocking(() -> {
                    open.close();
                    return null;
                });
    }
}
