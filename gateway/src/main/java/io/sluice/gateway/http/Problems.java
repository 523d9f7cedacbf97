package io.sluice.gateway.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.contract.Problem;
import io.sluice.contract.ProblemException;
import io.sluice.contract.Violation;
import io.sluice.runtime.Json;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClosedException;
import io.vertx.ext.web.handler.HttpException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one place where a {@link Problem} becomes a status and an {@code application/problem+json} body (RFC 9457). */
public final class Problems {
    public static final String MEDIA_TYPE = "application/problem+json";

    private static final Logger LOG = LoggerFactory.getLogger(Problems.class);
    private static final String UNAVAILABLE_RETRY_SECONDS = "2";

    private Problems() {}

    /** The answer to any failure. What is not a {@link Problem} is a bug: logged here, once, and shown as an id. */
    public static Answer answer(Throwable failure, String requestId) {
        if (failure instanceof HttpException http) {
            return ofStatus(http.getStatusCode(), requestId);
        }
        return answer(toProblem(failure), requestId);
    }

    /** The problem that a failure carries, if it is not a bug. */
    public static Optional<Problem> known(Throwable failure) {
        return failure instanceof ProblemException known ? Optional.of(known.problem()) : Optional.empty();
    }

    public static Problem toProblem(Throwable failure) {
        Optional<Problem> known = known(failure);
        if (known.isPresent()) {
            return known.get();
        }
        String id = UUID.randomUUID().toString();
        if (failure instanceof HttpClosedException) {
            LOG.debug("the client went away; id={}", id);
        } else {
            LOG.error("unexpected failure; id={}", id, failure);
        }
        return new Problem.Internal(id);
    }

    public static Answer answer(Problem problem, String requestId) {
        ObjectNode body = body(status(problem), problem.code(), problem.detail(), requestId);
        Map<String, String> headers = Map.of();
        if (problem instanceof Problem.Invalid invalid) {
            body.set("violations", violations(invalid.violations()));
        } else if (problem instanceof Problem.Unauthenticated) {
            headers = Map.of("WWW-Authenticate", "Bearer");
        } else if (problem instanceof Problem.TooMany tooMany) {
            headers = Map.of("Retry-After", Long.toString(retrySeconds(tooMany)));
        } else if (problem instanceof Problem.Unavailable) {
            headers = Map.of("Retry-After", UNAVAILABLE_RETRY_SECONDS);
        }
        return of(status(problem), headers, body);
    }

    /** Faults of the HTTP request itself, which no {@link Problem} stands for. */
    public static Answer ofStatus(int status, String requestId) {
        return switch (status) {
            case 400 -> answer(Problem.Invalid.at("", "the request line is malformed"), requestId);
            case 404 -> answer(new Problem.NotFound("There is nothing at this address."), requestId);
            case 405 -> http(405, "method_not_allowed", "This address does not take this method.", requestId);
            case 406 -> http(406, "not_acceptable", "None of the accepted media types can be had here.", requestId);
            case 408 -> http(408, "request_timeout", "The request did not come in time.", requestId);
            case 413 -> answer(new Problem.TooLarge("The body is over the limit."), requestId);
            case 415 ->
                http(415, "unsupported_media_type", "The body has to be application/json, unencoded.", requestId);
            case 414 -> http(414, "uri_too_long", "The address is over the limit.", requestId);
            case 431 -> http(431, "headers_too_large", "The headers are over the limit.", requestId);
            default -> answer(toProblem(new HttpException(status)), requestId);
        };
    }

    public static int status(Problem problem) {
        return switch (problem.code()) {
            case "invalid" -> 400;
            case "unauthenticated" -> 401;
            case "forbidden" -> 403;
            case "not_found" -> 404;
            case "conflict" -> 409;
            case "too_large" -> 413;
            case "too_many" -> 429;
            case "unavailable" -> 503;
            default -> 500;
        };
    }

    /** Whole seconds after which it is worth trying again, at least 1. */
    public static long retrySeconds(Problem.TooMany tooMany) {
        return Math.max(1, (tooMany.retryAfter().toMillis() + 999) / 1000);
    }

    /** The problem's {@code type}, the same in an answer and in a frame. */
    public static String type(String code) {
        return "/problems/" + code;
    }

    /** The problem's {@code title}: its code in words. */
    public static String title(String code) {
        String words = code.replace('_', ' ');
        return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
    }

    private static Answer http(int status, String code, String detail, String requestId) {
        return of(status, Map.of(), body(status, code, detail, requestId));
    }

    private static ObjectNode body(int status, String code, String detail, String requestId) {
        return Json.MAPPER
                .createObjectNode()
                .put("type", type(code))
                .put("title", title(code))
                .put("status", status)
                .put("detail", detail)
                .put("code", code)
                .put("request_id", requestId);
    }

    private static ArrayNode violations(List<Violation> violations) {
        return Json.MAPPER.valueToTree(violations);
    }

    private static Answer of(int status, Map<String, String> headers, ObjectNode body) {
        return new Answer(status, headers, MEDIA_TYPE, Buffer.buffer(body.toString()));
    }
}
