package io.sluice.catalog.grants;

import io.sluice.catalog.database.Columns;
import io.sluice.catalog.database.Session;
import io.sluice.catalog.rules.HoldingsStore;
import io.sluice.contract.Grants.Granted;
import io.sluice.contract.Grants.ThingRef;
import io.sluice.rights.Grantee;
import io.sluice.rights.Kind;
import io.sluice.rights.Level;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The rows of grants. */
final class GrantStore {
    static final String NO_USER = "grants_to_user_fkey";
    static final String NO_GROUP = "grants_to_group_fkey";
    static final String NO_ORGANIZATION = "grants_to_organization_fkey";

    private static final String COLUMNS = """
            id, on_kind, on_id, on_name, to_user, to_group, to_organization, level, download, expires_at, created_by, created_at
            """;
    /** The bound keeps decisions cheap; it is not exact, grants that are made at one instant do not see each other. */
    private static final String INSERT = "insert into catalog.grants (" + COLUMNS + """
            )
            select $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12
            where (select count(*) from catalog.grants where on_kind = $2 and on_id = $3) < $13
              and (select count(*) from catalog.grants where to_user = $5 or to_group = $6 or to_organization = $7) < $13
            """;

    private static final String FIND = "select " + COLUMNS + "from catalog.grants where id = $1";
    private static final String DELETE = "delete from catalog.grants where id = $1";
    private static final String OF = """
            from catalog.grants g
            where (g.expires_at is null or g.expires_at > $1)
              and ($2::text is null or (g.on_kind = $2 and g.on_id = $3)) and ($4::text is null or g.to_user = $4)
              and ($5::text is null or g.to_group = $5)
            """;
    private static final String PAGE = "select " + COLUMNS + OF
            + "and ($6::timestamptz is null or (g.created_at, g.id) < ($6, $7)) order by g.created_at desc, g.id desc limit $8";
    private static final String COUNT = "select count(*) as total " + OF;
    private static final String NEXT_EXPIRY = "select min(expires_at) as next from catalog.grants";
    private static final String EXPIRED = """
            delete from catalog.grants where expires_at <= $1
            returning to_user
            """;

    private GrantStore() {}

    /** @return whether there was room for it */
    static Future<Boolean> insert(Session session, Granted grant, long most) {
        Grantee to = grant.to();
        return session.query(
                        INSERT,
                        UUID.fromString(grant.id()),
                        grant.on().kind().text(),
                        grant.thing(),
                        grant.on().ref(),
                        nameOf(to, Grantee.Kind.USER),
                        nameOf(to, Grantee.Kind.GROUP),
                        nameOf(to, Grantee.Kind.ORGANIZATION),
                        grant.level().name().toLowerCase(Locale.ROOT),
                        grant.download(),
                        Columns.timeOrNull(grant.expiresAt()),
                        grant.createdBy(),
                        Columns.time(grant.createdAt()),
                        most)
                .map(rows -> rows.rowCount() > 0);
    }

    static Future<Optional<Granted>> find(Session session, UUID id) {
        return session.query(FIND, id).map(rows -> Columns.first(rows, GrantStore::toGranted));
    }

    static Future<Boolean> delete(Session session, UUID id) {
        return session.query(DELETE, id).map(rows -> rows.rowCount() > 0);
    }

    /** What is listed; null: of any. */
    record Of(
            @Nullable Kind kind,
            @Nullable String thing,
            @Nullable String user,
            @Nullable String group) {}

    static Future<List<Granted>> page(
            Session session, Of of, Instant now, @Nullable Instant before, @Nullable UUID beforeId, int rows) {
        return session.query(
                        PAGE,
                        Columns.time(now),
                        of.kind() == null ? null : of.kind().text(),
                        of.thing(),
                        of.user(),
                        of.group(),
                        Columns.timeOrNull(before),
                        beforeId,
                        rows)
                .map(found -> Columns.all(found, GrantStore::toGranted));
    }

    static Future<Long> count(Session session, Of of, Instant now) {
        return session.query(
                        COUNT,
                        Columns.time(now),
                        of.kind() == null ? null : of.kind().text(),
                        of.thing(),
                        of.user(),
                        of.group())
                .map(rows -> rows.iterator().next().getLong("total"));
    }

    static Future<Optional<Instant>> nextExpiry(Session session) {
        return session.query(NEXT_EXPIRY)
                .map(rows -> Optional.ofNullable(
                        Columns.instantOrNull(rows.iterator().next(), "next")));
    }

    /** Takes away what has expired; answers the users that it was granted to, null for a group's or an organization's. */
    static Future<RowSet<Row>> removeExpired(Session session, Instant now) {
        return session.query(EXPIRED, Columns.time(now));
    }

    private static @Nullable String nameOf(Grantee to, Grantee.Kind kind) {
        return to.kind() == kind ? to.name() : null;
    }

    private static Granted toGranted(Row row) {
        return new Granted(
                row.getUUID("id").toString(),
                new ThingRef(Kind.of(row.getString("on_kind")), row.getString("on_name")),
                row.getString("on_id"),
                HoldingsStore.toGrantee(row),
                Level.valueOf(row.getString("level").toUpperCase(Locale.ROOT)),
                row.getBoolean("download"),
                Columns.instantOrNull(row, "expires_at"),
                row.getString("created_by"),
                Columns.instant(row, "created_at"));
    }
}
