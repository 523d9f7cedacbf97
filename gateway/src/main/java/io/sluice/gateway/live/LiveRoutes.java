package io.sluice.gateway.live;

import io.sluice.contract.Problem;
import io.sluice.gateway.http.ClientAddress;
import io.sluice.gateway.http.RequestId;
import io.sluice.gateway.identity.Authentication;
import io.sluice.gateway.socket.WebSocket;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /api/v1/live}: a WebSocket where the client asks for an upgrade, server-sent events where it accepts {@code
 * text/event-stream}, else a record a line. The protocol is in {@code docs/protocol.md}.
 */
public final class LiveRoutes {
    private static final String PATH = "/api/v1/live";

    private final LiveLoop loop;
    private final SavedViews views;
    private final WebSocket.Options options;

    private LiveRoutes(LiveLoop loop) {
        this.loop = loop;
        this.views = new SavedViews(loop.vertx());
        LiveConfig.Memory memory = loop.hub().config().memory();
        this.options = new WebSocket.Options(WebSocket.SUB_PROTOCOL, 2 * memory.inbound(), memory.writeQueue(), true);
    }

    /**
     * Call on the event loop that will serve the router, once for each: what it mounts belongs to that loop. A refusal before the
     * response began fails the routing context with a {@code ProblemException}; so the router needs a failure handler.
     */
    public static void mount(Vertx vertx, Router router, LiveHub hub, Identities identities) {
        mount(vertx, router, hub, identities, Chronicle.NONE);
    }

    /** @param chronicle hears of every subscription */
    public static void mount(Vertx vertx, Router router, LiveHub hub, Identities identities, Chronicle chronicle) {
        LiveRoutes routes = new LiveRoutes(new LiveLoop(vertx, hub, vertx.getOrCreateContext(), identities, chronicle));
        router.get(PATH).handler(routes::handle);
    }

    private void handle(RoutingContext request) {
        request.request().pause();
        Future<Admission> admitted = loop.door().admit(request);
        if (WebSocket.isAskedFor(request.request())) {
            admitted.onComplete(done -> accept(request, done));
        } else {
            admitted.map(admission -> stream(request, admission)).onFailure(request::fail);
        }
    }

    private void accept(RoutingContext request, AsyncResult<Admission> admitted) {
        String address = ClientAddress.of(request);
        WebSocket.accept(request.request(), options)
                .onSuccess(socket -> {
                    if (socket != null && welcome(socket, admitted)) {
                        String credential = Authentication.credential(request);
                        open(
                                request,
                                new SocketConnection.Link(socket, address, credential, RequestId.of(request)),
                                admitted.result());
                    }
                })
                .onFailure(request::fail);
    }

    private boolean welcome(WebSocket socket, AsyncResult<Admission> admitted) {
        if (admitted.failed()) {
            socket.close(Frames.NOT_AUTHENTICATED, "unauthenticated");
        } else if (loop.hub().isClosing()) {
            socket.close(Frames.GOING_AWAY, EndReason.SHUTDOWN.text());
        }
        return !socket.isClosed();
    }

    private void open(RoutingContext request, SocketConnection.Link link, Admission admission) {
        boolean single = LiveRequest.FIELDS.stream().anyMatch(request.queryParams()::contains);
        SocketConnection connection = new SocketConnection(loop, link, admission, single);
        connection.open();
        if (single) {
            connection.subscribe(name -> field(request, name));
        }
    }

    private @Nullable Void stream(RoutingContext request, Admission admission) {
        if (request.response().closed()) {
            return null;
        }
        if (loop.hub().isClosing()) {
            throw new Problem.Unavailable("The gateway is shutting down.").toException();
        }
        request.request().resume();
        Format format = accepts(request, "text/event-stream") ? Format.EVENTS : Format.LINES;
        views.open(admission.caller(), name -> field(request, name))
                .map(LiveRequest::read)
                .onSuccess(wanted -> subscribe(request, format, admission, wanted))
                .onFailure(cause -> refuse(request, loop.problem(cause)));
        return null;
    }

    private void subscribe(RoutingContext request, Format format, Admission admission, LiveRequest wanted) {
        if (request.response().closed()) {
            return;
        }
        StreamConnection connection = new StreamConnection(loop, request.request(), format, admission);
        Client client = new Client(
                admission.caller(),
                ClientAddress.of(request),
                format,
                Authentication.credential(request),
                RequestId.of(request));
        Subscription subscription = new Subscription(loop, connection, "0", client, wanted);
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
