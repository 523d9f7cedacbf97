package io.sluice.stream;

import static io.sluice.stream.Node.ADA;
import static io.sluice.stream.Node.eventually;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.contract.Plans;
import io.sluice.contract.Plans.PlanStream;
import io.sluice.contract.Plans.Planned;
import io.sluice.contract.Plans.PreviewStream;
import io.sluice.contract.Plans.Previewed;
import io.sluice.contract.Problem;
import io.sluice.contract.Secret;
import io.sluice.contract.Streams;
import io.sluice.contract.Streams.CreateStream;
import io.sluice.contract.Streams.Definition;
import io.sluice.contract.Streams.DeleteStream;
import io.sluice.contract.Streams.FindStream;
import io.sluice.contract.Streams.State;
import io.sluice.contract.Streams.Stream;
import io.sluice.contract.Topics;
import io.sluice.runtime.Database;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Queries as streams on a real broker. */
class QueryStreamsIT {
    private final Node node = new Node();

    @AfterEach
    void stop() {
        node.close();
    }

    @Test
    void rides_are_counted_by_place_whatever_partition_they_are_in() {
        node.deploy();
        String rides = node.kafka.newTopic("rides", 3);
        for (int i = 0; i < 30; i++) {
            node.kafka.produce(rides, i % 3, null, "{\"PULocationID\":" + (75 + i % 2) + "}");
        }

        Stream stream = create("select PULocationID, count(*) as n from topic('%s') group by PULocationID", rides);

        List<ConsumerRecord<byte[], byte[]>> records = node.kafka.read(stream.topic(), 30);
        assertThat(latest(records))
                .isEqualTo(Map.of("75", "{\"PULocationID\":75,\"n\":15}", "76", "{\"PULocationID\":76,\"n\":15}"));
        eventually().untilAsserted(() -> {
            assertThat(find(stream).state()).isEqualTo(State.RUNNING);
            assertThat(find(stream).stats().scanned()).isEqualTo(30);
            assertThat(find(stream).stats().lag()).isZero();
        });
    }

    @Test
    void a_window_closes_on_the_broker_though_two_partitions_stay_empty() {
        node.deploy();
        String rides = node.kafka.newTopic("windows", 3);
        Stream stream = create(
                "select v, count(*) as n from topic('%s') window tumbling (size 10 seconds, idle after 1 second)"
                        + " timestamp by t group by v emit final",
                rides);
        node.kafka.produce(rides, 1, null, "{\"v\":1,\"t\":\"2021-05-01 00:00:01\"}");
        node.kafka.produce(rides, 1, null, "{\"v\":1,\"t\":\"2021-05-01 00:00:02\"}");
        node.kafka.produce(rides, 1, null, "{\"v\":2,\"t\":\"2021-05-01 00:00:12\"}");
        node.kafka.produce(rides, 1, null, "{\"v\":3,\"t\":\"2021-05-01 00:00:03\"}");

        List<ConsumerRecord<byte[], byte[]>> records = node.kafka.read(stream.topic(), 2);

        assertThat(latest(records).values())
                .contains(
                        "{\"window_start\":\"2021-05-01T00:00:00Z\",\"window_end\":\"2021-05-01T00:00:10Z\",\"v\":1,\"n\":2}");
    }

    @Test
    void what_comes_too_late_is_counted_and_can_be_read() {
        node.deploy();
        String rides = node.kafka.newTopic("late", 1);
        Stream stream = create(
                "select v, count(*) as n from topic('%s') window tumbling (size 10 seconds) timestamp by t group by v",
                rides);
        node.kafka.produce(rides, "{\"v\":1,\"t\":\"2021-05-01 00:00:01\"}", "{\"v\":1,\"t\":\"2021-05-01 00:00:21\"}");
        node.kafka.produce(rides, "{\"v\":7,\"t\":\"2021-05-01 00:00:02\"}");

        ConsumerRecord<byte[], byte[]> late =
                node.kafka.read(stream.topic() + "-dead-letters", 1).get(0);

        assertThat(new String(late.value(), UTF_8)).isEqualTo("{\"v\":7,\"t\":\"2021-05-01 00:00:02\"}");
        assertThat(new String(late.headers().lastHeader("sluice.reason").value(), UTF_8))
                .isEqualTo("late: its window, 2021-05-01T00:00:00Z to 2021-05-01T00:00:10Z, had closed");
        assertThat(new String(late.headers().lastHeader("sluice.offset").value(), UTF_8))
                .isEqualTo("2");
        eventually().untilAsserted(() -> {
            assertThat(find(stream).stats().late()).isEqualTo(1);
            assertThat(find(stream).stats().failed()).isZero();
        });
    }

