package io.sluice.gateway.diaspora;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.gateway.http.Fields;
import io.sluice.gateway.http.JsonBody;
import io.sluice.gateway.http.Violations;
import io.sluice.runtime.Json;
import io.sluice.runtime.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Set;

/**
 * What is to be run.
 *
 * @param envelope what is told again with every answer
 */
record ActionRequest(String requestId, ObjectNode envelope, JsonNode json, ActionBody body) {
    private static final int MAX_ID = 255;
    /** Of a body that is stored, so that it can be carried out again. */
    private static final int MAX_KEPT = 64 << 10;

    private static final String WHEN_RELEASED = "P30D";
    private static final Set<String> TOLD_AGAIN =
            Set.of("monitor_by", "manage_by", "release_after", "label", "allowed_clients", "deadline");

    /** @throws io.sluice.contract.ProblemException with every fault of the request */
    static ActionRequest read(byte[] bytes) {
        JsonNode json = JsonBody.parse(bytes);
        Violations violations = new Violations();
        Fields fields = new Fields(json, "", violations);
        String id = fields.text("request_id");
        if (id.length() > MAX_ID) {
            violations.add("/request_id", "has more than " + MAX_ID + " characters");
        }
        ObjectNode envelope = Json.MAPPER.createObjectNode().put("release_after", WHEN_RELEASED);
        for (String name : TOLD_AGAIN) {
            if (fields.any(name) != null) {
                envelope.set(name, json.get(name));
            }
        }
        Fields body = fields.fields("body");
        fields.end();
        ActionBody read = body == null ? ActionBody.NONE : ActionBody.read(body, json.path("body"));
        if (!read.produces() && json.path("body").toString().length() > MAX_KEPT) {
            violations.add("/body", "has more than " + MAX_KEPT + " characters");
        }
        violations.check();
        return new ActionRequest(id, envelope, json.path("body"), read);
    }

    /** The same for bodies that say the same, in whatever order. */
    String fingerprint() {
        try {
            Object plain = Json.MAPPER.convertValue(json, Object.class);
            byte[] text = Json.MAPPER
                    .writer(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
                    .writeValueAsBytes(plain);
            return HexFormat.of().formatHex(Sha256.start().digest(text));
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** The body of an action as it was stored. */
    static ActionBody stored(String body) {
        JsonNode json = JsonBody.parse(body.getBytes(StandardCharsets.UTF_8));
        return ActionBody.read(new Fields(json, "", new Violations()), json);
    }
}
