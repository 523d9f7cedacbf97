package io.sluice.stream.consumer;

import io.sluice.contract.Consumers.Place;
import io.sluice.contract.Consumers.Settings;
import io.sluice.stream.store.Sql;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Consumers in Postgres. Time is the database's, so that all nodes agree on who was idle for too long. */
final class ConsumerRows {
    private static final String HERE = "namespace = $1 and \"group\" = $2 and id = $3";
    /** Which is a condition of every statement, so that nothing depends on when rows are removed. */
    private static final String LIVE = "seen_at > now() - $4 * interval '1 millisecond'";
    /** Locks of groups are a space of their own. */
    private static final int LOCKS = 15;

    private final long idleMs;

    ConsumerRows(ConsumerLimits limits) {
        this.idleMs = limits.idle().toMillis();
    }

    /** Until the transaction ends nobody else changes what falls to whom in this group, or commits for it. */
    Future<Void> lock(Sql tx, Place place) {
        return tx.query("select pg_advisory_xact_lock($1, hashtext($2))", LOCKS, place.kafkaGroup())
                .mapEmpty();
    }

    /** Removes up to 100 that were idle for too long. Each new one does so, hence they cannot pile up. */
    Future<Void> forget(Sql sql) {
        return sql.run(
                        "delete from consumer where ctid = any (array(select ctid from consumer"
                                + " where seen_at <= now() - $1 * interval '1 millisecond' limit 100 for update skip locked))",
                        idleMs)
                .mapEmpty();
    }

    Future<Long> count(Sql sql, String user) {
        return sql.query(
                        "select count(*) from consumer where username = $1 and seen_at > now() - $2 * interval '1 millisecond'",
                        user,
                        idleMs)
                .map(rows -> rows.iterator().next().getLong(0));
    }

    /** One that was idle for too long makes place. */
    Future<Boolean> put(Sql tx, Place place, String user, Settings settings) {
        return tx.run(
                        "delete from consumer where " + HERE + " and not " + LIVE,
                        place.namespace(),
                        place.group(),
                        place.id(),
                        idleMs)
                .compose(gone -> tx.run(
                        "insert into consumer (namespace, \"group\", id, username, format, reset, auto_commit, min_bytes,"
                                + " timeout_ms, seen_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, now())"
                                + " on conflict do nothing",
                        place.namespace(),
                        place.group(),
                        place.id(),
                        user,
                        settings.format().name(),
                        settings.reset().name(),
                        settings.autoCommit(),
                        settings.minBytes(),
                        settings.timeout() == null ? null : settings.timeout().toMillis()))
                .map(added -> added > 0);
    }

    /** The user's, if it is not idle for too long; which it is not for some time now. */
    Future<Optional<ConsumerRow>> touch(Sql sql, Place place, String user) {
        return sql.first(
                ConsumerRow::read,
                "update consumer set seen_at = now() where " + HERE + " and " + LIVE + " and username = $5 returning "
                        + ConsumerRow.COLUMNS,
                place.namespace(),
                place.group(),
                place.id(),
                idleMs,
                user);
    }

    /** Whoever shares the group's topics by subscription, in the order in which they came. */
    Future<List<ConsumerRow>> subscribers(Sql tx, Place place) {
        return tx.list(
                ConsumerRow::read,
                "select " + ConsumerRow.COLUMNS + " from consumer where namespace = $1 and \"group\" = $2"
                        + " and seen_at > now() - $3 * interval '1 millisecond' and (pattern is not null or topics <> '{}')"
                        + " order by created_at, id",
                place.namespace(),
                place.group(),
                idleMs);
    }

    Future<Void> subscribe(Sql tx, Place place, List<String> topics, @Nullable String pattern) {
        return tx.run(
                        "update consumer set topics = $4::text[], pattern = $5 where " + HERE,
                        place.namespace(),
                        place.group(),
                        place.id(),
                        topics.toArray(String[]::new),
                        pattern)
                .mapEmpty();
    }

    Future<Boolean> delete(Sql sql, Place place, String user) {
        return sql.run(
                        "delete from consumer where " + HERE + " and " + LIVE + " and username = $5",
                        place.namespace(),
                        place.group(),
                        place.id(),
                        idleMs,
                        user)
                .map(gone -> gone > 0);
    }
}
