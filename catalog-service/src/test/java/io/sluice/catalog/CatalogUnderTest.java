package io.sluice.catalog;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.sluice.contract.Caller;
import io.sluice.contract.Catalog;
import io.sluice.contract.Dataset;
import io.sluice.contract.Endpoint;
import io.sluice.contract.Organization;
import io.sluice.contract.Problem;
import io.sluice.contract.ProblemException;
import io.sluice.contract.Role;
import io.sluice.runtime.Database;
import io.sluice.runtime.RecordCodec;
import io.sluice.runtime.Vault;
import io.sluice.testkit.TestPostgres;
import io.vertx.core.Vertx;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A catalog verticle on a database of its own, asked over the bus. One per test class. */
public final class CatalogUnderTest implements BeforeAllCallback, AfterAllCallback {
    public static final Caller ADMIN = new Caller("root", Role.ADMIN);
    public static final Caller ALICE = new Caller("alice", Role.EDITOR);
    public static final Caller BOB = new Caller("bob", Role.EDITOR);
    public static final Caller VERA = new Caller("vera", Role.VIEWER);
    public static final Duration TOKEN_LIFETIME = Duration.ofHours(12);

    public final SettableClock clock = new SettableClock();
    public final Vault vault = Vault.of(Vault.newMasterKey());
    public Vertx vertx;
    public Database database;
    public StreamServiceStub streams;
    public String deployment;

    @Override
    public void beforeAll(ExtensionContext context) {
        start();
    }

    @Override
    public void afterAll(ExtensionContext context) {
        stop();
    }

    public CatalogUnderTest start() {
        vertx = Vertx.vertx();
        RecordCodec.register(vertx);
        streams = new StreamServiceStub(vertx);
        database = TestPostgres.shared().freshDatabase();
        deployment = deploy();
        return this;
    }

    public void stop() {
        vertx.close().await();
    }

    public String deploy() {
        return vertx.deployVerticle(new CatalogVerticle(config(), clock)).await();
    }

    public CatalogConfig config() {
        return new CatalogConfig(database, TOKEN_LIFETIME, List.of(), vault);
    }

    public <Q extends Record, R extends Record> R ask(Endpoint<Q, R> endpoint, Q question) {
        try {
            return endpoint.call(vertx, question).await(30, TimeUnit.SECONDS);
        } catch (TimeoutException hung) {
            throw new AssertionError("no answer from " + endpoint.address(), hung);
        }
    }

    /** The problem that the endpoint must answer with. */
    public <Q extends Record, R extends Record> Problem refused(Endpoint<Q, R> endpoint, Q question) {
        ProblemException refused = catchThrowableOfType(ProblemException.class, () -> ask(endpoint, question));
        if (refused == null) {
            throw new AssertionError("expected a problem from " + endpoint.address());
        }
        return refused.problem();
    }

    public Organization organization(String name) {
        return ask(
                Catalog.CREATE_ORGANIZATION, new Catalog.CreateOrganization(ALICE, name, "Organization " + name, null));
    }

    public Dataset create(NewDataset dataset) {
        return ask(Catalog.CREATE_DATASET, dataset.request());
    }

    /** The text of every cell that a query answers, row by row. */
    public List<String> sql(String query) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            List<String> rows = new ArrayList<>();
            if (statement.execute(query)) {
                ResultSet found = statement.getResultSet();
                while (found.next()) {
                    rows.add(found.getString(1));
                }
            }
            return rows;
        } catch (SQLException failed) {
            throw new AssertionError(query, failed);
        }
    }

    public Connection connect() throws SQLException {
        return DriverManager.getConnection(
                database.jdbcUrl(), database.user(), database.password().reveal());
    }
}
