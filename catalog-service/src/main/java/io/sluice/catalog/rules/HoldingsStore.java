package io.sluice.catalog.rules;

import io.sluice.catalog.database.Columns;
import io.sluice.catalog.database.Session;
import io.sluice.contract.Holdings;
import io.sluice.contract.Role;
import io.sluice.rights.Grant;
import io.sluice.rights.Grantee;
import io.sluice.rights.Kind;
import io.sluice.rights.Level;
import io.sluice.rights.ThingId;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What users hold: groups, organizations, and the grants to them and to those, as rows of one statement. Who has been denied an organization,
 * by name or by a group, is no member of it, unless it is the user's own.
 */
public final class HoldingsStore {
    private static final String READ = """
            with asked as (select unnest($1::text[]) collate "C" as username),
            in_groups as (
                select m.username, m.group_name as name from catalog.group_members m join asked a on a.username = m.username
            ), direct as (
                select a.username, g.* from asked a join catalog.grants g on g.to_user = a.username
                union all
                select i.username, g.* from in_groups i join catalog.grants g on g.to_group = i.name
            ), counting as (
                select * from direct where expires_at is null or expires_at > $2
            ), owned as (
                select a.username, o.name from asked a join catalog.organizations o on o.owner = a.username
            ), in_organizations as (
                select username, name from owned
                union
                select c.username, c.on_id from counting c
                where c.on_kind = 'organization' and c.level <> 'deny' and not exists (
                    select 1 from counting d where d.username = c.username and d.on_kind = 'organization'
                                               and d.on_id = c.on_id and d.level = 'deny')
            ), held as (
                select * from counting
                union all
                select i.username, g.* from in_organizations i join catalog.grants g on g.to_organization = i.name
                where g.expires_at is null or g.expires_at > $2
            )
            select username, 'group' as what, name, null::uuid as id, null as on_kind, null as on_id, null as to_user,
                   null as to_group, null as to_organization, null as level, null::boolean as download,
                   null::timestamptz as expires_at from in_groups
            union all
            select u.name, 'role', u.role, null, null, null, null, null, null, null, null, null
            from catalog.users u join asked a on a.username = u.name
            union all
            select username, 'organization', name, null, null, null, null, null, null, null, null, null from in_organizations
            union all
            select username, 'owned', name, null, null, null, null, null, null, null, null, null from owned
            union all
            (select username, 'grant', null, id, on_kind, on_id, to_user, to_group, to_organization, level, download, expires_at
             from held where $3::text[] is null or on_kind || ':' || on_id = any ($3)
             order by level = 'deny' desc, created_at, id limit $4)
            """;

    private HoldingsStore() {}

    /** At most {@link Holdings#MAX} grants. */
    static Future<Holdings> of(Session session, String user, Instant now) {
        return read(session, List.of(user), now, null)
                .map(rows -> gather(rows).getOrDefault(user, new Gathered()).toHoldings());
    }

    /**
     * Of many users, as far as it concerns these things.
     *
     * @return by user; who holds nothing is not there
     */
    public static Future<Map<String, Holdings>> of(
            Session session, List<String> users, Iterable<ThingId> lineage, Instant now) {
        List<String> on = new ArrayList<>();
        lineage.forEach(thing -> on.add(thing.kind().text() + ":" + thing.id()));
        return read(session, users, now, on.toArray(String[]::new)).map(rows -> {
            Map<String, Holdings> holdings = new HashMap<>();
            gather(rows).forEach((user, gathered) -> holdings.put(user, gathered.toHoldings()));
            return holdings;
        });
    }

    private static Future<RowSet<Row>> read(Session session, List<String> users, Instant now, String @Nullable [] on) {
        return session.query(
                READ, users.toArray(String[]::new), Columns.time(now), on, Holdings.MAX * (long) users.size());
    }

    private static Map<String, Gathered> gather(RowSet<Row> rows) {
        Map<String, Gathered> byUser = new HashMap<>();
        for (Row row : rows) {
            byUser.computeIfAbsent(row.getString("username"), user -> new Gathered())
                    .add(row);
        }
        return byUser;
    }

    private static final class Gathered {
        private @Nullable Role role;
        private final List<String> groups = new ArrayList<>();
        private final List<String> organizations = new ArrayList<>();
        private final List<String> owned = new ArrayList<>();
        private final List<Grant> grants = new ArrayList<>();

        void add(Row row) {
            switch (row.getString("what")) {
                case "role" -> role = Columns.role(row, "name");
                case "group" -> groups.add(row.getString("name"));
                case "organization" -> organizations.add(row.getString("name"));
                case "owned" -> owned.add(row.getString("name"));
                default -> grants.add(toGrant(row));
            }
        }

        Holdings toHoldings() {
            return new Holdings(role, groups, organizations, owned, grants);
        }
    }

    private static Grant toGrant(Row row) {
        return new Grant(
                row.getUUID("id").toString(),
                new ThingId(Kind.of(row.getString("on_kind")), row.getString("on_id")),
                toGrantee(row),
                Level.valueOf(row.getString("level").toUpperCase(Locale.ROOT)),
                row.getBoolean("download"),
                Columns.instantOrNull(row, "expires_at"));
    }

    public static Grantee toGrantee(Row row) {
        if (row.getString("to_user") != null) {
            return new Grantee(Grantee.Kind.USER, row.getString("to_user"));
        }
        return row.getString("to_group") == null
                ? new Grantee(Grantee.Kind.ORGANIZATION, row.getString("to_organization"))
                : new Grantee(Grantee.Kind.GROUP, row.getString("to_group"));
    }
}
