package io.sluice.stream.landing.table;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.sluice.filter.Path;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/** Conditions on what is at a path in a JSONB column. Belongs to one thread. */
final class JsonMatch {
    private static final int MAX_WHOLE_DIGITS = 131_072;
    private static final int MAX_SCALE = 16_383;

    private final List<String> conditions;
    private final List<Object> values;

    /** @param conditions that this adds to, and {@code values} to bind for their question marks */
    JsonMatch(List<String> conditions, List<Object> values) {
        this.conditions = conditions;
        this.values = values;
    }

    /** Whether JSONB can: it knows no U+0000, no half of a surrogate pair, and only numbers that a numeric has room for. */
    static boolean canHold(JsonNode node) {
        if (node.isTextual()) {
            return canHold(node.textValue());
        } else if (node.isNumber()) {
            BigDecimal number = node.decimalValue();
            return number.scale() <= MAX_SCALE && (long) number.precision() - number.scale() <= MAX_WHOLE_DIGITS;
        }
        Iterator<String> names = node.fieldNames();
        while (names.hasNext()) {
            if (!canHold(names.next())) {
                return false;
            }
        }
        for (JsonNode inside : node) {
            if (!canHold(inside)) {
                return false;
            }
        }
        return !node.isMissingNode();
    }

    private static boolean canHold(String text) {
        return text.indexOf('\0') < 0 && StandardCharsets.UTF_8.newEncoder().canEncode(text);
    }

    /** JSON to be bound as such. */
    record Value(String text) {}

    /** The text, or the number, word or null that it also is: both are found by the index. */
    void at(String column, List<Path.Step> steps, String text) {
        List<JsonNode> meant = new ArrayList<>(List.of(JsonNodeFactory.instance.textNode(text)));
        other(text).ifPresent(meant::add);
        List<String> either = new ArrayList<>();
        for (JsonNode value : meant) {
            either.add(column + " @> ?");
            values.add(new Value(wrapped(steps, value).toString()));
        }
        String contains = "(" + String.join(" or ", either) + ")";
        conditions.add(contains);
        for (Path.Step step : steps) {
            if (step instanceof Path.Index) {
                // A list contains a value wherever it stands; here it must stand at its place.
                exactly(column, steps, meant);
                return;
            }
        }
    }

    private void exactly(String column, List<Path.Step> steps, List<JsonNode> meant) {
        StringBuilder at = new StringBuilder(column);
        for (Path.Step step : steps) {
            if (step instanceof Path.Index index) {
                at.append(" -> ").append(index.index());
            } else {
                at.append(" -> ?::text");
            }
        }
        List<String> either = new ArrayList<>();
        for (JsonNode value : meant) {
            either.add("(" + at + ") = ?");
            for (Path.Step step : steps) {
                if (step instanceof Path.Name name) {
                    values.add(name.name());
                }
            }
            values.add(new Value(value.toString()));
        }
        conditions.add("(" + String.join(" or ", either) + ")");
    }

    private static JsonNode wrapped(List<Path.Step> steps, JsonNode value) {
        JsonNode wrapped = value;
        for (int i = steps.size() - 1; i >= 0; i--) {
            wrapped = steps.get(i) instanceof Path.Name name
                    ? JsonNodeFactory.instance.objectNode().set(name.name(), wrapped)
                    : JsonNodeFactory.instance.arrayNode().add(wrapped);
        }
        return wrapped;
    }

    private static Optional<JsonNode> other(String text) {
        switch (text) {
            case "true":
            case "false":
                return Optional.of(JsonNodeFactory.instance.booleanNode(Boolean.parseBoolean(text)));
            case "null":
                return Optional.of(JsonNodeFactory.instance.nullNode());
            default:
                return text.matches("-?(0|[1-9][0-9]{0,300})(\\.[0-9]{1,300})?([eE][-+]?[0-9]{1,3})?")
                        ? Optional.of(JsonNodeFactory.instance.numberNode(new BigDecimal(text)))
                        : Optional.empty();
        }
    }
}
