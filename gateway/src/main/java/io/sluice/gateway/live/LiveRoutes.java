package io.sluice.gateway.live;

import io.sluice.contract.Identity;
import io.sluice.contract.Problem;
import io.sluice.gateway.socket.WebSocket;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /api/v1/live}: a WebSocket where the client asks for an upgrade, server-sent events where it accepts {@code
 * text/event-stream}, else a record a line. The protocol is in {@code docs/protocol.md}.
 */
public final class LiveRoutes {
    private static final String PATH = "/api/v1/live";

    private final LiveLoop loop;
    private final WebSocket.Options options;
    private final Function<RoutingContext, Identity.Verified> identity;

    private LiveRoutes(LiveLoop loop, Function<RoutingContext, Identity.Verified> identity) {
        this.loop = loop;
        this.identity = identity;
        LiveConfig.Memory memory = loop.hub().config().memory();
        this.options = new WebSocket.Options(WebSocket.SUB_PROTOCOL, 2 * memory.inbound(), memory.writeQueue(), true);
    }

    /**
     * Call on the event loop that will serve the router, once for each: what it mounts belongs to that loop. A refusal before the
     * response began fails the routing context with a {@code ProblemException}; so the router needs a failure handler.
     *
     * @param identity of a request whose authentication has passed
     */
    public static void mount(
            Vertx vertx, Router router, LiveHub hub, Function<RoutingContext, Identity.Verified> identity) {
        LiveRoutes routes = new LiveRoutes(new LiveLoop(vertx, hub, vertx.getOrCreateContext()), identity);
        router.get(PATH).handler(routes::handle);
    }

    private void handle(RoutingContext request) {
        if (WebSocket.isAskedFor(request.request())) {
            WebSocket.accept(request.request(), options)
                    .onSuccess(socket -> socket(request, socket))
                    .onFailure(request::fail);
        } else {
            stream(request);
        }
    }

    private void socket(RoutingContext request, @Nullable WebSocket socket) {
        if (socket == null) {
            return;
        }
        boolean single = LiveRequest.FIELDS.stream().anyMatch(request.queryParams()::contains);
        SocketConnection connection = new SocketConnection(loop, socket, identity.apply(request), single);
        connection.open();
        if (single) {
            connection.subscribe(name -> field(request, name));
        }
    }

    private void stream(RoutingContext request) {
        Format format = accepts(request, "text/event-stream") ? Format.EVENTS : Format.LINES;
        LiveRequest wanted = LiveRequest.read(name -> field(request, name));
        Identity.Verified caller = identity.apply(request);
        StreamConnection connection = new StreamConnection(loop, request.response(), format, caller.expiresAt());
        Subscription subscription = new Subscription(loop, connection, "0", caller.caller(), wanted, format);
        connection.attach(subscription);
        subscription.open().onFailure(cause -> refuse(request, loop.problem(cause)));
    }

    private static void refuse(RoutingContext request, Problem problem) {
        if (!request.response().headWritten() && !request.response().closed()) {
            request.fail(problem.toException());
        }
    }

    private static boolean accepts(RoutingContext request, String type) {
        @Nullable String accept = request.request().getHeader(HttpHeaders.ACCEPT);
        return accept != null && accept.toLowerCase(Locale.ROOT).contains(type);
    }

    /** A query parameter; a client that reconnects by itself tells its token in a header. */
    private static @Nullable String field(RoutingContext request, String name) {
        @Nullable String value = request.queryParams().get(name);
        if (value == null && name.equals("resume")) {
            return request.request().getHeader("Last-Event-ID");
        }
        return value;
    }
}
