package io.sluice.stream.store;

import io.sluice.runtime.Database;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnection;
import io.vertx.pgclient.pubsub.PgChannel;
import io.vertx.pgclient.pubsub.PgSubscriber;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Postgres notifications on one connection that comes back by itself. Whatever was committed while it was away is covered by
 * {@code reread}, called after each (re)connect. A probe finds connections that died without a word.
 */
public final class Signals {
    private static final Logger LOG = LoggerFactory.getLogger(Signals.class);
    private static final Duration PROBE = Duration.ofSeconds(10);
    private static final long RECONNECT_FIRST_MS = 200;
    private static final int RECONNECT_DOUBLINGS = 5;

    private final Vertx vertx;
    private final PgSubscriber subscriber;
    private final long probe;

    public Signals(Vertx vertx, Database database) {
        this.vertx = vertx;
        this.subscriber = PgSubscriber.subscriber(vertx, Schema.options(database));
        subscriber.reconnectPolicy(attempts -> RECONNECT_FIRST_MS << Math.min(attempts, RECONNECT_DOUBLINGS));
        this.probe = vertx.setPeriodic(PROBE.toMillis(), tick -> probe());
    }

    /** Call before {@link #connect}. */
    public void on(String channel, Consumer<String> onNotice, Runnable reread) {
        PgChannel listened = subscriber.channel(channel);
        listened.subscribeHandler(subscribed -> reread.run());
        listened.handler(onNotice::accept);
    }

    public Future<Void> connect() {
        return subscriber.connect();
    }

    public Future<Void> close() {
        vertx.cancelTimer(probe);
        return subscriber.close();
    }

    private void probe() {
        PgConnection connection = subscriber.actualConnection();
        if (connection == null) {
            return;
        }
        connection
                .query("select 1")
                .execute()
                .timeout(PROBE.toMillis() / 2, TimeUnit.MILLISECONDS)
                .onFailure(dead -> {
                    LOG.warn("notifications lost their connection; cause={}", dead.toString());
                    connection.close();
                });
    }
}
