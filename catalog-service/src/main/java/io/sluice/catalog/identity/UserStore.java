package io.sluice.catalog.identity;

import io.sluice.catalog.database.Columns;
import io.sluice.catalog.database.Session;
import io.sluice.contract.Identity.User;
import io.sluice.contract.Role;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The rows of users. A name is unique whatever its case, and found in any. */
final class UserStore {
    static final String NAME_TAKEN = "users_name";
    static final String SUBJECT_TAKEN = "users_subject";
    static final String PRIMARY_KEY = "users_pkey";

    private static final String INSERT =
            "insert into catalog.users (name, password, role, created_at, tokens_since) values ($1, $2, $3, $4, $4)";
    private static final String INSERT_FIRST = """
            insert into catalog.users (name, password, role, created_at, tokens_since)
            select $1::text, $2::text, $3::text, $4::timestamptz, $4::timestamptz where not exists (select 1 from catalog.users)
            on conflict do nothing
            """;
    private static final String FIND =
            "select name, password, role, created_at from catalog.users where lower(name) = lower($1)";
    private static final String PAGE = """
            select name, role, created_at from catalog.users
            where $1::text is null or lower(name) > lower($1) order by lower(name) limit $2
            """;
    private static final String COUNT = "select count(*) as total from catalog.users";
    /**
     * Those with a password, who do not depend on a provider. Locked in one order, so that two who take away administrators wait for each
     * other instead of blocking.
     */
    private static final String LOCK_ADMINS =
            "select name from catalog.users where role = 'admin' and password is not null order by name for update";

    private static final String UPDATE = """
            update catalog.users set role = coalesce($2, role) where name = $1 returning name, role, created_at
            """;
    private static final String SET_PASSWORD =
            "update catalog.users set password = $2, tokens_since = $3 where name = $1";
    private static final String DELETE = "delete from catalog.users where name = $1";

    private UserStore() {}

    /** @param password null: an OpenID provider vouches for the user */
    record Stored(User user, @Nullable String password) {}

    static Future<RowSet<Row>> insert(Session session, User user, String password) {
        return session.query(INSERT, parameters(user, password));
    }

    /** Only when there is no user at all; answers whether it did. */
    static Future<Boolean> insertFirst(Session session, User user, String password) {
        return session.query(INSERT_FIRST, parameters(user, password)).map(rows -> rows.rowCount() > 0);
    }

    static Future<Optional<Stored>> find(Session session, String name) {
        return session.query(FIND, name)
                .map(rows -> Columns.first(rows, row -> new Stored(toUser(row), row.getString("password"))));
    }

    static Future<List<User>> page(Session session, @Nullable String after, int rows) {
        return session.query(PAGE, after, rows).map(found -> Columns.all(found, UserStore::toUser));
    }

    static Future<Long> count(Session session) {
        return session.query(COUNT).map(rows -> rows.iterator().next().getLong("total"));
    }

    /** None of these is demoted or deleted by anyone else until the transaction ends. */
    static Future<List<String>> lockAdmins(Session session) {
        return session.query(LOCK_ADMINS).map(rows -> Columns.all(rows, row -> row.getString("name")));
    }

    static Future<Optional<User>> update(Session session, String name, @Nullable Role role) {
        return session.query(UPDATE, name, role == null ? null : role.text())
                .map(rows -> Columns.first(rows, UserStore::toUser));
    }

    /** Tokens that were issued before {@code now} stand no longer. */
    static Future<Void> setPassword(Session session, String name, String hash, Instant now) {
        return session.query(SET_PASSWORD, name, hash, Columns.time(now)).mapEmpty();
    }

    static Future<Boolean> delete(Session session, String name) {
        return session.query(DELETE, name).map(rows -> rows.rowCount() > 0);
    }

    private static @Nullable Object[] parameters(User user, String password) {
        return new @Nullable Object[] {user.name(), password, user.role().text(), Columns.time(user.createdAt())};
    }

    private static User toUser(Row row) {
        return new User(row.getString("name"), Columns.role(row, "role"), Columns.instant(row, "created_at"));
    }
}
