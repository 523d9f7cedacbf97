package io.sluice.filter;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Reads a tree in which the first of several members of one name counts. */
record FirstWins(JsonMapper mapper) {
    JsonNode read(byte[] json) throws java.io.IOException {
        try (JsonParser parser = mapper.createParser(json)) {
            parser.nextToken();
            return value(parser);
        }
    }

    private JsonNode value(JsonParser parser) throws java.io.IOException {
        if (parser.currentToken() == JsonToken.START_OBJECT) {
            ObjectNode object = mapper.createObjectNode();
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String name = parser.currentName();
                parser.nextToken();
                object.putIfAbsent(name, value(parser));
            }
            return object;
        } else if (parser.currentToken() == JsonToken.START_ARRAY) {
            ArrayNode array = mapper.createArrayNode();
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                array.add(value(parser));
            }
            return array;
        }
        return mapper.readTree(parser);
    }
}
