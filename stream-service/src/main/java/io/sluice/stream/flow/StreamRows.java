package io.sluice.stream.flow;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import io.sluice.contract.Caller;
import io.sluice.contract.Channels;
import io.sluice.contract.Sealed;
import io.sluice.contract.Streams.Definition;
import io.sluice.contract.Streams.ListStreams;
import io.sluice.runtime.Json;
import io.sluice.stream.flow.StreamRow.Era;
import io.sluice.stream.flow.StreamRow.Reading;
import io.sluice.stream.flow.StreamRow.Wanted;
import io.sluice.stream.rights.Sight;
import io.sluice.stream.store.PagePlace;
import io.sluice.stream.store.Sql;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Streams in Postgres. Each change is announced to all nodes in the transaction that makes it. */
final class StreamRows {
    static final String SELECT =
            "select id, stream, version, era, follows, name, topic, dead_letters, owner, title, notes, definition, sources, shared,"
                    + " credentials, wanted, started, reason, is_private, created_at from stream ";
    /** What a stream is, neither being made nor being deleted. */
    static final String CURRENT = "era = 'CURRENT' and wanted not in ('CREATING', 'DELETING')";

    private static final String READS =
            "($7::text is null or sources @> jsonb_build_array(jsonb_build_object('topic', $7::text)))";
    /** A random number that names the lock under which names of streams are given. */
    private static final long NAMES = 7_203_451_882_931L;

    private final Sql sql;
    private Future<?> alone = Future.succeededFuture();

    StreamRows(Sql sql) {
        this.sql = sql;
    }

    Future<List<UUID>> ids() {
        return sql.list(row -> row.getUUID("id"), "select id from stream");
    }

    Future<Optional<StreamRow>> load(UUID id) {
        return sql.first(StreamRows::read, SELECT + "where id = $1", id);
    }

    /** With credentials, and so with topics of their own that sources are copied to; not what is being deleted. */
    Future<List<StreamRow>> withCredentials() {
        return sql.list(StreamRows::read, SELECT + "where credentials <> '{}' and wanted <> 'DELETING'");
    }

    /** Topics that other rows than this one copy secured sources to. */
    Future<Set<String>> inputsBeside(UUID id) {
        return sql.list(
                        row -> row.getString(0),
                        "select s ->> 'input' from stream, jsonb_array_elements(sources) as s"
                                + " where id <> $1 and s ->> 'input' is not null",
                        id)
                .map(Set::copyOf);
    }

    /** By id or name; not what is being made or deleted. */
    Future<Optional<StreamRow>> find(String ref) {
        return sql.first(StreamRows::read, SELECT + "where (stream::text = $1 or name = $1) and " + CURRENT, ref);
    }

    /** Like {@link #find}, but also what is being deleted: for deleting it again. */
    Future<Optional<StreamRow>> findToDelete(String ref) {
        return sql.first(
                StreamRows::read,
                SELECT + "where (stream::text = $1 or name = $1) and era = 'CURRENT' and wanted <> 'CREATING'",
                ref);
    }

    /**
     * Newest first.
     *
     * @param asked of whom, and what they read
     * @param before place of the last one of the previous page
     */
    Future<List<StreamRow>> page(ListStreams asked, Sight sight, @Nullable PagePlace before, int limit) {
        return sql.list(
                StreamRows::read,
                SELECT
                        + "where " + CURRENT + " and ($1::text is null or owner = $1) and "
                        + READS
                        + " and ($2::timestamptz is null or (created_at, stream) < ($2, $3::uuid))"
                        + " and " + Sight.seen("stream", "", "stream", 5, 6)
                        + " order by created_at desc, stream desc limit $4",
                asked.owner(),
                before == null ? null : before.at().atOffset(ZoneOffset.UTC),
                before == null ? null : before.id(),
                limit,
                sight.user(),
                sight.marks(),
                asked.topic());
    }

    /** What runs of any version but those that are replaced. */
    Future<List<StreamRow>> running() {
        return sql.list(StreamRows::read, SELECT + "where era <> 'PAST' and wanted = 'RUNNING'");
    }

    /** Current versions, and those that are to take their place. */
    Future<List<StreamRow>> changeableBy(Caller caller) {
        return sql.list(
                StreamRows::read,
                SELECT + "where era <> 'PAST' and wanted not in ('CREATING', 'DELETING') and ($1 or owner = $2)",
                caller.isAdmin(),
                caller.user());
    }

    Future<Long> count(ListStreams asked, Sight sight) {
        return sql.query(
                        "select count(*) from stream where " + CURRENT
                                + " and ($1::text is null or owner = $1) and "
                                + Sight.seen("stream", "", "stream", 2, 3)
                                + " and " + READS.replace("$7", "$4"),
                        asked.owner(),
                        sight.user(),
                        sight.marks(),
                        asked.topic())
                .map(rows -> rows.iterator().next().getLong(0));
    }

