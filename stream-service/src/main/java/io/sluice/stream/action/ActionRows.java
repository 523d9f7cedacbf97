package io.sluice.stream.action;

import io.sluice.contract.Actions.Begin;
import io.sluice.contract.Actions.Note;
import io.sluice.contract.Actions.Settle;
import io.sluice.contract.Actions.Status;
import io.sluice.stream.store.Sql;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.UUID;

/** Actions in Postgres; of many who want one at a time, one gets the claim. */
final class ActionRows {
    private static final String LASTS = "interval '1 year'";
    private static final String CLAIM_LASTS = "clock_timestamp() + interval '1 minute'";
    private static final String CLAIMED = "id = $1 and claim = $2 and status = 'ACTIVE'";
    private static final String OWN = "username = $1 and id::text = $2 and not released";

    private final Sql sql;

    ActionRows(Sql sql) {
        this.sql = sql;
    }

    /** Removes up to 100 that are a year old. Each new one does so, hence they cannot pile up. */
    Future<Void> forget() {
        return sql.run("delete from action where ctid = any (array(select ctid from action where started_at < now() - "
                        + LASTS + " limit 100 for update skip locked))")
                .mapEmpty();
    }

    Future<Long> count(String user) {
        return sql.query("select count(*) from action where username = $1", user)
                .map(rows -> rows.iterator().next().getLong(0));
    }

    /** The one that is there, or a new one. */
    Future<ActionRow> begin(Begin ask) {
        String user = ask.caller().user();
        return sql.run(
                        "insert into action (id, username, request_id, fingerprint, envelope, body, topic, started_at)"
                                + " values ($1, $2, $3, $4, $5, $6, $7, date_trunc('milliseconds', now()))"
                                + " on conflict do nothing",
                        UUID.randomUUID(),
                        user,
                        ask.requestId(),
                        ask.fingerprint(),
                        ask.envelope(),
                        ask.body(),
                        ask.topic())
                .compose(added -> sql.first(
                        ActionRow::read,
                        "select * from action where username = $1 and request_id = $2",
                        user,
                        ask.requestId()))
                .map(Optional::orElseThrow);
    }

    /** Not those that were released. */
    Future<Optional<ActionRow>> find(String user, String id) {
        return sql.first(ActionRow::read, "select * from action where " + OWN, user, id);
    }

    Future<Boolean> claim(String id, UUID claim) {
        return sql.run(
                        "update action set claim = $2, claimed_until = " + CLAIM_LASTS
                                + " where id = $1 and status = 'ACTIVE' and (claim is null or claimed_until < clock_timestamp())",
                        UUID.fromString(id),
                        claim)
                .map(claimed -> claimed > 0);
    }

    Future<Boolean> note(Note ask) {
        return sql.run(
                        "update action set mark = $3, claimed_until = " + CLAIM_LASTS + " where " + CLAIMED,
                        UUID.fromString(ask.id()),
                        UUID.fromString(ask.claim()),
                        ActionRow.json(ask.mark()))
                .map(noted -> noted > 0);
    }

    /** Nothing, if it was cancelled or taken over meanwhile. */
    Future<Void> settle(Settle ask) {
        boolean over = ask.outcome().status() != Status.ACTIVE;
        return sql.run(
                        "update action set status = $3, details = $4, sight = $5, owed = $6, claim = null, claimed_until = null,"
                                + " completed_at = case when $7 then date_trunc('milliseconds', clock_timestamp()) end where "
                                + CLAIMED,
                        UUID.fromString(ask.id()),
                        UUID.fromString(ask.claim()),
                        ask.outcome().status().name(),
                        ask.outcome().details(),
                        ask.outcome().sight(),
                        ask.group() == null ? null : ActionRow.json(ask.group()),
                        over)
                .mapEmpty();
    }

    Future<Void> paid(String id) {
        return sql.run("update action set owed = null where id = $1", UUID.fromString(id))
                .mapEmpty();
    }

    Future<Void> cancel(String user, String id, String details) {
        return sql.run(
                        "update action set status = 'FAILED', details = $3, claim = null,"
                                + " completed_at = date_trunc('milliseconds', now()) where " + OWN
                                + " and status = 'ACTIVE'",
                        user,
                        id,
                        details)
                .mapEmpty();
    }

    /** What is left of it keeps its request from being carried out again. */
    Future<Void> release(String user, String id) {
        return sql.run(
                        "update action set released = true, details = null, body = null, envelope = '{}' where " + OWN
                                + " and status <> 'ACTIVE'",
                        user,
                        id)
                .mapEmpty();
    }
}
