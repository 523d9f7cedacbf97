package io.sluice.stream.topic;

import io.sluice.stream.store.Sql;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Who owns which topic, and which of them may not be read live. */
public final class TopicRows {
    private static final String COLUMNS = "select name, id, owner, dataset, stream, is_private from topic ";

    private final Sql sql;

    public TopicRows(Sql sql) {
        this.sql = sql;
    }

    /**
     * @param id the broker's id of the topic; a row of another incarnation says nothing about this one
     * @param dataset name of the dataset that it belongs to, {@code stream} likewise
     * @param isPrivate seen only by its owner and administrators: a stream that was made from something private
     */
    public record Owned(
            String name,
            String id,
            String owner,
            @Nullable String dataset,
            @Nullable String stream,
            boolean isPrivate) {}

    public Future<Void> put(Owned row) {
        return sql.run(
                        "insert into topic (name, id, owner, dataset, stream, is_private) values ($1, $2, $3, $4, $5, $6)"
                                + " on conflict (name) do update set id = excluded.id, owner = excluded.owner,"
                                + " dataset = excluded.dataset, stream = excluded.stream, is_private = excluded.is_private, created_at = now()",
                        row.name(),
                        row.id(),
                        row.owner(),
                        row.dataset(),
                        row.stream(),
                        row.isPrivate())
                .mapEmpty();
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
                row.getBoolean("is_private"));
    }
}
