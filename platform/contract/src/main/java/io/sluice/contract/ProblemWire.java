package io.sluice.contract;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;

/** How a {@link Problem} travels in a failed reply of the event bus: a JSON text, the same inside a JVM and between nodes. */
final class ProblemWire {
    private ProblemWire() {}

    static String encode(Problem problem) {
        JsonObject json = new JsonObject().put("code", problem.code()).put("detail", problem.detail());
        if (problem instanceof Problem.Invalid invalid) {
            JsonArray violations = new JsonArray();
            invalid.violations()
                    .forEach(v -> violations.add(new JsonObject()
                            .put("pointer", v.pointer())
                            .put("reason", v.reason())
                            .put("position", v.position())));
            json.put("violations", violations);
        } else if (problem instanceof Problem.TooMany tooMany) {
            json.put("retryAfterMs", tooMany.retryAfter().toMillis());
        } else if (problem instanceof Problem.Internal internal) {
            json.put("id", internal.id());
        }
        return json.encode();
    }

    static Problem decode(String text) {
        JsonObject json = new JsonObject(text);
        String detail = json.getString("detail", "");
        return switch (json.getString("code", "")) {
            case "invalid" -> new Problem.Invalid(detail, violations(json.getJsonArray("violations", new JsonArray())));
            case "unauthenticated" -> new Problem.Unauthenticated();
            case "forbidden" -> new Problem.Forbidden(detail);
            case "not_found" -> new Problem.NotFound(detail);
            case "conflict" -> new Problem.Conflict(detail);
            case "too_large" -> new Problem.TooLarge(detail);
            case "too_many" -> new Problem.TooMany(detail, Duration.ofMillis(json.getLong("retryAfterMs", 1000L)));
            case "unavailable" -> new Problem.Unavailable(detail);
            default -> new Problem.Internal(json.getString("id", "unknown"));
        };
    }

    private static List<Violation> violations(JsonArray array) {
        return array.stream()
                .map(JsonObject.class::cast)
                .map(v -> new Violation(v.getString("pointer"), v.getString("reason"), v.getInteger("position")))
                .toList();
    }
}