    @Test
    void streams_meet_whose_topics_have_other_partitions() {
        node.deploy();
        String rides = node.kafka.newTopic("left", 3);
        String places = node.kafka.newTopic("right", 2);
        Stream stream = create(
                "select r.id, p.name from topic('%s') r join topic('%s') p within 20 minutes on r.place = p.place",
                rides, places);
        for (int i = 0; i < 12; i++) {
            node.kafka.produce(rides, i % 3, null, "{\"id\":" + i + ",\"place\":" + i % 4 + "}");
        }
        for (int i = 0; i < 4; i++) {
            node.kafka.produce(places, i % 2, null, "{\"place\":" + i + ",\"name\":\"p" + i + "\"}");
        }

        List<ConsumerRecord<byte[], byte[]>> records = node.kafka.read(stream.topic(), 12);

        assertThat(records).allSatisfy(record -> assertThat(new String(record.value(), UTF_8))
                .endsWith("\"name\":\"p" + new String(record.key(), UTF_8) + "\"}"));
    }

    @Test
    void a_table_is_there_before_the_first_row_is_joined() {
        node.deploy();
        String trips = node.kafka.newTopic("trips", 2);
        String zones = node.kafka.newTopic("zones", 2);
        for (int i = 0; i < 200; i++) {
            node.kafka.produce(zones, i % 2, "z" + i, "{\"LocationID\":" + i + ",\"Zone\":\"zone " + i + "\"}");
        }
        for (int i = 0; i < 200; i++) {
            node.kafka.produce(trips, i % 2, null, "{\"PU\":" + i + "}");
        }

        Stream stream = create(
                "select z.Zone from topic('%s') t join table topic('%s') z on t.PU = z.LocationID", trips, zones);

        assertThat(node.kafka.read(stream.topic(), 200)).hasSize(200);
        eventually().untilAsserted(() -> assertThat(find(stream).stats().lag()).isZero());
    }

    @Test
    void counts_are_exact_though_the_node_and_its_disk_are_lost_again_and_again() throws IOException {
        String deployment = node.deploy();
        String in = node.kafka.newTopic("lost", 2);
        Stream stream = create("select k, count(*) as n, sum(v) as s from topic('%s') group by k", in);
        Random random = new Random(7);
        Map<String, long[]> expected = new TreeMap<>();
        for (int round = 0; round < 4; round++) {
            for (int i = 0; i < 500; i++) {
                int key = random.nextInt(20);
                int value = random.nextInt(1000);
                long[] sums = expected.computeIfAbsent(Integer.toString(key), none -> new long[2]);
                sums[0]++;
                sums[1] += value;
                String row = "{\"k\":" + key + ",\"v\":" + value + "}";
                node.kafka.send(new ProducerRecord<>(in, i % 2, null, row.getBytes(UTF_8)));
            }
            node.kafka.flush();
            node.kafka.read(stream.topic(), round * 500 + 100);
            node.undeploy(deployment);
            deleteState();
            deployment = node.deploy();
        }

        List<ConsumerRecord<byte[], byte[]>> records = node.kafka.read(stream.topic(), 2000);

        assertThat(records).hasSize(2000);
        Map<String, String> rows = new HashMap<>();
        expected.forEach((key, sums) -> rows.put(key, "{\"k\":%s,\"n\":%d,\"s\":%d}".formatted(key, sums[0], sums[1])));
        assertThat(latest(records)).isEqualTo(rows);
    }

    private void deleteState() throws IOException {
        try (var paths = Files.walk(node.stateDir)) {
            List<Path> all = new ArrayList<>(paths.toList());
            Collections.reverse(all);
            for (Path path : all) {
                Files.deleteIfExists(path);
            }
        }
        Files.createDirectories(node.stateDir);
    }

