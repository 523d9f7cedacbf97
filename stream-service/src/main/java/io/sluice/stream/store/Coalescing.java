package io.sluice.stream.store;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs one piece of work at a time however often it is asked for: a request during a run leads to one more run after it. A run
 * that fails is repeated with growing pauses until it succeeds. Belongs to one event loop.
 */
public final class Coalescing {
    private static final Logger LOG = LoggerFactory.getLogger(Coalescing.class);
    private static final Duration FIRST = Duration.ofMillis(200);
    private static final Duration MOST = Duration.ofSeconds(3);

    private final Vertx vertx;
    private final String name;
    private final Supplier<Future<Void>> work;
    private final Backoff backoff = new Backoff(FIRST, MOST);
    private Future<Void> running = Future.succeededFuture();
    private boolean wanted;
    private boolean closed;
    private long retry = -1;

    public Coalescing(Vertx vertx, String name, Supplier<Future<Void>> work) {
        this.vertx = vertx;
        this.name = name;
        this.work = work;
    }

    public void request() {
        if (closed) {
            return;
        }
        wanted = true;
        if (running.isComplete()) {
            run();
        }
    }

    /**
     * No run starts any more.
     *
     * @return completes when the current one has ended, however it ended
     */
    public Future<Void> close() {
        closed = true;
        vertx.cancelTimer(retry);
        return running.otherwiseEmpty();
    }

    private void run() {
        wanted = false;
        vertx.cancelTimer(retry);
        running = work.get();
        running.onComplete(done -> {
            if (closed) {
                return;
            }
            if (done.failed()) {
                failed(done.cause());
            } else {
                backoff.reset();
                if (wanted) {
                    run();
                }
            }
        });
    }

    private void failed(Throwable cause) {
        long delay = backoff.next();
        LOG.warn("reconciliation failed; what={} retryMs={} cause={}", name, delay, cause.toString());
        retry = vertx.setTimer(delay, fired -> request());
    }
}
