package io.sluice.gateway.http;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.file.FileSystem;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.StaticHandler;
import java.security.SecureRandom;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * The single-page application from the class path folder {@code webroot}. Files under {@code /assets} have their hash in the name
 * and may be kept for ever; the page itself is asked for each time, so an upgrade shows at once. Every other address that is not
 * reserved is one of the application's own and gets the page.
 *
 * <p>Each page is told a word that nobody could know before, the nonce, with which the application marks the styles that it makes while it runs;
 * the policy of that page lets in those and no others. So a page is never stored: it and its policy belong together.
 */
public final class Pages {
    private static final String ROOT = "webroot";
    private static final String PAGE = ROOT + "/index.html";
    private static final String ASSETS = "/assets/";
    /** Written into the page when it is built. */
    private static final String NONCE = "SLUICE_NONCE";

    private static final int NONCE_BYTES = 18;

    private final StaticHandler files = StaticHandler.create(ROOT)
            .setCachingEnabled(false)
            .setDirectoryListing(false)
            .setIncludeHidden(false);
    private final SecureRandom random = new SecureRandom();
    private final @Nullable String page;

    private Pages(@Nullable String page) {
        this.page = page;
    }

    /** Looks whether there is an application on the class path. Blocks for a moment. */
    public static Pages find(Vertx vertx) {
        FileSystem files = vertx.fileSystem();
        return new Pages(
                files.existsBlocking(PAGE) ? files.readFileBlocking(PAGE).toString() : null);
    }

    /** Mounts after everything else: what is left over is looked up here. */
    void mount(Router router) {
        router.route().handler(this::file);
        router.route().handler(this::page);
    }

    private void file(RoutingContext context) {
        String path = context.normalizedPath();
        boolean isPage = path.equals("/") || path.equals("/index.html");
        if (page == null || isPage || Reserved.isReserved(path) || !reads(context)) {
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
        if (page == null || !reads(context) || Reserved.isReserved(path) || path.startsWith(ASSETS)) {
            context.next();
            return;
        }
        Journal.name(context, "pages");
        byte[] bytes = new byte[NONCE_BYTES];
        random.nextBytes(bytes);
        String nonce = Base64.getEncoder().encodeToString(bytes);
        Buffer body = Buffer.buffer(page.replace(NONCE, nonce));
        context.response()
                .putHeader("Content-Type", "text/html;charset=utf-8")
                .putHeader("Cache-Control", "no-store")
                .putHeader("Content-Length", Integer.toString(body.length()))
                .putHeader("Content-Security-Policy", SecurityHeaders.ofPages(" 'nonce-" + nonce + "'"));
        boolean head = context.request().method().equals(HttpMethod.HEAD);
        (head ? context.response().end() : context.response().end(body)).onFailure(context::fail);
    }

    /** Not of a page that was answered because there was no such file. */
    private static void cachePolicy(RoutingContext context, boolean asset) {
        if (context.response().headers().contains("Cache-Control")) {
            return;
        }
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
