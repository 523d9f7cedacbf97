package io.sluice.catalog.organizations;

import io.sluice.catalog.database.Columns;
import io.sluice.catalog.database.Session;
import io.sluice.contract.Caller;
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
                   (select count(*) from catalog.datasets d
                    where d.organization = o.name and (not d.private or d.owner = $1 or $2)) as datasets
            from catalog.organizations o
            """;
    private static final String FIND = SELECT + "where o.name = $3";
    private static final String PAGE = SELECT + "where $3::text is null or o.name > $3 order by o.name limit $4";
    private static final String COUNT = "select count(*) as total from catalog.organizations";
    private static final String LOCK = "select owner from catalog.organizations where name = $1 for update";
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

    static Future<Optional<Organization>> find(Session session, Caller caller, String name) {
        return session.query(FIND, caller.user(), caller.isAdmin(), name)
                .map(rows -> Columns.first(rows, OrganizationStore::toOrganization));
    }

    static Future<List<Organization>> page(Session session, Caller caller, @Nullable String after, int rows) {
        return session.query(PAGE, caller.user(), caller.isAdmin(), after, rows)
                .map(found -> Columns.all(found, OrganizationStore::toOrganization));
    }

    static Future<Long> count(Session session) {
        return session.query(COUNT).map(rows -> rows.iterator().next().getLong("total"));
    }

    /** Locks the row, so that nothing about it changes until the transaction ends. Answers its owner. */
    static Future<Optional<String>> lock(Session session, String name) {
        return session.query(LOCK, name).map(rows -> Columns.first(rows, row -> row.getString("owner")));
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
