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
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Errors as clients of the NDP Endpoint expect them: a JSON object whose {@code detail} is always a text, with the words that they
 * look for in it.
 */
final class Faults {
    static final int UNPROCESSABLE = 422;
    private static final String CORRELATION = "X-Correlation-ID";
    private static final Pattern HARMLESS = Pattern.compile("[A-Za-z0-9._-]{1,64}");
    private static final Wording NEUTRAL = new Wording("Not found", 409, "Conflict");

    private Faults() {}

    /**
     * What is said where the platform's own words are not the ones that clients know.
     *
     * @param conflictStatus 409, or 400 on routes that never answered 409
     * @param names the client's, by the pointer that the platform has for the same
     */
    record Wording(String notFound, int conflictStatus, String conflict, Map<String, String> names) {
        Wording(String notFound, int conflictStatus, String conflict) {
            this(notFound, conflictStatus, conflict, Map.of());
        }

        private String named(String pointer) {
            return names.getOrDefault(pointer, pointer.isEmpty() ? "" : pointer.substring(1));
        }
    }

    /** The same action, whose problems are answered in this API's form. */
    static Action around(Wording wording, Action action) {
        return call -> Future.succeededFuture(call)
                .compose(action::answer)
                .map(answer -> answer.with(CORRELATION, correlation(call)))
                .recover(failure -> Future.succeededFuture(answer(failure, call, wording)));
    }

    /** A request that is not as the API says. */
    static void check(Violations violations) {
        if (!violations.isEmpty()) {
            throw unprocessable(violations.found());
        }
    }

    static HttpException unprocessable(List<Violation> faults) {
        return new HttpException(UNPROCESSABLE, words(faults, NEUTRAL));
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
        } else if (problem instanceof Problem.Invalid invalid && isUnreadable(invalid)) {
            return answer(UNPROCESSABLE, "ValidationError", words(invalid.violations(), NEUTRAL), call);
        } else if (problem instanceof Problem.Invalid invalid) {
            return answer(400, "BadRequest", detail(invalid, wording), invalid.violations(), call);
        }
        return answer(Problems.status(problem), name(problem), problem.detail(), call);
    }

    /** The body as a whole is none. */
    private static boolean isUnreadable(Problem.Invalid invalid) {
        return invalid.violations().size() == 1
                && invalid.violations().get(0).pointer().isEmpty();
    }

    private static String detail(Problem.Invalid invalid, Wording wording) {
        boolean nowhere =
                invalid.violations().stream().anyMatch(fault -> fault.pointer().equals("/organization"));
        if (nowhere) {
            return "Organization does not exist";
        }
        return invalid.violations().isEmpty()
                ? invalid.detail()
                : "Invalid input: " + words(invalid.violations(), wording);
    }

    private static String words(List<Violation> violations, Wording wording) {
        return violations.stream()
                .map(fault -> fault.pointer().isEmpty()
                        ? fault.reason()
                        : wording.named(fault.pointer()) + at(fault) + ": " + fault.reason())
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
                .put("correlation_id", correlation(call))
                .put("timestamp", Instant.now().truncatedTo(ChronoUnit.MILLIS).toString())
                .put("path", call.request().path());
        if (!violations.isEmpty()) {
            body.set("violations", Json.MAPPER.valueToTree(violations));
        }
        return Answer.json(status, body).with(CORRELATION, correlation(call));
    }

    /** What the client calls its request, if that is harmless. */
    private static String correlation(Call call) {
        String sent = call.request().getHeader(CORRELATION);
        return sent != null && HARMLESS.matcher(sent).matches() ? sent : call.requestId();
    }
}