    @Test
    void nothing_of_it_is_left_when_it_is_deleted() throws Exception {
        node.deploy();
        String in = node.kafka.newTopic("gone", 1);
        Stream stream = create("select k, count(*) as n from topic('%s') group by k", in);
        node.kafka.produce(in, "{\"k\":1}");
        node.kafka.read(stream.topic(), 1);
        long written = node.ask(Topics.FIND, new Topics.FindTopic(ADA, stream.topic()))
                .topic()
                .sizeBytes();
        assertThat(node.ask(Streams.USAGE, new Streams.GetUsage(ADA)).bytes().get(stream.id()))
                .as("with its changelog and what was repartitioned")
                .isGreaterThan(written);

        node.ask(Streams.DELETE, new DeleteStream(ADA, stream.name()));

        assertThat(node.kafka.admin().listTopics().names().get())
                .noneMatch(topic -> topic.startsWith("sluice-" + stream.id()))
                .doesNotContain(stream.topic(), stream.topic() + "-dead-letters");
    }

    @Test
    void what_a_query_names_must_be_there() {
        node.deploy();

        Problem problem = node.problem(
                Streams.CREATE, new CreateStream(ADA, null, Definition.query("select * from nowhere", "latest")));

        assertThat(((Problem.Invalid) problem).violations()).singleElement().satisfies(violation -> assertThat(
                        violation.reason())
                .isEqualTo("there is no topic, stream or dataset \"nowhere\""));
    }

    @Test
    void a_plan_says_what_will_be_read_kept_and_written_and_makes_nothing() throws Exception {
        node.deploy();
        String rides = node.kafka.newTopic("planned", 3);
        for (int i = 0; i < 30; i++) {
            node.kafka.produce(rides, i % 3, null, "{\"VendorID\":" + i % 5 + "}");
        }
        Set<String> before = node.kafka.admin().listTopics().names().get();
        String sql = "select vendorid, count(*) as n from topic('%s') group by vendorid".formatted(rides);

        Planned plan = node.ask(
                Plans.PLAN, new PlanStream(new CreateStream(ADA, "rides_by_vendor", Definition.query(sql, "latest"))));

        assertThat(plan.sql()).contains("group by VendorID");
        assertThat(plan.notes()).contains("vendorid was read as VendorID", "Event time is the record's own time.");
        assertThat(plan.reads()).containsExactly(new Planned.Read(rides, 3, "", "stream"));
        assertThat(plan.repartitions()).containsExactly(new Planned.Repartition("VendorID", "groups-repartition", 3));
        assertThat(plan.stores()).singleElement().satisfies(store -> {
            assertThat(store.estimatedKeys()).isEqualTo(5);
            assertThat(store.estimatedBytes()).isPositive();
        });
        assertThat(plan.writes().get(0).key()).isEqualTo("vendorid");
        assertThat(node.kafka.admin().listTopics().names().get()).isEqualTo(before);
    }

    @Test
    void a_preview_is_what_would_be_written_of_the_newest_records() {
        node.deploy();
        String rides = node.kafka.newTopic("previewed", 2);
        for (int i = 0; i < 10; i++) {
            node.kafka.produce(rides, i % 2, null, "{\"v\":" + i % 2 + "}");
        }
        node.kafka.produce(rides, "nothing");
        String sql = "select v, count(*) as n from topic('%s') group by v".formatted(rides);

        Previewed preview = node.ask(
                Plans.PREVIEW, new PreviewStream(new CreateStream(ADA, null, Definition.query(sql, "latest")), 100));

        assertThat(preview.scanned()).isEqualTo(11);
        assertThat(preview.failed()).isEqualTo(1);
        assertThat(preview.records()).hasSize(10);
        assertThat(preview.records()).extracting(Previewed.Row::value).contains("{\"v\":1,\"n\":5}");
    }

