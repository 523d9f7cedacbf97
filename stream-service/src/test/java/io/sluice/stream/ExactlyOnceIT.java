package io.sluice.stream;

import static io.sluice.stream.Node.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import io.sluice.contract.Caller;
import io.sluice.contract.Dataset;
import io.sluice.contract.Source;
import io.sluice.contract.Streams;
import io.sluice.contract.Streams.RemoveSource;
import io.sluice.contract.Streams.State;
import io.sluice.embedded.EmbeddedKafka;
import io.sluice.runtime.KafkaLink;
import io.sluice.stream.intake.Checkpoints;
import io.sluice.testkit.TestKafka;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever dies on the way, a finite source ends with each of its rows in the topic, once. */
class ExactlyOnceIT {
    private static final int ROWS = 200_000;

    private @Nullable EmbeddedKafka broker;
    private final Node node = new Node();
    private final FileServer web = new FileServer();
    private final InTopic in = new InTopic(node);

    @AfterEach
    void stop() {
        web.close();
        try {
            node.close();
        } finally {
            if (broker != null) {
                broker.close();
            }
        }
    }

    @Test
    void a_million_rows_in_are_a_million_records_out() {
        node.deploy();
        int rows = 1_000_000;
        Dataset dataset = in.csv(web.put("/million.csv", TableSourcesIT.table(rows)), Map.of());

        in.until(dataset, State.COMPLETED);

        assertEachOnce(dataset, rows);
        assertThat(in.state(dataset).progress().records()).isEqualTo(rows);
    }

    @Test
    void stopping_and_starting_again_and_again_repeats_and_loses_nothing() throws Exception {
        Gate gate = new Gate();
        String url = web.put("/gated.csv", gate::serve);
        String deployment = node.deploy();
        Dataset dataset = in.csv(url, Map.of());
        for (int part = 1; part <= 3; part++) {
            int before = in.records(dataset).size();
            gate.open.release();
            eventually().untilAsserted(() -> assertThat(in.records(dataset)).hasSizeGreaterThan(before));
            node.undeploy(deployment);
            deployment = node.deploy();
        }
        gate.open.release(1_000);

        in.until(dataset, State.COMPLETED);

        assertEachOnce(dataset, ROWS);
        assertThat(in.state(dataset).progress().records()).isEqualTo(ROWS);
        assertThat(in.state(dataset).progress().rows()).isEqualTo(ROWS);
    }

    @Test
    void a_node_that_still_believes_it_runs_the_source_is_fenced() {
        Gate gate = new Gate();
        String url = web.put("/fenced.csv", gate::serve);
        node.deploy();
        Dataset dataset = in.csv(url, Map.of());
        gate.open.release(2);
        eventually().untilAsserted(() -> assertThat(in.records(dataset)).isNotEmpty());

        // The lease goes over to another node, and the first one is told when it is too late.
        node.deploy();
        node.sql("select pg_terminate_backend(pid) from pg_stat_activity"
                + " where datname = current_database() and pid <> pg_backend_pid()");
        gate.open.release(1_000);

        in.until(dataset, State.COMPLETED);
        assertEachOnce(dataset, ROWS);
    }

    @Test
    void what_has_ended_is_not_read_again_and_a_changed_address_is() {
        String deployment = node.deploy();
        Dataset dataset = in.csv(web.put("/ended.csv", TableSourcesIT.table(100)), Map.of());
        in.until(dataset, State.COMPLETED);

        node.undeploy(deployment);
        node.deploy();
        in.until(dataset, State.COMPLETED);

        assertThat(web.asked("/ended.csv")).hasSize(1);
        assertThat(in.state(dataset).progress().records()).isEqualTo(100);
        String other = web.put("/other.csv", "n\n100\n101\n");
        node.catalog.change(dataset, new Source.Csv(other, dataset.topic(), 1), false);
        eventually().untilAsserted(() -> assertThat(in.records(dataset)).hasSize(102));
        in.until(dataset, State.COMPLETED);
        assertThat(in.state(dataset).progress().rows()).isEqualTo(2);
    }

