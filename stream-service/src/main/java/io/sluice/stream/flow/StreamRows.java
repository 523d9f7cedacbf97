package io.sluice.stream.flow;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import io.sluice.contract.Caller;
import io.sluice.contract.Channels;
import io.sluice.contract.Sealed;
import io.sluice.contract.Streams.Definition;
import io.sluice.runtime.Json;
import io.sluice.stream.flow.StreamRow.Reading;
import io.sluice.stream.flow.StreamRow.Wanted;
import io.sluice.stream.store.Sql;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Streams and their positions in Postgres. Each change is announced to all nodes in the transaction that makes it. */
final class StreamRows {
    private static final String SELECT = "select id, name, topic, owner, title, notes, definition, sources,"
            + " credentials, wanted, started, reason, is_private, created_at from stream ";
    /** A random number that names the lock under which names of streams are given. */
    private static final long NAMES = 7_203_451_882_931L;

    private final Sql sql;

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

    /** By id or name; not what is being made or deleted. */
    Future<Optional<StreamRow>> find(String ref) {
        return sql.first(
                StreamRows::read,
                SELECT + "where (id::text = $1 or name = $1) and wanted not in ('CREATING', 'DELETING')",
                ref);
    }

    /** Like {@link #find}, but also what is being deleted: for deleting it again. */
    Future<Optional<StreamRow>> findToDelete(String ref) {
        return sql.first(StreamRows::read, SELECT + "where (id::text = $1 or name = $1) and wanted <> 'CREATING'", ref);
    }

    /**
     * Newest first.
     *
     * @param owner null: everybody's
     * @param before place of the last one of the previous page
     */
    Future<List<StreamRow>> page(Caller caller, @Nullable String owner, @Nullable Place before, int limit) {
        return sql.list(
                StreamRows::read,
                SELECT + "where wanted not in ('CREATING', 'DELETING') and ($1::text is null or owner = $1)"
                        + " and ($2::timestamptz is null or (created_at, id) < ($2, $3::uuid))"
                        + " and (not is_private or $5 or owner = $6) order by created_at desc, id desc limit $4",
                owner,
                before == null ? null : before.createdAt().atOffset(ZoneOffset.UTC),
                before == null ? null : before.id(),
                limit,
                caller.isAdmin(),
                caller.user());
    }

    record Place(Instant createdAt, UUID id) {}

    Future<Long> count(Caller caller, @Nullable String owner) {
        return sql.query(
                        "select count(*) from stream where wanted not in ('CREATING', 'DELETING')"
                                + " and ($1::text is null or owner = $1) and (not is_private or $2 or owner = $3)",
                        owner,
                        caller.isAdmin(),
                        caller.user())
                .map(rows -> rows.iterator().next().getLong(0));
    }

    /** Whether the name, and so the row, is this stream's now; only one creator can get it. */
    Future<Boolean> insert(StreamRow row, Map<TopicPartition, Long> positions) {
        return sql.inTransaction(tx -> tx.run(
                        "insert into stream (id, name, topic, owner, definition, sources, is_private, credentials, wanted)"
                                + " values ($1, $2, $3, $4, $5, $6, $7, $8, 'CREATING') on conflict do nothing",
                        row.id(),
                        row.name(),
                        row.topic(),
                        row.owner(),
                        new JsonObject(write(row.definition())),
                        new JsonArray(write(row.sources())),
                        row.isPrivate(),
                        new JsonObject(write(row.credentials())))
                .compose(inserted -> inserted == 0
                        ? Future.succeededFuture(false)
                        : savePositions(tx, row.id(), positions).map(true)));
    }

    /** The lowest free {@code prefix + n}, inserted under a lock so that no other creator picks the same one. */
    Future<StreamRow> insertNumbered(NumberedRow numbered) {
        return sql.inTransaction(tx -> tx.query("select pg_advisory_xact_lock($1)", NAMES)
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

    Future<Void> savePositions(UUID stream, Map<TopicPartition, Long> positions) {
        return savePositions(sql, stream, positions);
    }

    private static Future<Void> savePositions(Sql on, UUID stream, Map<TopicPartition, Long> positions) {
        List<Tuple> batch = new ArrayList<>();
        positions.forEach((place, offset) -> batch.add(Tuple.of(stream, place.topic(), place.partition(), offset)));
        return on.runAll(
                "insert into stream_position (stream, topic, partition, next_offset)"
                        + " select $1, $2, $3, $4 where exists (select 1 from stream where id = $1)"
                        + " on conflict (stream, topic, partition) do update"
                        + " set next_offset = greatest(stream_position.next_offset, excluded.next_offset)",
                batch);
    }

    Future<Map<TopicPartition, Long>> positions(UUID stream) {
        return sql.query("select topic, partition, next_offset from stream_position where stream = $1", stream)
                .map(rows -> {
                    Map<TopicPartition, Long> positions = new HashMap<>();
                    rows.forEach(row ->
                            positions.put(new TopicPartition(row.getString(0), row.getInteger(1)), row.getLong(2)));
                    return positions;
                });
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

    Future<Void> describe(UUID id, @Nullable String title, @Nullable String notes) {
        return sql.run(
                        "update stream set title = coalesce($2, title), notes = coalesce($3, notes) where id = $1",
                        id,
                        title,
                        notes)
                .mapEmpty();
    }

    Future<Void> remove(UUID id) {
        return sql.inTransaction(tx ->
                tx.run("delete from stream where id = $1", id).compose(rows -> tx.announce(Channels.STREAMS, id)));
    }

    private static StreamRow read(Row row) {
        OffsetDateTime createdAt = row.getOffsetDateTime("created_at");
        return new StreamRow(
                row.getUUID("id"),
                row.getString("name"),
                row.getString("topic"),
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
