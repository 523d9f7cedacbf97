package io.sluice.gateway;

import io.sluice.gateway.http.Gate;
import io.sluice.gateway.http.Route;
import io.sluice.gateway.http.RouterBuilder;
import io.sluice.gateway.identity.Authentication;
import io.sluice.gateway.live.LiveRoutes;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The gateway: HTTP, identity at the edge, live push, and the application's pages. Deploy one instance a node: live connections
 * of a node share one hub. Everything here belongs to its event loop. The record codec has to be registered on the bus before.
 */
public final class GatewayVerticle extends VerticleBase {
    private static final Logger LOG = LoggerFactory.getLogger(GatewayVerticle.class);
    private static final Duration GRACE = Duration.ofSeconds(5);

    private final GatewayConfig config;
    private final Clock clock = Clock.systemUTC();
    private @Nullable Parts parts;
    private @Nullable HttpServer server;

    public GatewayVerticle(GatewayConfig config) {
        this.config = config;
    }

    /** Where it listens; only after it was deployed. */
    public int actualPort() {
        if (server == null) {
            throw new IllegalStateException("not started");
        }
        return server.actualPort();
    }

    @Override
    public Future<?> start() {
        return vertx.executeBlocking(() -> Parts.open(vertx, config, clock)).compose(this::listen);
    }

    private Future<HttpServer> listen(Parts opened) {
        parts = opened;
        return vertx.createHttpServer(options())
                .requestHandler(router(opened))
                .exceptionHandler(broken -> LOG.debug("a connection broke; cause={}", broken.toString()))
                .listen(config.port(), config.host())
                .onSuccess(this::listening)
                .recover(failed -> opened.close().transform(closed -> Future.failedFuture(failed)));
    }

    private void listening(HttpServer listening) {
        server = listening;
        LOG.info("gateway listens; host={} port={}", config.host(), listening.actualPort());
    }

    /** Ends live connections with a goodbye, lets other requests finish, then lets everything go. */
    @Override
    public Future<?> stop() {
        Parts opened = parts;
        HttpServer listening = server;
        if (opened == null || listening == null) {
            return Future.succeededFuture();
        }
        return opened.hub()
                .close()
                .eventually(() -> listening.shutdown(GRACE.toSeconds(), TimeUnit.SECONDS))
                .eventually(opened::close);
    }

    private Router router(Parts opened) {
        Authentication authentication = new Authentication(vertx, clock);
        Gate gate = new Gate(vertx, authentication, config.maxBodyBytes());
        List<Route> table = Routes.table(vertx, clock, config, opened);
        RouterBuilder builder = new RouterBuilder(vertx, gate, opened.metrics());
        LiveRoutes.mount(vertx, builder.mount(table), opened.hub(), Authentication::of);
        return builder.finish(table, opened.pages());
    }

    /** WebSockets are our own, see {@link io.sluice.gateway.socket.WebSocket}. */
    private static HttpServerOptions options() {
        return new HttpServerOptions().setPerMessageWebSocketCompressionSupported(false);
    }
}
