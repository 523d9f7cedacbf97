package io.sluice.catalog.identity;

import io.sluice.catalog.database.Columns;
import io.sluice.catalog.database.Session;
import io.sluice.contract.Caller;
import io.sluice.contract.Identity;
import io.sluice.contract.KafkaName;
import io.sluice.contract.Role;
import io.sluice.contract.Sealed;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The rows of API keys. */
final class KeyStore {
    static final String NAME_TAKEN = "api_keys_name";
    static final String RETOLD_TAKEN = "api_keys_retold";

    /** No user, no row. The bound is against waste, not exact: keys made at one instant do not see each other. */
    private static final String INSERT = """
            with holder as (select name from catalog.users where name = $2)
            insert into catalog.api_keys
                (id, username, name, role, secret_hash, created_at, expires_at, kafka_sealed, scope, retold_sealed)
            select $1, holder.name, $3, $4, $5, $6, $7, $9, $10, case when $11::boolean then $9::text end from holder
            where (select count(*) from catalog.api_keys where username = $2) < $8
            """;

    private static final String FIND = """
            select k.username, u.role as user_role, k.secret_hash, k.id, k.name, k.role, k.created_at, k.expires_at,
                   k.last_used_at, k.kafka_sealed, k.kafka_at, k.scope
            from catalog.api_keys k join catalog.users u on u.name = k.username
            where k.id = $1
            """;
    private static final String TOUCH = """
            update catalog.api_keys set last_used_at = $2
            where id = $1 and (last_used_at is null or last_used_at < $3)
            """;
    private static final String LIST = """
            select id, username, name, role, created_at, expires_at, last_used_at, kafka_sealed, kafka_at from catalog.api_keys
            where username = $1 order by name
            """;
    private static final String RETOLD = """
            select k.username, u.role as user_role, k.id, k.name, k.role, k.created_at, k.expires_at, k.last_used_at,
                   k.kafka_sealed, k.kafka_at, k.scope, k.retold_sealed
            from catalog.api_keys k join catalog.users u on u.name = k.username
            where k.username = $1 and k.retold_sealed is not null
            """;
    private static final String LOCK = """
            select k.username, u.role as user_role, k.id, k.name, k.role, k.created_at, k.expires_at, k.last_used_at,
                   k.kafka_sealed, k.kafka_at, k.scope, k.retold_sealed is not null as retold
            from catalog.api_keys k join catalog.users u on u.name = k.username
            where k.username = $1 and k.name = $2
            for update of k
            """;

    /** To everybody who knew it the key is gone and another is there. Kafka's keeper hears of it because the expiry is set in any case. */
    private static final String REPLACE = """
            update catalog.api_keys
            set id = $2, secret_hash = $3, created_at = $4, expires_at = $5, last_used_at = null, kafka_sealed = $6, kafka_at = null,
                retold_sealed = case when $7::boolean then $6::text end
            where id = $1
            """;

    private static final String DELETE_RETOLD =
            "delete from catalog.api_keys where username = $1 and retold_sealed is not null";
    private static final String DELETE = "delete from catalog.api_keys where username = $1 and name = $2";

    private KeyStore() {}

    @SuppressWarnings("ArrayRecordComponent") // a digest, compared in constant time only
    record Stored(String username, Role userRole, Role scope, byte[] secretHash, Identity.Key key) {}

    /**
     * What is kept of a new key: a digest, and the key itself until Kafka has it.
     *
     * @param retold whether the key itself is kept for longer, to be told again
     */
    @SuppressWarnings("ArrayRecordComponent") // a digest, as above
    record Kept(byte[] secretHash, Sealed whole, boolean retold) {}

    /** The key of a user that is told again. */
    record Retold(Reach reach, Sealed whole, Identity.Key key) {}

    /** A key that nobody else changes until the transaction ends. */
    record Locked(String id, Reach reach, boolean retold, Identity.Key key) {}

    /**
     * @param bearer who comes with it
     * @return whether there was a user with room for it
     */
    static Future<Boolean> insert(
            Session session, String id, Caller bearer, Identity.Key key, Kept kept, long maxKeys) {
        return session.query(
                        INSERT,
                        id,
                        bearer.user(),
                        key.name(),
                        key.role().text(),
                        Buffer.buffer(kept.secretHash()),
                        Columns.time(key.createdAt()),
                        Columns.timeOrNull(key.expiresAt()),
                        maxKeys,
                        kept.whole().text(),
                        bearer.scope() == Role.ADMIN ? null : bearer.scope().text(),
                        kept.retold())
                .map(rows -> rows.rowCount() > 0);
    }

    static Future<Optional<Stored>> find(Session session, String id) {
        return session.query(FIND, id)
                .map(rows -> Columns.first(
                        rows,
                        row -> new Stored(
                                row.getString("username"),
                                Columns.role(row, "user_role"),
                                scope(row),
                                row.getBuffer("secret_hash").getBytes(),
                                toKey(row))));
    }

    /** Notes the use, unless one after {@code unless} is noted already. */
    static Future<Void> touch(Session session, String id, Instant now, Instant unless) {
        return session.query(TOUCH, id, Columns.time(now), Columns.time(unless)).mapEmpty();
    }

    static Future<List<Identity.Key>> list(Session session, String username) {
        return session.query(LIST, username).map(rows -> Columns.all(rows, KeyStore::toKey));
    }

    static Future<Boolean> delete(Session session, String username, String name) {
        return session.query(DELETE, username, name).map(rows -> rows.rowCount() > 0);
    }

    static Future<Optional<Retold>> retold(Session session, String username) {
        return session.query(RETOLD, username)
                .map(rows -> Columns.first(
                        rows, row -> new Retold(reach(row), new Sealed(row.getString("retold_sealed")), toKey(row))));
    }

    static Future<Boolean> deleteRetold(Session session, String username) {
        return session.query(DELETE_RETOLD, username).map(rows -> rows.rowCount() > 0);
    }

    static Future<Optional<Locked>> lock(Session transaction, String username, String name) {
        return transaction
                .query(LOCK, username, name)
                .map(rows -> Columns.first(
                        rows,
                        row -> new Locked(row.getString("id"), reach(row), row.getBoolean("retold"), toKey(row))));
    }

    /** Puts another key in the place of one, with its name, role and scope. */
    static Future<Void> replace(Session transaction, Locked old, String id, Identity.Key key, Kept kept) {
        return transaction
                .query(
                        REPLACE,
                        old.id(),
                        id,
                        Buffer.buffer(kept.secretHash()),
                        Columns.time(key.createdAt()),
                        Columns.timeOrNull(key.expiresAt()),
                        kept.whole().text(),
                        kept.retold())
                .mapEmpty();
    }

    private static Reach reach(Row row) {
        return new Reach(Names.lesser(Columns.role(row, "role"), Columns.role(row, "user_role")), scope(row));
    }

    private static Role scope(Row row) {
        return row.getString("scope") == null ? Role.ADMIN : Columns.role(row, "scope");
    }

    private static Identity.Key toKey(Row row) {
        return new Identity.Key(
                row.getString("name"),
                Columns.role(row, "role"),
                Columns.instant(row, "created_at"),
                Columns.instantOrNull(row, "expires_at"),
                Columns.instantOrNull(row, "last_used_at"),
                toLogin(row));
    }

    private static Identity.@Nullable KafkaLogin toLogin(Row row) {
        boolean ready = Columns.instantOrNull(row, "kafka_at") != null;
        return ready || row.getString("kafka_sealed") != null
                ? new Identity.KafkaLogin(KafkaName.of(row.getString("username"), row.getString("id")), ready)
                : null;
    }
}
