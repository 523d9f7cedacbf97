package io.sluice.stream.alert;

import io.vertx.core.Context;
import io.vertx.core.Future;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** Lets a thread of ours wait for work on an event loop. */
record Waiter(Context context) {
    /** Longer than any step takes by its own limit. */
    private static final long PATIENCE_S = 60;

    /** Starts the work on the event loop and blocks until it is done; fails with its failure. */
    <T> T await(Supplier<Future<T>> work) throws Exception {
        CompletableFuture<T> done = new CompletableFuture<>();
        context.runOnContext(go -> work.get().onComplete(result -> {
            if (result.succeeded()) {
                done.complete(result.result());
            } else {
                done.completeExceptionally(result.cause());
            }
        }));
        try {
            return done.get(PATIENCE_S, TimeUnit.SECONDS);
        } catch (ExecutionException failed) {
            throw failed.getCause() instanceof Exception cause ? cause : failed;
        } catch (TimeoutException late) {
            throw new IllegalStateException("a part of the platform did not answer", late);
        }
    }
}
