package io.sluice.catalog.datasets;

import io.sluice.catalog.database.Columns;
import io.sluice.catalog.database.Session;
import io.sluice.catalog.rules.Sight;
import io.sluice.contract.Caller;
import io.sluice.contract.Channels;
import io.sluice.contract.Dataset;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The rows of datasets. Each write tells {@link Channels#DATASETS}, in the same transaction. */
final class DatasetStore {
    static final String NAME_TAKEN = "datasets_name";
    static final String NO_ORGANIZATION = "datasets_organization";

    /** A name never looks like an id, so a reference means one thing. */
    static final Pattern ID = Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

    private static final String NOTIFY = "select pg_notify($1, $2)";
    /** The columns that a dataset is written to, in the order of {@link DatasetRow#parameters}. */
    static final String WRITTEN = """
            id, name, title, organization, notes, tags, license, private, extras, source, mapping, processing, metadata,
            credentials, paused, owner, version, created_at, updated_at, search, described, period""";

    private static final String INSERT = "insert into catalog.datasets (" + WRITTEN + """
            )
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9::text::json, $10::text::jsonb, $11::text::json,
                $12::text::json, $13::text::json, $14::text::json, $15, $16, $17, $18, $19, $20::text::tsvector, $21,
                $22::text::tstzrange)
            """;
    private static final String UPDATE = """
            update catalog.datasets set name = $2, title = $3, organization = $4, notes = $5, tags = $6, license = $7,
                private = $8, extras = $9::text::json, source = $10::text::jsonb, mapping = $11::text::json,
                processing = $12::text::json, metadata = $13::text::json, credentials = $14::text::json, paused = $15,
                owner = $16, version = $17, created_at = $18, updated_at = $19, search = $20::text::tsvector, described = $21,
                period = $22::text::tstzrange, changed_by = $23, changed = $24
            where id = $1
            """;
    private static final String DELETE = "delete from catalog.datasets where id = $1";
    private static final String DELETE_ALL_OF = """
            with deleted as (delete from catalog.datasets where organization = $1 returning id)
            select pg_notify($2, id::text) from deleted
            """;
    private static final String FIND = "select " + DatasetRow.COLUMNS
            + "from catalog.datasets d where (d.id = $1 or d.name = $2) and " + Sight.seen(3, 4);
    private static final String FIND_TO_CHANGE = FIND + " for update";
    private static final String LOCK_ALL_OF = "select " + DatasetRow.COLUMNS + """
            from catalog.datasets d where d.organization = $1 order by d.id for update
            """;
    private static final String RUNNING = "select " + DatasetRow.COLUMNS + """
            from catalog.datasets d where d.runs order by d.id
            """;
    private static final String EXISTS = """
            select exists (select 1 from catalog.organizations where name = $1) as organization,
                   exists (select 1 from catalog.datasets where name = $2) as dataset
            """;

    private DatasetStore() {}

    /** Whether there is such an organisation, and whether the name of a dataset is taken (by one that anyone may see or not). */
    record Exists(boolean organization, boolean dataset) {}

    static Future<Exists> exists(Session session, String organization, String dataset) {
        return session.query(EXISTS, organization, dataset).map(rows -> {
            Row row = rows.iterator().next();
            return new Exists(row.getBoolean("organization"), row.getBoolean("dataset"));
        });
    }

    static Future<Dataset> insert(Session session, Dataset dataset) {
        return session.query(INSERT, DatasetRow.parameters(dataset))
                .compose(inserted -> announce(session, dataset.id()))
                .map(dataset);
    }

    /** Keeps what was before, and says who changed it. */
    static Future<Dataset> update(Session session, Dataset before, Dataset after, Caller by) {
        String[] changed = Differences.of(before, after).toArray(String[]::new);
        @Nullable Object[] parameters = Stream.concat(Arrays.stream(DatasetRow.parameters(after)), Stream.of(by.user(), changed))
                .toArray();
        return VersionStore.keep(session, before)
                .compose(kept -> session.query(UPDATE, parameters))
                .compose(updated -> announce(session, after.id()))
                .map(after);
    }

    static Future<Dataset> delete(Session session, Dataset dataset) {
        return session.query(DELETE, dataset.id())
                .compose(deleted -> announce(session, dataset.id()))
                .map(dataset);
    }

    static Future<RowSet<Row>> deleteAllOf(Session session, String organization) {
        return session.query(DELETE_ALL_OF, organization, Channels.DATASETS);
    }

    /** By id or name, if the caller may see it. */
    static Future<Optional<Dataset>> find(Session session, Sight sight, String ref) {
        return find(session, FIND, sight, ref);
    }

    /** Like {@link #find}, locked until the transaction ends. */
    static Future<Optional<Dataset>> findToChange(Session session, Sight sight, String ref) {
        return find(session, FIND_TO_CHANGE, sight, ref);
    }

    static Future<List<Dataset>> lockAllOf(Session session, String organization) {
        return session.query(LOCK_ALL_OF, organization).map(rows -> Columns.all(rows, DatasetRow::toDataset));
    }

    static Future<List<Dataset>> running(Session session) {
        return session.query(RUNNING).map(rows -> Columns.all(rows, DatasetRow::toDataset));
    }

    private static Future<Optional<Dataset>> find(Session session, String sql, Sight sight, String ref) {
        @Nullable UUID id = ID.matcher(ref).matches() ? UUID.fromString(ref) : null;
        return session.query(sql, id, id == null ? ref : null, sight.user(), sight.marks())
                .map(rows -> Columns.first(rows, DatasetRow::toDataset));
    }

    private static Future<RowSet<Row>> announce(Session session, UUID id) {
        return session.query(NOTIFY, Channels.DATASETS, id.toString());
    }
}
