package io.sluice.catalog.audit;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectReader;
import io.sluice.catalog.database.Columns;
import io.sluice.catalog.database.Session;
import io.sluice.contract.Audit;
import io.sluice.contract.Audit.Actor;
import io.sluice.contract.Audit.Entry;
import io.sluice.contract.Audit.Event;
import io.sluice.contract.Audit.Outcome;
import io.sluice.contract.Audit.Thing;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The rows of the audit. */
final class AuditStore {
    private static final ObjectReader DETAILS = Columns.reader(new TypeReference<Map<String, String>>() {});

    private static final String COLUMNS = """
            seq, id, recorded_at, at, username, credential, address, action, kind, thing, name, owner, outcome, rule,
            status, request, details, encode(hash, 'hex') as hash
            """;
    private static final String HEAD = """
            select seq, encode(hash, 'hex') as hash, begin_seq, encode(begin_hash, 'hex') as begin_hash
            from catalog.audit_head
            """;
    private static final String KNOWN = "select id from catalog.audit where id = any($1::uuid[])";
    private static final String USERS = "select name from catalog.users where name = any($1::text[])";

    /** Of a dataset or an organisation its owner; of anything else the one that an earlier entry tells. */
    private static final String OWNERS = """
            select asked.place, coalesce(
                case asked.kind
                    when 'dataset' then (
                        select d.owner from catalog.datasets d
                        where d.name = asked.thing or d.id = case
                            when asked.thing ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' then asked.thing::uuid end
                        limit 1)
                    when 'organization' then (select o.owner from catalog.organizations o where o.name = asked.thing)
                end,
                (select earlier.owner from (
                    (select a.owner, a.seq from catalog.audit a
                     where a.kind = asked.kind and a.thing = asked.thing and a.owner is not null
                     order by a.seq desc limit 1)
                    union all
                    (select a.owner, a.seq from catalog.audit a
                     where a.kind = asked.kind and a.name = asked.thing and a.owner is not null
                     order by a.seq desc limit 1)) earlier
                 order by earlier.seq desc limit 1)) as owner
            from unnest($1::text[], $2::text[]) with ordinality as asked (kind, thing, place)
            order by asked.place
            """;

    private static final String INSERT = """
            insert into catalog.audit (seq, id, recorded_at, at, username, credential, address, action, kind, thing, name,
                owner, outcome, rule, status, request, details, hash)
            select seq, id, recorded_at, at, username, credential, address, action, kind, thing, name, owner, outcome,
                rule, status, request, details, decode(hash, 'hex')
            from json_to_recordset($1::text::json) as added (seq bigint, id uuid, recorded_at timestamptz, at timestamptz,
                username text, credential text, address text, action text, kind text, thing text, name text, owner text,
                outcome text, rule text, status integer, request text, details text, hash text)
            """;
    private static final String ADVANCE = "update catalog.audit_head set seq = $1, hash = decode($2, 'hex')";
    private static final String TELL = "select pg_notify($1, '')";
    private static final String SEARCH = "select " + COLUMNS + """
            from catalog.audit
            where ($1::text is null or username = $1)
              and ($2::text is null or action = $2)
              and ($3::text is null or kind = $3)
              and ($4::text is null or thing = $4 or name = $4)
              and ($5::text is null or outcome = $5)
              and ($6::text is null or address = $6)
              and ($7::timestamptz is null or at >= $7)
              and ($8::timestamptz is null or at < $8)
              and ($9::text is null or strpos(lower(concat_ws(' ', action, kind, thing, name, username, rule, request)),
                   lower($9)) > 0)
              and ($10::bigint is null or seq < $10)
              and ($11::text is null or username = $11 or owner = $11)
            order by seq desc limit $12
            """;
    private static final String FOLLOW =
            "select " + COLUMNS + " from catalog.audit where seq > $1 order by seq limit $2";
    private static final String FORGET = "select catalog.audit_forget($1) as gone";

    private AuditStore() {}

    /** @param beginSeq of the last entry that is no longer kept */
    record Head(long seq, String hash, long beginSeq, String beginHash) {}

    /** Until the transaction is over nobody adds an entry. */
    static Future<Head> lock(Session session) {
        return head(session, " for update");
    }

    /** The same, but others may hold it at the same time. */
    static Future<Head> hold(Session session) {
        return head(session, " for share");
    }

