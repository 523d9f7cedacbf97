package io.sluice.stream.alert;

import io.sluice.contract.Alerts.Figures;
import io.sluice.contract.Alerts.ListAlerts;
import io.sluice.contract.Channels;
import io.sluice.contract.Sealed;
import io.sluice.stream.rights.Sight;
import io.sluice.stream.store.PagePlace;
import io.sluice.stream.store.Sql;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Rules in Postgres, as their owners see and change them. Each change is announced to all nodes in the transaction that makes it. */
final class AlertRows {
    private static final String SELECT = "select " + AlertRow.COLUMNS + " from alert a ";
    private static final String SEEN = "a.wanted <> 'DELETING' and " + Sight.seen("alert", "a.", "id", 1, 2);

    private final Sql sql;

    AlertRows(Sql sql) {
        this.sql = sql;
    }

    /** What is shown beside a rule; {@code phases} are groups by what they do. */
    record Counted(
            long evaluated,
            long matched,
            long undecidable,
            long late,
            long refused,
            long missed,
            long fired,
            int groups,
            int pending,
            int firing) {}

    /** What a rule is to be after a change. */
    record Change(
            AlertRow row, boolean otherCondition, @Nullable Map<TopicPartition, Long> positions) {}

    Future<Optional<AlertRow>> find(Sight sight, String ref) {
        return sql.first(
                AlertRow::read,
                SELECT + "where " + SEEN + " and (a.id::text = $3 or a.name = $3)",
                sight.user(),
                sight.marks(),
                ref);
    }

    /** @param asked of whom, and of which topic */
    Future<List<AlertRow>> page(ListAlerts asked, Sight sight, @Nullable PagePlace before, int limit) {
        return sql.list(
                AlertRow::read,
                SELECT + "where " + SEEN + " and ($3::text is null or a.owner = $3)"
                        + " and ($4::timestamptz is null or (a.created_at, a.id) < ($4, $5::uuid))"
                        + " and ($7::text is null or a.source = $7) order by a.created_at desc, a.id desc limit $6",
                sight.user(),
                sight.marks(),
                asked.owner(),
                before == null ? null : before.at().atOffset(ZoneOffset.UTC),
                before == null ? null : before.id(),
                limit,
                asked.topic());
    }

    Future<Long> count(ListAlerts asked, Sight sight) {
        return sql.query(
                        "select count(*) from alert a where " + SEEN + " and ($3::text is null or a.owner = $3)"
                                + " and ($4::text is null or a.source = $4)",
                        sight.user(),
                        sight.marks(),
                        asked.owner(),
                        asked.topic())
                .map(rows -> rows.iterator().next().getLong(0));
    }

    Future<Map<UUID, Counted>> counted(Collection<UUID> ids) {
        return sql.query(
                        "select a.id, a.evaluated, a.matched, a.undecidable, a.late, a.refused,"
                                + " a.missed, a.fired,"
                                + " count(g.key) as groups, count(g.key) filter (where g.phase = 'PENDING') as pending,"
                                + " count(g.key) filter (where g.phase = 'FIRING') as firing"
                                + " from alert a left join alert_group g on g.alert = a.id"
                                + " where a.id = any($1) group by a.id",
                        (Object) ids.toArray(UUID[]::new))
                .map(rows -> {
                    Map<UUID, Counted> counted = new HashMap<>();
                    rows.forEach(row -> counted.put(row.getUUID("id"), counted(row)));
                    return counted;
                });
    }

    private static Counted counted(Row row) {
        return new Counted(
                row.getLong("evaluated"),
                row.getLong("matched"),
                row.getLong("undecidable"),
                row.getLong("late"),
                row.getLong("refused"),
                row.getLong("missed"),
                row.getLong("fired"),
                row.getInteger("groups"),
                row.getInteger("pending"),
                row.getInteger("firing"));
    }

    /** @return false when the name is taken */
    Future<Boolean> insert(AlertRow row, Map<TopicPartition, Long> positions) {
        return sql.inTransaction(tx -> tx.run(
                        "insert into alert (id, name, owner, definition, source, source_id, severity, topic, chosen,"
                                + " owns_topic, webhook, secret, is_private, stream_id, wanted)"
                                + " values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, 'RUNNING')"
                                + " on conflict do nothing",
                        row.id(),
                        row.name(),
                        row.owner(),
                        AlertRow.json(row.definition()),
                        row.source(),
                        row.sourceId(),
                        row.severity(),
                        row.topic(),
                        row.chosen(),
                        row.ownsTopic(),
                        row.webhook(),
                        text(row.secret()),
                        row.isPrivate(),
                        row.streamId())
                .compose(inserted -> inserted == 0
                        ? Future.succeededFuture(false)
                        : put(tx, row.id(), positions)
                                .compose(put -> tx.announce(Channels.ALERTS, row.id()))
                                .map(true)));
    }

    /**
     * Fences whoever runs the rule, so that nothing comes of what it was any more. A failed rule is tried again.
     *
     * @return false when somebody else was faster
     */
    Future<Boolean> update(Change change) {
        AlertRow row = change.row();
        return sql.inTransaction(tx -> tx.run(
                        "update alert set name = $3, definition = $4, source = $5, source_id = $6, severity = $7,"
                                + " topic = $8, chosen = $9, owns_topic = $10, webhook = $11, secret = $12,"
                                + " is_private = $13, stream_id = $15, wanted = 'RUNNING', reason = null, revision = revision + 1,"
                                + " epoch = epoch + 1, condition = condition + $14"
                                + " where id = $1 and revision = $2 and wanted <> 'DELETING'",
                        row.id(),
                        row.revision(),
                        row.name(),
                        AlertRow.json(row.definition()),
                        row.source(),
                        row.sourceId(),
                        row.severity(),
                        row.topic(),
                        row.chosen(),
                        row.ownsTopic(),
                        row.webhook(),
                        text(row.secret()),
                        row.isPrivate(),
                        change.otherCondition() ? 1L : 0L,
                        row.streamId())
                .compose(updated -> updated == 0
                        ? Future.succeededFuture(false)
                        : follow(tx, change).map(true)));
    }