    /** Whether the name, and so the row, is this stream's now; only one creator can get it. */
    Future<Boolean> insert(StreamRow row, Map<TopicPartition, Long> positions) {
        return sql.inTransaction(tx -> tx.run(
                        "insert into stream (id, name, topic, dead_letters, owner, definition, sources, is_private, credentials,"
                                + " shared, stream, version, era, follows, wanted) values ($1, $2, $3, $4, $5, $6, $7, $8,"
                                + " $9, $10, $11, $12, $13, $14, 'CREATING') on conflict do nothing",
                        row.id(),
                        row.name(),
                        row.topic(),
                        row.deadLetters(),
                        row.owner(),
                        new JsonObject(write(row.definition())),
                        new JsonArray(write(row.sources())),
                        row.isPrivate(),
                        new JsonObject(write(row.credentials())),
                        row.shared(),
                        row.stream(),
                        row.version(),
                        row.era().name(),
                        row.follows())
                .compose(inserted -> inserted == 0
                        ? Future.succeededFuture(false)
                        : new StoredPositions(tx).begin(row.id(), positions).map(true)));
    }

    /** Nobody else gives names to streams and their topics until the transaction is over. */
    static Future<Void> lockNames(Sql tx) {
        return tx.query("select pg_advisory_xact_lock($1)", NAMES).mapEmpty();
    }

    /** The lowest free {@code prefix + n}, inserted under a lock so that no other creator picks the same one. */
    Future<StreamRow> insertNumbered(NumberedRow numbered) {
        return sql.inTransaction(tx -> lockNames(tx)
                .compose(locked -> tx.list(
                        row -> row.getString(0),
                        "select name from stream where starts_with(name, $1)"
                                + " union select topic from stream where starts_with(topic, $1)",
                        numbered.prefix()))
                .compose(names -> {
                    StreamRow row = numbered.free(names);
                    return new StreamRows(tx)
                            .insert(row, numbered.positions(row))
                            .map(row);
                }));
    }

    /** Streams that share an application for a topic, running or not; what is being made is none yet. */
    Future<List<StreamRow>> members(String topicId) {
        return sql.list(
                StreamRows::read,
                SELECT + "where shared and wanted <> 'CREATING' and sources @> $1",
                new JsonArray().add(new JsonObject().put("id", topicId)));
    }

    /**
     * Does something while no other node does anything of this name. One at a time here, since it keeps a connection while the work may
     * need another one.
     */
    <T> Future<T> alone(String name, Supplier<Future<T>> work) {
        Future<T> mine = alone.transform(before ->
                sql.inTransaction(tx -> tx.query("select pg_advisory_xact_lock(hashtextextended($1, 0))", name)
                        .compose(locked -> work.get())));
        alone = mine;
        return mine;
    }

    /** @return whether this call made the change */
    Future<Boolean> want(UUID id, Wanted wanted, @Nullable String reason, Wanted... from) {
        String[] states = Arrays.stream(from).map(Enum::name).toArray(String[]::new);
        return sql.inTransaction(tx -> tx.run(
                        "update stream set wanted = $2, reason = $3, started = false"
                                + " where id = $1 and wanted = any($4)",
                        id,
                        wanted.name(),
                        reason,
                        states)
                .compose(rows -> tx.announce(Channels.STREAMS, id).map(rows > 0)));
    }

    Future<Void> started(UUID id) {
        return sql.run("update stream set started = true where id = $1 and wanted = 'RUNNING' and not started", id)
                .mapEmpty();
    }

    Future<Boolean> isAbandoned(UUID id) {
        return sql.first(
                        row -> row.getBoolean(0),
                        "select created_at < now() - interval '1 minute' from stream where id = $1",
                        id)
                .map(old -> old.orElse(false));
    }

    /** @param stream the id that the world knows */
    Future<Void> describe(UUID stream, @Nullable String title, @Nullable String notes) {
        return sql.run(
                        "update stream set title = coalesce($2, title), notes = coalesce($3, notes)"
                                + " where stream = $1 and era = 'CURRENT'",
                        stream,
                        title,
                        notes)
                .mapEmpty();
    }

    Future<Void> remove(UUID id) {
        return sql.inTransaction(tx ->
                tx.run("delete from stream where id = $1", id).compose(rows -> tx.announce(Channels.STREAMS, id)));
    }

    static StreamRow read(Row row) {
        OffsetDateTime createdAt = row.getOffsetDateTime("created_at");
        return new StreamRow(
                row.getUUID("id"),
                row.getUUID("stream"),
                row.getInteger("version"),
                Era.valueOf(row.getString("era")),
                row.getUUID("follows"),
                row.getString("name"),
                row.getString("topic"),
                row.getString("dead_letters"),
                row.getString("owner"),
                row.getString("title"),
                row.getString("notes"),
                parse(row.getJsonObject("definition").encode(), new TypeReference<Definition>() {}),
                parse(row.getJsonArray("sources").encode(), new TypeReference<List<Reading>>() {}),
                parse(row.getJsonObject("credentials").encode(), new TypeReference<Map<String, Sealed>>() {}),
                Wanted.valueOf(row.getString("wanted")),
                row.getBoolean("started"),
                row.getString("reason"),
                row.getBoolean("is_private"),
                row.getBoolean("shared"),
                createdAt.toInstant());
    }

    private static <T> T parse(String json, TypeReference<T> type) {
        try {
            return Json.MAPPER.readValue(json, type);
        } catch (JsonProcessingException unreadable) {
            throw new IllegalStateException(unreadable);
        }
    }

    private static String write(Object value) {
        try {
            return Json.MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException unwritable) {
            throw new IllegalStateException(unwritable);
        }
    }

    /** A row that still lacks its name. */
    interface NumberedRow {
        String prefix();

        StreamRow free(List<String> taken);

        /** Where the row that was made begins to read. */
        Map<TopicPartition, Long> positions(StreamRow row);
    }
}
