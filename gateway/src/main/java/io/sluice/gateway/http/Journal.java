package io.sluice.gateway.http;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notes every request: a metric by route (never by address, so their number is bounded) and a line in the access log. The line
 * has the path without the query, which may hold secrets or a person's filter.
 */
public final class Journal implements Handler<RoutingContext> {
    private static final Logger ACCESS = LoggerFactory.getLogger("io.sluice.gateway.access");
    /** An API key, or a signed token. */
    private static final Pattern CREDENTIAL =
            Pattern.compile("slk_[A-Za-z0-9_-]{8,}|eyJ[A-Za-z0-9_-]{5,}\\.[A-Za-z0-9_.-]+");

    private static final String ROUTE = "sluice.route";

    private final MeterRegistry metrics;

    public Journal(MeterRegistry metrics) {
        this.metrics = metrics;
    }

    /** Names the route of a request in the metrics. */
    static void name(RoutingContext context, String route) {
        context.put(ROUTE, route);
    }

    @Override
    public void handle(RoutingContext context) {
        long begin = System.nanoTime();
        String id = RequestId.of(context);
        context.response().putHeader(RequestId.HEADER, id);
        context.addEndHandler(ended -> note(context, id, Duration.ofNanos(System.nanoTime() - begin)));
        context.next();
    }

    private void note(RoutingContext context, String id, Duration took) {
        String route = context.get(ROUTE, "none");
        String method = context.request().method().name();
        int status = context.response().getStatusCode();
        Timer.builder("gateway_http_requests")
                .description("Requests answered, by route")
                .tag("method", known(method))
                .tag("route", route)
                .tag("status", Integer.toString(status))
                .register(metrics)
                .record(took);
        ACCESS.info(
                "{} {} {} {}ms; request={} address={}",
                method,
                shown(context.request().path()),
                status,
                took.toMillis(),
                id,
                ClientAddress.of(context));
    }

    /** Some put an API key where its name belongs. */
    private static String shown(@Nullable String path) {
        return path == null ? "" : CREDENTIAL.matcher(path).replaceAll("***");
    }

    /** Anybody can make up methods. */
    private static String known(String method) {
        return switch (method) {
            case "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS" -> method;
            default -> "other";
        };
    }
}
