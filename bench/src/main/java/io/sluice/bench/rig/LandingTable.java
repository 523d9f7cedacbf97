package io.sluice.bench.rig;

import io.sluice.contract.Landings.Column;
import io.sluice.contract.Landings.Definition;
import io.sluice.contract.Landings.Mode;
import io.sluice.contract.RecordFormat;
import io.sluice.contract.Streams.State;
import io.sluice.decode.Decoders;
import io.sluice.embedded.EmbeddedPostgres;
import io.sluice.runtime.Database;
import io.sluice.runtime.KafkaLink;
import io.sluice.stream.intake.AddressRules;
import io.sluice.stream.landing.database.DatabaseAddress;
import io.sluice.stream.landing.database.Target;
import io.sluice.stream.landing.run.DeadLetterTopic;
import io.sluice.stream.landing.run.LandingRun;
import io.sluice.stream.landing.run.LandingTask;
import io.sluice.stream.landing.table.Books;
import io.sluice.stream.landing.table.Layout;
import io.sluice.stream.landing.table.LayoutReader;
import io.sluice.stream.landing.table.TableSetup;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/** A durable Postgres with the table of one landing, which is filled by the landing, by {@code COPY}, or row by row. Owned by one thread. */
public final class LandingTable implements AutoCloseable {
    private static final long LOOK_NANOS = 500_000;
    private static final double NANOS = 1e9;
    private static final String NAME = "public.landed";
    private static final String TYPED = "id, station, temp, region, lat, lon, \"time\"";
    private static final String PLACE = "_topic, _partition, _offset, _timestamp";

    private static Definition definition(@Nullable String rest) {
        return new Definition(
                "landed",
                null,
                List.of(
                        column("id", "bigint"),
                        column("station", "text"),
                        column("temp", "double precision"),
                        column("region", "varchar(20)"),
                        column("lat", "double precision"),
                        column("lon", "double precision"),
                        column("time", "timestamptz")),
                List.of(),
                Mode.INSERT,
                rest,
                false,
                "earliest",
                null);
    }

    private final Broker broker;
    private final String topic;
    private final Path directory;
    private final EmbeddedPostgres postgres;
    private final Target target;
    private final Layout layout;
    private final String columns;
    private final Connection connection;

    private LandingTable(Broker broker, String topic, Path directory, EmbeddedPostgres postgres, boolean rest)
            throws Exception {
        this.layout = LayoutReader.read(definition(rest ? "rest" : null));
        this.columns = TYPED + (rest ? ", rest, " : ", ") + PLACE;
        this.broker = broker;
        this.topic = topic;
        this.directory = directory;
        this.postgres = postgres;
        this.target = new Target(DatabaseAddress.of(Database.of(postgres.uri(), 4)), AddressRules.of(List.of()));
        this.connection = target.open();
        connection.setAutoCommit(false);
        new TableSetup(connection, layout).make("bench");
        connection.commit();
        connection.setAutoCommit(true);
    }

    private static Column column(String name, String type) {
        return new Column(name, type, null, true);
    }

    /** @param rest whether there is a JSONB column, with its index */
    public static LandingTable open(Broker broker, String topic, boolean rest) throws Exception {
        Path directory = Files.createTempDirectory("sluice-bench");
        return new LandingTable(broker, topic, directory, EmbeddedPostgres.start(directory, true), rest);
    }

    /** Empties the table, and writes what is left to do on the disk, so that it is not done in the next measurement. */
    public void clear() throws SQLException {
        run("truncate " + NAME);
        run("checkpoint");
    }

    /**
     * Lands the whole topic.
     *
     * @return seconds from the moment at which it knows where to begin
     */
    public double land(int records) throws Exception {
        UUID id = UUID.randomUUID();
        new Books(layout.schema()).begin(connection, id, topic, Map.of(0, 0L));
        try (Admin admin = Admin.create(broker.client());
                DeadLetterTopic letters = new DeadLetterTopic(KafkaLink.plain(broker.bootstrap()))) {
            TopicDescription found =
                    admin.describeTopics(List.of(topic)).allTopicNames().get().get(topic);
            String topicId = Objects.requireNonNull(found).topicId().toString();
            LandingTask task = new LandingTask(
                    id, List.of(topic), topicId, layout, target, RecordFormat.AUTO, Decoders.PLAIN, "letters", null);
            LandingRun run =
                    new LandingRun(task, new LandingRun.Kafka(KafkaLink.plain(broker.bootstrap()), admin, letters));
            run.start(() -> {});
            await(run, 0);
            long start = System.nanoTime();
            await(run, records);
            double seconds = (System.nanoTime() - start) / NANOS;
            run.stop().join();
            return seconds;
        }
    }

    /** @param landed at least; 0: when it knows where to begin */
    private static void await(LandingRun run, long landed) {
        while (true) {
            LandingRun.Figures figures = run.figures();
            if (figures.state() == State.FAILED) {
                throw new IllegalStateException("The landing failed: " + figures.reason());
            } else if (!figures.places().isEmpty() && figures.landed() >= landed) {
                return;
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }

    /** All rows, in the form that {@link #copy} takes. */
    public byte[] export() throws SQLException, IOException {
        ByteArrayOutputStream rows = new ByteArrayOutputStream();
        connection
                .unwrap(PGConnection.class)
                .getCopyAPI()
                .copyOut(
                        "copy (select " + columns + " from " + NAME + " order by _offset) to stdout (format binary)",
                        rows);
        return rows.toByteArray();
    }

    /** @return seconds */
    public double copy(byte[] rows) throws SQLException, IOException {
        long start = System.nanoTime();
        connection
                .unwrap(PGConnection.class)
                .getCopyAPI()
                .copyIn(
                        "copy " + NAME + " (" + columns + ") from stdin (format binary)",
                        new ByteArrayInputStream(rows),
                        1 << 16);
        return (System.nanoTime() - start) / NANOS;
    }

    /**
     * Rows of typed columns alone, each in a transaction of its own.
     *
     * @return seconds
     */
    public double insert(int rows) throws SQLException {
        String sql = "insert into " + NAME + " (" + TYPED + ", " + PLACE
                + ") values (?, ?, ?, ?, ?, ?, now(), ?, ?, ?, now())";
        try (PreparedStatement insert = connection.prepareStatement(sql)) {
            long start = System.nanoTime();
            for (int i = 0; i < rows; i++) {
                insert.setLong(1, i);
                insert.setString(2, "UT1");
                insert.setDouble(3, i);
                insert.setString(4, "eu-1");
                insert.setDouble(5, 40.7608);
                insert.setDouble(6, -111.8910);
                insert.setString(7, "single");
                insert.setInt(8, 0);
                insert.setLong(9, i);
                insert.executeUpdate();
            }
            return (System.nanoTime() - start) / NANOS;
        }
    }

    private void run(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public void close() throws Exception {
        connection.close();
        target.close();
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
