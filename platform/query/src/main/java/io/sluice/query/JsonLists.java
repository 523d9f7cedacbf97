package io.sluice.query;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.filter.Value;
import java.util.List;
import java.util.stream.Collectors;

/** Lists of values, as values. */
final class JsonLists {
    private JsonLists() {}

    static Value of(List<Value> values) {
        return list(values.stream().map(JsonLists::text).toList());
    }

    /** Of items that are JSON already. */
    static Value list(List<String> items) {
        String json = items.stream().collect(Collectors.joining(",", "[", "]"));
        return new Value.Structure(json.getBytes(UTF_8));
    }

    static String text(Value value) {
        return new String(value.json(), UTF_8);
    }
}
