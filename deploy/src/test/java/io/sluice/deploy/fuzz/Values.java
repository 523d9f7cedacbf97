package io.sluice.deploy.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.testkit.OpenApi;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;

/** Draws values that a schema of the document allows, with words that mean something where the name of a field tells which. */
final class Values {
    static final ObjectMapper JSON = new ObjectMapper();
    private static final JsonNodeFactory NODES = JSON.getNodeFactory();
    private static final int MAX_DEPTH = 5;
    private static final int MAX_MEMBERS = 3;

    private static final List<String> FILTERS = List.of(
            "n > 1", "note like '%a%' and not n = 3", "exists(n)", "abs(n) between 1 and 5", "$offset >= 0", "");
    private static final List<String> SELECTS = List.of("n", "n, note", "n * 2 as twice, $key as k");
    private static final List<String> STARTS =
            List.of("earliest", "latest", "-1h", "2024-01-01T00:00:00Z", "offsets:0=0", "last:3");
    private static final List<String> SPANS = List.of("1s", "30s", "5m", "1h30m", "1d");

    /** In a schema: what kind of things it names, where that is not the field's name. */
    private static final String KIND = "x-kind";

    private static final Set<String> NEW_NAMES = Set.of("name", "alias", "table");

    /** By the name of a field; all addresses are of this machine, where nobody listens. */
    private static final Map<String, List<String>> WORDS = Map.ofEntries(
            Map.entry("where", FILTERS),
            Map.entry("having", FILTERS),
            Map.entry("on", FILTERS),
            Map.entry("select", SELECTS),
            Map.entry("sql", List.of("select count(*) as c from t window tumbling 1m", "select n from t", "select")),
            Map.entry("from", STARTS),
            Map.entry("until", List.of("now", "2024-01-01T00:00:00Z", "-1s")),
            Map.entry("for", SPANS),
            Map.entry("every", SPANS),
            Map.entry("within", SPANS),
            Map.entry("size", SPANS),
            Map.entry("advance", SPANS),
            Map.entry("gap", SPANS),
            Map.entry("grace", SPANS),
            Map.entry("retention", SPANS),
            Map.entry("resolve_after", SPANS),
            Map.entry("group_by", List.of("n", "note")),
            Map.entry("aggregates", List.of("count(*) as c", "max(n)")),
            Map.entry("order_by", List.of("n", "c desc")),
            Map.entry(
                    "filters",
                    List.of("n > 1", "IF n > 1 THEN a = High ELSE a = Low", "window_filter(3, mean, n > 1)")),
            Map.entry("url", List.of("http://127.0.0.1:1/x", "https://[::1]:1/y.csv")),
            Map.entry("health_check_url", List.of("http://127.0.0.1:1/x")),
            Map.entry("documentation_url", List.of("http://127.0.0.1:1/x")),
            Map.entry("homepage", List.of("http://127.0.0.1:1/x")),
            Map.entry("resource_url", List.of("http://127.0.0.1:1/x.csv")),
            Map.entry("service_url", List.of("http://127.0.0.1:1/x")),
            Map.entry("resource_s3", List.of("s3://bucket/key")),
            Map.entry("kafka_host", List.of("127.0.0.1")),
            Map.entry("filter_semantics", FILTERS),
            Map.entry("csv", List.of("http://127.0.0.1:1/x.csv")),
            Map.entry("uri", List.of("postgresql://a:b@127.0.0.1:1/c")),
            Map.entry("database", List.of("postgresql://a:b@127.0.0.1:1/c")),
            Map.entry("bootstrap", List.of("127.0.0.1:1")),
            Map.entry("path", List.of("n", "note", "$key", "/absent")),
            Map.entry("password", List.of("a long password")),
            Map.entry("secret", List.of("a long secret")),
            Map.entry(
                    "Idempotency-Key",
                    IntStream.range(0, 50).mapToObj(i -> "key" + i).toList()),
            Map.entry("cleanup.policy", List.of("delete", "compact")),
            Map.entry("retention.ms", List.of("600000", "-1")));

    private final OpenApi document;
    private final Random random;
    private final Ids ids;

    Values(OpenApi document, Random random, Ids ids) {
        this.document = document;
        this.random = random;
        this.ids = ids;
    }

    JsonNode draw(JsonNode schema, String name, Ids.Origin origin) {
        return draw(schema, name, origin, 0);
    }

    /** An example of the document, with names of things that there are. */
    JsonNode alike(JsonNode example, Ids.Origin origin) {
        JsonNode copy = example.deepCopy();
        rename(copy, origin);
        return copy;
    }

