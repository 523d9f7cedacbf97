package io.sluice.gateway.http;

import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.handler.HttpException;
import java.time.Duration;
import java.util.function.IntSupplier;

/**
 * Ends the wait for a body that comes too slowly: it may take {@code patience}, and a second more for each {@code rate} bytes that came. One
 * timer, which fires when the body would be late if nothing more had come, and is set again for what has. Belongs to one event loop.
 */
final class SlowBody {
    static final int STATUS = 408;

    /** A body that is always just in time is not looked at more often than this. */
    private static final long LEAST_WAIT_MS = 1_000;

    private final Vertx vertx;
    private final Duration patience;
    private final int rate;

    SlowBody(Vertx vertx, Duration patience, int rate) {
        this.vertx = vertx;
        this.patience = patience;
        this.rate = rate;
    }

    /** @param received bytes by now */
    void watch(Promise<Buffer> whole, IntSupplier received) {
        Watch watch = new Watch(whole, received);
        watch.look();
        whole.future().onComplete(done -> vertx.cancelTimer(watch.timer));
    }

    private long allowedMs(long bytes) {
        return patience.toMillis() + bytes * 1000 / rate;
    }

    private final class Watch {
        private final Promise<Buffer> whole;
        private final IntSupplier received;
        private long waitedMs;
        private long timer;

        Watch(Promise<Buffer> whole, IntSupplier received) {
            this.whole = whole;
            this.received = received;
        }

        void look() {
            long leftMs = allowedMs(received.getAsInt()) - waitedMs;
            if (leftMs <= 0) {
                whole.tryFail(new HttpException(STATUS));
                return;
            }
            long waitMs = waitedMs == 0 ? leftMs : Math.max(leftMs, LEAST_WAIT_MS);
            waitedMs += waitMs;
            timer = vertx.setTimer(waitMs, fired -> look());
        }
    }
}
