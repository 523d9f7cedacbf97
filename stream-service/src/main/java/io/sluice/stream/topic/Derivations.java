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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What streams are made of, by their names. */
public final class Derivations {
    private static final String COLUMNS =
            "select name, definition, sources, dead_letters from stream where era = 'CURRENT'";

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

    Future<Optional<Derivation>> of(String stream) {
        return sql.first(Derivations::read, COLUMNS + " and name = $1", stream);
    }

    Future<Map<String, Derivation>> all() {
        return sql.query(COLUMNS).map(rows -> {
            Map<String, Derivation> all = new HashMap<>();
            rows.forEach(row -> all.put(row.getString("name"), read(row)));
            return all;
        });
    }

    private static Derivation read(Row row) {
        JsonArray sources = row.getJsonArray("sources");
        List<String> topics = sources.stream()
                .map(JsonObject.class::cast)
                .map(source -> source.getString("topic"))
                .distinct()
                .toList();
        return new Derivation(topics, shape(row.getJsonObject("definition")), row.getString("dead_letters"));
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
