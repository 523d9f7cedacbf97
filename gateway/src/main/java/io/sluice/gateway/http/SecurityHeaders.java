package io.sluice.gateway.http;

import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.ext.web.RoutingContext;

/** Headers that keep a browser from doing with our answers what they were not made for. */
public final class SecurityHeaders implements Handler<RoutingContext> {
    private static final String NOTHING = "default-src 'none'; frame-ancestors 'none'";
    private static final String PAGES = "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:;"
            + " font-src 'self' data:; connect-src 'self' ws: wss:; worker-src 'self' blob:; object-src 'none';"
            + " base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    @Override
    public void handle(RoutingContext context) {
        boolean pages = !Reserved.isReserved(context.normalizedPath());
        MultiMap headers = context.response().headers();
        headers.set("X-Content-Type-Options", "nosniff");
        headers.set("X-Frame-Options", "DENY");
        headers.set("Referrer-Policy", "no-referrer");
        headers.set("Content-Security-Policy", pages ? PAGES : NOTHING);
        if (!pages) {
            headers.set("Cache-Control", "no-store");
        }
        context.next();
    }
}
