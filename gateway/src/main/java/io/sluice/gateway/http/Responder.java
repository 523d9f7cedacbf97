package io.sluice.gateway.http;

import io.vertx.core.Future;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;

/** Writes an {@link Answer}. A client that has gone is no error. */
public final class Responder {
    private Responder() {}

    public static void send(RoutingContext context, Answer answer) {
        HttpServerResponse response = context.response();
        if (response.ended() || response.closed() || response.headWritten()) {
            return;
        }
        response.setStatusCode(answer.status());
        answer.headers().forEach(response::putHeader);
        if (answer.contentType() != null) {
            response.putHeader("Content-Type", answer.contentType());
        }
        boolean late = answer.status() == SlowBody.STATUS;
        if (late || answer.status() == 413) {
            // The rest of the body is not worth reading.
            response.putHeader("Connection", "close");
        }
        Future<Void> sent = answer.status() == 204 ? response.end() : response.end(answer.body());
        sent.onComplete(done -> {
            if (late) {
                context.request().connection().close();
            } else {
                drain(context.request());
            }
        });
    }

    /** Lets the rest of a body that nobody read go by; over HTTP/2 a request that has ended cannot be resumed. */
    private static void drain(HttpServerRequest request) {
        if (!request.isEnded()) {
            request.resume();
        }
    }

    public static void fail(RoutingContext context, Throwable failure) {
        HttpServerResponse response = context.response();
        if (failure instanceof IOException && (response.headWritten() || response.closed())) {
            return;
        }
        send(context, Problems.answer(failure, RequestId.of(context)));
    }

    public static void status(RoutingContext context, int status) {
        send(context, Problems.ofStatus(status, RequestId.of(context)));
    }
}
