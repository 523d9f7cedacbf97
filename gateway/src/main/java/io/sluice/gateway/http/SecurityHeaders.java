package io.sluice.gateway.http;

import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.ext.web.RoutingContext;

/** Headers that keep a browser from doing with our answers what they were not made for. Nothing inline ever runs or styles. */
public final class SecurityHeaders implements Handler<RoutingContext> {
    private static final String NOTHING =
            "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";
    private static final String PERMISSIONS =
            "camera=(), microphone=(), geolocation=(), payment=(), usb=(), serial=(), hid=(), midi=(),"
                    + " display-capture=(), accelerometer=(), gyroscope=(), magnetometer=(), browsing-topics=()";
    /** A year. Not of sub-domains, which may be somebody else's. */
    private static final String HSTS = "max-age=31536000";

    private final boolean tls;

    /** @param tls whether this server speaks TLS itself */
    public SecurityHeaders(boolean tls) {
        this.tls = tls;
    }

    /** @param styles what stands in {@code style-src} besides our own files, with a blank before it */
    static String ofPages(String styles) {
        return "default-src 'none'; script-src 'self'; style-src 'self'" + styles + "; img-src 'self' data:;"
                + " font-src 'self'; connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self';"
                + " frame-ancestors 'none'";
    }

    @Override
    public void handle(RoutingContext context) {
        boolean pages = !Reserved.isReserved(context.normalizedPath());
        MultiMap headers = context.response().headers();
        headers.set("X-Content-Type-Options", "nosniff");
        headers.set("X-Frame-Options", "DENY");
        headers.set("Referrer-Policy", "no-referrer");
        headers.set("Cross-Origin-Opener-Policy", "same-origin");
        headers.set("Cross-Origin-Resource-Policy", "same-origin");
        headers.set("Permissions-Policy", PERMISSIONS);
        headers.set("Content-Security-Policy", pages ? ofPages("") : NOTHING);
        if (tls) {
            headers.set("Strict-Transport-Security", HSTS);
        }
        if (!pages) {
            headers.set("Cache-Control", "no-store");
        }
        context.next();
    }
}
