package io.sluice.gateway.http;

import io.sluice.contract.Problem;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;

/** Reads the body of a paused request, and not one byte more of it than may be, whether its length was declared or not. */
final class BodyReader {
    private final SlowBody slow;

    BodyReader(SlowBody slow) {
        this.slow = slow;
    }

    Future<Buffer> read(HttpServerRequest request, long maxBytes) {
        if (declaredLength(request) > maxBytes) {
            return Future.failedFuture(tooLarge(maxBytes).toException());
        }
        if ("100-continue".equalsIgnoreCase(request.getHeader("Expect"))) {
            request.response().writeContinue();
        }
        Promise<Buffer> whole = Promise.promise();
        Buffer body = Buffer.buffer();
        request.handler(chunk -> {
            if (body.length() + chunk.length() <= maxBytes) {
                body.appendBuffer(chunk);
            } else {
                whole.tryFail(tooLarge(maxBytes).toException());
            }
        });
        request.exceptionHandler(whole::tryFail);
        request.endHandler(end -> whole.tryComplete(body));
        slow.watch(whole, body::length);
        request.resume();
        return whole.future();
    }

    /** Not a number means that the HTTP parser lets the body end with the connection; then the bytes are counted. */
    private static long declaredLength(HttpServerRequest request) {
        String length = request.getHeader("Content-Length");
        return length != null && length.matches("\\d{1,18}") ? Long.parseLong(length) : 0;
    }

    private static Problem tooLarge(long maxBytes) {
        return new Problem.TooLarge("The body is over the limit of " + maxBytes + " bytes.");
    }
}
