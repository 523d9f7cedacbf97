package io.sluice.gateway.http;

import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.UUID;

/** Answers requests of which no more is known than that they are none, or are too long; their connection ends with it. */
public final class Malformed {
    private Malformed() {}

    public static void answer(HttpServerRequest request) {
        HttpServerResponse response = request.response();
        Answer answer = Problems.ofStatus(
                status(request.decoderResult()), UUID.randomUUID().toString());
        response.setStatusCode(answer.status())
                .putHeader("Content-Type", Problems.MEDIA_TYPE)
                .putHeader("Cache-Control", "no-store")
                .putHeader("X-Content-Type-Options", "nosniff")
                .putHeader("Connection", "close")
                .end(answer.body())
                .onComplete(done -> request.connection().close());
    }

    private static int status(DecoderResult result) {
        Throwable cause = result.cause();
        if (cause instanceof TooLongHttpLineException) {
            return 414;
        }
        return cause instanceof TooLongHttpHeaderException ? 431 : 400;
    }
}
