package io.sluice.gateway.http;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.runtime.Json;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads one JSON object of a request. Faults go to the shared {@link Violations}; a faulty property reads as a neutral value, so
 * reading goes on. A null is the same as an absent property. {@link #end()} reports the properties that nobody asked for.
 */
public final class Fields {
    /** UTF-16 units of a text when nothing smaller is said. */
    public static final int MAX_TEXT = 100_000;

    private static final TypeReference<LinkedHashMap<String, Object>> ANY = new TypeReference<>() {};

    private static final Pattern SECONDS = Pattern.compile("(\\d{1,9}(?:\\.\\d{1,9})?)(ms|s|m|h)?");

    private final JsonNode object;
    private final String pointer;
    private final Violations violations;
    private final Set<String> asked = new LinkedHashSet<>();

    public Fields(JsonNode object, String pointer, Violations violations) {
        this.object = object;
        this.pointer = pointer;
        this.violations = violations;
        if (!object.isObject()) {
            violations.add(pointer, "expected a JSON object");
        }
    }

    public Violations violations() {
        return violations;
    }

    /** The JSON pointer of a property. */
    public String at(String name) {
        return pointer + "/" + name.replace("~", "~0").replace("/", "~1");
    }

    public boolean has(String name) {
        return find(name) != null;
    }

    /** Of all properties, also of those that are null. */
    public Set<String> names() {
        Set<String> names = new LinkedHashSet<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    /** Whether it is there and null: in a merge patch, to be taken away. */
    public boolean isNull(String name) {
        asked.add(name);
        JsonNode node = object.get(name);
        return node != null && node.isNull();
    }

    /** A text that must be there and not be blank; reads as {@code ""} when at fault. */
    public String text(String name) {
        String text = optionalText(name);
        if (text == null) {
            required(name);
            return "";
        }
        if (text.isBlank()) {
            violations.add(at(name), "must not be empty");
        }
        return text;
    }

    public @Nullable String optionalText(String name) {
        JsonNode node = find(name);
        if (node == null) {
            return null;
        }
        if (!node.isTextual()) {
            expected(name, "a text", node);
            return null;
        }
        if (node.textValue().length() > MAX_TEXT) {
            violations.add(at(name), "is longer than " + MAX_TEXT + " characters");
            return null;
        }
        return node.textValue();
    }

    public String text(String name, String whenAbsent) {
        String text = optionalText(name);
        return text == null ? whenAbsent : text;
    }

    public @Nullable Boolean optionalFlag(String name) {
        JsonNode node = find(name);
        if (node != null && !node.isBoolean()) {
            expected(name, "true or false", node);
        }
        return node != null && node.isBoolean() ? node.booleanValue() : null;
    }

    public boolean flag(String name, boolean whenAbsent) {
        Boolean flag = optionalFlag(name);
        return flag == null ? whenAbsent : flag;
    }

    public @Nullable Long optionalWhole(String name, long least, long most) {
        JsonNode node = find(name);
        if (node == null) {
            return null;
        }
        boolean whole = node.isIntegralNumber() && node.canConvertToLong();
        if (!whole || node.longValue() < least || node.longValue() > most) {
            expected(name, "a whole number from " + least + " to " + most, node);
            return null;
        }
        return node.longValue();
    }

    public int whole(String name, int whenAbsent, int least, int most) {
        Long value = optionalWhole(name, least, most);
        return value == null ? whenAbsent : Math.toIntExact(value);
    }

    public @Nullable Double optionalNumber(String name) {
        JsonNode node = find(name);
        if (node != null && !node.isNumber()) {
            expected(name, "a number", node);
        }
        return node != null && node.isNumber() ? node.doubleValue() : null;
    }

    /** A number of seconds, or a text such as {@code 500ms}, {@code 30s}, {@code 15m} or {@code 8h}. */
    public @Nullable Double optionalSeconds(String name) {
        JsonNode node = find(name);
        if (node == null || node.isNumber()) {
            return node == null ? null : node.doubleValue();
        }
        Matcher text = SECONDS.matcher(node.asText());
        if (!text.matches()) {
            expected(name, "a number of seconds, or a text such as 30s", node);
            return null;
        }
        return Double.parseDouble(text.group(1))
                * switch (String.valueOf(text.group(2))) {
                    case "ms" -> 0.001;
                    case "m" -> 60;
                    case "h" -> 3600;
                    default -> 1;
                };
    }

    /** One of the texts that {@code of} understands; it throws {@link IllegalArgumentException} on any other. */
    public <T> @Nullable T optionalChoice(String name, Function<String, T> of, String choices) {
        String text = optionalText(name);
        if (text == null) {
            return null;
        }
        try {
            return of.apply(text);
        } catch (IllegalArgumentException unknown) {
            violations.add(at(name), "expected " + choices);
            return null;
        }
    }

    /** Null when absent; texts only, at most {@code most} of them. */
    public @Nullable List<String> optionalTexts(String name, int most) {
        JsonNode node = find(name);
        if (node == null) {
            return null;
        }
        if (!node.isArray() || node.size() > most) {
            expected(name, "a list of at most " + most + " texts", node);
            return null;
        }
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < node.size(); i++) {
            if (node.get(i).isTextual()) {
                texts.add(node.get(i).textValue());
            } else {
                violations.add(at(name) + "/" + i, "expected a text, found " + kind(node.get(i)));
            }
        }
        return texts;
    }

    public List<String> texts(String name, int most) {
        List<String> texts = optionalTexts(name, most);
        return texts == null ? List.of() : texts;
    }

    /** Any JSON value; null when absent. */
    public @Nullable Object any(String name) {
        JsonNode node = find(name);
        return node == null ? null : Json.MAPPER.convertValue(node, Object.class);
    }

    /** Any JSON object. */
    public @Nullable Map<String, Object> optionalObject(String name) {
        JsonNode node = find(name);
        if (node != null && !node.isObject()) {
            expected(name, "an object", node);
        }
        return node != null && node.isObject() ? Json.MAPPER.convertValue(node, ANY) : null;
    }

    /**
     * An object whose values are texts; with {@code nulls}, null values are kept, else they are a fault. An empty list is taken for
     * an empty object, as some clients write it so.
     */
    public @Nullable Map<String, @Nullable String> optionalTextMap(String name, boolean nulls) {
        JsonNode node = find(name);
        if (node == null) {
            return null;
        }
        if (node.isArray() && node.isEmpty()) {
            return Map.of();
        }
        if (!node.isObject()) {
            expected(name, "an object of texts", node);
            return null;
        }
        Map<String, @Nullable String> map = new LinkedHashMap<>();
        node.properties().forEach(property -> {
            JsonNode value = property.getValue();
            if (value.isTextual() || (nulls && value.isNull())) {
                map.put(property.getKey(), value.textValue());
            } else if (value.isNumber() || value.isBoolean()) {
                map.put(property.getKey(), value.asText());
            } else {
                violations.add(at(name) + "/" + property.getKey(), "expected a text, found " + kind(value));
            }
        });
        return map;
    }

    /** The object inside, to be read with its own {@link #end()}; null when absent. */
    public @Nullable Fields optionalFields(String name) {
        JsonNode node = find(name);
        return node == null ? null : new Fields(node, at(name), violations);
    }

    public @Nullable Fields fields(String name) {
        Fields fields = optionalFields(name);
        if (fields == null) {
            required(name);
        }
        return fields;
    }

    /** A list of objects, each to be read with its own {@link #end()}. */
    public List<Fields> list(String name, int most) {
        JsonNode node = find(name);
        if (node == null) {
            required(name);
            return List.of();
        }
        if (!node.isArray() || node.size() > most) {
            expected(name, "a list of at most " + most + " objects", node);
            return List.of();
        }
        List<Fields> list = new ArrayList<>();
        for (int i = 0; i < node.size(); i++) {
            list.add(new Fields(node.get(i), at(name) + "/" + i, violations));
        }
        return list;
    }

    /** The same faults and places, but a property that is not here is {@code other}'s (RFC 7396, one level of objects deep). */
    public Fields over(JsonNode other) {
        ObjectNode merged = other.deepCopy();
        object.properties().forEach(property -> {
            JsonNode below = merged.get(property.getKey());
            if (below instanceof ObjectNode inside && property.getValue() instanceof ObjectNode above) {
                inside.setAll(above);
            } else {
                merged.set(property.getKey(), property.getValue());
            }
        });
        return new Fields(merged, pointer, violations);
    }

    /** Documented, but not to be had yet: its presence is a fault that says so. */
    public void notYet(String... names) {
        for (String name : names) {
            if (find(name) != null) {
                violations.add(at(name), "\"" + name + "\" is not available yet");
            }
        }
    }

    public void required(String name) {
        violations.add(at(name), "\"" + name + "\" is required");
    }

    /** Reports the properties that were not asked for. */
    public void end() {
        object.fieldNames().forEachRemaining(name -> {
            if (!asked.contains(name)) {
                violations.add(at(name), Spelling.unknown("property", name, asked));
            }
        });
    }

    private @Nullable JsonNode find(String name) {
        asked.add(name);
        JsonNode node = object.get(name);
        return node == null || node.isNull() ? null : node;
    }

    private void expected(String name, String what, JsonNode found) {
        violations.add(at(name), "expected " + what + ", found " + kind(found));
    }

    private static String kind(JsonNode node) {
        return switch (node.getNodeType()) {
            case ARRAY -> "a list of " + node.size();
            case OBJECT, POJO -> "an object";
            case STRING, BINARY -> "a text";
            case NUMBER -> number(node.decimalValue());
            case BOOLEAN -> node.asText();
            case NULL -> "null";
            case MISSING -> "nothing";
        };
    }

    private static String number(BigDecimal value) {
        String text = value.toString();
        return text.length() > 30 ? "a number" : text;
    }
}
