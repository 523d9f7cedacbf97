package io.sluice.catalog.grants;

import io.sluice.catalog.database.Columns;
import io.sluice.catalog.database.Session;
import io.sluice.contract.Caller;
import io.sluice.contract.Grants.Group;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The rows of groups. */
final class GroupStore {
    static final String NAME_TAKEN = "groups_pkey";
    static final String NO_USER = "group_members_username_fkey";

    private static final String SELECT = """
            select g.name, g.description, g.owner, g.created_at,
                   array(select m.username from catalog.group_members m where m.group_name = g.name order by 1) as members
            from catalog.groups g
            """;
    private static final String SEEN = """
            where ($2 or g.owner = $1 or exists (
                select 1 from catalog.group_members m where m.group_name = g.name and m.username = $1))
            """;
    private static final String FIND = SELECT + "where g.name = $1";
    private static final String LOCK = "select from catalog.groups where name = $1 for update";
    private static final String PAGE = SELECT + SEEN + "and ($3::text is null or g.name > $3) order by g.name limit $4";
    private static final String COUNT = "select count(*) as total from catalog.groups g " + SEEN;
    private static final String INSERT =
            "insert into catalog.groups (name, description, owner, created_at) values ($1, $2, $3, $4)";
    private static final String UPDATE = """
            update catalog.groups set description = coalesce($2, description), owner = coalesce($3, owner) where name = $1
            """;
    private static final String DELETE = "delete from catalog.groups where name = $1";
    private static final String EMPTY =
            "delete from catalog.group_members where group_name = $1 and username <> all ($2)";
    private static final String FILL = """
            insert into catalog.group_members (group_name, username) select $1, unnest($2::text[]) on conflict do nothing
            """;

    private GroupStore() {}

    static Future<RowSet<Row>> insert(Session session, Group group) {
        return session.query(INSERT, group.name(), group.description(), group.owner(), Columns.time(group.createdAt()))
                .compose(inserted -> fill(session, group.name(), group.members()));
    }

    static Future<Optional<Group>> find(Session session, String name) {
        return session.query(FIND, name).map(rows -> Columns.first(rows, GroupStore::toGroup));
    }

    static Future<Optional<Group>> findToChange(Session session, String name) {
        return session.query(LOCK, name).compose(locked -> find(session, name));
    }

    static Future<List<Group>> page(Session session, Caller caller, @Nullable String after, int rows) {
        return session.query(PAGE, caller.user(), caller.isAdmin(), after, rows)
                .map(found -> Columns.all(found, GroupStore::toGroup));
    }

    static Future<Long> count(Session session, Caller caller) {
        return session.query(COUNT, caller.user(), caller.isAdmin())
                .map(rows -> rows.iterator().next().getLong("total"));
    }

    static Future<RowSet<Row>> update(
            Session session, String name, @Nullable String description, @Nullable String owner) {
        return session.query(UPDATE, name, description, owner);
    }

    static Future<RowSet<Row>> replaceMembers(Session session, String name, List<String> members) {
        return session.query(EMPTY, name, members.toArray(String[]::new))
                .compose(emptied -> fill(session, name, members));
    }

    static Future<RowSet<Row>> delete(Session session, String name) {
        return session.query(DELETE, name);
    }

    private static Future<RowSet<Row>> fill(Session session, String name, List<String> members) {
        return session.query(FILL, name, members.toArray(String[]::new));
    }

    private static Group toGroup(Row row) {
        return new Group(
                row.getString("name"),
                row.getString("description"),
                row.getString("owner"),
                List.of(row.getArrayOfStrings("members")),
                Columns.instant(row, "created_at"));
    }
}
