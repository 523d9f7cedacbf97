package io.sluice.stream.alert;

import io.sluice.stream.store.Sql;
import io.vertx.core.Future;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Notices that wait, in Postgres, and what has become of those that do not. */
final class Outbox {
    private static final int BATCH = 200;
    /** What has ended so long ago is not kept. */
    private static final String KEPT = "interval '30 days'";

    private final Sql sql;

    Outbox(Sql sql) {
        this.sql = sql;
    }

    record ToPublish(long seq, UUID event, String body, Instant at) {}

    /** @param id of the notice; the same however often it is tried */
    record ToDeliver(long seq, UUID event, UUID id, String body, Instant at, int attempts, Instant next) {}

    Future<List<ToPublish>> toPublish(UUID alert) {
        return sql.list(
                row -> new ToPublish(
                        row.getLong("seq"),
                        row.getUUID("event"),
                        row.getString("body"),
                        row.getOffsetDateTime("at").toInstant()),
                "select seq, event, body, at from alert_notice where alert = $1 and topic_state = 'waiting'"
                        + " order by seq limit " + BATCH,
                alert);
    }

    /** @param last everything up to it is on the topic */
    Future<Void> published(UUID alert, long last) {
        return sql.run(
                        "with moved as (update alert_notice set topic_state = 'delivered' where alert = $1 and seq <= $2"
                                + " and topic_state = 'waiting' returning 1) update alert set published = published"
                                + " + (select count(*) from moved) where id = $1",
                        alert,
                        last)
                .mapEmpty();
    }

    /** What waits for a topic that is not to be written to any more. */
    Future<Void> discard(UUID alert) {
        return sql.run(
                        "update alert_notice set topic_state = 'muted' where alert = $1 and topic_state = 'waiting'",
                        alert)
                .mapEmpty();
    }

    /** Whether another rule writes to the topic, too. */
    Future<Boolean> isShared(String topic, UUID alert) {
        return sql.first(
                        row -> row.getBoolean(0),
                        "select exists (select 1 from alert where topic = $1 and id <> $2)",
                        topic,
                        alert)
                .map(shared -> shared.orElse(false));
    }

    Future<Optional<ToDeliver>> toDeliver(UUID alert) {
        return sql.first(
                row -> new ToDeliver(
                        row.getLong("seq"),
                        row.getUUID("event"),
                        row.getUUID("id"),
                        row.getString("body"),
                        row.getOffsetDateTime("at").toInstant(),
                        row.getInteger("attempts"),
                        row.getOffsetDateTime("next_attempt").toInstant()),
                "select seq, event, id, body, at, attempts, next_attempt from alert_notice"
                        + " where alert = $1 and webhook_state = 'waiting' order by seq limit 1",
                alert);
    }

    Future<Void> delivered(UUID alert, long seq) {
        return sql.run(
                        "with done as (update alert_notice set webhook_state = 'delivered', attempts = attempts + 1"
                                + " where alert = $1 and seq = $2 and webhook_state = 'waiting' returning 1)"
                                + " update alert set delivered = delivered + (select count(*) from done) where id = $1",
                        alert,
                        seq)
                .mapEmpty();
    }

    Future<Void> postponed(UUID alert, long seq, String reason, Instant next) {
        return sql.run(
                        "with tried as (update alert_notice set attempts = attempts + 1, last_error = $3, next_attempt = $4"
                                + " where alert = $1 and seq = $2 and webhook_state = 'waiting' returning 1)"
                                + " update alert set attempts_failed = attempts_failed + (select count(*) from tried)"
                                + " where id = $1",
                        alert,
                        seq,
                        reason,
                        next.atOffset(ZoneOffset.UTC))
                .mapEmpty();
    }

    Future<Void> givenUp(UUID alert, long seq, String reason) {
        return sql.run(
                        "with tried as (update alert_notice set webhook_state = 'failed', attempts = attempts + 1,"
                                + " last_error = $3 where alert = $1 and seq = $2 and webhook_state = 'waiting' returning 1)"
                                + " update alert set given_up = given_up + (select count(*) from tried),"
                                + " attempts_failed = attempts_failed + (select count(*) from tried) where id = $1",
                        alert,
                        seq,
                        reason)
                .mapEmpty();
    }

    /** Forgets what ended long ago, with its notices. */
    Future<Void> prune(UUID alert) {
        return sql.run("delete from alert_event where alert = $1 and ended_at < now() - " + KEPT, alert)
                .mapEmpty();
    }

    /** The last thing that happens to a rule; what it counted stays in the totals. */
    Future<Void> remove(UUID alert) {
        return sql.inTransaction(tx -> tx.run(
                        "update alert_total t set fired = t.fired + a.fired, published = t.published + a.published,"
                                + " delivered = t.delivered + a.delivered, given_up = t.given_up + a.given_up,"
                                + " attempts_failed = t.attempts_failed + a.attempts_failed from alert a where a.id = $1",
                        alert)
                .compose(done -> tx.run("delete from alert where id = $1", alert))
                .mapEmpty());
    }
}
