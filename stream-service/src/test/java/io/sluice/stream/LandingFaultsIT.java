package io.sluice.stream;

import static io.sluice.stream.Landed.column;
import static io.sluice.stream.Landed.into;
import static io.sluice.stream.Landed.table;
import static io.sluice.stream.Node.eventually;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.contract.Landings.Landing;
import io.sluice.contract.Streams.State;
import io.sluice.contract.Topics;
import io.sluice.contract.Topics.DeleteTopic;
import io.sluice.contract.Topics.PurgeTopic;
import io.sluice.embedded.EmbeddedKafka;
import io.sluice.runtime.Database;
import io.sluice.stream.landing.run.LandingTask;
import io.sluice.testkit.TestKafka;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RemoveMembersFromConsumerGroupOptions;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever breaks on the way, each record becomes one row. */
class LandingFaultsIT {
    private Node node;
    private TcpProxy proxy;
    private Landed landed;

    @BeforeEach
    void start() {
        node = new Node();
        proxy = new TcpProxy(node.database.port());
        landed = new Landed(node);
    }

    @AfterEach
    void stop() {
        proxy.thaw();
        node.close();
        proxy.close();
    }

    /** A node whose way to Postgres goes through the proxy. */
    private String deployBehindProxy() {
        Database direct = node.database;
        Database behind = new Database(
                direct.host(), proxy.port(), direct.name(), direct.user(), direct.password(), direct.poolSize());
        StreamConfig config = node.config(node.kafka.bootstrap());
        return Node.await(node.vertx.deployVerticle(new StreamVerticle(new StreamConfig(
                behind,
                config.kafka(),
                config.stateDir(),
                config.replicationFactor(),
                config.leaseRetry(),
                config.intakes()))));
    }

    private void produce(String topic, int partitions, int from, int to) {
        for (int i = from; i < to; i++) {
            byte[] value = ("{\"id\":" + i + ",\"text\":\"record " + i + "\"}").getBytes(UTF_8);
            node.kafka.send(new ProducerRecord<>(topic, i % partitions, null, value));
        }
        node.kafka.flush();
    }

    private void assertEachOnce(String table, int records) {
        assertThat(landed.sql("select count(*), count(distinct id), min(id), max(id) from landed." + table))
                .containsExactly(records + "|" + records + "|0|" + (records - 1));
    }

    @Test
    void S13_while_postgres_is_away_the_lag_is_told_and_when_it_is_back_everything_lands_once() {
        deployBehindProxy();
        String topic = node.kafka.newTopic("away", 2);
        String table = table();
        Landing landing = landed.create(topic, into(table, column("id", "int")));
        produce(topic, 2, 0, 1_000);
        landed.until(landing, 1_000);
        eventually().untilAsserted(() -> assertThat(landed.find(landing).stats().lag())
                .isZero());

        proxy.stop();
        produce(topic, 2, 1_000, 3_000);

        eventually().untilAsserted(() -> {
            Landing now = landed.find(landing);
            assertThat(now.state()).isEqualTo(State.FAILED);
            assertThat(now.reason()).isEqualTo("The database does not answer; it is tried again.");
            assertThat(now.stats().lag()).isEqualTo(2_000);
        });
        proxy.start();
        landed.until(landing, 3_000);
        assertEachOnce(table, 3_000);
        landed.until(landing, State.RUNNING);
        eventually().untilAsserted(() -> assertThat(landed.find(landing).stats().lag())
                .isZero());
    }

