package io.sluice.deploy.fuzz;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.Map;

/**
 * What came back.
 *
 * @param whole false where an answer without an end was cut after its first bytes
 */
record Answer(int status, Map<String, String> headers, String body, boolean whole) {
    String contentType() {
        return headers.getOrDefault("content-type", "");
    }

    JsonNode json() {
        try {
            return body.isEmpty() ? MissingNode.getInstance() : Values.JSON.readTree(body);
        } catch (JsonProcessingException notJson) {
            throw new AssertionError(this.toString(), notJson);
        }
    }

    JsonNode expect(int... statuses) {
        for (int expected : statuses) {
            if (status == expected) {
                return json();
            }
        }
        throw new AssertionError(toString());
    }

    @Override
    public String toString() {
        return "%d %s\n%s".formatted(status, headers, Shot.shown(body));
    }
}
