package io.sluice.gateway.http;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.StaticHandler;

/**
 * The single-page application from the class path folder {@code webroot}. Files under {@code /assets} have their hash in the name
 * and may be kept for ever; the page itself is asked for each time, so an upgrade shows at once. Every other address that is not
 * reserved is one of the application's own and gets the page.
 */
public final class Pages {
    private static final String ROOT = "webroot";
    private static final String PAGE = ROOT + "/index.html";
    private static final String ASSETS = "/assets/";

    private final StaticHandler files = StaticHandler.create(ROOT)
            .setCachingEnabled(false)
            .setDirectoryListing(false)
            .setIncludeHidden(false);
    private final boolean present;

    private Pages(boolean present) {
        this.present = present;
    }

    /** Looks whether there is an application on the class path. Blocks for a moment. */
    public static Pages find(Vertx vertx) {
        return new Pages(vertx.fileSystem().existsBlocking(PAGE));
    }

    /** Mounts after everything else: what is left over is looked up here. */
    void mount(Router router) {
        router.route().handler(this::file);
        router.route().handler(this::page);
    }

    private void file(RoutingContext context) {
        String path = context.normalizedPath();
        if (!present || Reserved.isReserved(path) || !reads(context)) {
            context.next();
            return;
        }
        Journal.name(context, "pages");
        boolean asset = path.startsWith(ASSETS);
        context.addHeadersEndHandler(written -> cachePolicy(context, asset));
        files.handle(context);
    }

    private void page(RoutingContext context) {
        String path = context.normalizedPath();
        boolean ours = present && reads(context) && !Reserved.isReserved(path) && !path.startsWith(ASSETS);
        if (!ours) {
            context.next();
            return;
        }
        context.response()
                .putHeader("Content-Type", "text/html;charset=utf-8")
                .sendFile(PAGE)
                .onFailure(context::fail);
    }

    private static void cachePolicy(RoutingContext context, boolean asset) {
        int status = context.response().getStatusCode();
        boolean found = status == 200 || status == 206;
        context.response()
                .putHeader("Cache-Control", asset && found ? "public, max-age=31536000, immutable" : "no-cache");
    }

    private static boolean reads(RoutingContext context) {
        HttpMethod method = context.request().method();
        return method.equals(HttpMethod.GET) || method.equals(HttpMethod.HEAD);
    }
}