    @Test
    void connections_that_break_at_any_moment_cost_and_repeat_nothing() throws Exception {
        deployBehindProxy();
        String topic = node.kafka.newTopic("breaking", 3);
        String table = table();
        int records = 120_000;
        Landing landing = landed.create(topic, into(table, column("id", "int")));
        Thread producing = new Thread(() -> produce(topic, 3, 0, records));
        producing.start();
        Random random = new Random(7);
        long before = 0;
        for (int i = 0; i < 15; i++) {
            long seen = before;
            eventually()
                    .pollInterval(Duration.ofMillis(1 + random.nextInt(40)))
                    .until(() -> Long.parseLong(landed.sql("select count(*) from landed." + table)
                                            .get(0))
                                    > seen
                            || seen == records);
            proxy.breakAll();
            before = Long.parseLong(
                    landed.sql("select count(*) from landed." + table).get(0));
        }
        producing.join();

        eventually().atMost(Duration.ofMinutes(2)).untilAsserted(() -> assertThat(
                        landed.sql("select sum(landed) from landed.sluice_landing_position where landing = '"
                                + landing.id() + "'"))
                .containsExactly(Integer.toString(records)));
        assertEachOnce(table, records);
        assertThat(landed.count(landing)).isEqualTo(records);
    }

    @Test
    void a_node_that_stood_still_while_another_one_landed_its_share_is_fenced() throws Exception {
        String standing = deployBehindProxy();
        String topic = node.kafka.newTopic("fenced", 1);
        String table = table();
        Landing landing = landed.create(topic, into(table, column("id", "int")));
        produce(topic, 1, 0, 10);
        landed.until(landing, 10);

        proxy.freeze();
        produce(topic, 1, 10, 500);
        // The other node gets the only partition once the first one is not a member any more.
        node.deploy();
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", node.kafka.bootstrap()))) {
            eventually().ignoreExceptions().untilAsserted(() -> {
                admin.removeMembersFromConsumerGroup(
                                LandingTask.group(landing.id()), new RemoveMembersFromConsumerGroupOptions())
                        .all()
                        .get();
                assertThat(landed.sql("select count(*) from landed." + table)).containsExactly("500");
            });
        }
        proxy.thaw();
        produce(topic, 1, 500, 600);