    @Test
    void a_preview_of_a_filter_is_what_matches() {
        node.deploy();
        String in = node.kafka.newTopic("filtered", 1);
        node.kafka.produce(in, "{\"v\":1}", "{\"v\":2}", "{\"v\":3}");
        Definition definition =
                new Definition(List.of(), true, List.of(), List.of(in), "v > 1", "", "latest", List.of());

        Previewed preview = node.ask(Plans.PREVIEW, new PreviewStream(new CreateStream(ADA, null, definition), 2));

        assertThat(preview.records()).extracting(Previewed.Row::value).containsExactly("{\"v\":2}", "{\"v\":3}");
        assertThat(preview.scanned()).isEqualTo(2);
    }

    @Test
    void tables_from_outside_are_joined_and_kept_fresh() {
        node.deploy();
        String trips = node.kafka.newTopic("outside", 1);
        AtomicReference<String> zones = new AtomicReference<>("id,zone\n1,JFK\n");
        try (FileServer web = new FileServer()) {
            String url = web.put("/zones.csv", exchange -> {
                byte[] body = zones.get().getBytes(UTF_8);
                exchange.sendResponseHeaders(200, body.length);
                exchange.getResponseBody().write(body);
                exchange.close();
            });
            node.sql("create table drivers (id int, name text)");
            node.sql("insert into drivers values (7, 'ada')");
            Database database = node.database;
            String uri = "postgresql://%s:%s@%s"
                    .formatted(
                            database.user(),
                            database.password().reveal(),
                            database.jdbcUrl().replace("jdbc:postgresql://", "").replaceAll("\\?.*", ""));
            String json = "{\"uri\":\"" + uri + "\",\"query\":\"select id, name from stream.drivers\"}";
            Definition definition = Definition.query(
                    ("select z.zone, d.name from topic('%s') t join table csv('%s') z refresh every 1 second on t.z = z.id"
                                    + " left join table postgres('drivers') d on t.d = d.id")
                            .formatted(trips, url),
                    "latest");
            Stream stream = node.ask(
                    Streams.CREATE,
                    new CreateStream(
                            ADA,
                            null,
                            definition,
                            Map.of(CreateStream.CONNECTION + "drivers", node.vault.seal(new Secret(json)))));
            node.kafka.produce(trips, "{\"z\":1,\"d\":7}");
            assertThat(new String(node.kafka.read(stream.topic(), 1).get(0).value(), UTF_8))
                    .isEqualTo("{\"zone\":\"JFK\",\"name\":\"ada\"}");

            zones.set("id,zone\n1,LaGuardia\n");

            eventually().untilAsserted(() -> {
                node.kafka.produce(trips, "{\"z\":1}");
                assertThat(node.kafka.read(stream.topic(), 2))
                        .anySatisfy(record ->
                                assertThat(new String(record.value(), UTF_8)).contains("LaGuardia"));
            });
        }
    }

    @Test
    void every_row_is_on_exactly_one_branch() {
        node.deploy();
        String in = node.kafka.newTopic("branched", 1);
        Definition definition = Definition.query(
                        "select v, count(*) as n from topic('%s') group by v".formatted(in), "earliest")
                .withBranches(List.of(new Definition.Branch("high", "v >= 40", "")));
        Stream stream = node.ask(Streams.CREATE, new CreateStream(ADA, null, definition));
        node.kafka.produce(in, "{\"v\":39}", "{\"v\":40}", "{\"v\":41}");

        assertThat(latest(node.kafka.read(stream.topic(), 1))).containsOnlyKeys("39");
        assertThat(latest(node.kafka.read(stream.topic() + "-high", 2))).containsOnlyKeys("40", "41");
    }

    private Stream create(String sql, String... topics) {
        Definition definition = Definition.query(sql.formatted((Object[]) topics), "earliest");
        return node.ask(Streams.CREATE, new CreateStream(ADA, null, definition));
    }

    private Stream find(Stream stream) {
        return node.ask(Streams.FIND, new FindStream(ADA, stream.id().toString()));
    }

    private static Map<String, String> latest(List<ConsumerRecord<byte[], byte[]>> records) {
        Map<String, String> latest = new HashMap<>();
        records.forEach(record -> latest.put(new String(record.key(), UTF_8), new String(record.value(), UTF_8)));
        return latest;
    }
}
