package io.sluice.catalog.grants;

import io.sluice.catalog.database.Columns;
import io.sluice.catalog.database.Session;
import io.sluice.contract.Grants.AccessRequest;
import io.sluice.contract.Grants.RequestState;
import io.sluice.contract.Grants.ThingRef;
import io.sluice.rights.Kind;
import io.sluice.rights.Level;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The rows of requests for access. */
final class RequestStore {
    static final String PENDING = "access_requests_pending";
    static final String NO_USER = "access_requests_username_fkey";

    private static final String COLUMNS =
            "id, on_kind, on_ref, on_id, username, level, reason, state, created_at, decided_at, decided_by, grant_id ";
    private static final String INSERT = """
            insert into catalog.access_requests (id, on_kind, on_ref, on_id, username, level, reason, state, created_at)
            select $1, $2, $3, $4, $5, $6, $7, 'pending', $8
            where (select count(*) from catalog.access_requests where username = $5) < $9
            """;
    private static final String FIND = "select " + COLUMNS + "from catalog.access_requests where id = $1 ";
    private static final String OF_USER = "select " + COLUMNS
            + "from catalog.access_requests where username = $1 order by created_at desc, id limit $2";
    private static final String OPEN = "select " + COLUMNS + """
            from catalog.access_requests where state = 'pending' and on_id is not null and username <> $1
            order by created_at desc, id limit $2
            """;
    private static final String DECIDE = """
            update catalog.access_requests set state = $2, decided_at = $3, decided_by = $4, grant_id = $5
            where id = $1 and state = 'pending'
            """;
    private static final String FORGET = """
            delete from catalog.access_requests where username = $1 and state <> 'pending' and created_at < $2
            """;

    private RequestStore() {}

    /** @param thing the id of what it is about; null: there was none of that name */
    record Stored(AccessRequest request, @Nullable String thing) {}

    /** @return whether there was room for it */
    static Future<Boolean> insert(Session session, AccessRequest request, @Nullable String thing, long most) {
        return session.query(
                        INSERT,
                        UUID.fromString(request.id()),
                        request.on().kind().text(),
                        request.on().ref(),
                        thing,
                        request.user(),
                        request.level().name().toLowerCase(Locale.ROOT),
                        request.reason(),
                        Columns.time(request.createdAt()),
                        most)
                .map(rows -> rows.rowCount() > 0);
    }

    static Future<Optional<Stored>> find(Session session, UUID id) {
        return session.query(FIND, id).map(rows -> Columns.first(rows, RequestStore::toStored));
    }

    static Future<List<Stored>> ofUser(Session session, String user, int most) {
        return session.query(OF_USER, user, most).map(rows -> Columns.all(rows, RequestStore::toStored));
    }

    static Future<List<Stored>> open(Session session, String except, int most) {
        return session.query(OPEN, except, most).map(rows -> Columns.all(rows, RequestStore::toStored));
    }

    /** @return whether it was pending */
    static Future<Boolean> decide(
            Session session, UUID id, RequestState state, Instant at, String by, @Nullable String grant) {
        return session.query(
                        DECIDE,
                        id,
                        state.name().toLowerCase(Locale.ROOT),
                        Columns.time(at),
                        by,
                        grant == null ? null : UUID.fromString(grant))
                .map(rows -> rows.rowCount() > 0);
    }

    /** What was decided and is older. */
    static Future<Void> forget(Session session, String user, Instant before) {
        return session.query(FORGET, user, Columns.time(before)).mapEmpty();
    }

    private static Stored toStored(Row row) {
        AccessRequest request = new AccessRequest(
                row.getUUID("id").toString(),
                new ThingRef(Kind.of(row.getString("on_kind")), row.getString("on_ref")),
                row.getString("username"),
                Level.valueOf(row.getString("level").toUpperCase(Locale.ROOT)),
                row.getString("reason"),
                RequestState.valueOf(row.getString("state").toUpperCase(Locale.ROOT)),
                Columns.instant(row, "created_at"),
                Columns.instantOrNull(row, "decided_at"),
                row.getString("decided_by"),
                row.getUUID("grant_id") == null ? null : row.getUUID("grant_id").toString());
        return new Stored(request, row.getString("on_id"));
    }
}
