package io.sluice.catalog.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.sluice.contract.Problem;
import io.sluice.contract.ProblemException;
import io.sluice.contract.Secret;
import io.sluice.runtime.Database;
import io.sluice.testkit.TestPostgres;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CatalogDatabaseIT {
    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void close() {
        vertx.close().await();
    }

    @Test
    void a_server_that_accepts_and_says_nothing_is_unavailable() {
        NetServer silent = vertx.createNetServer().connectHandler(NetSocket::pause);
        silent.listen(0, "127.0.0.1").await();
        CatalogDatabase database = CatalogDatabase.open(
                vertx, new Database("127.0.0.1", silent.actualPort(), "sluice", "sluice", new Secret("x"), 2));

        assertThat(problem(database.query("select 1"))).isInstanceOf(Problem.Unavailable.class);
        assertThat(problem(database.transaction(session -> session.query("select 1"))))
                .isInstanceOf(Problem.Unavailable.class);
    }

    @Test
    void wrong_credentials_and_a_missing_database_are_unavailable() {
        Database right = TestPostgres.shared().freshDatabase();
        List<Database> wrong = List.of(
                new Database(right.host(), right.port(), right.name(), right.user(), new Secret("wrong"), 2),
                new Database(right.host(), right.port(), "missing", right.user(), right.password(), 2));

        assertThat(wrong).allSatisfy(database -> assertThat(
                        problem(CatalogDatabase.open(vertx, database).query("select 1")))
                .isInstanceOf(Problem.Unavailable.class));
    }

    @Test
    void more_statements_than_may_wait_are_unavailable_and_the_others_are_answered() {
        CatalogDatabase database =
                CatalogDatabase.open(vertx, TestPostgres.shared().freshDatabase());
        List<Future<?>> statements = IntStream.range(0, 1_500)
                .<Future<?>>mapToObj(i -> database.query("select 1"))
                .toList();
        Future.join(statements).transform(done -> Future.succeededFuture()).await();

        assertThat(statements.stream().filter(Future::failed))
                .isNotEmpty()
                .allSatisfy(failed -> assertThat(problem(failed)).isInstanceOf(Problem.Unavailable.class));
        assertThat(statements.stream().filter(Future::succeeded)).hasSizeGreaterThanOrEqualTo(1_000);
    }

    @Test
    void half_of_a_surrogate_pair_does_not_change_what_follows() {
        CatalogDatabase database =
                CatalogDatabase.open(vertx, TestPostgres.shared().freshDatabase());
        String stored = database.query(
                        "select $1::text || array_to_string($2::text[], '') as t", "\ud83dĢ", new String[] {"é\ude00"})
                .await()
                .iterator()
                .next()
                .getString("t");

        assertThat(stored).isEqualTo("\ufffdĢé\ufffd");
    }

    @Test
    void a_transaction_that_fails_leaves_nothing() {
        CatalogDatabase database =
                CatalogDatabase.open(vertx, TestPostgres.shared().freshDatabase());
        database.query("create table kept (id int)").await();

        Problem problem = problem(database.transaction(session -> session.query("insert into kept values (1)")
                .compose(inserted -> Future.failedFuture(new Problem.Conflict("no").toException()))));

        assertThat(problem).isEqualTo(new Problem.Conflict("no"));
        assertThat(database.query("select * from kept").await().size()).isZero();
    }

    private static Problem problem(Future<?> future) {
        return catchThrowableOfType(ProblemException.class, () -> future.await(30, TimeUnit.SECONDS))
                .problem();
    }
}