    @Test
    void a_pause_keeps_the_place() {
        Gate gate = new Gate();
        node.deploy();
        Dataset dataset = in.csv(web.put("/paused.csv", gate::serve), Map.of());
        gate.open.release(2);
        eventually().untilAsserted(() -> assertThat(in.records(dataset)).isNotEmpty());

        node.catalog.change(dataset, dataset.source(), true);
        in.until(dataset, State.PAUSED);
        long counted = in.state(dataset).progress().records();

        assertThat(counted).isEqualTo(in.records(dataset).size());
        gate.open.release(1_000);
        node.catalog.change(dataset, dataset.source(), false);
        in.until(dataset, State.COMPLETED);
        assertEachOnce(dataset, ROWS);
    }

    @Test
    void a_removed_source_leaves_no_positions() throws Exception {
        node.deploy();
        Dataset dataset = in.csv(web.put("/removed.csv", TableSourcesIT.table(10)), Map.of());
        in.until(dataset, State.COMPLETED);
        node.catalog.remove(dataset);

        node.ask(Streams.REMOVE_SOURCE, new RemoveSource(Caller.SYSTEM, dataset.id(), dataset.topic()));

        try (Checkpoints checkpoints = new Checkpoints(KafkaLink.plain(node.kafka.bootstrap()), (short) 1)) {
            assertThat(checkpoints.has(dataset.id())).isFalse();
        }
    }

    @Test
    void a_broker_that_is_away_for_a_while_costs_nothing(@TempDir Path directory) {
        broker = EmbeddedKafka.start(directory, 0, TestKafka.OPEN);
        int port = Integer.parseInt(broker.bootstrap().split(":")[1]);
        InTopic there = new InTopic(node, broker.bootstrap());
        Gate gate = new Gate();
        Node.await(node.vertx.deployVerticle(new StreamVerticle(node.config(broker.bootstrap()))));
        Dataset dataset = there.csv(web.put("/away.csv", gate::serve), Map.of());
        gate.open.release(2);
        eventually().untilAsserted(() -> assertThat(there.records(dataset)).isNotEmpty());

        broker.close();
        gate.open.release(1_000);
        eventually().untilAsserted(() -> assertThat(there.state(dataset).reason())
                .isEqualTo("Kafka does not answer, or refuses; it is tried again."));
        broker = EmbeddedKafka.start(directory, port, TestKafka.OPEN);

        there.until(dataset, State.COMPLETED);
        assertEachOnce(there, dataset, ROWS);
    }

    private void assertEachOnce(Dataset dataset, int rows) {
        assertEachOnce(in, dataset, rows);
    }

    private static void assertEachOnce(InTopic topic, Dataset dataset, int rows) {
        int next = 0;
        for (ConsumerRecord<byte[], byte[]> record : topic.records(dataset)) {
            assertThat(new String(record.value())).isEqualTo("{\"n\":" + next + "}");
            next++;
        }
        assertThat(next).isEqualTo(rows);
    }

    /** Serves a table in parts, each after a permit; a part that was served once comes at once to whoever asks again. */
    private static final class Gate {
        private static final int PARTS = 8;
        private final Semaphore open = new Semaphore(0);
        private final AtomicInteger served = new AtomicInteger();

        void serve(HttpExchange exchange) throws IOException {
            byte[] table = TableSourcesIT.table(ROWS);
            exchange.getResponseHeaders().set("ETag", "\"gated\"");
            exchange.sendResponseHeaders(200, table.length);
            OutputStream body = exchange.getResponseBody();
            for (int part = 0; part < PARTS; part++) {
                if (part >= served.get()) {
                    open.acquireUninterruptibly();
                    served.incrementAndGet();
                }
                int from = table.length / PARTS * part;
                int to = part == PARTS - 1 ? table.length : table.length / PARTS * (part + 1);
                body.write(table, from, to - from);
                body.flush();
            }
            exchange.close();
        }
    }
}
