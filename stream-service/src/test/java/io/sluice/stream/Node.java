package io.sluice.stream;

import io.sluice.contract.Caller;
import io.sluice.contract.Endpoint;
import io.sluice.contract.Problem;
import io.sluice.contract.ProblemException;
import io.sluice.contract.Role;
import io.sluice.runtime.Database;
import io.sluice.runtime.KafkaLink;
import io.sluice.runtime.RecordCodec;
import io.sluice.runtime.Vault;
import io.sluice.stream.intake.HttpWeb;
import io.sluice.stream.intake.Intakes;
import io.sluice.testkit.TestKafka;
import io.sluice.testkit.TestPostgres;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.assertj.core.api.Assertions;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/** A stream-service on the shared broker, with a database of its own and a catalog that the test fills. Its methods block. */
final class Node implements AutoCloseable {
    static final Caller ADA = new Caller("ada", Role.EDITOR);
    static final Caller BOB = new Caller("bob", Role.EDITOR);
    static final Caller EVE = new Caller("eve", Role.VIEWER);
    static final Caller ROOT = new Caller("root", Role.ADMIN);

    final Vertx vertx = Vertx.vertx();
    final TestKafka kafka = TestKafka.shared();
    final Database database = TestPostgres.shared().freshDatabase();
    final Path stateDir = temporary();
    final Vault vault = Vault.of(Vault.newMasterKey());
    final CatalogInTest catalog;

    Node() {
        RecordCodec.register(vertx);
        catalog = new CatalogInTest(vertx, database);
    }

    /** @return id of the deployment */
    String deploy() {
        return await(vertx.deployVerticle(new StreamVerticle(config(kafka.bootstrap()))));
    }

    /** Sources may reach this machine; secrets are sealed with {@link #vault}. */
    StreamConfig config(String bootstrap) {
        return config(KafkaLink.plain(bootstrap));
    }

    StreamConfig config(KafkaLink kafka) {
        Intakes.Config intakes = new Intakes.Config(
                vault, List.of("127.0.0.0/8"), HttpWeb.Limits.DEFAULT_BYTES, stateDir.resolve("scratch"));
        return new StreamConfig(database, kafka, stateDir, (short) 1, Duration.ofMillis(300), intakes);
    }

    void undeploy(String deployment) {
        await(vertx.undeploy(deployment));
    }

    <Q extends Record, R extends Record> R ask(Endpoint<Q, R> endpoint, Q question) {
        return await(endpoint.call(vertx, question));
    }

    <Q extends Record, R extends Record> Problem problem(Endpoint<Q, R> endpoint, Q question) {
        Throwable thrown = Assertions.catchThrowable(() -> ask(endpoint, question));
        Assertions.assertThat(thrown).isInstanceOf(ProblemException.class);
        return ((ProblemException) thrown).problem();
    }

    static <T> T await(Future<T> future) {
        try {
            return future.await(60, TimeUnit.SECONDS);
        } catch (TimeoutException late) {
            throw new AssertionError("no answer within a minute", late);
        }
    }

    /** Who is told that something does not answer at the moment asks again, as every caller of the platform may. */
    static ConditionFactory eventually() {
        return Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(100))
                .ignoreExceptionsMatching(Node::isUnavailable);
    }

    private static boolean isUnavailable(Throwable thrown) {
        return thrown instanceof ProblemException refused && refused.problem() instanceof Problem.Unavailable;
    }

    /** Straight into the database: what a crash, or another session, would leave or do. */
    void sql(String statement) {
        try (Connection connection = DriverManager.getConnection(
                        database.jdbcUrl(), database.user(), database.password().reveal());
                Statement sql = connection.createStatement()) {
            sql.execute("set search_path to stream");
            sql.execute(statement);
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }

    @Override
    public void close() {
        await(vertx.close());
    }

    private static Path temporary() {
        try {
            Path directory = Files.createTempDirectory("sluice-stream-state");
            directory.toFile().deleteOnExit();
            return directory;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
