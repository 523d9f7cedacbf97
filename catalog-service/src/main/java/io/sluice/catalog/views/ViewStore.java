package io.sluice.catalog.views;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectReader;
import io.sluice.catalog.database.Columns;
import io.sluice.catalog.database.Session;
import io.sluice.contract.Views.Content;
import io.sluice.contract.Views.View;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The rows of saved views. */
final class ViewStore {
    private static final ObjectReader CONTENT = Columns.reader(new TypeReference<Content>() {});
    private static final String INSERT = """
            insert into catalog.views (id, name, owner, content, private, created_at, updated_at)
            select $1, $2, $3, $4::text::jsonb, $5, $6, $7
            where (select count(*) from catalog.views where owner = $3) < $8
            """;
    private static final String SELECT =
            "select id, name, owner, content::text as content, private, created_at, updated_at from catalog.views ";
    private static final String FIND = SELECT + "where id = $1";
    private static final String LOCK = FIND + " for update";
    private static final String SEEN = """
            where ($1 or owner = $2 or ((not private or id = any ($3::uuid[])) and not id = any ($4::uuid[])))
              and ($5::text is null or position(lower($5) in lower(name)) > 0)
            """;
    private static final String PAGE =
            SELECT + SEEN + "and ($6::text is null or (name, id) > ($6, $7::uuid)) order by name, id limit $8";
    private static final String COUNT = "select count(*) as total from catalog.views " + SEEN;
    private static final String UPDATE = """
            update catalog.views set name = $2, owner = $3, content = $4::text::jsonb, private = $5, updated_at = $6
            where id = $1
            """;
    private static final String DELETE = "delete from catalog.views where id = $1";

    private ViewStore() {}

    /** @return whether the owner had fewer than {@code most} */
    static Future<Boolean> insert(Session session, View view, int most) {
        return session.query(
                        INSERT,
                        UUID.fromString(view.id()),
                        view.name(),
                        view.owner(),
                        Columns.json(view.content()),
                        view.isPrivate(),
                        Columns.time(view.createdAt()),
                        Columns.time(view.updatedAt()),
                        most)
                .map(inserted -> inserted.rowCount() == 1);
    }

    static Future<Optional<View>> find(Session session, UUID id) {
        return session.query(FIND, id).map(rows -> Columns.first(rows, ViewStore::toView));
    }

    static Future<Optional<View>> lock(Session session, UUID id) {
        return session.query(LOCK, id).map(rows -> Columns.first(rows, ViewStore::toView));
    }

    /** @param q part of the name; null: any */
    static Future<List<View>> page(
            Session session, ViewSight sight, @Nullable String q, @Nullable String name, @Nullable UUID id, int rows) {
        return session.query(PAGE, sight.all(), sight.user(), sight.granted(), sight.denied(), q, name, id, rows)
                .map(found -> Columns.all(found, ViewStore::toView));
    }

    static Future<Long> count(Session session, ViewSight sight, @Nullable String q) {
        return session.query(COUNT, sight.all(), sight.user(), sight.granted(), sight.denied(), q)
                .map(rows -> rows.iterator().next().getLong("total"));
    }

    static Future<RowSet<Row>> update(Session session, View view) {
        return session.query(
                UPDATE,
                UUID.fromString(view.id()),
                view.name(),
                view.owner(),
                Columns.json(view.content()),
                view.isPrivate(),
                Columns.time(view.updatedAt()));
    }

    static Future<RowSet<Row>> delete(Session session, UUID id) {
        return session.query(DELETE, id);
    }

    private static View toView(Row row) {
        return new View(
                row.getUUID("id").toString(),
                row.getString("name"),
                row.getString("owner"),
                Columns.fromJson(row, "content", CONTENT),
                row.getBoolean("private"),
                Columns.instant(row, "created_at"),
                Columns.instant(row, "updated_at"));
    }
}
