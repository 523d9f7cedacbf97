package io.sluice.catalog.database;

import io.sluice.contract.Problem;
import io.sluice.contract.ProblemException;
import io.sluice.runtime.Database;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The catalog's connections. Owned by one verticle, used on its event loop.
 *
 * <p>Nothing here waits for ever: connecting and waiting for a connection take at most 5 s, a statement or a transaction at most
 * 10 s, at most 1,000 statements queue for a connection. Whatever exceeds this is {@code Unavailable}.
 */
public final class CatalogDatabase implements Session {
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration STATEMENT = Duration.ofSeconds(10);
    private static final int MAX_WAITING = 1_000;

    private static final Duration REPORT_EVERY = Duration.ofSeconds(10);
    private static final Logger LOG = LoggerFactory.getLogger(CatalogDatabase.class);

    private final Pool pool;
    private long unreported;
    private long lastReport;

    private CatalogDatabase(Pool pool) {
        this.pool = pool;
    }

    /** Opens no connection yet. */
    public static CatalogDatabase open(Vertx vertx, Database database) {
        PgConnectOptions connect = new PgConnectOptions()
                .setHost(database.host())
                .setPort(database.port())
                .setDatabase(database.name())
                .setUser(database.user())
                .setPassword(database.password().reveal())
                .setCachePreparedStatements(true)
                .addProperty("application_name", "sluice-catalog")
                .addProperty("statement_timeout", Long.toString(STATEMENT.toMillis()))
                // Optional conditions are parameters ($1 is null or …): a plan is only good for the values it was made
                // for.
                .addProperty("plan_cache_mode", "force_custom_plan")
                // An index on words answers with a set of rows, which must fit; a limit without an order means the
                // first.
                .addProperty("work_mem", "32MB")
                .addProperty("synchronize_seqscans", "off")
                .addProperty("jit", "off");
        PoolOptions options = new PoolOptions()
                .setMaxSize(database.poolSize())
                .setMaxWaitQueueSize(MAX_WAITING)
                .setConnectionTimeout((int) CONNECT.toMillis())
                .setConnectionTimeoutUnit(TimeUnit.MILLISECONDS);
        connect.setReconnectAttempts(0);
        return new CatalogDatabase(PgBuilder.pool()
                .with(options)
                .connectingTo(connect)
                .using(vertx)
                .build());
    }

    @Override
    public Future<RowSet<Row>> query(String sql, @Nullable Object... parameters) {
        return bounded(run(pool, sql, parameters));
    }

    /** Commits when {@code work} succeeds, rolls back when it fails. */
    public <T> Future<T> transaction(Function<Session, Future<T>> work) {
        return bounded(
                pool.withTransaction(connection -> work.apply((sql, parameters) -> run(connection, sql, parameters))));
    }

    public Future<Void> close() {
        return pool.close();
    }

    private static Future<RowSet<Row>> run(SqlClient client, String sql, @Nullable Object... parameters) {
        return client.preparedQuery(sql).execute(Tuple.wrap(Text.toUnicode(parameters)));
    }

    private <T> Future<T> bounded(Future<T> work) {
        return work.timeout(STATEMENT.toMillis(), TimeUnit.MILLISECONDS).recover(cause -> {
            Throwable translated = Failures.translate(cause);
            if (translated instanceof ProblemException known && known.problem() instanceof Problem.Unavailable) {
                report(cause);
            }
            return Future.failedFuture(translated);
        });
    }

    /** With a cause every 10 s; an outage fails every request, and the log should not be next. */
    private void report(Throwable cause) {
        unreported++;
        long now = System.nanoTime();
        if (lastReport == 0 || now - lastReport > REPORT_EVERY.toNanos()) {
            LOG.warn("the catalog's database does not answer; failures={}", unreported, cause);
            unreported = 0;
            lastReport = now;
        }
    }
}
