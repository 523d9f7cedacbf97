package io.sluice.catalog.organizations;

import io.sluice.catalog.database.Columns;
import io.sluice.catalog.database.Session;
import io.sluice.catalog.rules.Sight;
import io.sluice.contract.Organization;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The rows of organisations. Counts of datasets are always those that the caller may see. */
final class OrganizationStore {
    static final String NAME_TAKEN = "organizations_pkey";
    static final String NOT_EMPTY = "datasets_organization";

    private static final String INSERT = """
            insert into catalog.organizations (name, title, description, owner, created_at)
            values ($1, $2, $3, $4, $5)
            """;
    private static final String SELECT = """
            select o.name, o.title, o.description, o.owner, o.created_at,
                   (select count(*) from catalog.datasets d where d.organization = o.name and %s) as datasets
            """.formatted(Sight.seen(1, 2));
    private static final String SEEN = """
            from catalog.organizations o
            where (o.owner = $1 or not ('-o:' || o.name collate "default") = any ($2::text[]))
            """;
    private static final String FIND = SELECT + SEEN + "and o.name = $3";
    private static final String PAGE = SELECT + SEEN + "and ($3::text is null or o.name > $3) order by o.name limit $4";
    private static final String COUNT = "select count(*) as total " + SEEN;
    private static final String LOCK = "select from catalog.organizations where name = $1 for update";
    private static final String UPDATE = """
            update catalog.organizations set title = coalesce($2, title), description = coalesce($3, description)
            where name = $1
            """;
    private static final String DELETE = "delete from catalog.organizations where name = $1";

    private OrganizationStore() {}

    static Future<RowSet<Row>> insert(Session session, Organization organization) {
        return session.query(
                INSERT,
                organization.name(),
                organization.title(),
                organization.description(),
                organization.owner(),
                Columns.time(organization.createdAt()));
    }

    static Future<Optional<Organization>> find(Session session, Sight sight, String name) {
        return session.query(FIND, sight.user(), sight.marks(), name)
                .map(rows -> Columns.first(rows, OrganizationStore::toOrganization));
    }

    static Future<List<Organization>> page(Session session, Sight sight, @Nullable String after, int rows) {
        return session.query(PAGE, sight.user(), sight.marks(), after, rows)
                .map(found -> Columns.all(found, OrganizationStore::toOrganization));
    }

    static Future<Long> count(Session session, Sight sight) {
        return session.query(COUNT, sight.user(), sight.marks())
                .map(rows -> rows.iterator().next().getLong("total"));
    }

    /** Locks the row, so that nothing about it changes until the transaction ends. */
    static Future<RowSet<Row>> lock(Session session, String name) {
        return session.query(LOCK, name);
    }

    static Future<RowSet<Row>> update(
            Session session, String name, @Nullable String title, @Nullable String description) {
        return session.query(UPDATE, name, title, description);
    }

    static Future<RowSet<Row>> delete(Session session, String name) {
        return session.query(DELETE, name);
    }

    private static Organization toOrganization(Row row) {
        return new Organization(
                row.getString("name"),
                row.getString("title"),
                row.getString("description"),
                row.getString("owner"),
                Columns.instant(row, "created_at"),
                row.getLong("datasets"));
    }
}
