package io.sluice.catalog.database;

import io.sluice.runtime.Database;
import org.flywaydb.core.Flyway;

/**
 * Brings the schema {@code catalog} up to date. Blocks. Any number of nodes may do this at the same time: Flyway takes a lock in
 * the database, one node migrates, the others find it done.
 */
public final class Migrations {
    private static final String SCHEMA = "catalog";
    private static final int LOGIN_SECONDS = 10;

    private Migrations() {}

    public static void run(Database database) {
        Flyway.configure(Migrations.class.getClassLoader())
                .dataSource(
                        database.jdbcUrl() + "?loginTimeout=" + LOGIN_SECONDS,
                        database.user(),
                        database.password().reveal())
                .schemas(SCHEMA)
                .table("schema_history")
                .locations("classpath:db/catalog")
                .failOnMissingLocations(true)
                .loggers("slf4j")
                .load()
                .migrate();
    }
}
