package io.sluice.stream.flow;

import io.sluice.stream.store.Backoff;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Something that this node works towards, one step at a time: look what is wanted, then do it. A step that fails is repeated with growing
 * pauses; a step is idempotent, so it does not matter who asked for it or how often. Belongs to one event loop.
 */
abstract class Lane {
    private static final Logger LOG = LoggerFactory.getLogger(Lane.class);
    private static final Duration RETRY_FIRST = Duration.ofMillis(500);
    private static final Duration RETRY_MOST = Duration.ofSeconds(20);

    private final Vertx vertx;
    private final String name;
    private final Backoff backoff = new Backoff(RETRY_FIRST, RETRY_MOST);
    private Future<Void> tail = Future.succeededFuture();
    /** The step that has not begun; it will see what is there now. */
    private @Nullable Future<Void> waiting;

    private boolean closed;
    private long retry = -1;

    Lane(Vertx vertx, String name) {
        this.vertx = vertx;
        this.name = name;
    }

    /** Does what is wanted. */
    abstract Future<Void> step();

    /** Ends what runs here; what was committed is where another node, or the next start, goes on. */
    abstract Future<Void> stop();

    /** @return completes when this node does what was wanted when it was asked */
    final Future<Void> settle() {
        if (waiting != null) {
            return waiting;
        }
        Promise<Void> mine = Promise.promise();
        Future<Void> before = tail;
        waiting = mine.future();
        tail = mine.future();
        before.onComplete(done -> {
            waiting = null;
            Future.<Void>succeededFuture()
                    .compose(begin -> closed ? Future.succeededFuture() : step())
                    .onComplete(mine);
        });
        return mine.future().onSuccess(done -> backoff.reset()).onFailure(this::again);
    }

    final Future<Void> close() {
        closed = true;
        vertx.cancelTimer(retry);
        return tail.otherwiseEmpty().compose(done -> stop());
    }

    private void again(Throwable cause) {
        long delay = backoff.next();
        LOG.warn("step failed; of={} retryMs={} cause={}", name, delay, cause.toString());
        settleIn(delay);
    }

    /** Once more, though nobody asks. */
    final void settleIn(long delayMs) {
        if (!closed) {
            vertx.cancelTimer(retry);
            retry = vertx.setTimer(delayMs, fired -> settle());
        }
    }
}
