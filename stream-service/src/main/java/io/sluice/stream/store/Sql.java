package io.sluice.stream.store;

import io.sluice.runtime.Database;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgBuilder;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Statements on the service's pool, or on one transaction of it; each ends within a time limit. */
public final class Sql {
    private static final int MAX_WAITING = 1_000;
    /** Longer than a statement may take, so that the server's own answer comes first. */
    private static final long PATIENCE_MS = Schema.STATEMENT_TIMEOUT.toMillis() + 1_000;

    private final SqlClient client;
    private final @Nullable Pool pool;

    private Sql(SqlClient client, @Nullable Pool pool) {
        this.client = client;
        this.pool = pool;
    }

    public static Sql open(Vertx vertx, Database database) {
        PoolOptions options = new PoolOptions()
                .setMaxSize(database.poolSize())
                .setMaxWaitQueueSize(MAX_WAITING)
                .setConnectionTimeout((int) Schema.STATEMENT_TIMEOUT.toSeconds())
                .setConnectionTimeoutUnit(TimeUnit.SECONDS);
        Pool pool = PgBuilder.pool()
                .connectingTo(Schema.options(database))
                .with(options)
                .using(vertx)
                .build();
        return new Sql(pool, pool);
    }

    public Future<Void> close() {
        return client.close();
    }

    public Future<RowSet<Row>> query(String sql, @Nullable Object... arguments) {
        return client.preparedQuery(sql).execute(Tuple.from(arguments)).timeout(PATIENCE_MS, TimeUnit.MILLISECONDS);
    }

    /** @return how many rows it touched */
    public Future<Integer> run(String sql, @Nullable Object... arguments) {
        return query(sql, arguments).map(RowSet::rowCount);
    }

    public Future<Void> runAll(String sql, List<Tuple> batch) {
        if (batch.isEmpty()) {
            return Future.succeededFuture();
        }
        return client.preparedQuery(sql)
                .executeBatch(batch)
                .timeout(PATIENCE_MS, TimeUnit.MILLISECONDS)
                .mapEmpty();
    }

    public <T> Future<List<T>> list(Function<Row, T> reader, String sql, @Nullable Object... arguments) {
        return query(sql, arguments).map(rows -> StreamSupport.stream(rows.spliterator(), false)
                .map(reader)
                .toList());
    }

    public <T> Future<Optional<T>> first(Function<Row, T> reader, String sql, @Nullable Object... arguments) {
        return list(reader, sql, arguments).map(rows -> rows.stream().findFirst());
    }

    /** Commits when {@code work} succeeds, rolls back when it fails. */
    public <T> Future<T> inTransaction(Function<Sql, Future<T>> work) {
        if (pool == null) {
            return work.apply(this);
        }
        return pool.withTransaction((SqlConnection connection) -> work.apply(new Sql(connection, null)));
    }

    /** Heard by every node when the transaction commits. */
    public Future<Void> announce(String channel, Object id) {
        return query("select pg_notify($1, $2)", channel, id.toString()).mapEmpty();
    }
}
