package io.sluice.gateway.audit;

import io.sluice.gateway.http.Route;
import io.vertx.core.http.HttpMethod;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a route does, in the words of the audit: {@code topic.create}, {@code stream.pause}, {@code topic.records.read}.
 *
 * @param kind of the thing
 * @param parameter of the path that names the thing; null: none does
 */
record Deed(String action, String kind, @Nullable String parameter, Weight weight) {

    /** How much depends on it being kept. */
    enum Weight {
        /** It changes something, so it is not done unless it can be kept. */
        CHANGE,
        /** It gives many records, rows or entries. */
        BULK,
        /** It shows one thing; kept when an administrator looks at somebody else's. */
        LOOK,
        /** Kept only when it is refused. */
        NOTHING
    }

    private static final Map<String, String> SPECIAL = Map.of(
            "POST /api/v1/login", "session.sign-in",
            "POST /ndp/token", "session.sign-in",
            "POST /ndp/user/login", "session.sign-in",
            "POST /api/v1/live/tickets", "session.ticket",
            "GET /api/v1/live", "live.begin",
            "GET /diaspora/api/v2/create_key", "key.create");
    /** They change nothing, though they are no GET. */
    private static final Set<String> QUESTIONS =
            Set.of("POST /api/v1/filters/check", "POST /api/v1/streams/plan", "POST /ndp/search");

    /** They may change something, though they are a GET. */
    private static final Set<String> CHANGES = Set.of("GET /diaspora/api/v2/create_key");

    /** What an address begins with, which says nothing of the thing. */
    private static final Set<String> HEADS = Set.of("api", "v1", "v2", "v3", "ndp", "diaspora", "{namespace}");

    private static final Set<String> BULK = Set.of(
            "POST /api/v1/streams/preview",
            "GET /api/v1/topics/{topic}/records",
            "GET /api/v1/topics/{topic}/records/{partition}/{offset}",
            "GET /api/v1/datasets/{dataset}/sample",
            "GET /api/v1/datasets/{dataset}/export",
            "GET /api/v1/landings/{landing}/rows",
            "GET /api/v1/landings/{landing}/dead-letters",
            "GET /diaspora/api/v3/{namespace}/consumers/{group}/instances/{id}/records",
            "GET /diaspora/action/{id}/status",
            "GET /api/v1/users",
            "GET /api/v1/audit");
    /** The last word of an address that is a verb already. */
    private static final Set<String> VERBS = Set.of(
            "pause",
            "resume",
            "mute",
            "unmute",
            "acknowledge",
            "renew",
            "retry",
            "discard",
            "import",
            "preview",
            "plan",
            "check",
            "export",
            "rotate",
            "recreate",
            "verify");
    /** Kinds of the NDP interface that are datasets here. */
    private static final Set<String> DATASETS =
            Set.of("kafka", "s3", "url", "service", "services", "dataset", "datasets", "resource", "resources");

    static Deed of(Route route) {
        String line = route.method().name() + " " + route.path();
        List<String> parts = Arrays.stream(route.path().split("/"))
                .filter(part -> !part.isEmpty() && !HEADS.contains(part))
                .toList();
        String special = SPECIAL.get(line);
        String kind = special == null ? kind(parts) : special.substring(0, special.indexOf('.'));
        String action = special == null ? action(route.method(), kind, parts) : special;
        String parameter = parts.stream()
                .filter(part -> part.startsWith("{"))
                .findFirst()
                .map(part -> part.substring(1, part.length() - 1))
                .orElse(null);
        return new Deed(action, kind, parameter, weight(route, line, parameter));
    }

    private static Weight weight(Route route, String line, @Nullable String parameter) {
        boolean reads = route.method().equals(HttpMethod.GET);
        if (BULK.contains(line)) {
            return Weight.BULK;
        } else if (CHANGES.contains(line)) {
            return Weight.CHANGE;
        } else if (!reads) {
            return QUESTIONS.contains(line) ? Weight.NOTHING : Weight.CHANGE;
        }
        return parameter != null ? Weight.LOOK : Weight.NOTHING;
    }

    private static String kind(List<String> parts) {
        String first = parts.isEmpty() ? "address" : parts.get(0).replaceAll("[{}]", "");
        if (DATASETS.contains(first)) {
            return "dataset";
        }
        boolean plural = first.endsWith("s") && !first.equals("status") && !first.equals("metrics");
        return plural ? first.substring(0, first.length() - 1) : first;
    }

    private static String action(HttpMethod method, String kind, List<String> parts) {
        String below = parts.stream()
                .skip(1)
                .filter(part -> !part.startsWith("{"))
                .map(part -> "." + part)
                .collect(Collectors.joining());
        String last = parts.isEmpty() ? "" : parts.get(parts.size() - 1);
        return kind + below + (VERBS.contains(last) ? "" : "." + verb(method));
    }

    private static String verb(HttpMethod method) {
        return switch (method.name()) {
            case "GET", "HEAD" -> "read";
            case "POST" -> "create";
            case "DELETE" -> "delete";
            default -> "change";
        };
    }
}
