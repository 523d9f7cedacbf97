package io.sluice.gateway.live;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Holds frames against the AsyncAPI document, which its readers generate code from. */
public final class Contract {
    /** Large frames are many records of the same form; checking each would dominate the tests of speed. */
    private static final int MAX_CHECKED = 4_000;

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final ObjectNode DOCUMENT = load();
    private static final Map<String, JsonSchema> SCHEMAS = new ConcurrentHashMap<>();

    private Contract() {}

    /** What is wrong with a frame of the server. */
    public static List<String> faults(String frame) {
        if (frame.length() > MAX_CHECKED) {
            return List.of();
        }
        try {
            JsonNode json = JSON.readTree(frame);
            String type = json.path("type").asText();
            if (!DOCUMENT.at("/components/messages").has(type)) {
                return List.of("unknown type: " + frame);
            }
            return SCHEMAS.computeIfAbsent(type, Contract::schema).validate(json).stream()
                    .map(fault -> fault + " in " + frame)
                    .toList();
        } catch (JsonProcessingException notJson) {
            return List.of("not JSON: " + frame);
        }
    }

    private static JsonSchema schema(String type) {
        ObjectNode root = DOCUMENT.deepCopy();
        root.put("$ref", "#/components/messages/" + type + "/payload");
        return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(root);
    }

    private static ObjectNode load() {
        try (InputStream yaml = Contract.class.getResourceAsStream("/asyncapi.yaml")) {
            return (ObjectNode) new YAMLMapper().readTree(yaml);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
