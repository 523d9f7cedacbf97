package io.sluice.catalog.database;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import org.jspecify.annotations.Nullable;

/** Something that runs one statement: the pool, or a transaction. */
public interface Session {
    /**
     * Runs a prepared statement. Fails with {@code Unavailable} when the database cannot be reached or does not answer in
     * time, and with the database's own exception when a constraint is violated (see {@link Failures#onViolation}).
     *
     * @param parameters bound to {@code $1}, {@code $2}, …; {@code Instant} is not among their types, see {@link Columns}
     */
    Future<RowSet<Row>> query(String sql, @Nullable Object... parameters);
}
