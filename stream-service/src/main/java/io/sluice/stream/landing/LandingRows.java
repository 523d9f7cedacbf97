package io.sluice.stream.landing;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.sluice.contract.Channels;
import io.sluice.contract.Landings.Definition;
import io.sluice.contract.Sealed;
import io.sluice.runtime.Json;
import io.sluice.stream.landing.LandingRow.Wanted;
import io.sluice.stream.rights.Sight;
import io.sluice.stream.store.PagePlace;
import io.sluice.stream.store.Sql;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Landings in the service's own Postgres. Each change is announced to all nodes in the transaction that makes it. */
final class LandingRows {
    private static final String SELECT =
            "select id, name, owner, topic, topic_id, earlier, stream, stream_id, definition, database_uri,"
                    + " database_name, made_table, keep_table, wanted, version, is_private, created_at from landing ";
    private static final String THERE = "wanted not in ('CREATING', 'DELETING')";

    private final Sql sql;

    LandingRows(Sql sql) {
        this.sql = sql;
    }

    Future<List<UUID>> ids() {
        return sql.list(row -> row.getUUID("id"), "select id from landing");
    }

    Future<Optional<LandingRow>> load(UUID id) {
        return sql.first(LandingRows::read, SELECT + "where id = $1", id);
    }

    /** By id or name; not what is being made or deleted. */
    Future<Optional<LandingRow>> find(String ref) {
        return sql.first(LandingRows::read, SELECT + "where (id::text = $1 or name = $1) and " + THERE, ref);
    }

    /** Like {@link #find}, but also what is being deleted: for deleting it again. */
    Future<Optional<LandingRow>> findToDelete(String ref) {
        return sql.first(
                LandingRows::read, SELECT + "where (id::text = $1 or name = $1) and wanted <> 'CREATING'", ref);
    }

    /** Newest first. */
    /** @param topic null: of any */
    Future<List<LandingRow>> page(Sight sight, @Nullable String topic, @Nullable PagePlace before, int limit) {
        return sql.list(
                LandingRows::read,
                SELECT + "where " + THERE + " and ($1::timestamptz is null or (created_at, id) < ($1, $2::uuid))"
                        + " and " + Sight.seen("landing", "", "id", 4, 5) + " and ($6::text is null or topic = $6)"
                        + " order by created_at desc, id desc limit $3",
                before == null ? null : before.at().atOffset(ZoneOffset.UTC),
                before == null ? null : before.id(),
                limit,
                sight.user(),
                sight.marks(),
                topic);
    }

    Future<Long> count(Sight sight, @Nullable String topic) {
        return sql.query(
                        "select count(*) from landing where " + THERE + " and " + Sight.seen("landing", "", "id", 1, 2)
                                + " and ($3::text is null or topic = $3)",
                        sight.user(),
                        sight.marks(),
                        topic)
                .map(rows -> rows.iterator().next().getLong(0));
    }

    /** Whether it is there now; not, where its name or its table is another landing's. */
    Future<Boolean> insert(LandingRow row) {
        Sealed database = row.database();
        return sql.run(
                        "insert into landing (id, name, owner, topic, topic_id, stream, definition, database_uri,"
                                + " database_name, is_private, stream_id, wanted)"
                                + " values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 'CREATING')"
                                + " on conflict do nothing",
                        row.id(),
                        row.name(),
                        row.owner(),
                        row.topic(),
                        row.topicId(),
                        row.stream(),
                        new JsonObject(write(row.definition())),
                        database == null ? null : database.text(),
                        row.databaseName(),
                        row.isPrivate(),
                        row.streamId())
                .map(inserted -> inserted > 0);
    }

    /** The name of the landing, be it half made, whose name this is. */
    Future<Boolean> isNameTaken(String name) {
        return sql.first(row -> true, "select 1 from landing where name = $1", name)
                .map(Optional::isPresent);
    }

