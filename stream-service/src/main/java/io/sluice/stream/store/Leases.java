package io.sluice.stream.store;

import io.sluice.runtime.Database;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnection;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who runs what: session advisory locks of Postgres on one connection of this node's own. Postgres frees them the moment the
 * session ends, so a killed node holds nothing.
 *
 * <p>The other side of that: when the connection is lost, the leases are too. {@code onLost} is called at once, and whatever a
 * lease guarded must stop. A probe each {@code period} finds a connection that died without a word, and {@code onRetry} is
 * called after each good probe: the death of another node's session raises no event, so a lease that somebody else holds must be
 * tried for again and again.
 *
 * <p>Belongs to one event loop.
 */
public final class Leases {
    private static final Logger LOG = LoggerFactory.getLogger(Leases.class);
    private static final String TAKE = "select pg_try_advisory_lock($1)";
    private static final String RELEASE = "select pg_advisory_unlock($1)";
    private static final Duration RECONNECT_FIRST = Duration.ofMillis(200);
    private static final Duration RECONNECT_MOST = Duration.ofSeconds(5);

    private final Vertx vertx;
    private final Database database;
    private final Runnable onLost;
    private final Runnable onRetry;
    private final long probeMs;
    private final Set<UUID> held = new HashSet<>();
    private final Backoff backoff = new Backoff(RECONNECT_FIRST, RECONNECT_MOST);
    private @Nullable PgConnection connection;
    private long timer;
    private boolean closed;

    public Leases(Vertx vertx, Database database, Duration period, Runnable onLost, Runnable onRetry) {
        this.vertx = vertx;
        this.database = database;
        this.onLost = onLost;
        this.onRetry = onRetry;
        this.probeMs = period.toMillis();
    }

    public Future<Void> open() {
        timer = vertx.setPeriodic(probeMs, tick -> probe());
        return connect();
    }

    /** @return whether this node holds the lease now */
    public Future<Boolean> take(UUID id) {
        PgConnection current = connection;
        if (current == null) {
            return Future.succeededFuture(false);
        } else if (held.contains(id)) {
            return Future.succeededFuture(true);
        }
        return ask(current, TAKE, id).map(taken -> taken && current == connection && keep(id));
    }

    public Future<Void> release(UUID id) {
        PgConnection current = connection;
        if (current == null || !held.remove(id)) {
            return Future.succeededFuture();
        }
        return ask(current, RELEASE, id).mapEmpty();
    }

    public boolean holds(UUID id) {
        return held.contains(id);
    }

    public Future<Void> close() {
        closed = true;
        vertx.cancelTimer(timer);
        held.clear();
        PgConnection current = connection;
        connection = null;
        return current == null ? Future.succeededFuture() : current.close();
    }

    private boolean keep(UUID id) {
        return held.add(id) || held.contains(id);
    }

    private Future<Boolean> ask(PgConnection current, String sql, UUID id) {
        return current.preparedQuery(sql)
                .execute(Tuple.of(key(id)))
                .timeout(Schema.STATEMENT_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
                .map(rows -> {
                    Row row = rows.iterator().next();
                    return row.getBoolean(0);
                });
    }

    /** The lock space is 64 bits wide; two random ids share a key with a chance of 2^-64. */
    private static long key(UUID id) {
        return id.getMostSignificantBits() ^ id.getLeastSignificantBits();
    }

    private Future<Void> connect() {
        return PgConnection.connect(vertx, Schema.options(database))
                .map(this::connected)
                .recover(this::again);
    }

    private Void connected(PgConnection opened) {
        if (closed) {
            opened.close();
            return null;
        }
        connection = opened;
        backoff.reset();
        opened.closeHandler(gone -> lost(opened));
        onRetry.run();
        return null;
    }

    private Future<Void> again(Throwable cause) {
        if (closed) {
            return Future.succeededFuture();
        }
        long delay = backoff.next();
        LOG.warn("leases have no connection; retryMs={} cause={}", delay, cause.toString());
        return vertx.timer(delay).compose(fired -> closed ? Future.succeededFuture() : connect());
    }

    private void lost(PgConnection gone) {
        if (closed || gone != connection) {
            return;
        }
        LOG.warn("leases lost their connection; held={}", held.size());
        connection = null;
        held.clear();
        onLost.run();
        connect();
    }

    private void probe() {
        PgConnection current = connection;
        if (current == null) {
            return;
        }
        current.query("select 1")
                .execute()
                .timeout(Math.max(1_000, probeMs), TimeUnit.MILLISECONDS)
                .onSuccess(alive -> onRetry.run())
                .onFailure(dead -> {
                    lost(current);
                    current.close();
                });
    }
}
