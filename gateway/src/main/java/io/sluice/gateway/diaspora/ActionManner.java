package io.sluice.gateway.diaspora;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.contract.Problem;
import io.sluice.contract.Violation;
import io.sluice.gateway.http.Answer;
import io.sluice.gateway.http.Dialect;
import io.sluice.gateway.http.JsonBody;
import io.sluice.gateway.http.Problems;
import io.sluice.runtime.Json;
import io.vertx.core.buffer.Buffer;
import java.util.stream.Collectors;

/** How an action provider tells failures: a {@code code}, which is a name, and a {@code description}. */
final class ActionManner implements Dialect {
    static final ActionManner GLOBUS = new ActionManner();

    private static final int UNPROCESSABLE = 422;

    private ActionManner() {}

    @Override
    public Answer failure(Throwable failure, String requestId) {
        Answer problem = Problems.answer(failure, requestId);
        JsonNode told = JsonBody.parse(problem.body().getBytes());
        String words = Problems.known(failure)
                .filter(Problem.Invalid.class::isInstance)
                .map(invalid -> words((Problem.Invalid) invalid))
                .orElseGet(() -> told.path("detail").asText());
        ObjectNode body = Json.MAPPER
                .createObjectNode()
                .put("code", name(told.path("code").asText()))
                .put("description", words)
                .put("request_id", requestId);
        int status = problem.status() == 400 ? UNPROCESSABLE : problem.status();
        return new Answer(status, problem.headers(), Answer.JSON, Buffer.buffer(body.toString()));
    }

    private static String words(Problem.Invalid invalid) {
        return invalid.violations().isEmpty()
                ? invalid.detail()
                : invalid.violations().stream().map(ActionManner::words).collect(Collectors.joining("; "));
    }

    private static String words(Violation violation) {
        String where = violation.pointer().isEmpty() ? "" : violation.pointer() + ": ";
        return where + violation.reason();
    }

    private static String name(String code) {
        return switch (code) {
            case "not_found" -> "ActionNotFound";
            case "conflict" -> "ActionConflict";
            case "invalid" -> "RequestValidationError";
            case "unauthenticated" -> "AuthenticationError";
            case "forbidden" -> "UnauthorizedRequest";
            case "too_large", "payload_too_large" -> "RequestTooLarge";
            case "too_many" -> "TooManyRequests";
            case "unavailable" -> "ServiceUnavailable";
            default -> "ActionProviderError";
        };
    }
}
