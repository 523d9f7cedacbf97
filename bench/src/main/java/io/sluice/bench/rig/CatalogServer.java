package io.sluice.bench.rig;

import io.sluice.bench.search.Corpus;
import io.sluice.catalog.CatalogConfig;
import io.sluice.catalog.CatalogVerticle;
import io.sluice.catalog.database.Migrations;
import io.sluice.catalog.datasets.DatasetCopy;
import io.sluice.embedded.EmbeddedPostgres;
import io.sluice.runtime.Database;
import io.sluice.runtime.RecordCodec;
import io.vertx.core.Vertx;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.postgresql.PGConnection;
import org.postgresql.copy.PGCopyOutputStream;

/**
 * A PostgreSQL with a made-up catalog, and a catalog-service on it, for the time of one benchmark; its directory goes with it. The
 * schema is that of the migrations; its secondary indexes are dropped while the rows are copied in and made again after that.
 */
public final class CatalogServer implements AutoCloseable {
    private static final int BUFFER = 1 << 16;
    private static final String INDEXES = """
            select indexname, indexdef from pg_indexes i
            where schemaname = 'catalog' and tablename = 'datasets'
              and not exists (select 1 from pg_constraint where conname = i.indexname)
            """;

    private final Path directory;
    private final EmbeddedPostgres postgres;
    private final Database database;
    private final Vertx vertx = Vertx.vertx();

    private CatalogServer(Path directory) {
        this.directory = directory;
        this.postgres = EmbeddedPostgres.start(directory, false);
        this.database = Database.of(postgres.uri(), 8);
    }

    /** @param datasets of the corpus, from its first */
    public static CatalogServer start(Corpus corpus, int datasets) throws IOException, SQLException {
        CatalogServer server = new CatalogServer(Files.createTempDirectory("sluice-bench"));
        Migrations.run(server.database);
        server.load(corpus, datasets);
        RecordCodec.register(server.vertx);
        server.vertx
                .deployVerticle(new CatalogVerticle(new CatalogConfig(server.database, Duration.ofHours(1))))
                .await();
        return server;
    }

    public Vertx vertx() {
        return vertx;
    }

    public Connection connect() throws SQLException {
        return DriverManager.getConnection(
                database.jdbcUrl(), database.user(), database.password().reveal());
    }

    private void load(Corpus corpus, int datasets) throws IOException, SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            List<String> indexes = dropIndexes(statement);
            statement.execute(
                    "insert into catalog.organizations select 'org-' || lpad(i::text, 3, '0'), 'Organization ' || i,"
                            + " null, 'user-0', now() from generate_series(0, " + (Corpus.ORGANIZATIONS - 1) + ") i");
            copy(connection, corpus, datasets);
            statement.execute("set maintenance_work_mem = '1GB'");
            for (String index : indexes) {
                statement.execute(index);
            }
            statement.execute("select catalog.fold_facets()");
            statement.execute("vacuum (analyze) catalog.datasets");
            statement.execute("vacuum (analyze) catalog.facets");
            statement.execute("vacuum (analyze) catalog.facet_changes");
            warm(statement);
        }
    }

    /** Everything into the memory of the operating system, as it is where a catalog is in use. */
    private static void warm(Statement statement) throws SQLException {
        statement.execute("create extension if not exists pg_prewarm");
        statement.execute("""
                select pg_prewarm(c.oid, 'read') from pg_class c
                where c.oid in (select indexrelid from pg_index where indrelid = 'catalog.datasets'::regclass
                                union select 'catalog.datasets'::regclass
                                union select reltoastrelid from pg_class where oid = 'catalog.datasets'::regclass)
                """);
    }

    private static List<String> dropIndexes(Statement statement) throws SQLException {
        List<String> names = new ArrayList<>();
        List<String> definitions = new ArrayList<>();
        try (ResultSet found = statement.executeQuery(INDEXES)) {
            while (found.next()) {
                names.add(found.getString(1));
                definitions.add(found.getString(2));
            }
        }
        for (String name : names) {
            statement.execute("drop index catalog." + name);
        }
        return definitions;
    }

    private static void copy(Connection connection, Corpus corpus, int datasets) throws IOException, SQLException {
        try (Writer rows = new BufferedWriter(
                new OutputStreamWriter(
                        new PGCopyOutputStream(connection.unwrap(PGConnection.class), DatasetCopy.SQL, BUFFER),
                        StandardCharsets.UTF_8),
                BUFFER)) {
            for (int number = 0; number < datasets; number++) {
                DatasetCopy.write(corpus.dataset(number), rows);
            }
        }
    }

    @Override
    public void close() throws IOException {
        vertx.close().await();
        postgres.close();
        List<Path> all;
        try (Stream<Path> paths = Files.walk(directory)) {
            all = paths.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : all) {
            Files.deleteIfExists(path);
        }
    }
}