    private static Future<Void> follow(Sql tx, Change change) {
        AlertRow row = change.row();
        Map<TopicPartition, Long> positions = change.positions();
        Future<Void> moved = positions == null
                ? Future.succeededFuture()
                : tx.run("delete from alert_position where alert = $1", row.id())
                        .compose(gone -> put(tx, row.id(), positions));
        Future<Integer> dropped = row.webhook() != null
                ? Future.succeededFuture(0)
                : moved.compose(done -> tx.run(
                        "update alert_notice set webhook_state = 'failed', last_error = 'The webhook was removed.'"
                                + " where alert = $1 and webhook_state = 'waiting'",
                        row.id()));
        return moved.compose(done -> dropped).compose(done -> tx.announce(Channels.ALERTS, row.id()));
    }

    /** @return whether it was there, and not being deleted yet */
    Future<Boolean> delete(UUID id) {
        return sql.inTransaction(tx -> tx.run(
                        "update alert set wanted = 'DELETING', epoch = epoch + 1 where id = $1 and wanted <> 'DELETING'",
                        id)
                .compose(rows -> tx.announce(Channels.ALERTS, id).map(rows > 0)));
    }

    /** @param until null: not any more */
    Future<Void> mute(UUID id, @Nullable Instant until) {
        return sql.inTransaction(tx -> tx.run(
                        "update alert set muted_until = $2 where id = $1 and wanted <> 'DELETING'",
                        id,
                        until == null ? null : until.atOffset(ZoneOffset.UTC))
                .compose(rows -> tx.announce(Channels.ALERTS, id)));
    }

    /** Rules for which some node has something to do. */
    Future<List<UUID>> busy() {
        return sql.list(
                row -> row.getUUID("id"),
                "select id from alert a where wanted in ('RUNNING', 'DELETING')"
                        + " or exists (select 1 from alert_notice n where n.alert = a.id"
                        + " and (n.topic_state = 'waiting' or n.webhook_state = 'waiting'))");
    }

    /** What is watched by any rule. */
    Future<List<String>> sources() {
        return sql.list(row -> row.getString("source"), "select distinct source from alert");
    }

    /** Whose the rules are that run. */
    Future<Map<UUID, String>> owners() {
        return sql.query("select id, owner from alert where wanted = 'RUNNING'").map(rows -> {
            Map<UUID, String> owners = new HashMap<>();
            rows.forEach(row -> owners.put(row.getUUID("id"), row.getString("owner")));
            return owners;
        });
    }

    /** Those that watch a stream and have not come to its present topic. */
    Future<List<UUID>> behindTheirStream() {
        return sql.list(
                row -> row.getUUID("id"),
                "select a.id from alert a join stream s on s.stream = a.stream_id and s.era = 'CURRENT'"
                        + " where s.topic <> a.source and a.wanted = 'RUNNING'");
    }

    Future<Map<TopicPartition, Long>> positions(AlertRow row) {
        return sql.query("select partition, next_offset from alert_position where alert = $1", row.id())
                .map(rows -> {
                    Map<TopicPartition, Long> positions = new HashMap<>();
                    rows.forEach(one -> positions.put(
                            new TopicPartition(row.source(), one.getInteger("partition")), one.getLong("next_offset")));
                    return positions;
                });
    }

    Future<Figures> figures() {
        return sql.query("select r.*, g.*, t.fired + r.a_fired as fired, t.published + r.a_published as published,"
                        + " t.delivered + r.a_delivered as delivered, t.attempts_failed + r.a_failed as attempts_failed,"
                        + " t.given_up + r.a_given_up as given_up from alert_total t, (select count(*) as rules,"
                        + " count(*) filter (where wanted = 'FAILED') as failed, coalesce(sum(fired), 0)::bigint as a_fired,"
                        + " coalesce(sum(published), 0)::bigint as a_published,"
                        + " coalesce(sum(delivered), 0)::bigint as a_delivered,"
                        + " coalesce(sum(attempts_failed), 0)::bigint as a_failed,"
                        + " coalesce(sum(given_up), 0)::bigint as a_given_up from alert) r,"
                        + " (select count(*) filter (where phase = 'PENDING') as pending,"
                        + " count(*) filter (where phase = 'FIRING') as firing,"
                        + " (select count(*) from alert_notice where webhook_state = 'waiting') as waiting"
                        + " from alert_group) g")
                .map(rows -> figures(rows.iterator().next()));
    }

    private static Figures figures(Row row) {
        return new Figures(
                row.getLong("rules"),
                row.getLong("failed"),
                row.getLong("pending"),
                row.getLong("firing"),
                row.getLong("waiting"),
                row.getLong("fired"),
                row.getLong("published"),
                row.getLong("delivered"),
                row.getLong("attempts_failed"),
                row.getLong("given_up"));
    }

    static Future<Void> put(Sql on, UUID alert, Map<TopicPartition, Long> positions) {
        List<Tuple> batch = positions.entrySet().stream()
                .map(place -> Tuple.of(alert, place.getKey().partition(), place.getValue()))
                .toList();
        return on.runAll(
                "insert into alert_position (alert, partition, next_offset) values ($1, $2, $3)"
                        + " on conflict (alert, partition) do update set next_offset = excluded.next_offset",
                batch);
    }

    private static @Nullable String text(@Nullable Sealed sealed) {
        return sealed == null ? null : sealed.text();
    }
}