    private void rename(JsonNode node, Ids.Origin origin) {
        if (node instanceof ObjectNode object) {
            for (String name : Mutation.names(object)) {
                boolean text = object.get(name).isTextual();
                if (text && name.equals("name")) {
                    object.put(name, fresh());
                } else if (text) {
                    ids.named(name, origin).ifPresent(id -> object.put(name, id));
                } else if (isTexts(object.get(name))) {
                    ids.named(name, origin)
                            .ifPresent(id -> object.set(name, NODES.arrayNode().add(id)));
                }
            }
        }
        node.forEach(child -> rename(child, origin));
    }

    private static boolean isTexts(JsonNode node) {
        return node.isArray() && node.path(0).isTextual();
    }

    private JsonNode draw(JsonNode schema, String name, Ids.Origin origin, int depth) {
        JsonNode resolved = document.resolve(schema);
        if (resolved.has("const")) {
            return resolved.get("const");
        }
        if (resolved.has("enum")) {
            return one(resolved.get("enum"));
        }
        for (String choice : List.of("oneOf", "anyOf")) {
            if (resolved.has(choice)) {
                return draw(one(resolved.get(choice)), name, origin, depth);
            }
        }
        JsonNode types = resolved.path("type");
        String type = types.isArray() ? one(types).asText() : types.asText("string");
        return switch (type) {
            case "object" -> object(resolved, origin, depth);
            case "array" -> array(resolved, name, origin, depth);
            case "integer" -> NODES.numberNode(integer(resolved, name));
            case "number" -> NODES.numberNode(integer(resolved, name) + random.nextInt(4) / 4.0);
            case "boolean" -> NODES.booleanNode(random.nextBoolean());
            case "null" -> NODES.nullNode();
            default -> NODES.textNode(text(resolved, name, origin));
        };
    }

    private JsonNode one(JsonNode list) {
        return list.get(random.nextInt(list.size()));
    }

    private ObjectNode object(JsonNode schema, Ids.Origin origin, int depth) {
        ObjectNode object = NODES.objectNode();
        List<String> required = JSON.convertValue(
                schema.path("required"), JSON.getTypeFactory().constructCollectionType(List.class, String.class));
        for (Map.Entry<String, JsonNode> member : schema.path("properties").properties()) {
            String name = member.getKey();
            boolean wanted = required != null && required.contains(name);
            if (wanted || depth < MAX_DEPTH && random.nextInt(3) == 0) {
                object.set(name, draw(member.getValue(), name, origin, depth + 1));
            }
        }
        JsonNode others = schema.path("additionalProperties");
        if (others.isObject() && depth < MAX_DEPTH) {
            for (String name : List.of("note", "retention.ms", "cleanup.policy")) {
                if (random.nextInt(3) == 0) {
                    object.set(name, draw(others, name, origin, depth + 1));
                }
            }
        }
        return object;
    }

    private ArrayNode array(JsonNode schema, String name, Ids.Origin origin, int depth) {
        ArrayNode array = NODES.arrayNode();
        int size = depth < MAX_DEPTH ? random.nextInt(MAX_MEMBERS) : 0;
        for (int i = 0; i < Math.max(size, schema.path("minItems").asInt()); i++) {
            array.add(draw(schema.path("items"), name, origin, depth + 1));
        }
        return array;
    }

    /** Small ones: a topic of ten thousand partitions would be a test of the broker. */
    private long integer(JsonNode schema, String name) {
        long least = schema.path("minimum").asLong(schema.has("exclusiveMinimum") ? 1 : 0);
        long most =
                Math.min(schema.path("maximum").asLong(Long.MAX_VALUE), least + (name.equals("partitions") ? 1 : 20));
        return least + (long) (random.nextDouble() * (most - least + 1));
    }

    private String text(JsonNode schema, String field, Ids.Origin origin) {
        String name = schema.path(KIND).asText(field);
        if (NEW_NAMES.contains(name) || name.endsWith("_name")) {
            return fresh();
        }
        List<String> words = WORDS.get(name);
        if (words != null) {
            return words.get(random.nextInt(words.size()));
        }
        return ids.named(name, origin).orElseGet(() -> plain(schema));
    }

    private String plain(JsonNode schema) {
        return switch (schema.path("format").asText()) {
            case "date-time" -> "2024-05-0" + (1 + random.nextInt(9)) + "T00:00:00Z";
            case "uuid" -> new java.util.UUID(random.nextLong(), random.nextLong()).toString();
            default -> schema.path("pattern").asText().contains("ms|s") ? "5m" : "word " + random.nextInt(100);
        };
    }

    private String fresh() {
        return "fz" + Long.toString(random.nextLong() & Long.MAX_VALUE, 36);
    }
}
