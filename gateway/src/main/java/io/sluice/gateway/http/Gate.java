package io.sluice.gateway.http;

import io.sluice.contract.Identity;
import io.sluice.contract.Problem;
import io.sluice.contract.Role;
import io.sluice.gateway.edge.EdgeConfig;
import io.sluice.gateway.socket.WebSocket;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.HttpException;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The way in, the same for every route: identity, role, media types, body, then the action, whose answer or failure is written
 * in one place. The body of a request without the right to come in is not read.
 */
public final class Gate {
    /** The socket closes with this code when an upgrade was not authenticated: browsers do not show the status of a refused one. */
    private static final short CLOSE_UNAUTHENTICATED = 4401;

    /** A socket that is only opened to be closed. */
    private static final WebSocket.Options REFUSING = new WebSocket.Options(WebSocket.SUB_PROTOCOL, 1024, 1024, false);

    private final Identification identification;
    private final BodyReader bodies;
    private final long maxBodyBytes;
    private final Idempotency idempotency;
    private final Witness witness;

    /** @param patience with bodies, see {@link EdgeConfig.Limits#slow} */
    public Gate(Vertx vertx, Identification identification, long maxBodyBytes, Duration patience, Witness witness) {
        this.identification = identification;
        this.witness = witness;
        this.maxBodyBytes = maxBodyBytes;
        this.bodies = new BodyReader(new SlowBody(vertx, patience, EdgeConfig.Limits.LEAST_RATE));
        this.idempotency = new Idempotency(vertx);
    }

    public Handler<RoutingContext> handler(Route route) {
        Action action = Objects.requireNonNull(route.action(), route.path());
        return context -> {
            context.request().pause();
            witness.watch(route, context, () -> enter(route, context).compose(call -> carryOut(route, action, call)))
                    .onSuccess(answer -> Responder.send(context, answer))
                    .onFailure(failure -> fail(route, context, failure));
        };
    }

    private static void fail(Route route, RoutingContext context, Throwable failure) {
        Dialect dialect = route.dialect();
        if (dialect == null) {
            Responder.fail(context, failure);
        } else {
            Responder.send(context, dialect.failure(failure, RequestId.of(context)));
        }
    }

    /** Only authenticates, for a handler that owns the rest of the exchange (live connections). */
    public Handler<RoutingContext> guard(Route route) {
        return context -> {
            context.request().pause();
            identification
                    .verifyLive(context)
                    .map(verified -> requireRole(route, remembered(context, verified)))
                    .onSuccess(verified -> {
                        if (!isUpgrade(context)) {
                            context.request().resume();
                        }
                        context.next();
                    })
                    .onFailure(failure -> {
                        witness.refused(route, context, failure);
                        refuse(context, failure);
                    });
        };
    }

    private Future<Call> enter(Route route, RoutingContext context) {
        if (route.role() == null) {
            return admit(route, context, null);
        }
        return identification
                .verify(context)
                .map(verified -> requireRole(route, remembered(context, verified)))
                .compose(verified -> admit(route, context, verified));
    }

    private Future<Call> admit(Route route, RoutingContext context, Identity.@Nullable Verified verified) {
        boolean json = (route.role() != null || route.takesBody()) && !route.form() && route.dialect() == null;
        int refusal = json ? Negotiation.refusal(context, route.takesBody()) : 0;
        if (refusal != 0) {
            return Future.failedFuture(new HttpException(refusal));
        }
        if (!route.takesBody()) {
            return Future.succeededFuture(new Call(context, verified, Buffer.buffer()));
        }
        long most = route.role() == null ? Math.min(maxBodyBytes, EdgeConfig.Limits.OPEN_BODY_BYTES) : maxBodyBytes;
        return bodies.read(context.request(), most).map(body -> new Call(context, verified, body));
    }

    private Future<Answer> carryOut(Route route, Action action, Call call) {
        return route.replayable()
                ? idempotency.around(call, () -> asAnswer(action, call))
                : Future.succeededFuture(call).compose(action::answer);
    }

    /** Problems as answers, so that they can be stored. */
    private static Future<Answer> asAnswer(Action action, Call call) {
        return Future.succeededFuture(call)
                .compose(action::answer)
                .recover(failure -> Future.succeededFuture(Problems.answer(failure, call.requestId())));
    }

    /** Before its role is looked at, so that it is known who was refused. */
    private Identity.Verified remembered(RoutingContext context, Identity.Verified verified) {
        identification.remember(context, verified);
        return verified;
    }

    private static Identity.Verified requireRole(Route route, Identity.Verified verified) {
        Role least = route.role();
        if (least != null && !verified.caller().role().includes(least)) {
            throw new Problem.Forbidden("This needs the role " + least.text() + ".").toException();
        }
        return verified;
    }

    private static void refuse(RoutingContext context, Throwable failure) {
        boolean unauthenticated = Problems.known(failure)
                .filter(Problem.Unauthenticated.class::isInstance)
                .isPresent();
        if (!unauthenticated || !isUpgrade(context)) {
            Responder.fail(context, failure);
            return;
        }
        WebSocket.accept(context.request(), REFUSING)
                .onSuccess(Gate::closeUnauthenticated)
                .onFailure(notAWebSocket -> Responder.fail(context, failure));
    }

    private static void closeUnauthenticated(@Nullable WebSocket socket) {
        if (socket != null) {
            socket.close(CLOSE_UNAUTHENTICATED, "unauthenticated");
        }
    }

    /** An upgrade goes on only while its request is paused. */
    private static boolean isUpgrade(RoutingContext context) {
        return WebSocket.isAskedFor(context.request());
    }
}
