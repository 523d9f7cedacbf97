package io.sluice.stream;

import static io.sluice.stream.Landed.column;
import static io.sluice.stream.Landed.into;
import static io.sluice.stream.Landed.required;
import static io.sluice.stream.Landed.strict;
import static io.sluice.stream.Landed.table;
import static io.sluice.stream.Landed.upsert;
import static io.sluice.stream.Node.eventually;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.contract.Landings.Definition;
import io.sluice.contract.Landings.Landing;
import io.sluice.contract.Landings.Mode;
import io.sluice.contract.Landings.Stats;
import io.sluice.contract.RecordFormat;
import io.sluice.contract.Streams.State;
import io.sluice.contract.Topics;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What lands, and as what. */
class LandingsIT {
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

    @Test
    void V6_schema_and_table_are_made_once_and_each_record_is_a_row_of_typed_columns_and_a_rest() {
        String topic = node.kafka.newTopic("rides", 3);
        String table = table();
        node.kafka.produce(
                topic, 0, "75", "{\"id\":1,\"fare\":12.50,\"zone\":{\"to\":75,\"from\":238},\"note\":\"a\"}");
        Landing landing = landed.create(
                topic,
                into(
                        table,
                        column("id", "bigint"),
                        column("fare", "numeric(10,2)"),
                        column("to_zone", "integer", "zone.to"),
                        column("the key", "text", "$key")));
        node.kafka.produce(topic, 1, null, "{\"id\":2,\"fare\":\"7.5\",\"zone\":{\"to\":\"9\"}}");
        node.kafka.produce(topic, 2, "x", "{\"id\":3.0,\"tags\":[1, 2]}");

        landed.until(landing, 3);

        assertThat(landed.sql("select id, fare, to_zone, \"the key\", rest, _topic = '" + topic
                        + "', _partition, _offset from landed." + table + " order by id"))
                .containsExactly(
                        "1|12.50|75|75|{\"note\": \"a\", \"zone\": {\"from\": 238}}|t|0|0",
                        "2|7.50|9|null|{}|t|1|0",
                        "3|null|null|x|{\"tags\": [1, 2]}|t|2|0");
        eventually().untilAsserted(() -> {
            Landing now = landed.find(landing);
            assertThat(now.state()).isEqualTo(State.RUNNING);
            assertThat(now.stats())
                    .extracting(Stats::landed, Stats::rows, Stats::dead, Stats::lag)
                    .containsExactly(3L, 3L, 0L, 0L);
            assertThat(now.stats().lastLandedAt()).isNotNull();
        });
        landed.delete(landing);
        assertThat(landed.sql("select to_regclass('landed." + table + "')")).containsExactly("null");
    }

