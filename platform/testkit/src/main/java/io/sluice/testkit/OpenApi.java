package io.sluice.testkit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** An OpenAPI document, and what is wrong with an answer by it. Safe for any thread. */
public final class OpenApi {
    private static final ObjectReader JSON =
            new ObjectMapper().reader().with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    private static final JsonSchemaFactory SCHEMAS = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012);
    private static final SchemaValidatorsConfig CONFIG =
            SchemaValidatorsConfig.builder().formatAssertionsEnabled(true).build();

    /** Statuses of requests that no operation was found for. */
    private static final Set<Integer> OUTSIDE = Set.of(400, 404, 405, 414, 431);

    private final JsonNode document;
    private final Map<JsonNode, JsonSchema> compiled = new ConcurrentHashMap<>();

    private OpenApi(JsonNode document) {
        this.document = document;
    }

    /** @param resource of the class path, such as {@code /openapi.yaml} */
    public static OpenApi of(String resource) {
        try (InputStream yaml = OpenApi.class.getResourceAsStream(resource)) {
            return new OpenApi(new YAMLMapper().readTree(yaml));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** One method of one path. */
    public record Operation(String method, String path, JsonNode node) {
        /** The role that it needs; {@code public} if none. */
        public String role() {
            return node.path("x-role").asText();
        }

        @Override
        public String toString() {
            return method + " " + path;
        }
    }

    /** @param contentType empty if there is none */
    public record Answer(int status, String contentType, String body) {}

    public JsonNode document() {
        return document;
    }

    public List<Operation> operations() {
        return document.path("paths").properties().stream()
                .flatMap(path -> path.getValue().properties().stream()
                        .map(operation -> new Operation(
                                operation.getKey().toUpperCase(Locale.ROOT), path.getKey(), operation.getValue())))
                .toList();
    }

    /** That of the most literal template that fits; a HEAD is a GET. */
    public Optional<Operation> operation(String method, String path) {
        String asked = method.equals("HEAD") ? "GET" : method;
        return operations().stream()
                .filter(operation -> Pattern.matches(operation.path().replaceAll("\\{[a-z]+\\}", "[^/]+"), path))
                .min(Comparator.comparingInt(operation -> operation.path().split("\\{", -1).length))
                .flatMap(best -> operations().stream()
                        .filter(other -> other.path().equals(best.path())
                                && other.method().equals(asked))
                        .findFirst());
    }

    /** What a reference stands for; anything else is itself. */
    public JsonNode resolve(JsonNode node) {
        return node.has("$ref") ? document.at(node.get("$ref").textValue().substring(1)) : node;
    }

    /**
     * Status, content type and body are what the document says.
     *
     * @param method that was used: a HEAD has no body
     */
    public List<String> faults(Operation operation, String method, Answer answer) {
        JsonNode responses = operation.node().path("responses");
        JsonNode response = resolve(responses.path(Integer.toString(answer.status())));
        if (response.isMissingNode()) {
            response = resolve(responses.path("default"));
        }
        return response.isMissingNode()
                ? List.of("the status is not documented")
                : faultsOfBody(response, method.equals("HEAD"), answer);
    }

    /** What no operation answers can only be a problem. */
    public List<String> faultsOutside(Answer answer) {
        return OUTSIDE.contains(answer.status())
                ? faultsOfBody(document.at("/components/responses/NotFound"), false, answer)
                : List.of("the status is not that of an address without an operation");
    }

    /** What of a value is not as a schema of the document says. */
    public List<String> faults(JsonNode schema, JsonNode value) {
        return compiled.computeIfAbsent(schema, this::compile).validate(value).stream()
                .map(Object::toString)
                .toList();
    }

    private List<String> faultsOfBody(JsonNode response, boolean bodiless, Answer answer) {
        JsonNode content = response.path("content");
        if (bodiless || content.isMissingNode()) {
            return answer.body().isEmpty() ? List.of() : List.of("there should be no body");
        }
        JsonNode media = content.path(answer.contentType());
        if (media.isMissingNode()) {
            return List.of("the content type is not documented: " + answer.contentType());
        }
        return answer.contentType().contains("json") ? faultsOfJson(media.path("schema"), answer) : List.of();
    }

    /** Of NDJSON each line is a value. */
    private List<String> faultsOfJson(JsonNode schema, Answer answer) {
        boolean lines = answer.contentType().contains("ndjson");
        if (lines && schema.path("type").asText().equals("string")) {
            return List.of();
        }
        Stream<String> values = lines ? answer.body().lines() : Stream.of(answer.body());
        return values.flatMap(value -> faultsOfJson(schema, value).stream()).toList();
    }

    private List<String> faultsOfJson(JsonNode schema, String text) {
        try {
            return faults(schema, JSON.readTree(text));
        } catch (JsonProcessingException notJson) {
            return List.of("the body is not JSON");
        }
    }

    private JsonSchema compile(JsonNode schema) {
        ObjectNode whole = schema.deepCopy();
        whole.set("components", document.path("components"));
        return SCHEMAS.getSchema(whole, CONFIG);
    }
}
