package io.sluice.stream.alert;

import io.sluice.contract.Channels;
import io.sluice.stream.alert.AlertRow.Wanted;
import io.sluice.stream.alert.Evaluation.Changes;
import io.sluice.stream.alert.Evaluation.Counts;
import io.sluice.stream.alert.Group.Phase;
import io.sluice.stream.store.Sql;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * What a rule remembers, in Postgres. Everything that comes of some records is stored in one transaction: positions, groups, events, and the
 * notices that are to go out; so a rule is always as if it had read exactly the records before its positions. The transaction
 * holds only for whoever claimed the rule last.
 */
final class RuleState {
    private final Sql sql;
    private final Clock clock;

    RuleState(Sql sql, Clock clock) {
        this.sql = sql;
        this.clock = clock;
    }

    /** Somebody else runs the rule now, or it has been changed: nothing was stored. No stack trace. */
    static final class Fenced extends Exception {
        private static final long serialVersionUID = 1L;

        Fenced() {
            super("the rule was claimed again", null, false, false);
        }
    }

    record Loaded(List<Group.Stored> groups, Map<TopicPartition, Long> positions, RuleClock clock) {}

    /**
     * What else becomes of the rule.
     *
     * @param applied its new condition is
     * @param failed why it cannot go on; null: it can
     */
    record Ending(boolean applied, @Nullable String failed) {
        static final Ending NONE = new Ending(false, null);
        static final Ending APPLIED = new Ending(true, null);

        static Ending failed(String reason) {
            return new Ending(false, reason);
        }
    }

    /** @param mutedUntil as of the transaction, epoch milliseconds */
    record Stored(long mutedUntil) {}

    /** What may change beside the rule's own work; epoch -1: it is gone. */
    record Glance(long epoch, long mutedUntil) {}

    Future<Glance> glance(UUID id) {
        return sql.first(
                        row -> new Glance(row.getLong("epoch"), millis(row.getOffsetDateTime("muted_until"))),
                        "select epoch, muted_until from alert where id = $1",
                        id)
                .map(found -> found.orElse(new Glance(-1, Long.MIN_VALUE)));
    }

    /** From now on nobody else stores anything of the rule. Empty: there is no such rule any more. */
    Future<Optional<AlertRow>> claim(UUID id) {
        return sql.first(
                AlertRow::read,
                "update alert a set epoch = epoch + 1 where a.id = $1 returning " + AlertRow.COLUMNS,
                id);
    }

    Future<Loaded> load(AlertRow row) {
        Future<List<Group.Stored>> groups =
                sql.list(RuleState::group, "select * from alert_group where alert = $1", row.id());
        Future<RuleClock> time = sql.first(
                        RuleState::time, "select newest, newest_at from alert where id = $1", row.id())
                .map(found -> found.orElseGet(RuleClock::unset));
        Future<Map<TopicPartition, Long>> positions = new AlertRows(sql).positions(row);
        return Future.all(groups, time, positions)
                .map(all -> new Loaded(groups.result(), positions.result(), time.result()));
    }

    /** Fails with {@link Fenced}. */
    Future<Stored> store(AlertRow row, Changes changes, Map<TopicPartition, Long> positions, Ending ending) {
        Instant now = clock.instant();
        return sql.inTransaction(tx -> fence(tx, row, changes, ending).compose(held -> {
            boolean muted = held.mutedUntil() > now.toEpochMilli();
            return acknowledged(tx, changes)
                    .compose(known -> {
                        List<Turn> turns = changes.turns().stream()
                                .filter(turn -> turn.kind() == Turn.Kind.RESOLVED || !known.contains(turn.event()))
                                .toList();
                        changes.groups().stream()
                                .filter(group -> group.event() != null && known.contains(group.event()))
                                .forEach(Group::acknowledge);
                        Notices notices = new Notices(row, now, held.firstNotice(), muted);
                        turns.forEach(notices::add);
                        notices.mark(changes.groups());
                        return events(tx, row, now, changes).compose(done -> notices.store(tx));
                    })
                    .compose(done -> groups(tx, row.id(), changes))
                    .compose(done -> AlertRows.put(tx, row.id(), positions))
                    .map(done -> new Stored(held.mutedUntil()));
        }));
    }

    /** From now on the rule reads another topic. Fails with {@link Fenced}. */
    Future<Void> pass(AlertRow row, String source, String sourceId, Map<TopicPartition, Long> positions) {
        return sql.inTransaction(tx -> tx.run(
                        "update alert set source = $3, source_id = $4, epoch = epoch + 1 where id = $1 and epoch = $2",
                        row.id(),
                        row.epoch(),
                        source,
                        sourceId)
                .compose(held -> held > 0 ? Future.succeededFuture() : Future.failedFuture(new Fenced()))
                .compose(held -> tx.run("delete from alert_position where alert = $1", row.id()))
                .compose(gone -> AlertRows.put(tx, row.id(), positions))
                .compose(put -> tx.announce(Channels.ALERTS, row.id())));
    }

    private record Held(long firstNotice, long mutedUntil) {}

