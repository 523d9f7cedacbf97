package io.sluice.stream.topic;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.sluice.contract.Channels;
import io.sluice.contract.RecordFormat;
import io.sluice.contract.Topics;
import io.sluice.contract.Topics.TopicAccessChanged;
import io.sluice.runtime.Json;
import io.sluice.stream.store.Sql;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import java.util.HashMap;
import java.util.Map;

/**
 * How the records of topics are read. A change is told to all nodes in the transaction that makes it, for the streams and landings that read
 * the topic, and announced to those who read it live.
 */
public final class TopicFormats {
    private final Vertx vertx;
    private final Sql sql;

    public TopicFormats(Vertx vertx, Sql sql) {
        this.vertx = vertx;
        this.sql = sql;
    }

    /** @param version 0 where nobody has said anything */
    public record Stored(RecordFormat format, long version) {
        static final Stored NONE = new Stored(RecordFormat.AUTO, 0);
    }

    /** @param id the broker's id of the topic */
    public Future<Stored> find(String name, String id) {
        return find(sql, name, id);
    }

    private static Future<Stored> find(Sql on, String name, String id) {
        return on.first(
                        TopicFormats::read,
                        "select format, version from topic_format where name = $1 and id = $2",
                        name,
                        id)
                .map(found -> found.orElse(Stored.NONE));
    }

    /** Of those topics of which somebody has said something; by name. */
    public Future<Map<String, RecordFormat>> find(Map<String, String> idsByName) {
        return sql.query("select name, id, format, version from topic_format where name = any($1)", (Object)
                        idsByName.keySet().toArray(String[]::new))
                .map(rows -> {
                    Map<String, RecordFormat> formats = new HashMap<>();
                    rows.forEach(row -> {
                        String name = row.getString("name");
                        if (row.getString("id").equals(idsByName.get(name))) {
                            formats.put(name, read(row).format());
                        }
                    });
                    return formats;
                });
    }

    Future<Void> change(String name, String id, RecordFormat.Change change) {
        if (change.equals(RecordFormat.Change.NONE)) {
            return Future.succeededFuture();
        }
        return sql.inTransaction(tx -> find(tx, name, id)
                        .compose(now -> tx.run(
                                "insert into topic_format (name, id, format) values ($1, $2, $3)"
                                        + " on conflict (name) do update set id = excluded.id, format = excluded.format,"
                                        + " version = topic_format.version + 1",
                                name,
                                id,
                                write(now.format().with(change))))
                        .compose(put -> tx.query(
                                "select pg_notify($1, id::text) from stream where sources @> $2",
                                Channels.STREAMS,
                                new JsonArray().add(new JsonObject().put("topic", name))))
                        .compose(told -> tx.query(
                                "select pg_notify($1, id::text) from landing where topic = $2",
                                Channels.LANDINGS,
                                name)))
                .onSuccess(done -> Topics.ACCESS_CHANGED.publish(vertx, new TopicAccessChanged(name)))
                .mapEmpty();
    }

    Future<Void> remove(String name) {
        return sql.run("delete from topic_format where name = $1", name).mapEmpty();
    }

    private static JsonObject write(RecordFormat format) {
        try {
            return new JsonObject(Json.MAPPER.writeValueAsString(format));
        } catch (JsonProcessingException unwritable) {
            throw new IllegalStateException(unwritable);
        }
    }

    private static Stored read(Row row) {
        try {
            String json = row.getJsonObject("format").encode();
            return new Stored(Json.MAPPER.readValue(json, RecordFormat.class), row.getLong("version"));
        } catch (JsonProcessingException unreadable) {
            throw new IllegalStateException(unreadable);
        }
    }
}
