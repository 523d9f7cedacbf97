package io.sluice.gateway.diaspora;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.gateway.http.Answer;
import io.sluice.runtime.Json;

/** What the action provider says of itself. */
final class ActionSchema {
    private static final String TEXT = """
            {"api_version": "1.0", "types": ["ACTION"], "title": "Diaspora Event Fabric",
             "subtitle": "Produces records, and consumes them through filters",
             "description": "What one user asks for with one request_id is done once; asked again within a year it is answered, not repeated.",
             "keywords": ["events", "kafka", "filters"], "visible_to": ["all_authenticated_users"],
             "runnable_by": ["all_authenticated_users"], "synchronous": true, "log_supported": false,
             "input_schema": {
              "$schema": "https://json-schema.org/draft/2020-12/schema", "type": "object", "additionalProperties": false,
              "required": ["action", "topic"],
              "properties": {
               "action": {"type": "string", "enum": ["produce", "consume"]},
               "topic": {"type": "string", "minLength": 1, "description": "its full name"},
               "key": {"type": "string"},
               "value": {"type": "object"},
               "keys": {"oneOf": [{"type": "string"}, {"type": "array", "maxItems": 1000, "items": {"type": "string"}}]},
               "msgs": {"type": "array", "maxItems": 1000, "items": {"type": "object"}},
               "ts": {"type": "integer", "minimum": 0, "description": "epoch milliseconds"},
               "group_id": {"type": "string", "pattern": "^[A-Za-z0-9._-]{1,64}$"},
               "filters": {"type": "array", "maxItems": 100, "items": {"type": "object"},
                           "description": "[{\\"Pattern\\": {\\"value\\": {\\"field\\": [{\\"prefix\\": \\"a\\"}]}}}]; a record is wanted if one matches"},
               "servers": {"type": "string", "description": "only the platform's own"}}}}
            """;
    private static final JsonNode SCHEMA = parse();

    private ActionSchema() {}

    static Answer answer() {
        return Answer.ok(SCHEMA);
    }

    private static JsonNode parse() {
        try {
            return Json.MAPPER.readTree(TEXT);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
