package io.sluice.gateway.http;

import io.micrometer.core.instrument.MeterRegistry;
import io.sluice.gateway.edge.Connections;
import io.sluice.gateway.edge.EdgeConfig;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.CorsHandler;
import io.vertx.ext.web.handler.HttpException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Makes the router of the gateway from the route table: nothing else is mounted, and nothing of the table is left out. */
public final class RouterBuilder {
    private static final String NDP = "/ndp";
    private static final List<Integer> FAULTS = List.of(400, 404, 405, 406, 408, 413, 414, 415, 431, 500);

    private final Gate gate;
    private final Router router;

    public RouterBuilder(Vertx vertx, Gate gate, MeterRegistry metrics, EdgeConfig edge, Connections connections) {
        this.gate = gate;
        this.router = Router.router(vertx);
        router.route().handler(connections);
        router.route().handler(new ClientAddress(edge.trustedProxies()));
        router.route().handler(new Journal(metrics));
        router.route().handler(RouterBuilder::wellFormed);
        router.route().handler(new SecurityHeaders(edge.tls() != null));
        router.route().handler(RouterBuilder::fewHeaders);
        router.route("/api/*").handler(new CrossOrigin(edge.origins()));
        router.route(NDP + "/*").handler(otherOrigins());
        FAULTS.forEach(status -> router.errorHandler(status, RouterBuilder::failed));
    }

    /** Pages of other origins use an NDP Endpoint with a token of their own; a browser's sign-in here is not sent along. */
    private static CorsHandler otherOrigins() {
        return CorsHandler.create()
                .addOrigin("*")
                .allowedMethods(
                        Set.of(HttpMethod.GET, HttpMethod.POST, HttpMethod.PUT, HttpMethod.PATCH, HttpMethod.DELETE))
                .allowedHeaders(Set.of("Authorization", "Content-Type", "X-Correlation-ID"))
                .exposedHeaders(Set.of("X-Correlation-ID", "X-Sluice-Catalogs"));
    }

    /** @return the router, so that owners of guarded routes can mount their handlers behind these */
    public Router mount(List<Route> table) {
        table.forEach(this::mount);
        return router;
    }

    /** Everything that comes after the routes: other methods of known paths, then the pages. */
    public Router finish(List<Route> table, Pages pages) {
        Map<String, TreeSet<String>> methods = new LinkedHashMap<>();
        table.forEach(route -> methods.computeIfAbsent(route.pattern(), pattern -> new TreeSet<>())
                .addAll(methodsOf(route)));
        methods.forEach((pattern, known) ->
                router.route(pattern).handler(context -> wrongMethod(context, String.join(", ", known))));
        pages.mount(router);
        return router;
    }

    private void mount(Route route) {
        for (String method : methodsOf(route)) {
            router.route(HttpMethod.valueOf(method), route.pattern())
                    .setName(route.method() + " " + route.path())
                    .handler(context -> {
                        Journal.name(context, route.path());
                        context.next();
                    })
                    .handler(route.action() == null ? gate.guard(route) : gate.handler(route));
        }
    }

    /** What can be read can also be asked for without its body; not a live connection, which never ends. */
    private static List<String> methodsOf(Route route) {
        boolean readable = route.method().equals(HttpMethod.GET) && route.action() != null;
        return readable ? List.of("GET", "HEAD") : List.of(route.method().name());
    }

    /** An address with a broken escape sequence cannot be matched with anything, and a query with one cannot be read. */
    private static void wellFormed(RoutingContext context) {
        boolean readable;
        try {
            readable = !context.normalizedPath().isEmpty() && context.queryParams() != null;
        } catch (IllegalArgumentException | HttpException malformed) {
            readable = false;
        }
        if (readable) {
            context.next();
        } else {
            Responder.status(context, 400);
        }
    }

    private static void fewHeaders(RoutingContext context) {
        if (context.request().headers().size() > EdgeConfig.Limits.MAX_HEADERS) {
            Responder.status(context, 431);
        } else {
            context.next();
        }
    }

    private static void wrongMethod(RoutingContext context, String allowed) {
        context.response().putHeader("Allow", allowed);
        Responder.status(context, 405);
    }

    private static void failed(RoutingContext context) {
        Throwable failure = context.failure();
        if (failure != null) {
            Responder.fail(context, failure);
        } else {
            Responder.status(context, context.statusCode());
        }
    }
}
