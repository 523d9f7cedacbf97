package io.sluice.stream.topic;

import io.sluice.rights.Kind;
import io.sluice.rights.Thing;
import io.sluice.stream.store.Sql;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Who owns which topic, and which of them may not be read live. */
public final class TopicRows {
    private static final String COLUMNS =
            "select name, id, owner, dataset, stream, is_private, uid, released, reset_at from topic ";

    private final Sql sql;

    public TopicRows(Sql sql) {
        this.sql = sql;
    }

    /**
     * @param id the broker's id of the topic; a row of another incarnation says nothing about this one
     * @param dataset name of the dataset that it belongs to, {@code stream} likewise
     * @param isPrivate not open to everybody
     * @param uid what grants name it by
     * @param released given up by its owner
     * @param isResetting being made anew, which may have been cut off
     */
    public record Owned(
            String name,
            String id,
            String owner,
            @Nullable String dataset,
            @Nullable String stream,
            boolean isPrivate,
            UUID uid,
            boolean released,
            boolean isResetting) {

        /** With a new uid: nothing that was granted on the name before counts for it. */
        public static Owned anew(
                String name,
                String id,
                String owner,
                @Nullable String dataset,
                @Nullable String stream,
                boolean isPrivate) {
            return new Owned(name, id, owner, dataset, stream, isPrivate, UUID.randomUUID(), false, false);
        }

        /** Whether it goes with a dataset or a stream. */
        boolean isOfSomething() {
            return dataset != null || stream != null;
        }
    }

    public Future<Void> put(Owned row) {
        return sql.run(
                        "insert into topic (name, id, owner, dataset, stream, is_private, uid) values ($1, $2, $3, $4, $5, $6, $7)"
                                + " on conflict (name) do update set id = excluded.id, owner = excluded.owner,"
                                + " dataset = excluded.dataset, stream = excluded.stream, is_private = excluded.is_private, created_at = now(),"
                                + " uid = excluded.uid, released = false, reset_at = null",
                        row.name(),
                        row.id(),
                        row.owner(),
                        row.dataset(),
                        row.stream(),
                        row.isPrivate(),
                        row.uid())
                .mapEmpty();
    }

    /** Where the name is nobody's; of many at once one gets it. */
    Future<Boolean> claim(Owned row) {
        return sql.run(
                        "insert into topic (name, id, owner, is_private, uid) values ($1, $2, $3, $4, $5)"
                                + " on conflict (name) do update set id = excluded.id, owner = excluded.owner,"
                                + " is_private = excluded.is_private, uid = excluded.uid, dataset = null, stream = null,"
                                + " created_at = now() where topic.id <> excluded.id and topic.reset_at is null",
                        row.name(),
                        row.id(),
                        row.owner(),
                        row.isPrivate(),
                        row.uid())
                .map(touched -> touched > 0);
    }

    /** Gives it up: only its owner sees it, and what was granted on it counts no more. */
    Future<Boolean> release(Owned row) {
        return changed(sql.run(
                "update topic set released = true, is_private = true, uid = $2 where uid = $1 and not released",
                row.uid(),
                UUID.randomUUID()));
    }

    /** Its owner has it back as it was. */
    Future<Boolean> takeBack(Owned row) {
        return changed(sql.run("update topic set released = false where uid = $1 and released", row.uid()));
    }

    Future<Boolean> change(Owned row, boolean isPrivate, String owner) {
        return changed(
                sql.run("update topic set is_private = $2, owner = $3 where uid = $1", row.uid(), isPrivate, owner));
    }

    /**
     * Nobody sees it from here until {@link #endReset}. One that takes longer than a minute was cut off, and may be begun again.
     *
     * @param to whose it will be; another one than its owner gets a new uid
     */
    Future<Boolean> beginReset(Owned row, String to, UUID uid) {
        return changed(sql.run(
                "update topic set reset_at = now(), owner = $2, uid = $3, released = false where uid = $1"
                        + " and (reset_at is null or reset_at < now() - interval '1 minute')",
                row.uid(),
                to,
                uid));
    }

    Future<Boolean> endReset(UUID uid, String id) {
        return changed(sql.run("update topic set id = $2, reset_at = null where uid = $1", uid, id));
    }

    private static Future<Boolean> changed(Future<Integer> touched) {
        return touched.map(rows -> rows > 0);
    }

    /** What streams are as things, by their names. */
    Future<Map<String, Thing>> streams(Collection<String> names) {
        return sql.query(
                        "select name, stream, owner, is_private from stream where name = any($1)"
                                + " order by case era when 'CURRENT' then 1 else 0 end",
                        (Object) names.toArray(String[]::new))
                .map(rows -> {
                    Map<String, Thing> things = new HashMap<>();
                    rows.forEach(row -> things.put(
                            row.getString("name"),
                            new Thing(
                                    Kind.STREAM,
                                    row.getUUID("stream").toString(),
                                    row.getString("owner"),
                                    !row.getBoolean("is_private"))));
                    return things;
                });
    }

    public Future<Optional<Owned>> find(String name) {
        return sql.first(TopicRows::read, COLUMNS + "where name = $1", name);
    }

    public Future<Map<String, Owned>> find(Collection<String> names) {
        return sql.list(TopicRows::read, COLUMNS + "where name = any($1)", (Object) names.toArray(String[]::new))
                .map(TopicRows::byName);
    }

    public Future<Map<String, Owned>> all() {
        return sql.list(TopicRows::read, COLUMNS).map(TopicRows::byName);
    }

    Future<List<Owned>> ownedBy(String user) {
        return sql.list(TopicRows::read, COLUMNS + "where owner = $1", user);
    }

    /** Topics of datasets, made long enough ago that their dataset must be in the catalog by now. */
    public Future<List<Owned>> settledOfDatasets() {
        return sql.list(
                TopicRows::read, COLUMNS + "where dataset is not null and created_at < now() - interval '10 minutes'");
    }

    public Future<Void> remove(String name) {
        return sql.run("delete from topic where name = $1", name)
                .compose(removed -> sql.run("delete from topic_live_off where name = $1", name))
                .mapEmpty();
    }

    /** The broker's ids of the topics whose live reading is switched off. */
    Future<Set<String>> silenced() {
        return sql.list(row -> row.getString("id"), "select id from topic_live_off")
                .map(Set::copyOf);
    }

    Future<Boolean> isSilenced(String id) {
        return sql.first(row -> true, "select id from topic_live_off where id = $1", id)
                .map(Optional::isPresent);
    }

    Future<Void> silence(String name, String id) {
        return sql.run(
                        "insert into topic_live_off (name, id) values ($1, $2)"
                                + " on conflict (name) do update set id = excluded.id",
                        name,
                        id)
                .mapEmpty();
    }

    Future<Void> unsilence(String name) {
        return sql.run("delete from topic_live_off where name = $1", name).mapEmpty();
    }

    private static Map<String, Owned> byName(List<Owned> rows) {
        Map<String, Owned> byName = new HashMap<>();
        rows.forEach(row -> byName.put(row.name(), row));
        return byName;
    }

    private static Owned read(Row row) {
        return new Owned(
                row.getString("name"),
                row.getString("id"),
                row.getString("owner"),
                row.getString("dataset"),
                row.getString("stream"),
                row.getBoolean("is_private"),
                row.getUUID("uid"),
                row.getBoolean("released"),
                row.getOffsetDateTime("reset_at") != null);
    }
}
