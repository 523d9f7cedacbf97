package io.sluice.gateway.browse;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.filter.Path;
import io.sluice.runtime.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The schema that some records suggest: the paths of their values as a filter would name them, in the order of their first
 * appearance, at most {@value #MAX_FIELDS} and {@value #MAX_DEPTH} levels deep.
 */
record Schema(List<Field> fields) {
    private static final int MAX_FIELDS = 500;
    private static final int MAX_DEPTH = 8;

    /**
     * @param present share of the records that have it, 0 to 1
     * @param distinct different values seen
     * @param example a value as JSON
     */
    record Field(
            String path,
            String type,
            double present,
            int distinct,
            @JsonInclude(JsonInclude.Include.ALWAYS) JsonNode example) {}

    /** What is known of some values so far. One thread. */
    static final class Shapes {
        private final Map<String, FieldShape> shapes = new LinkedHashMap<>();
        private int records;

        /** @param bytes of a value; a value that is not JSON has no fields */
        void add(byte @Nullable [] bytes) {
            records++;
            JsonNode value = parse(bytes);
            if (value.isObject()) {
                collect(value, List.of(), shapes);
            }
        }

        Schema schema() {
            List<Field> fields = new ArrayList<>();
            shapes.forEach((path, shape) -> fields.add(
                    new Field(path, shape.type(), (double) shape.seen() / records, shape.distinct(), shape.example())));
            return new Schema(fields);
        }
    }

    private static JsonNode parse(byte @Nullable [] value) {
        try {
            return value == null ? Json.MAPPER.nullNode() : Json.MAPPER.readTree(value);
        } catch (IOException notJson) {
            return Json.MAPPER.missingNode();
        }
    }

    private static void collect(JsonNode object, List<Path.Step> above, Map<String, FieldShape> shapes) {
        object.properties().forEach(property -> {
            List<Path.Step> steps = new ArrayList<>(above);
            steps.add(new Path.Name(property.getKey()));
            JsonNode value = property.getValue();
            if (value.isObject() && !value.isEmpty() && steps.size() < MAX_DEPTH) {
                collect(value, steps, shapes);
                return;
            }
            String path = new Path(Path.Root.VALUE, steps).toString();
            if (shapes.size() < MAX_FIELDS || shapes.containsKey(path)) {
                shapes.computeIfAbsent(path, unseen -> new FieldShape()).add(value);
            }
        });
    }
}
