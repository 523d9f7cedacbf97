package io.sluice.stream;

import static io.sluice.stream.Landed.column;
import static io.sluice.stream.Landed.into;
import static io.sluice.stream.Landed.kept;
import static io.sluice.stream.Landed.required;
import static io.sluice.stream.Landed.table;
import static io.sluice.stream.Landed.upsert;
import static io.sluice.stream.Node.ADA;
import static io.sluice.stream.Node.eventually;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.contract.Landings;
import io.sluice.contract.Landings.Correction;
import io.sluice.contract.Landings.Fate;
import io.sluice.contract.Landings.Landing;
import io.sluice.contract.Landings.RowPage;
import io.sluice.contract.Landings.Settlement;
import io.sluice.contract.Landings.Stats;
import io.sluice.contract.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Questions about what has landed, and what becomes of what has not. */
class LandingRowsIT {
    private static Node node;
    private static Landed landed;

    @BeforeAll
    static void start() {
        node = new Node();
        landed = new Landed(node);
        node.deploy();
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    private static List<String> ids(Landing landing, Map<String, String> where) {
        return ids(landed.rows(landing, where));
    }

    private static List<String> ids(RowPage page) {
        return page.items().stream()
                .map(row -> row.replaceAll(".*\"id\":([^,}]*).*", "$1"))
                .toList();
    }

    @Test
    void S9_S11_rows_are_found_by_column_and_by_path_numbers_as_numbers_and_texts_as_texts() {
        String topic = node.kafka.newTopic("query", 1);
        Landing landing = landed.create(
                topic,
                into(
                        table(),
                        column("id", "int"),
                        column("name", "text"),
                        column("age", "int"),
                        column("price", "numeric(10,2)"),
                        column("at", "timestamptz"),
                        column("doc", "jsonb")));
        node.kafka.produce(
                topic,
                "{\"id\":1,\"name\":\"george\",\"age\":24,\"KEY1\":\"value1\",\"ID\":3,\"a\":{\"b\":3}}",
                "{\"id\":2,\"name\":\"george\",\"age\":25,\"KEY1\":\"value2\",\"ID\":\"3\",\"a\":{\"b\":\"3\"}}",
                "{\"id\":3,\"name\":\"ann\",\"age\":24,\"price\":7.5,\"at\":\"2024-11-01 02:55:02\",\"ok\":true}",
                "{\"id\":4,\"list\":[10,20],\"doc\":{\"x\":{\"y\":1}},\"a\":{\"b\":[3]},\"with.dot\":\"z\"}");
        landed.until(landing, 4);

        assertThat(ids(landing, Map.of("name", "george", "age", "24"))).containsExactly("1");
        assertThat(ids(landing, Map.of("name", "nobody"))).isEmpty();
        assertThat(ids(landing, Map.of("KEY1", "value1"))).containsExactly("1");
        assertThat(ids(landing, Map.of("ID", "3"))).containsExactlyInAnyOrder("1", "2");
        assertThat(ids(landing, Map.of("a.b", "3"))).containsExactlyInAnyOrder("1", "2");
        assertThat(ids(landing, Map.of("ok", "true"))).containsExactly("3");
        assertThat(ids(landing, Map.of("price", "7.50"))).containsExactly("3");
        assertThat(ids(landing, Map.of("at", "2024-11-01T02:55:02Z"))).containsExactly("3");
        assertThat(ids(landing, Map.of("list[1]", "20"))).containsExactly("4");
        assertThat(ids(landing, Map.of("list[0]", "20"))).isEmpty();
        assertThat(ids(landing, Map.of("doc.x.y", "1"))).containsExactly("4");
        assertThat(ids(landing, Map.of("\"with.dot\"", "z"))).containsExactly("4");
        assertThat(ids(landing, Map.of("_offset", "2"))).containsExactly("3");
        assertThat(ids(landing, Map.of("rest.KEY1", "value2"))).containsExactly("2");
        assertThat(ids(landed.rows(landing, Map.of(), "{\"a\":{\"b\":3}}", 10, null)))
                .containsExactly("1");
        assertThat(ids(landed.rows(landing, Map.of(), "{\"name\":\"george\",\"ID\":3}", 10, null)))
                .containsExactly("1");
        assertThat(ids(landed.rows(landing, Map.of("age", "24"), "{\"ok\":true}", 10, null)))
                .containsExactly("3");
    }

    @Test
    void columns_may_be_called_like_anything_that_the_statements_name_for_themselves() {
        String topic = node.kafka.newTopic("aliases", 1);
        Landing landing = landed.create(
                topic,
                upsert(
                        table(),
                        List.of("r"),
                        column("r", "int"),
                        column("id", "int"),
                        column("t", "int"),
                        column("s", "int"),
                        column("excluded", "int"),
                        column("_order", "text"),
                        column("_gone", "boolean")));
        node.kafka.produce(
                topic,
                "{\"r\":1,\"id\":7,\"t\":1,\"s\":1,\"excluded\":1,\"_order\":\"z\",\"_gone\":true}",
                "{\"r\":1,\"id\":8,\"t\":2,\"s\":2,\"excluded\":2,\"_order\":\"a\",\"_gone\":true}",
                "{\"r\":2,\"id\":9}");
        landed.until(landing, 2);

        assertThat(ids(landing, Map.of())).containsExactlyInAnyOrder("8", "9");
        assertThat(ids(landing, Map.of("_order", "a", "_gone", "true"))).containsExactly("8");
    }

    @Test
    void the_place_and_the_times_are_asked_by_their_types() {
        String topic = node.kafka.newTopic("system", 1);
        String table = table();
        Landing landing = landed.create(topic, into(table, column("id", "int")));
        send(topic, 0, 1_000_000L);
        node.kafka.send(new ProducerRecord<>(topic, 0, 2_000_000L, null, "{\"id\":1}".getBytes(UTF_8)));
        node.kafka.flush();
        landed.until(landing, 2);

        assertThat(ids(landing, Map.of("_topic", topic))).containsExactly("1", "0");
        assertThat(ids(landing, Map.of("_topic", "another"))).isEmpty();
        assertThat(ids(landing, Map.of("_timestamp", "1970-01-01T00:33:20Z"))).containsExactly("1");
        String at = landed.sql(
                        "select to_json(_landed_at at time zone 'UTC') #>> '{}' from landed." + table + " where id = 0")
                .get(0);
        assertThat(ids(landing, Map.of("_landed_at", at + "Z"))).contains("0");
        assertThat(ids(landing, Map.of("_partition", "0", "_offset", "1"))).containsExactly("1");
        assertThat(refused(landing, Map.of("_landed_at", "late"), null))
                .containsExactly("/_landed_at expected a time, found \"late\"");
        assertThat(refused(landing, Map.of("_offset", "x"), null))
                .containsExactly("/_offset expected a bigint, found \"x\"");
    }

    @Test
    void a_path_into_a_json_column_begins_where_it_was_in_the_record_or_with_the_columns_name() {
        String topic = node.kafka.newTopic("inside", 1);
        Landing landing = landed.create(topic, into(table(), column("id", "int"), column("js", "jsonb", "pay")));
        node.kafka.produce(
                topic,
                "{\"id\":1,\"pay\":{\"type\":\"cash\"},\"js\":{\"type\":\"mine\"}}",
                "{\"id\":2,\"pay\":[{\"type\":\"card\"}]}");
        landed.until(landing, 2);

        assertThat(ids(landing, Map.of("pay.type", "cash"))).containsExactly("1");
        assertThat(ids(landing, Map.of("js.type", "cash"))).containsExactly("1");
        assertThat(ids(landing, Map.of("js[0].type", "card"))).containsExactly("2");
        assertThat(ids(landing, Map.of("js.type", "mine"))).isEmpty();
        assertThat(ids(landing, Map.of("rest.js.type", "mine"))).containsExactly("1");
    }

    @Test
    void a_value_that_does_not_fit_its_column_is_refused_with_its_pointer() {
        String topic = node.kafka.newTopic("refused", 1);
        Landing landing = landed.create(topic, into(table(), column("age", "int"), column("at", "timestamptz")));

        assertThat(refused(landing, Map.of("age", "old"), null))
                .containsExactly("/age expected an integer, found \"old\"");
        assertThat(refused(landing, Map.of("at", "never"), null))
                .containsExactly("/at expected a time, found \"never\"");
        assertThat(refused(landing, Map.of(), "{")).containsExactly("/contains expected JSON");
        assertThat(refused(landing, Map.of("$key", "x"), null))
                .containsExactly("/$key there is no column with this path");
        assertThat(node.problem(Landings.ROWS, Landed.query(ADA, landing, Map.of(), null, 10, "zzz")))
                .isInstanceOf(Problem.Invalid.class);
    }

    private static List<String> refused(Landing landing, Map<String, String> where, @Nullable String contains) {
        Problem problem = node.problem(Landings.ROWS, Landed.query(ADA, landing, where, contains, 10, null));
        assertThat(problem).isInstanceOf(Problem.Invalid.class);
        return ((Problem.Invalid) problem)
                .violations().stream()
                        .map(fault -> fault.pointer() + " " + fault.reason())
                        .toList();
    }

    @Test
    void pages_go_on_where_they_ended_whatever_lands_meanwhile() {
        String topic = node.kafka.newTopic("pages", 2);
        Landing landing = landed.create(topic, into(table(), column("id", "int")));
        for (int i = 0; i < 25; i++) {
            // Several of one time.
            send(topic, i, 1_000_000L + i / 3);
        }
        node.kafka.flush();
        landed.until(landing, 25);

        List<String> seen = new ArrayList<>();
        String cursor = null;
        int more = 25;
        do {
            RowPage page = landed.rows(landing, Map.of(), null, 7, cursor);
            assertThat(page.items().size()).isLessThanOrEqualTo(7);
            seen.addAll(ids(page));
            cursor = page.next();
            send(topic, more++, 2_000_000L);
            node.kafka.flush();
            landed.until(landing, more);
        } while (cursor != null);

        assertThat(seen).hasSize(25).doesNotHaveDuplicates();
        assertThat(seen.subList(0, 1)).containsExactly("24");
    }

    private static void send(String topic, int id, long time) {
        node.kafka.send(new ProducerRecord<>(topic, id % 2, time, null, ("{\"id\":" + id + "}").getBytes(UTF_8)));
    }

    @Test
    void a_dead_letter_that_is_corrected_lands_once_at_the_place_of_its_record() {
        String topic = node.kafka.newTopic("letters", 1);
        String table = table();
        Landing landing = landed.create(topic, into(table, required("id", "int"), column("k", "text", "$key")));
        node.kafka.produce(topic, 0, "a", "{\"id\":\"one\",\"x\":1}");
        node.kafka.produce(topic, 0, "b", "{\"id\":\"two\"}");
        node.kafka.produce(topic, 0, "c", "{\"id\":\"three\"}");
        node.kafka.produce(topic, 0, "d", "{\"id\":4}");
        landed.until(landing, 1);

        List<Settlement> results = landed.settle(
                landing,
                Fate.RESENT,
                List.of(
                        new Correction("0-0", "{\"id\":1,\"x\":1.50}"),
                        new Correction("0-1", null),
                        new Correction("0-9", "{}"),
                        new Correction("nonsense", null)));

        assertThat(results)
                .extracting(result -> result.id() + " " + result.ok() + " " + result.reason())
                .containsExactlyInAnyOrder(
                        "0-0 true null",
                        "0-1 false id: expected an integer, found \"two\"",
                        "0-9 false there is no such dead letter",
                        "nonsense false there is no such dead letter");
        assertThat(landed.sql("select id, k, rest, _offset from landed." + table + " order by _offset"))
                .containsExactly("1|a|{\"x\": 1.50}|0", "4|d|{}|3");
        assertThat(landed.count(landing)).isEqualTo(2);
        assertThat(landed.settle(landing, Fate.RESENT, List.of(new Correction("0-0", "{\"id\":7}"))))
                .containsExactly(new Settlement("0-0", false, "it was sent again, and has landed"));
        assertThat(landed.settle(landing, Fate.DISCARDED, List.of(new Correction("0-1", null))))
                .containsExactly(new Settlement("0-1", true, null));
        assertThat(landed.deadLetters(landing, Fate.WAITING).total()).isEqualTo(1);
        assertThat(landed.deadLetters(landing, Fate.RESENT).total()).isEqualTo(1);
        assertThat(landed.deadLetters(landing, null).total()).isEqualTo(3);
        eventually().untilAsserted(() -> assertThat(landed.find(landing).stats())
                .extracting(Stats::landed, Stats::rows, Stats::dead)
                .containsExactly(2L, 2L, 3L));
    }

    @Test
    void all_that_wait_are_sent_again_at_once_when_the_landing_became_milder() {
        String topic = node.kafka.newTopic("milder", 1);
        Landing landing = landed.create(topic, Landed.strict(table(), column("id", "int")));
        for (int i = 0; i < 300; i++) {
            node.kafka.send(new ProducerRecord<>(topic, 0, null, ("{\"id\":" + i + ",\"new\":1}").getBytes(UTF_8)));
        }
        node.kafka.flush();
        eventually().untilAsserted(() -> assertThat(
                        landed.deadLetters(landing, Fate.WAITING).total())
                .isEqualTo(300));

        node.ask(Landings.UPDATE, new Landings.UpdateLanding(ADA, landing.id().toString(), null, null, false, null));
        List<Settlement> results = landed.settle(landing, Fate.RESENT, null);

        assertThat(results).hasSize(300).allMatch(Settlement::ok);
        assertThat(landed.count(landing)).isEqualTo(300);
        assertThat(landed.deadLetters(landing)).isEmpty();
    }

    @Test
    void a_corrected_record_does_not_undo_what_came_behind_it() {
        String topic = node.kafka.newTopic("late", 1);
        String table = table();
        Landing landing =
                landed.create(topic, upsert(table, List.of("k"), column("k", "text", "$key"), column("v", "int")));
        node.kafka.produce(topic, 0, "a", "{\"v\":\"first\"}");
        node.kafka.produce(topic, 0, "a", "{\"v\":2}");
        landed.until(landing, 1);

        assertThat(landed.settle(landing, Fate.RESENT, List.of(new Correction("0-0", "{\"v\":1}"))))
                .allMatch(Settlement::ok);

        assertThat(landed.sql("select v from landed." + table)).containsExactly("2");
        assertThat(landed.count(landing)).isEqualTo(1);
    }

    @Test
    void rows_that_are_older_than_the_retention_go_and_are_not_counted_any_more() {
        String topic = node.kafka.newTopic("old", 1);
        String table = table();
        long now = System.currentTimeMillis();
        for (int i = 0; i < 6_000; i++) {
            node.kafka.send(new ProducerRecord<>(
                    topic, 0, now - 3_600_000L * 48, null, ("{\"id\":" + i + "}").getBytes(UTF_8)));
        }
        for (int i = 0; i < 10; i++) {
            node.kafka.send(new ProducerRecord<>(topic, 0, now, null, ("{\"id\":" + i + "}").getBytes(UTF_8)));
        }
        node.kafka.flush();

        Landing landing = landed.create(topic, kept(into(table, column("id", "int")), "1d"));

        eventually().untilAsserted(() -> {
            assertThat(landed.find(landing).stats().landed()).isEqualTo(6_010);
            assertThat(landed.count(landing)).isEqualTo(10);
        });
        assertThat(landed.sql("select count(*) from landed." + table)).containsExactly("10");
    }
}