    @Test
    void every_type_is_read_from_every_form_in_which_records_have_it() {
        String topic = node.kafka.newTopic("types", 1);
        String table = table();
        Landing landing = landed.create(
                topic,
                into(
                        table,
                        column("a_text", "text"),
                        column("a_varchar", "varchar(5)"),
                        column("a_truth", "boolean"),
                        column("a_small", "smallint"),
                        column("an_int", "int"),
                        column("a_big", "bigint"),
                        column("a_real", "real"),
                        column("a_double", "double precision"),
                        column("a_number", "numeric"),
                        column("a_time", "timestamptz"),
                        column("a_local", "timestamp"),
                        column("a_day", "date"),
                        column("an_id", "uuid"),
                        column("a_json", "jsonb"),
                        column("some_bytes", "bytea"),
                        column("at", "timestamptz", "$timestamp"),
                        column("unit", "text", "$headers.unit"),
                        column("second", "int", "list[1]")));
        String id = "0f8fad5b-d9cb-469f-a165-70867728950e";
        RecordHeaders headers = new RecordHeaders(List.of(new RecordHeader("unit", "mm".getBytes(UTF_8))));
        String plain =
                "{\"a_text\":\"gr\u00fcn \ud83d\ude00\",\"a_varchar\":\"12345\",\"a_truth\":true,\"a_small\":-7,\"an_int\":1e3,"
                        + "\"a_big\":9223372036854775807,\"a_real\":1.5,\"a_double\":-2.25e-3,\"a_number\":123456789012345678901234567890.0123456789,"
                        + "\"a_time\":1730429702000,\"a_local\":\"2024-11-01 02:55:02\",\"a_day\":\"2024-11-01\",\"an_id\":\""
                        + id
                        + "\",\"a_json\":{\"b\":[1,null]},\"some_bytes\":\"AQID\",\"list\":[1,2,3]}";
        String other =
                "{\"a_text\":12.340,\"a_varchar\":true,\"a_truth\":\"no\",\"a_small\":\"12\",\"an_int\":\"-5\",\"a_big\":\"7\","
                        + "\"a_real\":\"NaN\",\"a_double\":\"1e300\",\"a_number\":\"0.10\",\"a_time\":[2024,11,1,2,55,2,500000000],"
                        + "\"a_local\":\"2024-11-01T04:55:02+02:00\",\"a_day\":\"2024-11-01T23:59:59Z\",\"an_id\":null,\"a_json\":\"x\","
                        + "\"some_bytes\":\"\\\\x00ff\"}";
        node.kafka.produce(new ProducerRecord<>(topic, 0, 5_000L, null, plain.getBytes(UTF_8), headers));
        node.kafka.produce(topic, other);

        landed.until(landing, 2);

        assertThat(landed.deadLetters(landing)).isEmpty();
        assertThat(landed.sql("select a_text, a_varchar, a_truth, a_small, an_int, a_big, a_real, a_double, a_number,"
                        + " a_time, a_local, a_day, an_id, a_json, some_bytes::text, unit, second, rest from landed."
                        + table
                        + " order by _offset"))
                .containsExactly(
                        "gr\u00fcn \ud83d\ude00|12345|t|-7|1000|9223372036854775807|1.5|-0.00225|123456789012345678901234567890.0123456789|"
                                + "2024-11-01 02:55:02+00|2024-11-01 02:55:02|2024-11-01|" + id
                                + "|{\"b\": [1, null]}|\\x010203|mm|2|{\"list\": [1, 2, 3]}",
                        "12.340|true|f|12|-5|7|NaN|1e+300|0.10|2024-11-01 02:55:02.5+00|2024-11-01 02:55:02|2024-11-01|null|\"x\"|"
                                + "\\x00ff|null|null|{}");
        assertThat(landed.sql("select at from landed." + table + " where _offset = 0"))
                .containsExactly("1970-01-01 00:00:05+00");
    }

    @Test
    void what_does_not_fit_is_a_dead_letter_with_its_reason_and_column_and_the_others_land() {
        String topic = node.kafka.newTopic("unfit", 1);
        Landing landing = landed.create(
                topic,
                into(
                        table(),
                        required("id", "int"),
                        column("name", "varchar(3)"),
                        column("small", "smallint"),
                        column("price", "numeric(4,2)"),
                        column("at", "timestamptz")));
        node.kafka.produce(
                topic,
                "{\"id\":1}",
                "{\"id\":2,\"name\":\"long\"}",
                "{\"id\":3,\"small\":70000}",
                "{\"id\":4,\"price\":123.4}",
                "{\"id\":5,\"at\":\"yesterday\"}",
                "{\"id\":\"six\"}",
                "{\"name\":\"x\"}",
                "not json",
                "{\"id\":9,\"x\":\"\\u0000\"}",
                "{\"id\":10,\"name\":\"\\u0000\"}",
                "{\"id\":11");
        node.kafka.produce(topic, 0, "k", null);
        node.kafka.produce(topic, "{\"id\":13,\"name\":\"end\"}");

        landed.until(landing, 2);

        eventually().untilAsserted(() -> assertThat(landed.deadLetters(landing)).hasSize(11));
        assertThat(landed.deadLetters(landing))
                .extracting(letter -> letter.offset() + " " + letter.column() + ": " + letter.reason())
                .containsExactly(
                        "1 name: the text has 4 characters, the column takes 3",
                        "2 small: \"70000\" is out of the range of a smallint",
                        "3 price: \"123.4\" is out of the range of numeric(4,2)",
                        "4 at: expected a time, found \"yesterday\"",
                        "5 id: expected an integer, found \"six\"",
                        "6 id: is missing, or null",
                        "7 null: the value is not JSON, from byte 4 on",
                        "8 null: a text in it has a character U+0000, which Postgres cannot hold",
                        "9 name: the text has a character U+0000, which Postgres cannot hold",
                        "10 null: the value is not JSON, from byte 8 on",
                        "11 id: is missing, or null");
        var records = node.kafka.read(landing.deadLetters(), 11);
        assertThat(new String(records.get(0).value(), UTF_8)).isEqualTo("{\"id\":2,\"name\":\"long\"}");
        assertThat(new String(
                        records.get(0).headers().lastHeader("sluice.column").value(), UTF_8))
                .isEqualTo("name");
        assertThat(new String(
                        records.get(0).headers().lastHeader("sluice.offset").value(), UTF_8))
                .isEqualTo("1");
        eventually().untilAsserted(() -> assertThat(landed.find(landing).stats())
                .extracting(Stats::landed, Stats::dead, Stats::lag)
                .containsExactly(2L, 11L, 0L));
    }

