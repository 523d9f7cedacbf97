package io.sluice.decode;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.avro.Schema;

/**
 * The questions of Confluent's REST interface that reading needs; see its "Schema Registry API Reference". Blocks. Answers have at most
 * 2 MiB, and a schema with all that it refers to at most {@value #MAX_REFERENCES} texts. Redirects are not followed.
 */
final class RegistryClient {
    private static final Duration CONNECT = Duration.ofSeconds(2);
    private static final Duration ANSWER = Duration.ofSeconds(5);
    private static final int MAX_ANSWER_BYTES = 2 << 20;
    private static final int MAX_REFERENCES = 100;
    private static final int NOT_FOUND = 404;
    private static final JsonMapper JSON = new JsonMapper();

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT)
            .build();
    private final RegistryConfig config;

    RegistryClient(RegistryConfig config) {
        this.config = config;
    }

    RegisteredSchema schema(int id) throws IOException, InterruptedException {
        return compile(id, get("/schemas/ids/" + id, "the schema registry has no schema " + id));
    }

    RegisteredSchema latest(String subject) throws IOException, InterruptedException {
        JsonNode found =
                get("/subjects/" + encoded(subject) + "/versions/latest", "the schema registry has no such subject");
        return compile(found.path("id").asInt(), found);
    }

    private RegisteredSchema compile(int id, JsonNode found) throws IOException, InterruptedException {
        String text = found.path("schema").asText();
        Map<String, String> references = new LinkedHashMap<>();
        collect(found, references, 0);
        try {
            return switch (found.path("schemaType").asText("AVRO")) {
                case "AVRO" -> new RegisteredSchema.Avro(id, avro(text, references));
                case "PROTOBUF" -> new RegisteredSchema.Protobuf(ProtoFiles.compile(text, references));
                case "JSON" -> new RegisteredSchema.JsonSchema();
                default -> throw new DecodeFault("schema " + id + " is of a type that is not known here");
            };
        } catch (RuntimeException | StackOverflowError unusable) {
            throw new DecodeFault("schema " + id + " of the registry cannot be used");
        }
    }

    private static Schema avro(String text, Map<String, String> references) {
        Schema.Parser parser = new Schema.Parser().setValidateDefaults(false);
        references.values().forEach(parser::parse);
        return parser.parse(text);
    }

    /** The texts that a schema refers to, by the names that it calls them, each behind those that it refers to itself. */
    private void collect(JsonNode found, Map<String, String> references, int depth)
            throws IOException, InterruptedException {
        for (JsonNode reference : found.path("references")) {
            String name = reference.path("name").asText();
            if (references.containsKey(name)) {
                continue;
            }
            if (depth >= MAX_REFERENCES || references.size() >= MAX_REFERENCES) {
                throw new DecodeFault("a schema refers to more than " + MAX_REFERENCES + " others");
            }
            String version = reference.path("version").asText();
            JsonNode other = get(
                    "/subjects/" + encoded(reference.path("subject").asText()) + "/versions/" + encoded(version),
                    "the schema registry lacks a schema that another refers to");
            collect(other, references, depth + 1);
            references.putIfAbsent(name, other.path("schema").asText());
        }
    }

    private static String encoded(String segment) {
        return URLEncoder.encode(segment, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private JsonNode get(String path, String missing) throws IOException, InterruptedException {
        HttpResponse<InputStream> response = http.send(request(path), HttpResponse.BodyHandlers.ofInputStream());
        byte[] body;
        try (InputStream in = response.body()) {
            body = in.readNBytes(MAX_ANSWER_BYTES + 1);
        }
        if (response.statusCode() == NOT_FOUND) {
            throw new DecodeFault.Unknown(missing);
        } else if (response.statusCode() != 200) {
            throw new DecodeFault("the schema registry answers with status " + response.statusCode(), true);
        } else if (body.length > MAX_ANSWER_BYTES) {
            throw new DecodeFault("a schema of the registry is too large");
        }
        try {
            return JSON.readTree(body);
        } catch (JsonProcessingException other) {
            throw new DecodeFault("the schema registry does not answer with JSON", true);
        }
    }

    private HttpRequest request(String path) {
        String base = config.url().toString().replaceAll("/+$", "");
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + path))
                .timeout(ANSWER)
                .header("Accept", "application/vnd.schemaregistry.v1+json, application/json");
        if (config.username() != null) {
            String password = config.password() == null ? "" : config.password().reveal();
            String pair = config.username() + ":" + password;
            String basic = Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
            request.header("Authorization", "Basic " + basic);
        } else if (config.token() != null) {
            request.header("Authorization", "Bearer " + config.token().reveal());
        }
        return request.build();
    }
}
