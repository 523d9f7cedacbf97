package io.sluice.stream.store;

import io.sluice.runtime.Database;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnectOptions;
import java.time.Duration;
import org.flywaydb.core.Flyway;

/** The service's Postgres schema: how it is made, and how a connection finds it. */
public final class Schema {
    public static final String NAME = "stream";
    /** No single statement of this service is allowed to take longer. */
    static final Duration STATEMENT_TIMEOUT = Duration.ofSeconds(8);

    private Schema() {}

    /** Brings the schema up to date; several nodes may do so at once, one does the work. */
    public static Future<Void> migrate(Vertx vertx, Database database) {
        return vertx.executeBlocking(() -> {
            Flyway.configure()
                    .dataSource(
                            database.jdbcUrl(),
                            database.user(),
                            database.password().reveal())
                    .defaultSchema(NAME)
                    .schemas(NAME)
                    .table("schema_history")
                    .locations("classpath:io/sluice/stream/migrations")
                    .load()
                    .migrate();
            return null;
        });
    }

    public static PgConnectOptions options(Database database) {
        return new PgConnectOptions()
                .setHost(database.host())
                .setPort(database.port())
                .setDatabase(database.name())
                .setUser(database.user())
                .setPassword(database.password().reveal())
                .setCachePreparedStatements(true)
                .addProperty("application_name", "sluice-stream")
                .addProperty("search_path", NAME)
                .addProperty("statement_timeout", Long.toString(STATEMENT_TIMEOUT.toMillis()));
    }
}