    @Test
    void under_strict_a_member_without_a_column_is_a_reason_not_to_land() {
        String topic = node.kafka.newTopic("strict", 1);
        Landing landing = landed.create(topic, strict(table(), column("id", "int"), column("b", "text", "a.b")));
        node.kafka.produce(
                topic,
                "{\"id\":1,\"a\":{\"b\":\"x\"}}",
                "{\"id\":2,\"colour\":\"red\"}",
                "{\"id\":3,\"a\":{\"b\":1,\"c\":2}}",
                "[1]");

        landed.until(landing, 1);

        eventually().untilAsserted(() -> assertThat(landed.deadLetters(landing))
                .extracting(letter -> letter.column() + ": " + letter.reason())
                .containsExactly(
                        "colour: there is no column for the member \"colour\"",
                        "a.c: there is no column for the member \"a.c\"",
                        "null: the value is no JSON object"));
    }

    @Test
    void ZF1_ZF2_a_thousand_rides_are_a_thousand_typed_rows_whoever_else_reads_the_topic() {
        String topic = node.kafka.newTopic("rides", 2);
        String table = table();
        Landing landing = landed.create(
                topic,
                new Definition(
                        table,
                        "landed",
                        List.of(
                                column("PULocationID", "integer"),
                                column("DOLocationID", "integer"),
                                column("trip_distance", "double precision"),
                                column("total_amount", "double precision"),
                                column("pickup_datetime", "timestamp", "tpep_pickup_datetime")),
                        List.of(),
                        Mode.INSERT,
                        null,
                        false,
                        "latest",
                        null));
        String[] pickups = {"1730429702000", "\"2024-11-01 02:55:02\"", "[2024,11,1,2,55,2]", "\"2024-11-01T02:55:02Z\""
        };
        for (int i = 0; i < 1_000; i++) {
            String ride =
                    "{\"PULocationID\":186,\"DOLocationID\":\"79\",\"trip_distance\":\"1.72\",\"total_amount\":17.31,"
                            + "\"tpep_pickup_datetime\":" + pickups[i % 4] + "}";
            node.kafka.send(new ProducerRecord<>(topic, i % 2, null, ride.getBytes(UTF_8)));
        }
        node.kafka.flush();

        landed.until(landing, 1_000);

        assertThat(landed.sql(
                        "select distinct \"PULocationID\", \"DOLocationID\", trip_distance, total_amount, pickup_datetime"
                                + " from landed." + table))
                .containsExactly("186|79|1.72|17.31|2024-11-01 02:55:02");
        assertThat(node.kafka.read(topic, 1_000)).hasSize(1_000);
    }