    Future<Void> madeTable(UUID id) {
        return sql.run("update landing set made_table = true where id = $1", id).mapEmpty();
    }

    /** @return whether this call made the change */
    Future<Boolean> want(UUID id, Wanted wanted, Wanted... from) {
        String[] states = Arrays.stream(from).map(Enum::name).toArray(String[]::new);
        return sql.inTransaction(tx -> tx.run(
                        "update landing set wanted = $2 where id = $1 and wanted = any($3)", id, wanted.name(), states)
                .compose(rows -> tx.announce(Channels.LANDINGS, id).map(rows > 0)));
    }

    Future<Void> keepTable(UUID id) {
        return sql.run("update landing set keep_table = true where id = $1", id).mapEmpty();
    }

    /** @return false where the name is taken */
    Future<Boolean> change(UUID id, String name, Definition definition, @Nullable Sealed database) {
        return sql.inTransaction(tx -> tx.run(
                        "update landing set name = $2, definition = $3, database_uri = $4, version = version + 1"
                                + " where id = $1 and not exists (select 1 from landing where name = $2 and id <> $1)",
                        id,
                        name,
                        new JsonObject(write(definition)),
                        database == null ? null : database.text())
                .compose(rows -> tx.announce(Channels.LANDINGS, id).map(rows > 0)));
    }

    /** Those that read a stream and have not come to its present topic. */
    Future<List<UUID>> behindTheirStream() {
        return sql.list(
                row -> row.getUUID("id"),
                "select l.id from landing l join stream s on s.stream = l.stream_id and s.era = 'CURRENT'"
                        + " where s.topic <> l.topic and l.wanted = 'RUNNING'");
    }

    /** It goes on with another topic; where another node has said so already, nothing happens. */
    Future<Void> pass(LandingRow row, String topic, String topicId, boolean isPrivate) {
        return sql.inTransaction(tx -> tx.run(
                        "update landing set earlier = array_append(earlier, topic), topic = $3, topic_id = $4,"
                                + " is_private = is_private or $5, version = version + 1 where id = $1 and topic = $2",
                        row.id(),
                        row.topic(),
                        topic,
                        topicId,
                        isPrivate)
                .compose(done -> tx.announce(Channels.LANDINGS, row.id())));
    }

    Future<Boolean> isAbandoned(UUID id) {
        return sql.first(
                        row -> row.getBoolean(0),
                        "select created_at < now() - interval '1 minute' from landing where id = $1",
                        id)
                .map(old -> old.orElse(false));
    }

    Future<Void> remove(UUID id) {
        return sql.inTransaction(tx ->
                tx.run("delete from landing where id = $1", id).compose(rows -> tx.announce(Channels.LANDINGS, id)));
    }

    private static LandingRow read(Row row) {
        String database = row.getString("database_uri");
        return new LandingRow(
                row.getUUID("id"),
                row.getString("name"),
                row.getString("owner"),
                row.getString("topic"),
                row.getString("topic_id"),
                List.of(row.getArrayOfStrings("earlier")),
                row.getString("stream"),
                row.getUUID("stream_id"),
                parse(row.getJsonObject("definition").encode()),
                database == null ? null : new Sealed(database),
                row.getString("database_name"),
                row.getBoolean("made_table"),
                row.getBoolean("keep_table"),
                Wanted.valueOf(row.getString("wanted")),
                row.getLong("version"),
                row.getBoolean("is_private"),
                row.getOffsetDateTime("created_at").toInstant());
    }

    private static Definition parse(String json) {
        try {
            return Json.MAPPER.readValue(json, Definition.class);
        } catch (JsonProcessingException unreadable) {
            throw new IllegalStateException(unreadable);
        }
    }

    private static String write(Definition definition) {
        try {
            return Json.MAPPER.writeValueAsString(definition);
        } catch (JsonProcessingException unwritable) {
            throw new IllegalStateException(unwritable);
        }
    }
}
