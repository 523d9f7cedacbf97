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
import io.vertx.core.Future;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** How the consumer calls tell failures: {@code error_code}, whose first three digits are the status, and {@code message}. */
final class ConsumerManner implements Dialect {
    static final ConsumerManner CONFLUENT = new ConsumerManner();

    private static final int BY_ITSELF = 100;

    private ConsumerManner() {}

    /** The same service, whose own failures are answers. */
    static Door.Service around(Door.Service service) {
        return guest -> Future.succeededFuture(guest)
                .compose(service::answer)
                .recover(failure -> failure instanceof ConsumerFault fault
                        ? Future.succeededFuture(answer(fault.code(), fault.getMessage()))
                        : Future.failedFuture(failure));
    }

    @Override
    public Answer failure(Throwable failure, String requestId) {
        return Problems.known(failure)
                .map(problem -> keeping(Problems.answer(failure, requestId), code(problem), words(problem)))
                .orElseGet(() -> foreign(Problems.answer(failure, requestId)));
    }

    private static Answer foreign(Answer problem) {
        JsonNode told = JsonBody.parse(problem.body().getBytes());
        boolean ours = problem.status() >= 500;
        return keeping(
                problem,
                ours ? 50002 : problem.status() * BY_ITSELF + 1,
                told.path("detail").asText());
    }

    private static int code(Problem problem) {
        return switch (problem.code()) {
            case "unauthenticated" -> 40101;
            case "forbidden" -> 40301;
            case "not_found" -> ConsumerFault.NO_CONSUMER;
            case "conflict" -> ConsumerFault.ILLEGAL_STATE;
            case "invalid" -> ConsumerFault.INVALID_CONFIG;
            case "too_large" -> 41301;
            case "too_many" -> 42901;
            default -> 50002;
        };
    }

    private static String words(Problem problem) {
        if (problem instanceof Problem.Invalid invalid && !invalid.violations().isEmpty()) {
            return invalid.violations().stream().map(ConsumerManner::words).collect(Collectors.joining("; "));
        }
        return problem.detail();
    }

    private static String words(Violation violation) {
        String where = violation.pointer().isEmpty() ? "" : violation.pointer().substring(1) + ": ";
        return where + violation.reason();
    }

    /** With the headers that say how to go on. */
    private static Answer keeping(Answer problem, int code, String message) {
        Answer answer = answer(code, message);
        return new Answer(answer.status(), problem.headers(), answer.contentType(), answer.body());
    }

    private static Answer answer(int code, @Nullable String message) {
        ObjectNode body = Json.MAPPER.createObjectNode().put("error_code", code).put("message", message);
        return Answer.json(code / BY_ITSELF, body);
    }
}