    @Test
    void records_of_a_format_are_decoded_first_and_a_column_may_take_the_whole_value() {
        String topic = node.kafka.newTopic("counts", 1);
        node.ask(
                Topics.ALTER,
                new Topics.AlterTopic(
                        Node.ADA,
                        topic,
                        null,
                        Map.of(),
                        null,
                        new RecordFormat.Change(null, new RecordFormat.Part(RecordFormat.Type.LONG))));
        String table = table();
        Landing landing =
                landed.create(topic, into(table, column("zone", "text", "$key"), column("n", "bigint", "$value")));
        byte[] count = ByteBuffer.allocate(Long.BYTES).putLong(42).array();
        node.kafka.produce(new ProducerRecord<>(topic, 0, "75".getBytes(UTF_8), count));
        node.kafka.produce(new ProducerRecord<>(topic, 0, "76".getBytes(UTF_8), new byte[] {1}));

        landed.until(landing, 1);

        assertThat(landed.sql("select zone, n, rest from landed." + table)).containsExactly("75|42|{}");
        eventually().untilAsserted(() -> assertThat(landed.deadLetters(landing))
                .singleElement()
                .extracting(letter -> letter.reason().startsWith("the value cannot be decoded: "))
                .isEqualTo(true));
    }

    @Test
    void values_that_are_no_json_are_kept_where_no_column_looks_into_them() {
        String topic = node.kafka.newTopic("texts", 1);
        String table = table();
        Landing landing = landed.create(topic, into(table, column("k", "text", "$key")));
        node.kafka.produce(topic, 0, "a", "just \"text\"");
        node.kafka.produce(new ProducerRecord<>(topic, 0, null, new byte[] {(byte) 0xff, 0}));
        node.kafka.produce(topic, 0, "c", null);
        node.kafka.produce(topic, 0, "d", "[1, {\"a\":2}]");

        landed.until(landing, 4);

        assertThat(landed.sql("select k, rest from landed." + table + " order by _offset"))
                .containsExactly(
                        "a|\"just \\\"text\\\"\"", "null|{\"base64\": \"/wA=\"}", "c|null", "d|[1, {\"a\": 2}]");
    }

    @Test
    void upsert_keeps_the_newest_of_each_key_and_counts_distinct_rows() {
        String topic = node.kafka.newTopic("upsert", 1);
        String table = table();
        Landing landing = landed.create(topic, upsert(table, List.of("id"), column("id", "int"), column("v", "text")));
        for (int i = 0; i < 1_000; i++) {
            node.kafka.send(new ProducerRecord<>(
                    topic, 0, null, ("{\"id\":" + i % 10 + ",\"v\":\"" + i + "\"}").getBytes(UTF_8)));
        }
        node.kafka.flush();
        node.kafka.produce(topic, "{\"v\":\"no key\"}");

        landed.until(landing, 10);
        eventually().untilAsserted(() -> assertThat(landed.find(landing).stats().landed())
                .isEqualTo(1_000));

        assertThat(landed.sql("select count(*), min(v::int), max(v::int) from landed." + table))
                .containsExactly("10|990|999");
        assertThat(landed.deadLetters(landing))
                .extracting(letter -> letter.column() + ": " + letter.reason())
                .containsExactly("id: the key is missing, or null");
        eventually().untilAsserted(() -> assertThat(landed.find(landing).stats().rows())
                .isEqualTo(10));
    }

    @Test
    void a_record_without_a_value_takes_the_row_of_its_key_away() {
        String topic = node.kafka.newTopic("tombstones", 1);
        String table = table();
        Landing landing =
                landed.create(topic, upsert(table, List.of("k"), column("k", "text", "$key"), column("v", "int")));
        node.kafka.produce(topic, 0, "a", "{\"v\":1}");
        node.kafka.produce(topic, 0, "b", "{\"v\":2}");
        landed.until(landing, 2);

        node.kafka.produce(topic, 0, "a", null);
        node.kafka.produce(topic, 0, "c", "{\"v\":3}");
        node.kafka.produce(topic, 0, "c", null);
        node.kafka.produce(topic, 0, "b", "{\"v\":4}");

        eventually().untilAsserted(() -> assertThat(landed.sql("select k, v from landed." + table))
                .containsExactly("b|4"));
        landed.until(landing, 1);
    }
}
