package io.sluice.catalog.idempotency;

import io.sluice.catalog.database.Columns;
import io.sluice.catalog.database.Session;
import io.sluice.contract.Identity;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.Optional;

/** The rows of claims. That only one of many claimants gets a key is the primary key's doing. */
final class IdempotencyStore {
    /** A claim that has run out is as good as none; so is one whose request never came to an end. */
    private static final String CLAIM = """
            insert into catalog.idempotency as held (username, key, fingerprint, created_at, body)
            values ($1, $2, $3, $4, '')
            on conflict (username, key) do update
            set fingerprint = excluded.fingerprint, created_at = excluded.created_at, status = null, location = null,
                content_type = null, body = ''
            where held.created_at < $5
               or (held.status is null and held.created_at < $6 and held.fingerprint = excluded.fingerprint)
            returning 1 as claimed
            """;

    private static final String FIND = """
            select fingerprint, status, location, content_type, body from catalog.idempotency
            where username = $1 and key = $2
            """;
    private static final String SETTLE = """
            update catalog.idempotency set status = $3, location = $4, content_type = $5, body = $6
            where username = $1 and key = $2 and status is null
            """;
    private static final String GIVE_UP =
            "delete from catalog.idempotency where username = $1 and key = $2 and status is null";
    private static final String FORGET = """
            delete from catalog.idempotency
            where ctid = any (array(select ctid from catalog.idempotency where created_at < $1 limit 100
                                    for update skip locked))
            """;

    private IdempotencyStore() {}

    /** A key as it is held: by which request, and its answer, when it has one. */
    record Held(String fingerprint, Optional<Identity.Claim> answer) {}

    /**
     * @param expired claims from before this are void, {@code dead} those without an answer
     * @return whether the key is now the claimant's
     */
    static Future<Boolean> claim(
            Session session, Identity.ClaimRequest ask, Instant now, Instant expired, Instant dead) {
        return session.query(
                        CLAIM,
                        ask.caller().user(),
                        ask.key(),
                        ask.fingerprint(),
                        Columns.time(now),
                        Columns.time(expired),
                        Columns.time(dead))
                .map(rows -> rows.size() > 0);
    }

    static Future<Optional<Held>> find(Session session, Identity.ClaimRequest ask) {
        return session.query(FIND, ask.caller().user(), ask.key())
                .map(rows -> Columns.first(rows, IdempotencyStore::toHeld));
    }

    static Future<Boolean> settle(Session session, Identity.SettleRequest ask) {
        return session.query(
                        SETTLE,
                        ask.caller().user(),
                        ask.key(),
                        ask.status(),
                        ask.location(),
                        ask.contentType(),
                        ask.body())
                .map(rows -> rows.rowCount() > 0);
    }

    static Future<Boolean> giveUp(Session session, Identity.SettleRequest ask) {
        return session.query(GIVE_UP, ask.caller().user(), ask.key()).map(rows -> rows.rowCount() > 0);
    }

    /** Removes up to 100 claims that expired. Each new claim does so, hence they cannot pile up. */
    static Future<Void> forget(Session session, Instant expired) {
        return session.query(FORGET, Columns.time(expired)).mapEmpty();
    }

    private static Held toHeld(Row row) {
        Integer status = row.getInteger("status");
        Optional<Identity.Claim> answer = status == null
                ? Optional.empty()
                : Optional.of(new Identity.Claim(
                        Identity.ClaimState.DONE,
                        status,
                        row.getString("location"),
                        row.getString("content_type"),
                        row.getString("body")));
        return new Held(row.getString("fingerprint"), answer);
    }
}
