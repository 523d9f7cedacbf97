package io.sluice.catalog.identity;

import io.sluice.catalog.database.Columns;
import io.sluice.catalog.database.Session;
import io.sluice.contract.Caller;
import io.sluice.contract.Identity.Verified;
import io.sluice.contract.Role;
import io.sluice.contract.Sealed;
import io.sluice.contract.SignIns;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The rows of browsers' sessions, of tokens that were taken back, and of what was used up by a sign-in. */
final class SessionStore {
    static final String NO_USER = "sessions_username_fkey";

    private static final String FORGET = "delete from catalog.sessions where expires_at <= $1";
    private static final String INSERT = """
            insert into catalog.sessions
                (id, hash, username, role, created_at, seen_at, expires_at, address, user_agent, renewal, renew_at)
            values ($1, $2, $3, $4, $5, $5, $6, $7, $8, $9, $10)
            """;
    private static final String TRIM = """
            delete from catalog.sessions where id in (
                select id from catalog.sessions where username = $1 order by created_at desc, id offset $2)
            """;
    private static final String FIND = """
            select s.id, s.username, s.role, u.role as user_role, s.created_at, s.seen_at, s.expires_at, s.renew_at
            from catalog.sessions s join catalog.users u on u.name = s.username
            where s.hash = $1 and s.expires_at > $2
            """;
    private static final String TOUCH = "update catalog.sessions set seen_at = $2 where id = $1 and seen_at < $3";
    /** Of many who ask at once one gets it. */
    private static final String CLAIM = """
            update catalog.sessions set renew_at = $3 where id = $1 and renew_at <= $2 returning renewal
            """;

    private static final String RENEW = """
            update catalog.sessions set role = $2, expires_at = $3, renewal = $4, renew_at = $5 where id = $1
            """;
    private static final String LIST = """
            select id, created_at, seen_at, expires_at, address, user_agent from catalog.sessions
            where username = $1 and expires_at > $2 order by created_at desc, id
            """;
    private static final String CLOSE = "delete from catalog.sessions where username = $1 and id = $2";
    private static final String CLOSE_ALL = "delete from catalog.sessions where username = $1";
    private static final String FORGET_TOKENS = "delete from catalog.ended_tokens where expires_at <= $1";
    private static final String END_TOKEN =
            "insert into catalog.ended_tokens (id, expires_at) values ($1, $2) on conflict do nothing";
    private static final String FORGET_USED = "delete from catalog.used_sign_ins where expires_at <= $1";
    private static final String USE =
            "insert into catalog.used_sign_ins (digest, expires_at) values ($1, $2) on conflict do nothing";

    private SessionStore() {}

    /** @param renewAt null: nobody is to be asked */
    record Stored(
            Verified verified, Instant seenAt, @Nullable Instant renewAt) {}

    /** A row to be. */
    record New(Verified verified, Buffer hash, SignIns.Client client, SignIns.@Nullable Renewal renewal) {}

    /** Adds it, and removes those of the same user beyond {@code most}, the oldest first. */
    static Future<Void> insert(Session session, New row, Instant now, int most) {
        Verified verified = row.verified();
        SignIns.Renewal renewal = row.renewal();
        String user = verified.caller().user();
        return session.query(FORGET, Columns.time(now))
                .compose(forgotten -> session.query(
                        INSERT,
                        verified.signIn(),
                        row.hash(),
                        user,
                        verified.caller().role().text(),
                        Columns.time(now),
                        Columns.timeOrNull(verified.expiresAt()),
                        row.client().address(),
                        row.client().userAgent(),
                        renewal == null ? null : renewal.token().text(),
                        renewal == null ? null : Columns.time(renewal.due())))
                .compose(inserted -> session.query(TRIM, user, (long) most))
                .mapEmpty();
    }

    static Future<Optional<Stored>> find(Session session, Buffer hash, Instant now) {
        return session.query(FIND, hash, Columns.time(now)).map(rows -> Columns.first(rows, SessionStore::toStored));
    }

    /** Notes the use, unless one after {@code unless} is noted already. */
    static Future<Void> touch(Session session, String id, Instant now, Instant unless) {
        return session.query(TOUCH, id, Columns.time(now), Columns.time(unless)).mapEmpty();
    }

    /** @param again when somebody else may try, should this one not come back */
    static Future<Optional<Sealed>> claim(Session session, String id, Instant now, Instant again) {
        return session.query(CLAIM, id, Columns.time(now), Columns.time(again))
                .map(rows -> Columns.first(rows, row -> new Sealed(row.getString("renewal"))));
    }

    static Future<Boolean> renew(Session session, SignIns.Renew ask, Instant expiresAt) {
        SignIns.Renewal renewal = ask.renewal();
        return session.query(
                        RENEW,
                        ask.id(),
                        ask.role().text(),
                        Columns.time(expiresAt),
                        renewal == null ? null : renewal.token().text(),
                        renewal == null ? null : Columns.time(renewal.due()))
                .map(rows -> rows.rowCount() > 0);
    }

    static Future<List<SignIns.SignIn>> list(Session session, String user, Instant now) {
        return session.query(LIST, user, Columns.time(now)).map(rows -> Columns.all(rows, SessionStore::toSignIn));
    }

    static Future<Boolean> close(Session session, String user, String id) {
        return session.query(CLOSE, user, id).map(rows -> rows.rowCount() > 0);
    }

    static Future<Void> closeAll(Session session, String user) {
        return session.query(CLOSE_ALL, user).mapEmpty();
    }

    static Future<Boolean> endToken(Session session, String id, Instant expiresAt, Instant now) {
        return session.query(FORGET_TOKENS, Columns.time(now))
                .compose(forgotten -> session.query(END_TOKEN, id, Columns.time(expiresAt)))
                .map(rows -> rows.rowCount() > 0);
    }

    /** @return whether nobody had used it */
    static Future<Boolean> use(Session session, String digest, Instant until, Instant now) {
        return session.query(FORGET_USED, Columns.time(now))
                .compose(forgotten -> session.query(USE, digest, Columns.time(until)))
                .map(rows -> rows.rowCount() > 0);
    }

    private static Stored toStored(Row row) {
        Role role = Names.lesser(Columns.role(row, "role"), Columns.role(row, "user_role"));
        Verified verified = new Verified(
                new Caller(row.getString("username"), role),
                null,
                Columns.instant(row, "created_at"),
                Columns.instant(row, "expires_at"),
                row.getString("id"));
        return new Stored(verified, Columns.instant(row, "seen_at"), Columns.instantOrNull(row, "renew_at"));
    }

    private static SignIns.SignIn toSignIn(Row row) {
        return new SignIns.SignIn(
                row.getString("id"),
                Columns.instant(row, "created_at"),
                Columns.instant(row, "seen_at"),
                Columns.instant(row, "expires_at"),
                row.getString("address"),
                row.getString("user_agent"));
    }
}
