package io.sluice.gateway.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** The OpenAPI document, held against every response of the suite. */
public final class Contract {
    private static final JsonSchemaFactory SCHEMAS = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012);
    private static final SchemaValidatorsConfig CONFIG =
            SchemaValidatorsConfig.builder().formatAssertionsEnabled(true).build();
    private static final Contract SHARED = new Contract();

    private final JsonNode document;

    private Contract() {
        try (InputStream yaml = Contract.class.getResourceAsStream("/openapi.yaml")) {
            document = new ObjectMapper(new YAMLFactory()).readTree(yaml);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    public static Contract shared() {
        return SHARED;
    }

    public JsonNode document() {
        return document;
    }

    /** Status, content type and body are what the document says; what is not in it can only be a problem. */
    public void check(String method, String path, Reply reply) {
        String asked = method.equals("HEAD") ? "get" : method.toLowerCase(java.util.Locale.ROOT);
        Optional<JsonNode> operation =
                operation(path).map(found -> found.path(asked)).filter(found -> !found.isMissingNode());
        if (operation.isEmpty()) {
            assertThat(reply.status())
                    .as("%s %s is not in the document", method, path)
                    .isIn(400, 404, 405);
            checkBody(document.at("/components/responses/NotFound"), method + " " + path, reply);
            return;
        }
        JsonNode response = resolve(operation.get().at("/responses/" + reply.status()));
        assertThat(response.isMissingNode())
                .as("%s %s answers %s, which is not documented: %s", method, path, reply.status(), reply.text())
                .isFalse();
        if (!method.equals("HEAD")) {
            checkBody(response, method + " " + path, reply);
        }
    }

    private void checkBody(JsonNode response, String what, Reply reply) {
        JsonNode content = response.path("content");
        if (content.isMissingNode()) {
            assertThat(reply.text()).as(what).isEmpty();
            return;
        }
        JsonNode media = content.path(reply.header("content-type").orElse(""));
        assertThat(media.isMissingNode())
                .as("%s answers %s with %s", what, reply.status(), reply.headers())
                .isFalse();
        if (!reply.header("content-type").orElse("").contains("json")) {
            return;
        }
        ObjectNode schema = media.path("schema").deepCopy();
        schema.set("components", document.path("components"));
        Set<ValidationMessage> faults = SCHEMAS.getSchema(schema, CONFIG).validate(reply.json());
        if (!faults.isEmpty()) {
            fail("%s %s: %s in %s", what, reply.status(), faults, reply.text());
        }
    }

    /** The most literal template that fits. */
    private Optional<JsonNode> operation(String path) {
        return document.path("paths").properties().stream()
                .filter(entry -> Pattern.matches(entry.getKey().replaceAll("\\{[a-z]+\\}", "[^/]+"), path))
                .min(Comparator.comparingInt(entry -> entry.getKey().split("\\{", -1).length))
                .map(Map.Entry::getValue);
    }

    private JsonNode resolve(JsonNode node) {
        return node.has("$ref") ? document.at(node.get("$ref").textValue().substring(1)) : node;
    }
}
