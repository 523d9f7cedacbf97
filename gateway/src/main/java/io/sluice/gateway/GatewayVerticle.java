package io.sluice.gateway;

import io.sluice.gateway.audit.Events;
import io.sluice.gateway.audit.LiveChronicle;
import io.sluice.gateway.audit.Observer;
import io.sluice.gateway.audit.Trail;
import io.sluice.gateway.edge.Certificates;
import io.sluice.gateway.edge.Connections;
import io.sluice.gateway.edge.EdgeConfig;
import io.sluice.gateway.http.Gate;
import io.sluice.gateway.http.Malformed;
import io.sluice.gateway.http.Route;
import io.sluice.gateway.http.RouterBuilder;
import io.sluice.gateway.identity.Authentication;
import io.sluice.gateway.live.Identities;
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
    private @Nullable Trail trail;

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
        return vertx.executeBlocking(() -> Parts.open(vertx, config, clock))
                .compose(opened -> opened.ready()
                        .recover(failed -> opened.close().transform(closed -> Future.failedFuture(failed))))
                .compose(this::listen);
    }

    private Future<HttpServer> listen(Parts opened) {
        parts = opened;
        Connections connections = new Connections(vertx, config.edge(), opened.metrics());
        return vertx.createHttpServer(options(opened.certificates()))
                .connectionHandler(connections::opened)
                .requestHandler(router(opened, connections))
                .invalidRequestHandler(Malformed::answer)
                .exceptionHandler(broken -> LOG.debug("a connection broke; cause={}", broken.toString()))
                .listen(config.port(), config.host())
                .onSuccess(listening -> listening(listening, opened.certificates()))
                .recover(failed -> opened.close().transform(closed -> Future.failedFuture(failed)));
    }

    private void listening(HttpServer listening, @Nullable Certificates certificates) {
        server = listening;
        if (certificates != null) {
            certificates.serve(listening);
        }
        LOG.info("gateway listens; host={} port={}", config.host(), listening.actualPort());
    }

    /**
     * From the first moment no live connection is let in and the node says that it is not ready. Those there are leave one after the
     * other; other requests are served until then, and may finish; then everything is let go.
     */
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
                .eventually(() -> trail == null ? Future.succeededFuture() : trail.close())
                .eventually(opened::close);
    }

    private Router router(Parts opened, Connections connections) {
        Routes.Door door = Routes.Door.open(vertx, clock, config);
        Authentication authentication = door.authentication();
        Events events = new Events(clock);
        Trail audit = new Trail(vertx, events, opened.metrics());
        trail = audit;
        Gate gate = new Gate(
                vertx,
                authentication,
                config.maxBodyBytes(),
                config.edge().limits().slow(),
                new Observer(audit, events));
        List<Route> table = Routes.table(vertx, clock, config, opened, door);
        Identities identities = new Identities(Authentication::of, authentication::verify);
        RouterBuilder builder = new RouterBuilder(vertx, gate, opened.metrics(), config.edge(), connections);
        LiveRoutes.mount(vertx, builder.mount(table), opened.hub(), identities, new LiveChronicle(audit, events));
        return builder.finish(table, opened.pages());
    }

    /**
     * WebSockets are our own, see {@link io.sluice.gateway.socket.WebSocket}. A request in clear text is never turned into HTTP/2: browsers do not
     * ask for it, RFC 9113 has withdrawn the upgrade, and what a proxy looked at must be what is served.
     */
    private HttpServerOptions options(@Nullable Certificates certificates) {
        EdgeConfig.Limits limits = config.edge().limits();
        HttpServerOptions options = new HttpServerOptions()
                .setMaxInitialLineLength(limits.lineBytes())
                .setMaxHeaderSize(limits.headerBytes())
                .setPerMessageWebSocketCompressionSupported(false)
                .setHttp2ClearTextEnabled(false);
        if (certificates != null) {
            certificates.apply(options);
        }
        return options;
    }
}
