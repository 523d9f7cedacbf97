package io.sluice.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.gateway.support.Contract;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The OpenAPI document says what it means to say: YAML takes an unquoted {@code on} for true, and a comma in braces for the next key. */
class DocumentTest {
    private static final Set<String> WORDS = Set.of(
            "$ref",
            "type",
            "description",
            "properties",
            "required",
            "additionalProperties",
            "items",
            "oneOf",
            "anyOf",
            "allOf",
            "enum",
            "const",
            "format",
            "minimum",
            "maximum",
            "exclusiveMinimum",
            "minLength",
            "maxLength",
            "pattern",
            "minItems",
            "maxItems",
            "minProperties",
            "maxProperties",
            "default",
            "examples",
            "writeOnly");

    private final JsonNode document = Contract.shared().document();

    @Test
    void schemas_are_made_of_words_of_json_schema() {
        List<String> strange = new ArrayList<>();
        document.at("/components/schemas").properties().forEach(schema -> look(schema, "", strange));
        assertThat(strange).isEmpty();
    }

    @Test
    void what_an_object_must_have_is_among_its_properties() {
        List<String> strange = new ArrayList<>();
        for (JsonNode schema : document.findParents("required")) {
            JsonNode required = schema.path("required");
            boolean closed = schema.path("additionalProperties").isBoolean()
                    && !schema.path("additionalProperties").booleanValue();
            for (JsonNode name : required.isArray() && closed ? required : List.<JsonNode>of()) {
                if (!name.isTextual() || !schema.path("properties").has(name.asText())) {
                    strange.add(name + " of " + schema);
                }
            }
        }
        assertThat(strange).isEmpty();
    }

    private static void look(Map.Entry<String, JsonNode> schema, String above, List<String> strange) {
        String at = above + "/" + schema.getKey();
        for (Map.Entry<String, JsonNode> word : schema.getValue().properties()) {
            if (!WORDS.contains(word.getKey())) {
                strange.add(at + ": " + word.getKey());
            }
            switch (word.getKey()) {
                case "properties" -> word.getValue().properties().forEach(property -> look(property, at, strange));
                case "items", "additionalProperties" -> look(word, at, strange);
                case "oneOf", "anyOf", "allOf" ->
                    word.getValue().forEach(one -> look(Map.entry(word.getKey(), one), at, strange));
                default -> {
                    // a value, and no schema
                }
            }
        }
    }
}