    private static Future<Held> fence(Sql tx, AlertRow row, Changes changes, Ending ending) {
        Counts counts = changes.counts();
        int notices = changes.turns().size();
        long fired = changes.turns().stream()
                .filter(turn -> turn.kind() == Turn.Kind.FIRING && turn.isNew())
                .count();
        RuleClock time = changes.clock();
        String failed = ending.failed();
        return tx.first(
                        one -> new Held(one.getLong("first"), millis(one.getOffsetDateTime("muted_until"))),
                        "update alert set next_notice = next_notice + $3, newest = $4, newest_at = $5,"
                                + " evaluated = evaluated + $6, matched = matched + $7,"
                                + " undecidable = undecidable + $8, late = late + $9, refused = refused + $10,"
                                + " missed = missed + $15, fired = fired + $11,"
                                + " applied = case when $12 then condition else applied end,"
                                + " wanted = case when $13::text is null then wanted else $14 end,"
                                + " reason = coalesce($13, reason) where id = $1 and epoch = $2"
                                + " returning next_notice - $3 as first, muted_until",
                        row.id(),
                        row.epoch(),
                        (long) notices,
                        time.isSet() ? time.newest() : null,
                        time.isSet() ? time.newestAt() : null,
                        counts.evaluated(),
                        counts.matched(),
                        counts.undecidable(),
                        counts.late(),
                        counts.refused(),
                        fired,
                        ending.applied(),
                        failed,
                        Wanted.FAILED.name(),
                        counts.missed())
                .compose(held -> held.map(Future::succeededFuture).orElseGet(() -> Future.failedFuture(new Fenced())));
    }

    /** Of the firings that would be told again, those that somebody knows of. */
    private static Future<Set<UUID>> acknowledged(Sql tx, Changes changes) {
        UUID[] told = changes.turns().stream()
                .filter(turn -> turn.kind() != Turn.Kind.RESOLVED && !turn.isNew())
                .map(Turn::event)
                .toArray(UUID[]::new);
        if (told.length == 0) {
            return Future.succeededFuture(Set.of());
        }
        return tx.list(
                        row -> row.getUUID("id"),
                        "select id from alert_event where id = any($1) and acknowledged_at is not null",
                        (Object) told)
                .map(HashSet::new);
    }

    private static Future<Void> events(Sql tx, AlertRow row, Instant now, Changes changes) {
        List<Tuple> begun = new ArrayList<>();
        List<Tuple> ended = new ArrayList<>();
        for (Turn turn : changes.turns()) {
            if (turn.isNew()) {
                begun.add(Tuple.of(
                        turn.event(),
                        row.id(),
                        turn.group(),
                        at(turn.since()),
                        now.atOffset(ZoneOffset.UTC),
                        turn.matched(),
                        turn.sample()));
            } else if (turn.kind() == Turn.Kind.RESOLVED) {
                ended.add(Tuple.of(turn.event(), at(turn.at()), turn.resolution(), turn.matched()));
            }
        }
        List<Tuple> going = changes.groups().stream()
                .map(Group::stored)
                .filter(group -> group.phase() == Phase.FIRING)
                .map(group -> Tuple.of(group.event(), group.matched()))
                .toList();
        return tx.runAll(
                        "insert into alert_event (id, alert, key, started_at, fired_at, matched, sample)"
                                + " values ($1, $2, $3, $4, $5, $6, $7)",
                        begun)
                .compose(done -> tx.runAll(
                        "update alert_event set ended_at = $2, resolution = $3, matched = $4 where id = $1", ended))
                .compose(done -> tx.runAll("update alert_event set matched = $2 where id = $1", going));
    }

    private static Future<Void> groups(Sql tx, UUID alert, Changes changes) {
        List<Tuple> rows = changes.groups().stream()
                .map(Group::stored)
                .map(group -> Tuple.from(new @Nullable Object[] {
                    alert,
                    group.key(),
                    group.phase().name(),
                    group.times(),
                    group.since(),
                    group.matched(),
                    group.sample(),
                    group.event(),
                    group.toldAt(),
                    group.acknowledged(),
                    group.reminders()
                }))
                .toList();
        Future<Integer> removed = changes.over().isEmpty()
                ? Future.succeededFuture(0)
                : tx.run(
                        "delete from alert_group where alert = $1 and key = any($2)",
                        alert,
                        changes.over().toArray(String[]::new));
        return removed.compose(done -> tx.runAll(
                "insert into alert_group (alert, key, phase, times, since, matched, sample, event, told_at,"
                        + " acknowledged, reminders) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)"
                        + " on conflict (alert, key) do update set phase = excluded.phase, times = excluded.times,"
                        + " since = excluded.since, matched = excluded.matched, sample = excluded.sample,"
                        + " event = excluded.event, told_at = excluded.told_at,"
                        + " acknowledged = excluded.acknowledged, reminders = excluded.reminders",
                rows));
    }

    private static Group.Stored group(Row row) {
        return new Group.Stored(
                row.getString("key"),
                Phase.valueOf(row.getString("phase")),
                row.getArrayOfLongs("times"),
                row.getLong("since"),
                row.getLong("matched"),
                row.getString("sample"),
                row.getUUID("event"),
                row.getLong("told_at"),
                row.getBoolean("acknowledged"),
                row.getInteger("reminders"));
    }

    private static RuleClock time(Row row) {
        Long newest = row.getLong("newest");
        Long newestAt = row.getLong("newest_at");
        return newest == null || newestAt == null ? RuleClock.unset() : new RuleClock(newest, newestAt);
    }

    private static OffsetDateTime at(long millis) {
        return Instant.ofEpochMilli(millis).atOffset(ZoneOffset.UTC);
    }

    private static long millis(@Nullable OffsetDateTime time) {
        return time == null ? Long.MIN_VALUE : time.toInstant().toEpochMilli();
    }
}
