package io.sluice.catalog;

import static io.sluice.catalog.CatalogUnderTest.ALICE;
import static io.sluice.catalog.CatalogUnderTest.VERA;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.contract.Catalog;
import io.sluice.contract.Channels;
import io.sluice.contract.Dataset;
import io.sluice.contract.Done;
import io.sluice.contract.Problem;
import io.sluice.contract.ProblemException;
import io.sluice.contract.Source;
import io.sluice.contract.Template;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;

/** What happens between a dataset and its topic, and between requests that meet. */
class DatasetRaceIT {
    private final CatalogUnderTest catalog = new CatalogUnderTest();

    @BeforeEach
    void start() {
        catalog.start().organization("utah");
    }

    @AfterEach
    void stop() {
        catalog.stop();
    }

    @Test
    void of_many_simultaneous_creates_with_one_name_exactly_one_wins() {
        List<Future<Dataset>> creates = IntStream.range(0, 16)
                .mapToObj(i -> Catalog.CREATE_DATASET.call(
                        catalog.vertx, generator("contested", "topic-" + i).request()))
                .toList();
        Future.join(creates).transform(done -> Future.succeededFuture()).await();

        List<Dataset> won =
                creates.stream().filter(Future::succeeded).map(Future::result).toList();
        assertThat(won).hasSize(1);
        assertThat(creates.stream().filter(Future::failed).map(create -> ((ProblemException) create.cause()).problem()))
                .hasSize(15)
                .containsOnly(Problem.Conflict.taken("dataset", "contested"));
        assertThat(catalog.streams.topics).containsExactly(won.get(0).topic());
    }

    @Test
    void a_topic_is_undone_when_the_row_cannot_be_written() throws InterruptedException {
        CountDownLatch made = new CountDownLatch(1);
        Promise<Void> gate = Promise.promise();
        catalog.streams.answerAfter(() -> {
            made.countDown();
            return gate.future();
        });
        Future<Dataset> late = Catalog.CREATE_DATASET.call(
                catalog.vertx, generator("overtaken", "late-topic").request());
        assertThat(made.await(60, TimeUnit.SECONDS)).isTrue();
        catalog.create(NewDataset.named("overtaken"));
        gate.complete();

        assertThat(problem(late)).isEqualTo(Problem.Conflict.taken("dataset", "overtaken"));
        assertThat(catalog.streams.topics).isEmpty();
    }

    @Test
    void without_a_stream_service_no_generator_is_made_and_none_is_kept_from_deletion() {
        catalog.create(generator("orphaned", "orphaned"));
        catalog.streams.close();

        assertThat(catalog.refused(
                        Catalog.CREATE_DATASET,
                        generator("not-made", "not-made").request()))
                .isInstanceOf(Problem.Unavailable.class);
        assertThat(catalog.ask(Catalog.DELETE_DATASET, new Catalog.DeleteDataset(ALICE, "orphaned")))
                .isEqualTo(new Done(true));
        assertThat(catalog.ask(Catalog.DELETE_DATASET, new Catalog.DeleteDataset(ALICE, "orphaned")))
                .isEqualTo(new Done(false));
        assertThat(catalog.ask(Catalog.LIST_SOURCES, new Catalog.ListSources()).items())
                .isEmpty();
    }

    @Test
    void killing_the_verticle_mid_request_answers_unavailable_at_once() throws InterruptedException {
        CountDownLatch made = new CountDownLatch(1);
        catalog.streams.answerAfter(() -> {
            made.countDown();
            return Promise.<Void>promise().future();
        });
        Future<Dataset> waiting = Catalog.CREATE_DATASET.call(
                catalog.vertx, generator("waiting", "waiting").request());
        assertThat(made.await(60, TimeUnit.SECONDS)).isTrue();
        catalog.vertx.undeploy(catalog.deployment).await();

        assertThat(problem(waiting)).isEqualTo(new Problem.Unavailable("The service stopped before it could answer."));
        assertThat(catalog.refused(Catalog.FIND_DATASET, new Catalog.FindDataset(VERA, "waiting")))
                .isEqualTo(new Problem.Unavailable("The catalog service does not answer at the moment."));
    }

    @Test
    void each_committed_change_is_announced_once_with_the_id() throws Exception {
        try (Connection connection = catalog.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("listen " + Channels.DATASETS);
            String id = catalog.create(generator("announced", "announced")).id().toString();
            catalog.ask(Catalog.RUN_DATASET, new Catalog.RunDataset(ALICE, "announced", true));
            catalog.ask(
                    Catalog.UPDATE_DATASET,
                    new Catalog.UpdateDataset(
                            ALICE,
                            "announced",
                            "Other",
                            null,
                            null,
                            null,
                            null,
                            null,
                            null,
                            null,
                            null,
                            null,
                            null,
                            null));
            catalog.refused(
                    Catalog.CREATE_DATASET, generator("announced", "other").request());
            catalog.ask(Catalog.DELETE_DATASET, new Catalog.DeleteDataset(ALICE, "announced"));

            assertThat(notifications(connection.unwrap(PGConnection.class), 4)).containsExactly(id, id, id, id);
        }
    }

    /** Everything that was announced up to a mark of our own. */
    private List<String> notifications(PGConnection connection, int atLeast) throws Exception {
        catalog.sql("select pg_notify('" + Channels.DATASETS + "', 'end')");
        List<String> seen = new ArrayList<>();
        while (!seen.contains("end")) {
            PGNotification[] next = connection.getNotifications(10_000);
            assertThat(next).as("notifications after %s", seen).isNotEmpty();
            for (PGNotification notification : next) {
                seen.add(notification.getParameter());
            }
        }
        assertThat(seen).hasSizeGreaterThan(atLeast);
        return seen.subList(0, seen.size() - 1);
    }

    private static NewDataset generator(String name, String topic) {
        return NewDataset.named(name).from(new Source.Generator(Template.TIMESTAMP, 1, topic, 1, null));
    }

    private static Problem problem(Future<?> future) {
        try {
            future.await(60, TimeUnit.SECONDS);
            throw new AssertionError("expected a problem");
        } catch (ProblemException refused) {
            return refused.problem();
        } catch (java.util.concurrent.TimeoutException hung) {
            throw new AssertionError("no answer", hung);
        }
    }
}
