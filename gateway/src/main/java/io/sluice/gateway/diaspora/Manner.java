package io.sluice.gateway.diaspora;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.gateway.http.Answer;
import io.sluice.gateway.http.Dialect;
import io.sluice.gateway.http.JsonBody;
import io.sluice.gateway.http.Problems;
import io.sluice.runtime.Json;
import io.vertx.core.buffer.Buffer;
import java.util.Set;

/**
 * How the control calls tell failures: a JSON object whose {@code status} is no {@code success}, which is what clients look at, and the
 * reason. The HTTP status is the right one, which that of the original is not.
 */
enum Manner implements Dialect {
    V2("error"),
    V3("failure");

    private static final String ERROR = "error";
    /** They are told as errors by both. */
    private static final Set<String> NO_BUSINESS = Set.of("unauthenticated", "internal", "unavailable");

    private final String business;

    Manner(String business) {
        this.business = business;
    }

    @Override
    public Answer failure(Throwable failure, String requestId) {
        Answer problem = Problems.answer(failure, requestId);
        JsonNode told = JsonBody.parse(problem.body().getBytes());
        String code = told.path("code").asText();
        String reason = told.path("detail").asText();
        ObjectNode body = Json.MAPPER
                .createObjectNode()
                .put("status", NO_BUSINESS.contains(code) ? ERROR : business)
                .put("reason", reason)
                .put("message", reason)
                .put("code", code)
                .put("request_id", requestId);
        return new Answer(problem.status(), problem.headers(), Answer.JSON, Buffer.buffer(body.toString()));
    }
}
