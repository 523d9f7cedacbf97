package io.sluice.stream.topic;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import io.sluice.contract.Streams.Definition;
import io.sluice.filter.Projection;
import io.sluice.runtime.Json;
import io.sluice.stream.store.Sql;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the topics of streams are made of: each version of a stream has its own, and says for itself what it makes. */
public final class Derivations {
    private static final String COLUMNS = "select name, definition, sources, dead_letters from stream ";

    private final Sql sql;

    public Derivations(Sql sql) {
        this.sql = sql;
    }

    /**
     * @param sources topics that it reads
     * @param shape what becomes of each record's value; empty: more than that becomes of it
     */
    record Derivation(
            List<String> sources,
            Optional<Projection> shape,
            @Nullable String deadLetters) {}

    /** Of a topic of the stream with this name; of several that write to it, all. */
    Future<List<Derivation>> of(String topic, String stream) {
        return sql.list(Derivations::read, COLUMNS + "where topic = $1 or dead_letters = $1", topic)
                .compose(found -> found.isEmpty()
                        ? sql.list(Derivations::read, COLUMNS + "where era = 'CURRENT' and name = $1", stream)
                        : Future.succeededFuture(found));
    }

    /** The topics that the streams read, in any version, by their names. */
    Future<Map<String, Set<String>>> sources() {
        return sql.query(COLUMNS).map(rows -> {
            Map<String, Set<String>> all = new HashMap<>();
            rows.forEach(row -> all.computeIfAbsent(row.getString("name"), name -> new HashSet<>())
                    .addAll(topics(row)));
            return all;
        });
    }

    private static Derivation read(Row row) {
        return new Derivation(topics(row), shape(row.getJsonObject("definition")), row.getString("dead_letters"));
    }

    private static List<String> topics(Row row) {
        JsonArray sources = row.getJsonArray("sources");
        return sources.stream()
                .map(JsonObject.class::cast)
                .map(source -> source.getString("topic"))
                .distinct()
                .toList();
    }

    private static Optional<Projection> shape(JsonObject json) {
        Definition definition = parse(json.encode());
        boolean more = !definition.sql().isEmpty()
                || !definition.filters().isEmpty()
                || !definition.envelope().isEmpty()
                || definition.batchMode();
        return more
                ? Optional.empty()
                : Optional.of(Projection.parse(definition.select()).orElseThrow());
    }

    private static Definition parse(String json) {
        try {
            return Json.MAPPER.readValue(json, new TypeReference<Definition>() {});
        } catch (JsonProcessingException unreadable) {
            throw new IllegalStateException(unreadable);
        }
    }
}
