package io.sluice.gateway.http;

import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import java.util.Set;

/**
 * Lets pages of the listed origins use the API with a token of their own. Nothing that a browser sends by itself (cookies) is allowed along, so
 * such a page can do no more than a script. For any other origin nothing is said, and the browser keeps the answer from the page.
 */
final class CrossOrigin implements Handler<RoutingContext> {
    private static final String METHODS = "GET, HEAD, POST, PUT, PATCH, DELETE";
    private static final String HEADERS =
            "Authorization, Content-Type, Accept, Idempotency-Key, If-Match, Last-Event-ID, X-Request-Id";
    private static final String EXPOSED = "ETag, Location, Retry-After, X-Request-Id";
    private static final String MAX_AGE_SECONDS = "600";

    private final Set<String> origins;

    /** @param origins exactly as browsers write them */
    CrossOrigin(Iterable<String> origins) {
        this.origins = new java.util.HashSet<>();
        origins.forEach(this.origins::add);
    }

    @Override
    public void handle(RoutingContext context) {
        MultiMap answer = context.response().headers();
        String origin = context.request().getHeader("Origin");
        if (!origins.isEmpty()) {
            answer.add("Vary", "Origin");
        }
        if (origin == null || !origins.contains(origin)) {
            context.next();
            return;
        }
        answer.set("Access-Control-Allow-Origin", origin);
        if (isPreflight(context)) {
            answer.set("Access-Control-Allow-Methods", METHODS)
                    .set("Access-Control-Allow-Headers", HEADERS)
                    .set("Access-Control-Max-Age", MAX_AGE_SECONDS);
            context.response().setStatusCode(204).end();
            return;
        }
        answer.set("Access-Control-Expose-Headers", EXPOSED);
        context.next();
    }

    private static boolean isPreflight(RoutingContext context) {
        return context.request().method().equals(HttpMethod.OPTIONS)
                && context.request().headers().contains("Access-Control-Request-Method");
    }
}
