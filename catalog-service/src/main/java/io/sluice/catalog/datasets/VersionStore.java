package io.sluice.catalog.datasets;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectReader;
import io.sluice.catalog.database.Columns;
import io.sluice.catalog.database.Session;
import io.sluice.contract.Caller;
import io.sluice.contract.Catalog;
import io.sluice.contract.Dataset;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The rows of versions. A dataset's row is its present version, {@code dataset_versions} has those before it. A version that was
 * private is seen only by who owned the dataset then and by administrators, whatever the dataset is now.
 */
final class VersionStore {
    private static final ObjectReader DATASET = Columns.reader(new TypeReference<Dataset>() {});

    private static final String KEEP = """
            insert into catalog.dataset_versions (dataset, version, at, by, changed, private, owner, content)
            select d.id, d.version, d.updated_at, coalesce(d.changed_by, d.owner), d.changed, d.private, d.owner, $2::text::json
            from catalog.datasets d where d.id = $1
            """;

    private static final String VISIBLE = """
            (select d.version, d.updated_at as at, coalesce(d.changed_by, d.owner) as by, d.changed, null::text as content
             from catalog.datasets d where d.id = $1
             union all
             select v.version, v.at, v.by, v.changed, v.content::text as content
             from catalog.dataset_versions v
             where v.dataset = $1 and (not v.private or v.owner = $2 or $3))
            """;
    private static final String PAGE = "select version, at, by, changed from " + VISIBLE + """
            as versions where $4::integer is null or version < $4 order by version desc limit $5
            """;
    private static final String COUNT = "select count(*) as total from " + VISIBLE + " as versions";
    private static final String FIND = "select * from " + VISIBLE + " as versions where version = $4";

    private VersionStore() {}

    /** What was kept of a version; no content: it is the present one. */
    record Kept(Catalog.Version version, Optional<Dataset> content) {}

    /** Of the row that is about to change, in the same transaction. */
    static Future<RowSet<Row>> keep(Session session, Dataset before) {
        return session.query(KEEP, before.id(), Columns.json(Changes.withoutCredentials(before)));
    }

    static Future<List<Catalog.Version>> page(
            Session session, Caller caller, UUID dataset, @Nullable Integer before, int rows) {
        return session.query(PAGE, dataset, caller.user(), caller.isAdmin(), before, rows)
                .map(found -> Columns.all(found, VersionStore::toVersion));
    }

    static Future<Long> count(Session session, Caller caller, UUID dataset) {
        return session.query(COUNT, dataset, caller.user(), caller.isAdmin())
                .map(rows -> rows.iterator().next().getLong("total"));
    }

    static Future<Optional<Kept>> find(Session session, Caller caller, UUID dataset, int version) {
        return session.query(FIND, dataset, caller.user(), caller.isAdmin(), version)
                .map(rows -> Columns.first(rows, row -> new Kept(toVersion(row), content(row))));
    }

    private static Optional<Dataset> content(Row row) {
        return row.getString("content") == null
                ? Optional.empty()
                : Optional.of(Columns.fromJson(row, "content", DATASET));
    }

    private static Catalog.Version toVersion(Row row) {
        return new Catalog.Version(
                row.getInteger("version"),
                Columns.instant(row, "at"),
                row.getString("by"),
                List.of(row.getArrayOfStrings("changed")));
    }
}
