package io.sluice.gateway.live;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.contract.Problem;
import io.sluice.contract.Violation;
import io.sluice.gateway.http.Problems;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/** The frames of {@code docs/protocol.md}, and how a problem appears on a socket: its frame and its close code. */
final class Frames {
    static final short BAD_REQUEST = 4400;
    static final short NOT_AUTHENTICATED = 4401;
    static final short NOT_ALLOWED = 4403;
    static final short TRY_LATER = 1013;
    static final short NORMAL = 1000;
    static final short GOING_AWAY = 1001;
    static final short INTERNAL = 1011;

    private Frames() {}

    /** How a frame of records begins; the records follow, with commas between them, then {@link #recordsFoot}. */
    static byte[] recordsHead(String id) {
        return ("{\"type\":\"records\",\"id\":" + Json.encode(id) + ",\"records\":[").getBytes(UTF_8);
    }

    static byte[] recordsFoot(String token) {
        return ("],\"token\":\"" + token + "\"}").getBytes(UTF_8);
    }

    static JsonObject subscribed(boolean resumed, @Nullable String token) {
        return withToken(new JsonObject().put("resumed", resumed), token);
    }

    static JsonObject stats(Stats stats, String state, @Nullable String token) {
        JsonObject json = new JsonObject()
                .put("scanned", stats.scanned())
                .put("matched", stats.matched())
                .put("sent", stats.sent())
                .put("dropped", stats.dropped())
                .put("errors", stats.errors())
                .put("lag", stats.lag())
                .put("rate", stats.rate())
                .put("state", state);
        return withToken(json, token);
    }

    static JsonObject gap(Gap gap) {
        return new JsonObject()
                .put("count", gap.count())
                .put("reason", gap.reason().text());
    }

    static JsonObject end(EndReason reason, @Nullable String token) {
        return withToken(new JsonObject().put("reason", reason.text()), token);
    }

    private static JsonObject withToken(JsonObject json, @Nullable String token) {
        return token == null ? json : json.put("token", token);
    }

    /** {@code type} and {@code id} in front of the rest. */
    static String frame(String type, @Nullable String id, JsonObject rest) {
        JsonObject frame = new JsonObject().put("type", type);
        if (id != null) {
            frame.put("id", id);
        }
        return frame.mergeIn(rest).encode();
    }

    static JsonObject problem(Problem problem) {
        JsonObject json = new JsonObject()
                .put("type", Problems.type(problem.code()))
                .put("title", Problems.title(problem.code()))
                .put("status", Problems.status(problem))
                .put("detail", problem.detail())
                .put("code", problem.code());
        if (problem instanceof Problem.Invalid invalid && !invalid.violations().isEmpty()) {
            json.put("violations", violations(invalid));
        }
        if (problem instanceof Problem.TooMany tooMany) {
            json.put("retry_after", tooMany.retryAfter().toSeconds());
        }
        return new JsonObject().put("problem", json);
    }

    private static JsonArray violations(Problem.Invalid invalid) {
        JsonArray array = new JsonArray();
        for (Violation violation : invalid.violations()) {
            JsonObject json =
                    new JsonObject().put("pointer", violation.pointer()).put("reason", violation.reason());
            if (violation.position() != null) {
                json.put("position", violation.position());
            }
            array.add(json);
        }
        return array;
    }

    static short closeCode(Problem problem) {
        return switch (problem.code()) {
            case "invalid", "not_found", "conflict", "too_large" -> BAD_REQUEST;
            case "unauthenticated" -> NOT_AUTHENTICATED;
            case "forbidden" -> NOT_ALLOWED;
            case "too_many", "unavailable" -> TRY_LATER;
            default -> INTERNAL;
        };
    }

    static short closeCode(EndReason reason) {
        return switch (reason) {
            case EXPIRED -> NOT_AUTHENTICATED;
            case SHUTDOWN -> GOING_AWAY;
            default -> NORMAL;
        };
    }
}
