package io.sluice.catalog.federation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import io.sluice.catalog.database.Columns;
import io.sluice.catalog.database.Cursor;
import io.sluice.runtime.Json;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where each catalogue goes on: those that are through are not there. The first page has no places at all.
 *
 * @param next by server; an empty text: from its beginning
 */
record Places(Map<String, String> next) {
    private static final String KIND = "federation";
    private static final TypeReference<LinkedHashMap<String, String>> TEXTS = new TypeReference<>() {};

    static @Nullable Places of(@Nullable String cursor) {
        if (cursor == null) {
            return null;
        }
        try {
            return new Places(
                    Json.MAPPER.readValue(Cursor.decode(KIND, 1, cursor).get(0), TEXTS));
        } catch (JsonProcessingException broken) {
            throw Cursor.broken();
        }
    }

    @Nullable String cursor() {
        return next.isEmpty() ? null : Cursor.encode(KIND, Columns.json(next));
    }
}
