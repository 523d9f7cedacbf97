package io.sluice.gateway.ndp;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.contract.Problem;
import io.sluice.contract.Violation;
import io.sluice.gateway.http.Action;
import io.sluice.gateway.http.Answer;
import io.sluice.gateway.http.Call;
import io.sluice.gateway.http.Problems;
import io.sluice.gateway.http.Violations;
import io.sluice.runtime.Json;
import io.vertx.core.Future;
import io.vertx.ext.web.handler.HttpException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Errors as clients of the NDP Endpoint expect them: a JSON object whose {@code detail} is always a text, with the words that they
 * look for in it.
 */
final class Faults {
    static final int UNPROCESSABLE = 422;

    private Faults() {}

    /**
     * What is said where the platform's own words are not the ones that clients know.
     *
     * @param conflictStatus 409, or 400 on routes that never answered 409
     */
    record Wording(String notFound, int conflictStatus, String conflict) {}

    /** The same action, whose problems are answered in this API's form. */
    static Action around(Wording wording, Action action) {
        return call -> Future.succeededFuture(call)
                .compose(action::answer)
                .recover(failure -> Future.succeededFuture(answer(failure, call, wording)));
    }

    /** A request that is not as the API says. */
    static void check(Violations violations) {
        if (!violations.isEmpty()) {
            throw new HttpException(UNPROCESSABLE, words(violations.found()));
        }
    }

    private static Answer answer(Throwable failure, Call call, Wording wording) {
        if (failure instanceof HttpException http && http.getStatusCode() == UNPROCESSABLE) {
            return answer(UNPROCESSABLE, "ValidationError", http.getPayload(), call);
        }
        return Problems.known(failure)
                .map(problem -> answer(problem, call, wording))
                .orElseGet(() -> Problems.answer(failure, call.requestId()));
    }

    private static Answer answer(Problem problem, Call call, Wording wording) {
        if (problem instanceof Problem.NotFound) {
            return answer(404, "NotFound", wording.notFound(), call);
        } else if (problem instanceof Problem.Conflict conflict) {
            String detail = wording.conflict() + " (" + conflict.detail() + ")";
            String name = wording.conflictStatus() == 409 ? "Conflict" : "BadRequest";
            return answer(wording.conflictStatus(), name, detail, call);
        } else if (problem instanceof Problem.Invalid invalid) {
            return answer(400, "BadRequest", detail(invalid), invalid.violations(), call);
        }
        return answer(Problems.status(problem), name(problem), problem.detail(), call);
    }

    private static String detail(Problem.Invalid invalid) {
        boolean nowhere =
                invalid.violations().stream().anyMatch(fault -> fault.pointer().equals("/organization"));
        if (nowhere) {
            return "Organization does not exist";
        }
        return invalid.violations().isEmpty() ? invalid.detail() : "Invalid input: " + words(invalid.violations());
    }

    private static String words(List<Violation> violations) {
        return violations.stream()
                .map(fault -> fault.pointer().isEmpty()
                        ? fault.reason()
                        : fault.pointer().substring(1) + at(fault) + ": " + fault.reason())
                .collect(Collectors.joining("; "));
    }

    private static String at(Violation fault) {
        return fault.position() == null ? "" : ", character " + (fault.position() + 1);
    }

    private static String name(Problem problem) {
        return switch (problem.code()) {
            case "unauthenticated" -> "Unauthorized";
            case "forbidden" -> "Forbidden";
            case "unavailable" -> "ServiceUnavailable";
            default -> "HTTPError";
        };
    }

    static Answer answer(int status, String name, String detail, Call call) {
        return answer(status, name, detail, List.of(), call);
    }

    private static Answer answer(int status, String name, String detail, List<Violation> violations, Call call) {
        ObjectNode body = Json.MAPPER
                .createObjectNode()
                .put("error", name)
                .put("detail", detail)
                .put("correlation_id", call.requestId())
                .put("timestamp", Instant.now().truncatedTo(ChronoUnit.MILLIS).toString())
                .put("path", call.request().path());
        if (!violations.isEmpty()) {
            body.set("violations", Json.MAPPER.valueToTree(violations));
        }
        return Answer.json(status, body).with("X-Correlation-ID", call.requestId());
    }
}