        eventually().untilAsserted(() -> assertEachOnce(table, 600));
        node.undeploy(standing);
        produce(topic, 1, 600, 700);
        eventually().untilAsserted(() -> assertEachOnce(table, 700));
        assertThat(landed.count(landing)).isEqualTo(700);
    }

    @Test
    void nodes_share_the_partitions_and_go_on_for_each_other() {
        String first = node.deploy();
        String topic = node.kafka.newTopic("shared", 4);
        String table = table();
        Landing landing = landed.create(topic, into(table, column("id", "int")));
        produce(topic, 4, 0, 2_000);
        String second = node.deploy();
        produce(topic, 4, 2_000, 4_000);
        landed.until(landing, 4_000);

        node.undeploy(first);
        produce(topic, 4, 4_000, 6_000);
        landed.until(landing, 6_000);

        assertEachOnce(table, 6_000);
        node.undeploy(second);
        node.deploy();
        produce(topic, 4, 6_000, 6_100);
        landed.until(landing, 6_100);
        assertEachOnce(table, 6_100);
    }

    @Test
    void a_pause_keeps_the_place_and_the_lag_grows_meanwhile() {
        node.deploy();
        String topic = node.kafka.newTopic("paused", 1);
        String table = table();
        Landing landing = landed.create(topic, into(table, column("id", "int")));
        produce(topic, 1, 0, 10);
        landed.until(landing, 10);

        assertThat(landed.run(landing, true).state()).isEqualTo(State.PAUSED);
        produce(topic, 1, 10, 25);
        eventually().untilAsserted(() -> assertThat(landed.find(landing).stats().lag())
                .isEqualTo(15));
        assertThat(landed.count(landing)).isEqualTo(10);

        landed.run(landing, false);
        landed.until(landing, 25);
        assertEachOnce(table, 25);
    }

    @Test
    void records_that_are_deleted_before_they_land_are_counted_and_told() {
        node.deploy();
        String topic = node.kafka.newTopic("purged", 1);
        Landing landing = landed.create(topic, into(table(), column("id", "int")));
        landed.until(landing, State.RUNNING);
        landed.run(landing, true);
        produce(topic, 1, 0, 100);
        node.ask(Topics.PURGE, new PurgeTopic(Node.ADA, topic, "offsets:0=40"));

        landed.run(landing, false);

        landed.until(landing, 60);
        eventually().untilAsserted(() -> {
            Landing now = landed.find(landing);
            assertThat(now.stats().lost()).isEqualTo(40);
            assertThat(now.reason()).isEqualTo("40 records were deleted from the topic before they could land.");
        });
    }

    @Test
    void a_topic_that_is_deleted_and_created_again_is_told_and_not_taken_for_the_old_one() {
        node.deploy();
        String topic = node.kafka.newTopic("again", 1);
        Landing landing = landed.create(topic, into(table(), column("id", "int")));
        produce(topic, 1, 0, 5);
        landed.until(landing, 5);

        node.ask(Topics.DELETE, new DeleteTopic(Node.ADA, topic));
        node.kafka.createTopic(topic, 1, Map.of());
        produce(topic, 1, 0, 50);

        eventually().untilAsserted(() -> {
            assertThat(landed.find(landing).state()).isEqualTo(State.FAILED);
            assertThat(landed.find(landing).reason())
                    .isEqualTo("The topic \"" + topic + "\" was deleted and created again.");
        });
        assertThat(landed.count(landing)).isEqualTo(5);
    }

    @Test
    void while_kafka_is_away_that_is_told_and_afterwards_it_goes_on(@TempDir Path data) throws Exception {
        EmbeddedKafka broker = EmbeddedKafka.start(data, 0, TestKafka.OPEN);
        String bootstrap = broker.bootstrap();
        int port = Integer.parseInt(bootstrap.substring(bootstrap.indexOf(':') + 1));
        try {
            Node.await(node.vertx.deployVerticle(new StreamVerticle(node.config(bootstrap))));
            node.ask(Topics.CREATE, new Topics.CreateTopic(Node.ADA, "dropped", 1, null, Map.of(), null));
            String table = table();
            Landing landing = landed.create("dropped", into(table, column("id", "int")));
            send(bootstrap, 0, 10);
            landed.until(landing, 10);

            broker.close();
            eventually().untilAsserted(() -> {
                assertThat(landed.find(landing).state()).isEqualTo(State.FAILED);
                assertThat(landed.find(landing).reason())
                        .isEqualTo("Kafka does not answer, or refuses; it is tried again.");
            });
            broker = EmbeddedKafka.start(data, port, TestKafka.OPEN);
            send(bootstrap, 10, 30);

            landed.until(landing, 30);
            assertEachOnce(table, 30);
        } finally {
            broker.close();
        }
    }

    private static void send(String bootstrap, int from, int to) throws Exception {
        Map<String, Object> config = Map.of("bootstrap.servers", bootstrap, "acks", "all");
        try (var producer = new org.apache.kafka.clients.producer.KafkaProducer<>(
                config,
                new org.apache.kafka.common.serialization.ByteArraySerializer(),
                new org.apache.kafka.common.serialization.ByteArraySerializer())) {
            for (int i = from; i < to; i++) {
                producer.send(new ProducerRecord<>("dropped", ("{\"id\":" + i + "}").getBytes(UTF_8)))
                        .get();
            }
        }
    }

    @Test
    void after_the_landing_nothing_of_it_is_left() {
        node.deploy();
        String topic = node.kafka.newTopic("gone", 1);
        Landing landing = landed.create(topic, into(table(), column("id", "int")));
        node.kafka.produce(topic, "{\"id\":1}", "{\"id\":\"x\"}");
        landed.until(landing, 1);

        landed.delete(landing);
        landed.delete(landing);

        assertThat(landed.sql("select count(*) from landed.sluice_landing_position"))
                .containsExactly("0");
        assertThat(landed.sql("select count(*) from landed.sluice_landing_dead_letter"))
                .containsExactly("0");
        assertThat(landed.sql("select count(*) from stream.landing")).containsExactly("0");
        assertThat(landed.sql("select count(*) from stream.landing_progress")).containsExactly("0");
        List<String> names =
                node.ask(Topics.LIST, new Topics.ListTopics(Node.ADA, "landing-", null, 100, null)).items().stream()
                        .map(Topics.Topic::name)
                        .toList();
        assertThat(names).doesNotContain(landing.deadLetters());
    }
}
