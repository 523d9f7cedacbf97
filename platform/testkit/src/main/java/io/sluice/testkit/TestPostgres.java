package io.sluice.testkit;

import io.sluice.embedded.EmbeddedPostgres;
import io.sluice.runtime.Database;
import java.nio.file.Path;
import java.util.UUID;

/** The database server that all tests of a JVM share; each test class takes a database of its own. */
public final class TestPostgres {
    private static final int POOL = 8;

    private final EmbeddedPostgres server;

    private TestPostgres(EmbeddedPostgres server) {
        this.server = server;
    }

    public static TestPostgres shared() {
        return Shared.INSTANCE;
    }

    /** @return a database with nothing in it */
    public Database freshDatabase() {
        return Database.of(freshUri(), POOL);
    }

    /** Like {@link #freshDatabase}, as the URI that a configuration takes. */
    public String freshUri() {
        String name = "test_" + UUID.randomUUID().toString().replace("-", "");
        server.execute("create database " + name);
        return server.uri(name);
    }

    private static final class Shared {
        static final TestPostgres INSTANCE = open();

        private static TestPostgres open() {
            Path directory = Scratch.directory("postgres");
            EmbeddedPostgres server = EmbeddedPostgres.start(directory, false);
            Scratch.atExit(server, directory);
            return new TestPostgres(server);
        }
    }
}