    private static Future<Head> head(Session session, String lock) {
        return session.query(HEAD + lock).map(rows -> Columns.first(
                        rows,
                        row -> new Head(
                                row.getLong("seq"),
                                row.getString("hash"),
                                row.getLong("begin_seq"),
                                row.getString("begin_hash")))
                .orElseThrow());
    }

    static Future<Set<UUID>> known(Session session, List<UUID> ids) {
        return session.query(KNOWN, (Object) ids.toArray(UUID[]::new))
                .map(rows -> new HashSet<>(Columns.all(rows, row -> row.getUUID("id"))));
    }

    static Future<Set<String>> users(Session session, List<String> names) {
        return names.isEmpty()
                ? Future.succeededFuture(Set.of())
                : session.query(USERS, (Object) names.toArray(String[]::new))
                        .map(rows -> new HashSet<>(Columns.all(rows, row -> row.getString("name"))));
    }

    /** In the order of the things, null for those whose owner is not known. */
    static Future<List<@Nullable String>> owners(Session session, List<Thing> things) {
        String[] kinds = things.stream().map(Thing::kind).toArray(String[]::new);
        String[] ids = things.stream()
                .map(thing -> thing.id() == null ? "" : thing.id())
                .toArray(String[]::new);
        return session.query(OWNERS, kinds, ids).map(rows -> {
            List<@Nullable String> owners = new ArrayList<>();
            rows.forEach(row -> owners.add(row.getString("owner")));
            return owners;
        });
    }

    static Future<Void> add(Session session, List<Entry> entries, String channel) {
        Entry last = entries.get(entries.size() - 1);
        return session.query(
                        INSERT,
                        Columns.json(entries.stream().map(AuditStore::row).toList()))
                .compose(added -> session.query(ADVANCE, last.seq(), last.hash()))
                .compose(advanced -> session.query(TELL, channel))
                .mapEmpty();
    }

    private static Map<String, Object> row(Entry entry) {
        Event event = entry.event();
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("seq", entry.seq());
        row.put("id", event.id());
        row.put("recorded_at", entry.recordedAt());
        row.put("at", event.at());
        row.put("username", event.actor().user());
        row.put("credential", event.actor().credential());
        row.put("address", event.actor().address());
        row.put("action", event.action());
        row.put("kind", event.thing().kind());
        row.put("thing", event.thing().id());
        row.put("name", event.thing().name());
        row.put("owner", event.thing().owner());
        row.put("outcome", event.outcome().name());
        row.put("rule", event.rule());
        row.put("status", event.status());
        row.put("request", event.request());
        row.put("details", Columns.json(event.details()));
        row.put("hash", entry.hash());
        return row;
    }

    /** @param onlyOf of whom, or of whose things; null: of everybody */
    static Future<List<Entry>> search(Session session, Audit.Search ask, @Nullable String onlyOf, int limit) {
        Audit.Terms terms = ask.terms();
        return session.query(
                        SEARCH,
                        terms.user(),
                        terms.action(),
                        terms.kind(),
                        terms.id(),
                        terms.outcome() == null ? null : terms.outcome().name(),
                        terms.address(),
                        Columns.timeOrNull(terms.from()),
                        Columns.timeOrNull(terms.until()),
                        terms.text(),
                        ask.before(),
                        onlyOf,
                        limit)
                .map(rows -> Columns.all(rows, AuditStore::toEntry));
    }

    static Future<List<Entry>> after(Session session, long seq, int limit) {
        return session.query(FOLLOW, seq, limit).map(rows -> Columns.all(rows, AuditStore::toEntry));
    }

    /** @return how many there were; more may be left if it is not 0 */
    static Future<Long> forget(Session session, java.time.Instant before) {
        return session.query(FORGET, Columns.time(before))
                .map(rows -> Columns.first(rows, row -> row.getLong("gone")).orElse(0L));
    }

    private static Entry toEntry(Row row) {
        Event event = new Event(
                row.getUUID("id"),
                Columns.instant(row, "at"),
                new Actor(row.getString("username"), row.getString("credential"), row.getString("address"), null),
                row.getString("action"),
                new Thing(row.getString("kind"), row.getString("thing"), row.getString("name"), row.getString("owner")),
                Outcome.valueOf(row.getString("outcome")),
                row.getString("rule"),
                row.getInteger("status"),
                row.getString("request"),
                Columns.fromJson(row, "details", DETAILS));
        return new Entry(row.getLong("seq"), Columns.instant(row, "recorded_at"), event, row.getString("hash"));
    }
}
